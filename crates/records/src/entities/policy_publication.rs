//! A publication: which version, by whom, why, and from which day.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "policy_publication")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub version: String,
    pub published_at: DateTimeUtc,
    pub published_by: Uuid,
    pub under: String,
    pub note: String,
    pub effective_from: Date,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
