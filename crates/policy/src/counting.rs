//! How counts of people are told to those who may not see the people.

use indexmap::IndexMap;
use std::sync::Arc;

/// The numbers by which counts are told (`spine/counting.toml`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counting {
    /// A count below this many people is not told.
    pub least: u64,
    /// Counts are told to the nearest of these, in people.
    pub nearest: u64,
    /// How likely a change of a count by one more is, in percent of a change by one less.
    pub noise_percent: u8,
    /// The register is counted as it stood when the last of these steps began, in months; steps begin in January.
    pub step_months: u32,
    /// With anything recorded of fewer people since the count before, they wait for the next one.
    pub newcomers: usize,
    /// Rules can be asked about on the first day of a given number of steps before the count, and after it.
    pub days_around: u32,
    /// The month, from 1 to 12, in which years of reports begin.
    pub year_first_month: u32,
    /// Reports are made of a given number of years that are over.
    pub years_back: u32,
    /// The least number of people of whom published figures are told exactly.
    pub exact_least: u64,
    /// The number of deciles of the index of deprivation, from the most deprived, that count as areas of high deprivation.
    pub most_deprived_deciles: u8,
    /// Months from a start within which what came of it counts.
    pub result_months: u32,
    /// Length, in months, of the time in which the people of a result started.
    pub result_cohort_months: u32,
    /// What a number may be asked to be, in percent of what it is.
    pub what_if_percents: Vec<i64>,
    /// Facts by which people can be counted, by their ids.
    pub count_by: Vec<String>,
    /// Each number as the text gives it, by its id, to be shown and cited.
    pub numbers: IndexMap<String, CountingNumber>,
    /// The citation of the method.
    pub source: String,
}

/// One number of `spine/counting.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountingNumber {
    /// Where it stands: `spine/counting#least`.
    pub path: Arc<str>,
    /// What it says, in one plain line.
    pub says: String,
    /// The number.
    pub is: i64,
    /// Its unit.
    pub unit: String,
    /// Whether it is made up to show how counting works.
    pub example: bool,
    /// The citation.
    pub source: String,
}
