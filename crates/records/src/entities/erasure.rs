//! What was erased of a person's record, and what was kept: the certificate. Never changed.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erasure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub reference: String,
    pub organisation_id: Option<Uuid>,
    pub ground: String,
    pub erased: Json,
    pub kept: Json,
    pub at: DateTimeUtc,
    pub by_account: Uuid,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
