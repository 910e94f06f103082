//! A referral that somebody tried to send and that was refused: evidence.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blocked_referral")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub area: String,
    pub programme: String,
    pub provider_id: Option<Uuid>,
    pub decision_id: Uuid,
    pub attempted_at: DateTimeUtc,
    pub attempted_by: Uuid,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
