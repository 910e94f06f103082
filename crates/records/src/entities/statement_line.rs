//! A line of a contract's statement that was booked, or one that takes it back. Never changed.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statement_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub contract: String,
    pub booking: i32,
    pub position: i32,
    /// A `rules::payment::StatementLine`.
    pub line: Json,
    pub amount_pence: i64,
    pub reverses: bool,
    pub says: String,
    pub booked_at: DateTimeUtc,
    pub booked_by: Uuid,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
