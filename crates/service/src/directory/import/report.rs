//! What an import tells: while it runs, and at its end.

use std::fmt;

/// The most faults that are told one by one; the rest are counted.
const MAX_FAULTS: usize = 1_000;

/// What came of the records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records that were not there before.
    pub new: u64,
    /// Records that were there and are different now.
    pub changed: u64,
    /// Records that are as they were.
    pub unchanged: u64,
    /// What is wrong with records, each named; the first 1,000.
    pub faults: Vec<String>,
    /// How many faults there are in all.
    pub fault_count: u64,
    /// What of records that were kept cannot be true, or could not be read: people are not shown it. The first 1,000.
    pub noticed: Vec<String>,
    /// How much was noticed in all.
    pub noticed_count: u64,
    /// Services that the source had the last time and has no longer: they are withdrawn if they are missing again.
    pub missing: Vec<String>,
    /// Services that were missing the last time too, and are withdrawn now.
    pub withdrawn: Vec<String>,
}

impl Summary {
    /// Records read and kept.
    #[must_use]
    pub fn kept(&self) -> u64 {
        self.new + self.changed + self.unchanged
    }

    pub(super) fn notice(&mut self, notice: String) {
        self.noticed_count += 1;
        if self.noticed.len() < MAX_FAULTS {
            self.noticed.push(notice);
        }
    }

    /// Adds what came of a batch.
    pub(super) fn add(&mut self, batch: Self) {
        self.new += batch.new;
        self.changed += batch.changed;
        self.unchanged += batch.unchanged;
        let untold = (batch.fault_count - batch.faults.len() as u64, batch.noticed_count - batch.noticed.len() as u64);
        batch.faults.into_iter().for_each(|fault| self.fault(fault));
        batch.noticed.into_iter().for_each(|notice| self.notice(notice));
        self.fault_count += untold.0;
        self.noticed_count += untold.1;
    }

    pub(super) fn fault(&mut self, fault: String) {
        self.fault_count += 1;
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        }
    }
}

/// How far an import has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Pages read.
    pub pages: u64,
    /// How many pages the feed says there are. It may be wrong.
    pub of_pages: Option<u64>,
    /// What came of the records so far.
    pub summary: Summary,
}

impl fmt::Display for Progress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "page {}", self.pages)?;
        if let Some(of_pages) = self.of_pages {
            write!(formatter, " of {of_pages}")?;
        }
        let Summary { new, changed, unchanged, fault_count, .. } = &self.summary;
        write!(formatter, ": {new} new, {changed} changed, {unchanged} unchanged, {fault_count} bad")
    }
}

/// How an import ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// All there was has been read.
    Whole,
    /// It stopped before the end, for this reason; what was read is kept.
    Early(String),
}

/// All that an import has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Pages read.
    pub pages: u64,
    /// What came of the records.
    pub summary: Summary,
    /// What the feed said of itself that is not so; nothing was lost by it.
    pub notes: Vec<String>,
    /// How it ended.
    pub ending: Ending,
}

impl Report {
    /// Whether everything was read and every record was good.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.ending == Ending::Whole && self.summary.fault_count == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { new, changed, unchanged, faults, fault_count, noticed, noticed_count, missing, withdrawn } =
            &self.summary;
        for fault in faults {
            writeln!(formatter, "{fault}")?;
        }
        let untold = fault_count.saturating_sub(faults.len() as u64);
        if untold > 0 {
            writeln!(formatter, "and {untold} more bad records")?;
        }
        for notice in noticed {
            writeln!(formatter, "not shown to people: {notice}")?;
        }
        let untold = noticed_count.saturating_sub(noticed.len() as u64);
        if untold > 0 {
            writeln!(formatter, "not shown to people: {untold} more things")?;
        }
        for one in missing {
            writeln!(formatter, "missing since last time: {one}")?;
        }
        for one in withdrawn {
            writeln!(formatter, "withdrawn, its source no longer has it: {one}")?;
        }
        for note in &self.notes {
            writeln!(formatter, "note: {note}")?;
        }
        if let Ending::Early(why) = &self.ending {
            writeln!(formatter, "stopped early: {why}. What was read is kept")?;
        }
        write!(
            formatter,
            "{} pages: {new} new, {changed} changed, {unchanged} unchanged, {fault_count} bad and passed over",
            self.pages
        )
    }
}
