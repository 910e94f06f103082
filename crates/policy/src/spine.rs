//! What the spine defines besides facts and programmes: outcomes, standards, levels and purposes.

use kernel::Period;
use std::sync::Arc;

/// One definition of an outcome, counted in the same way wherever it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeDefinition {
    /// The id that contracts name.
    pub id: String,
    /// A short name.
    pub name: String,
    /// What it means, in one plain line.
    pub says: String,
    /// How it is computed.
    pub counts: Counts,
    /// From when work counts (`work_from`); read by the ways of counting that look at work.
    pub work_from: WorkFrom,
    /// The citation.
    pub source: String,
}

/// How an outcome is computed from dated events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counts {
    /// Reached on the day of starting the programme.
    Start,
    /// Reached on the first day of a job.
    JobStart,
    /// Reached when the weeks in work are complete.
    WeeksInWork {
        /// Weeks of work needed.
        weeks: i64,
        /// The longest single break allowed, in days.
        longest_break_days: i64,
        /// All breaks together allowed, in days.
        all_breaks_days: i64,
        /// What work must be to count.
        least: LeastWork,
    },
    /// Reached when a given number of weeks in work lie within a window of a given number of weeks, wherever it begins.
    WeeksInWindow {
        /// Weeks of work needed.
        weeks: i64,
        /// Weeks of the window.
        window_weeks: i64,
        /// What work must be to count.
        least: LeastWork,
    },
    /// Reached on the day of a recorded event of a kind.
    Recorded {
        /// The kind: `training-complete`, `interview-offer`, `qualification`, `progression`, `satisfaction` …
        event: String,
    },
    /// Reached on the day on which a given number of days of attendance make a given number of hours.
    Attendance {
        /// Different days needed.
        days: i64,
        /// Guided hours needed on them, together.
        hours: i64,
    },
    /// Reached when earnings pass hours × weeks × the contract's hourly wage.
    Earnings {
        /// Hours a week of the threshold.
        hours_per_week: i64,
        /// Weeks of the threshold.
        weeks: i64,
    },
    /// Reached after a given number of months of self-employment.
    SelfEmployment {
        /// Months needed.
        months: i64,
    },
    /// A whole-person outcome, recorded by people and not computed.
    WholePerson,
}

impl Counts {
    /// Whether it looks at work: jobs and self-employment with their days.
    #[must_use]
    pub fn looks_at_work(&self) -> bool {
        match self {
            Self::JobStart
            | Self::WeeksInWork { .. }
            | Self::WeeksInWindow { .. }
            | Self::Earnings { .. }
            | Self::SelfEmployment { .. } => true,
            Self::Start | Self::Recorded { .. } | Self::Attendance { .. } | Self::WholePerson => false,
        }
    }
}

/// From when work counts towards an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WorkFrom {
    /// Work that began on the day of the start or later (`new-work`); so where the text does not say. What somebody
    /// was doing before the help began is none of its outcomes.
    #[default]
    NewWork,
    /// Every day in work from the day of the start on, whenever the work began (`start`).
    Start,
}

impl WorkFrom {
    /// Each with its word in policy text.
    pub const WORDS: [(&str, WorkFrom); 2] = [("new-work", WorkFrom::NewWork), ("start", WorkFrom::Start)];
}

/// What work must be to count towards weeks in work. Of jobs held at the same time hours and pay are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct LeastWork {
    /// Hours a week at least, of all work of a day together; `None`: any.
    pub hours_per_week: Option<i64>,
    /// Pay of pence a week at least, of all work of a day together; `None`: any.
    pub pence_week: Option<i64>,
}

impl LeastWork {
    /// Any work counts.
    pub const ANY: LeastWork = LeastWork { hours_per_week: None, pence_week: None };
}

/// A service standard: from one event to another within a given number of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// The id.
    pub id: String,
    /// What it asks, in one plain line.
    pub says: String,
    /// The event from which days are counted.
    pub event_from: String,
    /// The event that must happen.
    pub event_to: String,
    /// Days allowed.
    pub days: i64,
    /// Which days count.
    pub counts: DayCount,
    /// The citation.
    pub source: String,
    /// Whether the number is a made-up example, because the real one is not public.
    pub example: bool,
}

/// A service standard that an area has made tighter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalStandard {
    /// The reason code: `areas/newcastle/standards#first-meeting`.
    pub code: Arc<str>,
    /// The days on which it holds, both ends included; on all others the spine's does.
    pub period: Period,
    /// The standard as it is in the area.
    pub standard: Standard,
}

/// Which days a standard counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayCount {
    /// Monday to Friday without public holidays.
    WorkingDays,
    /// Every day.
    CalendarDays,
}

/// A level of devolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// The id: `core`, `wrap-around`, `joint-venture`.
    pub id: String,
    /// A short name.
    pub name: String,
    /// What it means, in one plain line.
    pub says: String,
    /// The powers that it grants.
    pub powers: Vec<String>,
    /// What an area must show to have it.
    pub entry: Vec<String>,
    /// The citation.
    pub source: String,
}

/// A purpose for which data may be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// The id.
    pub id: String,
    /// What it means, in one plain line.
    pub says: String,
    /// At what stage of helping somebody facts are shared for it.
    pub serves: Serves,
    /// The lawful basis under data protection law.
    pub lawful_basis: String,
    /// The legal gateway.
    pub gateway: String,
    /// Ids of the categories of fact that may be shared for it.
    pub categories: Vec<String>,
    /// The citation.
    pub source: String,
}

/// What facts that are shared for a purpose may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Serves {
    /// To pass a person on: before the receiver has said yes (`referral`).
    Referral,
    /// To help the person, once it has (`help`).
    Help,
    /// To check what is owed (`payment`).
    Payment,
    /// To count, without naming anyone (`counting`).
    Counting,
}

impl Serves {
    /// Each with its word in `spine/purposes.toml`.
    pub const WORDS: [(&str, Serves); 4] = [
        ("referral", Serves::Referral),
        ("help", Serves::Help),
        ("payment", Serves::Payment),
        ("counting", Serves::Counting),
    ];
}
