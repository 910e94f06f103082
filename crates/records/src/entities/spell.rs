//! A run of days in one job. A correction replaces it by a new row.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "spell")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub referral_id: Uuid,
    pub employer: String,
    pub kind: String,
    pub from_day: Date,
    pub until_day: Option<Date>,
    pub hours_per_week: Option<i32>,
    pub earnings_pence_week: Option<i64>,
    pub source: String,
    pub recorded_at: DateTimeUtc,
    pub recorded_by: Uuid,
    pub replaced_at: Option<DateTimeUtc>,
    pub replaced_by: Option<Uuid>,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
