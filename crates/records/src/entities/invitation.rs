//! An invitation that was not taken up yet, with its token by the hash.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token: String,
    pub email: String,
    pub role: String,
    pub organisation_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub at: DateTimeUtc,
    pub until: DateTimeUtc,
    pub by_account: Uuid,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
