//! What a contract pays for: its outcomes, until when they may be claimed, and on what evidence.

use crate::{Expression, WorkFrom};
use kernel::{Day, Period};
use std::sync::Arc;

/// An outcome that a contract pays for. Two with the same id are two ways to one outcome, which is paid once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractOutcome {
    /// The id within the contract, as priced.
    pub id: String,
    /// The id of its definition in `spine/outcomes.toml`.
    pub definition: String,
    /// Starts of participants for whom it is paid, both ends included: a contract whose terms changed has an outcome
    /// for each (`starts_from`, `starts_until`); `None`: all.
    pub for_starts: Option<Period>,
    /// Ids of the payment groups for whom this way counts (`for_groups`); empty: all.
    pub for_groups: Vec<String>,
    /// Days from the start within which it must be reached, the last included; `None`: no limit.
    pub within_days: Option<i64>,
    /// Calendar months from the start within which it must be reached, the last day included; `None`: no limit.
    pub within_months: Option<i64>,
    /// Ids of outcomes of this contract without which it is not paid (`needs`): an outcome of training needs its
    /// completion.
    pub needs: Vec<String>,
    /// The id of an outcome of this contract whose run of work this one must contain (`contains`): nested outcomes.
    /// `None`: it stands alone.
    pub contains: Option<String>,
    /// From when work counts under this contract (`work_from`); `None`: as its definition says.
    pub work_from: Option<WorkFrom>,
    /// For an outcome that is paid again and again.
    pub repeats: Option<Repeats>,
    /// Until when it must be claimed; `None`: as the contract says.
    pub claim_window: Option<ClaimWindow>,
}

impl ContractOutcome {
    /// An outcome that stands alone, without limits.
    #[must_use]
    pub fn plain(id: &str, definition: &str) -> Self {
        Self {
            id: id.to_owned(),
            definition: definition.to_owned(),
            for_starts: None,
            for_groups: Vec::new(),
            within_days: None,
            within_months: None,
            needs: Vec::new(),
            contains: None,
            work_from: None,
            repeats: None,
            claim_window: None,
        }
    }
}

/// How an outcome is paid again and again: sustainment payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeats {
    /// The id of the outcome of this contract after which counting begins (`after`).
    pub after: String,
    /// Continuous weeks in work for each (`every_weeks`).
    pub every_weeks: i64,
    /// How many at most: for payment groups (`at_most_by_group`), then for everybody who has none of their group's own
    /// (`at_most`).
    pub at_most: Vec<(Option<String>, i64)>,
    /// Whether the person must be off benefit in each seven-day week (`off_benefit`).
    pub off_benefit: bool,
    /// Working days that must have passed since the last day of the period before it may be claimed
    /// (`wait_working_days`).
    pub wait_working_days: i64,
    /// Weeks from the start after which a break in work ends all further payments (`break_ends_after_weeks`);
    /// `None`: a break only delays.
    pub break_ends_after_weeks: Option<i64>,
}

/// Until when an outcome must be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimWindow {
    /// How long it is, the last day included; `None`: only the last day of all counts.
    pub length: Option<WindowLength>,
    /// The day from which it is counted (`claim_window_from`).
    pub from: DayFrom,
    /// The last day of all (`claim_by`), such as a programme's cut-off; `None`: none.
    pub until: Option<Day>,
}

/// How long a claim window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowLength {
    /// So many days (`claim_window_days`).
    Days(i64),
    /// So many calendar months (`claim_window_months`).
    Months(i64),
}

/// A day from which something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayFrom {
    /// The day on which the outcome was reached (`reached`).
    #[default]
    Reached,
    /// The day of the start (`start`): a session, for the National Careers Service.
    Start,
}

/// A group of people with prices of their own, fixed on the day of the start.
#[derive(Debug, Clone)]
pub struct PaymentGroup {
    /// The id within the contract.
    pub id: Arc<str>,
    /// The reason code: `areas/newcastle/contracts/work-programme#jsa-18-24`.
    pub code: Arc<str>,
    /// Who they are, in one plain line.
    pub says: String,
    /// What makes a person one of them, on the facts of the day of the start. The first group that holds is theirs; a
    /// group that is unknown makes all after it unknown too.
    pub when: Expression,
}

impl PartialEq for PaymentGroup {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code && self.says == other.says
    }
}

/// Evidence without which an outcome is not paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRule {
    /// The id of the contract's outcome.
    pub outcome: String,
    /// Kinds of evidence that are enough, the strongest first (`accepts`): `earnings-feed`, `payslip`,
    /// `employer-letter`, `contract-of-work`, `certificate`, `self-declaration`.
    pub accepts: Vec<String>,
}
