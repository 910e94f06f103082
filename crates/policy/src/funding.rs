//! A funding stream: money by year, and what and whom it may lawfully pay.

use crate::Criterion;
use kernel::{Day, Pence, Period};
use std::sync::Arc;

/// The most streams that an area may have.
pub const MAX_STREAMS: usize = 256;

/// One source of money of an area (`areas/*/funding/*.toml`).
#[derive(Debug, Clone)]
pub struct Stream {
    /// The id: the name of its file.
    pub id: Arc<str>,
    /// The path that its reason codes start with: `areas/newcastle/funding/ukspf`.
    pub path: Arc<str>,
    /// The name people know it by.
    pub name: Arc<str>,
    /// Who gives the money.
    pub funder: String,
    /// The needs whose costs it may pay; empty: all of them.
    pub pays: Vec<String>,
    /// The programmes whose costs it may pay; empty: all of them.
    pub programmes: Vec<String>,
    /// The bodies whose costs it may pay; empty: all of them.
    pub bodies: Vec<String>,
    /// The programmes beside which it may not pay: those of the funders in `not_beside`.
    pub not_beside: Vec<String>,
    /// First and last day on which a person may have started for the cost to be paid, both included; `None`: no bound.
    pub started: (Option<Day>, Option<Day>),
    /// The most that it pays of one cost, in percent from 1 to 100; the rest must come from other streams (match).
    pub share_percent: i64,
    /// The most of a year's money that may pay for management, in percent from 0 to 100.
    pub management_percent: i64,
    /// The settlement that it is pooled in.
    pub pool: Option<Pool>,
    /// Its money by year, in order of date.
    pub years: Vec<StreamYear>,
    /// What must be so of the person on the day of the cost.
    pub criteria: Vec<Criterion>,
    /// Whether its amounts are made-up examples.
    pub example: bool,
    /// The citation.
    pub source: Arc<str>,
}

/// A settlement that several streams are pooled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// The name of the settlement, the same in each of its streams.
    pub name: String,
    /// The most of a year's money that may move to other streams of the settlement, in percent from 0 to 100.
    pub virement_percent: i64,
}

/// The money of a stream for one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamYear {
    /// Its days, both ends included.
    pub period: Period,
    /// How much there is.
    pub amount: Pence,
    /// The most that may be carried over into the stream's next year, in percent from 0 to 100.
    pub carry_over_percent: i64,
}

impl Stream {
    /// The position of the year that has money for a day.
    #[must_use]
    pub fn year_on(&self, day: Day) -> Option<usize> {
        self.years.iter().position(|year| year.period.contains(day))
    }
}
