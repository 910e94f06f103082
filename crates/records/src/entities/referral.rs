//! A referral and what has happened to it.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub area: String,
    pub programme: String,
    pub provider_id: Uuid,
    pub from_organisation_id: Option<Uuid>,
    pub decision_id: Uuid,
    pub chosen_how: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub message: Option<String>,
    pub sent_at: DateTimeUtc,
    pub sent_by: Uuid,
    pub accepted_at: Option<DateTimeUtc>,
    pub accepted_by: Option<Uuid>,
    pub declined_at: Option<DateTimeUtc>,
    pub declined_by: Option<Uuid>,
    pub decline_reason: Option<String>,
    pub started_on: Option<Date>,
    pub start_recorded_at: Option<DateTimeUtc>,
    pub start_recorded_by: Option<Uuid>,
    pub ended_on: Option<Date>,
    pub end_reason: Option<String>,
    pub end_recorded_at: Option<DateTimeUtc>,
    pub end_recorded_by: Option<Uuid>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub withdrawn_by: Option<Uuid>,
    pub withdraw_reason: Option<String>,
    /// When the person stopped sharing their record with the provider.
    pub sharing_stopped_at: Option<DateTimeUtc>,
    pub sharing_stopped_by: Option<Uuid>,
    pub version: i32,
    /// The payment group (`rules::outcome::Group`), where answers that it follows from were erased.
    pub kept_group: Option<Json>,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
