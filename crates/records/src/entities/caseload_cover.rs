//! An adviser who covers for another, from one day to another.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "caseload_cover")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub adviser_id: Uuid,
    pub covers_id: Uuid,
    pub from_day: Date,
    pub until_day: Date,
    pub by_account: Uuid,
    pub at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
