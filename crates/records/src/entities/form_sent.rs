//! A form that was sent and whose work is done.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_sent")]
pub struct Model {
    /// The hash of who sent which form where.
    #[sea_orm(primary_key, auto_increment = false)]
    pub form: String,
    pub request: Uuid,
    pub at: DateTimeUtc,
    pub led_to: Option<String>,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
