//! One side of a ledger posting. Never changed.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is of: a `ledger::Source`.
    pub source: String,
    pub source_id: Uuid,
    pub contract: String,
    /// The day to which it is booked.
    pub booked_on: Date,
    pub line: i32,
    pub ledger_account: String,
    pub amount_pence: i64,
    pub says: String,
    pub posted_at: DateTimeUtc,
    pub posted_by: Uuid,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
