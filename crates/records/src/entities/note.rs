//! A note: an answer that was kept. Never changed.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub area: String,
    pub kind: String,
    pub title: String,
    pub remark: Option<String>,
    pub on_day: Date,
    pub policy_version: String,
    pub answer: Json,
    pub saved_at: DateTimeUtc,
    pub saved_by: Uuid,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
