//! Something recorded of a participant besides the start, work and the end. Taken back, it stays in the record.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "participant_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub referral_id: Uuid,
    pub what: String,
    pub from_day: Date,
    pub until_day: Option<Date>,
    pub employer: Option<String>,
    pub amount_pence: Option<i64>,
    pub hours: Option<i32>,
    pub source: String,
    pub recorded_at: DateTimeUtc,
    pub recorded_by: Uuid,
    pub taken_back_at: Option<DateTimeUtc>,
    pub taken_back_by: Option<Uuid>,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
