//! A record that was opened in an emergency.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "broken_glass")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub account_id: Uuid,
    pub organisation_id: Option<Uuid>,
    pub reason: String,
    pub at: DateTimeUtc,
    pub until: DateTimeUtc,
    pub finding: Option<String>,
    pub found_at: Option<DateTimeUtc>,
    pub found_by: Option<Uuid>,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
