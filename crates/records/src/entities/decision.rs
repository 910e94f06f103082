//! A decision with its reasons, what it read and the version of the policy text.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub area: String,
    pub person_id: Option<Uuid>,
    pub answer: String,
    pub on_day: Date,
    pub policy_version: String,
    pub extent: Option<String>,
    pub reasons: Json,
    pub inputs: Json,
    pub made_at: DateTimeUtc,
    pub made_by: Uuid,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
