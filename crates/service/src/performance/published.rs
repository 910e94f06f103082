//! Figures that were published for an area's first year, to be read beside those computed here.

use kernel::{Day, Period};

/// Published figures of a year. The words are those of the source: "almost" and "over" are part of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// The area's id.
    pub area: &'static str,
    /// First and last day of the year, both included.
    pub period: Period,
    /// What is assumed of the period, where the source does not say.
    pub assumed: &'static str,
    /// People registered.
    pub registered: &'static str,
    /// People supported into work.
    pub into_work: &'static str,
    /// Of those, the share from areas of high deprivation.
    pub deprived: &'static str,
    /// Of those, the share of priority customers.
    pub priority: &'static str,
    /// Where they stand.
    pub source: &'static str,
}

/// The published figures of an area, where there are any.
#[must_use]
pub fn published(area: &str) -> Option<Published> {
    let day = Day::from_ymd_opt;
    let period = Period::new(day(2007, 4, 1)?, Some(day(2008, 3, 31)?)).ok()?;
    let newcastle = Published {
        area: "newcastle",
        period,
        assumed: "The source gives no dates. The year from 1 April 2007 to 31 March 2008 is assumed.",
        registered: "almost 2,000",
        into_work: "over 750",
        deprived: "70%",
        priority: "75%",
        source: "DWP, No one written off: reforming welfare to reward responsibility, Green Paper, July 2008, Box 7.1",
    };
    (newcastle.area == area).then_some(newcastle)
}
