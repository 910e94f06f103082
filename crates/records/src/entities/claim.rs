//! A claim line for one outcome of one participant.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub referral_id: Uuid,
    pub contract: String,
    pub outcome: String,
    pub occurrence: i32,
    pub attempt: i32,
    pub outcome_on: Date,
    pub amount_pence: i64,
    pub example_price: bool,
    pub claim_by: Option<Date>,
    pub decision_id: Uuid,
    pub raised_at: DateTimeUtc,
    pub raised_by: Uuid,
    pub claimed_at: Option<DateTimeUtc>,
    pub claimed_by: Option<Uuid>,
    pub evidence: Option<String>,
    pub approved_at: Option<DateTimeUtc>,
    pub approved_by: Option<Uuid>,
    pub rejected_at: Option<DateTimeUtc>,
    pub rejected_by: Option<Uuid>,
    pub reject_reason: Option<String>,
    pub paid_at: Option<DateTimeUtc>,
    pub paid_by: Option<Uuid>,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<Uuid>,
    pub reverse_reason: Option<String>,
    /// What the earnings feed said when it was approved: a `rules::payment::FeedCheck`.
    pub feed_check: Option<Json>,
    pub feed_id: Option<Uuid>,
    /// Why it was approved although the feed spoke against it.
    pub approve_reason: Option<String>,
    pub version: i32,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
