//! The answer for many people: verdicts as bits, and counts.

use super::Bits;
use crate::Verdict;
use std::sync::Arc;

/// How many people have each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VerdictCounts {
    /// Every criterion is met.
    pub eligible: u64,
    /// At least one criterion is not met.
    pub not_eligible: u64,
    /// No criterion fails and at least one is unknown.
    pub undetermined: u64,
}

/// The answer for many people in one area on one day: a verdict of every programme for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screening {
    /// The number of people counted.
    pub people: u64,
    /// The programmes as [`assess`](crate::assess) orders them: the spine's, then the area's own.
    pub programmes: Vec<ProgrammeScreening>,
}

/// The answer for one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeScreening {
    /// The id of the programme.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// How many people have each verdict.
    pub counts: VerdictCounts,
    /// Who is eligible.
    pub eligible: Bits,
    /// Who is not.
    pub not_eligible: Bits,
    /// Every criterion in force on the day, in the order of [`assess`](crate::assess). None unless asked for
    /// ([`Detail::Barriers`](super::Detail::Barriers)).
    pub barriers: Vec<Barrier>,
}

/// How many people a criterion stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barrier {
    /// The reason code: `spine/programmes/restart#long-enough`.
    pub code: Arc<str>,
    /// What must be so, in words, with the values in force on the day.
    pub says: Arc<str>,
    /// How many people do not meet it.
    pub fails: u64,
    /// How many people it alone stops: they meet every other criterion, or it is not known whether.
    pub alone: u64,
    /// Who they are. None unless asked for ([`Detail::Rows`](super::Detail::Rows)).
    pub rows: Option<CriterionRows>,
}

/// Who meets a criterion and whom it stops.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CriterionRows {
    /// Who meets it.
    pub met: Bits,
    /// Who does not. Who is in neither: unknown.
    pub fails: Bits,
    /// Whom it alone stops.
    pub alone: Bits,
}

impl VerdictCounts {
    fn add(&mut self, other: &Self) {
        self.eligible += other.eligible;
        self.not_eligible += other.not_eligible;
        self.undetermined += other.undetermined;
    }
}

impl ProgrammeScreening {
    /// The verdict for the person of a row.
    #[must_use]
    pub fn verdict(&self, row: usize) -> Verdict {
        match (self.eligible.get(row), self.not_eligible.get(row)) {
            (true, _) => Verdict::Eligible,
            (_, true) => Verdict::NotEligible,
            _ => Verdict::Undetermined,
        }
    }

    /// How many people of a group have each verdict; `group` has a bit for each row.
    #[must_use]
    pub fn counts_in(&self, group: &Bits) -> VerdictCounts {
        let (eligible, not_eligible) = (self.eligible.count_both(group), self.not_eligible.count_both(group));
        VerdictCounts { eligible, not_eligible, undetermined: group.count().saturating_sub(eligible + not_eligible) }
    }
}

impl Screening {
    /// The programme with the id given.
    #[must_use]
    pub fn programme(&self, id: &str) -> Option<&ProgrammeScreening> {
        self.programmes.iter().find(|programme| programme.id.as_ref() == id)
    }

    /// Adds the counts of other people, screened by the same plan with the same detail. Whose verdict is
    /// which is not kept of them: for a population that is read and screened batch by batch.
    pub fn add_counts(&mut self, other: &Screening) {
        self.people += other.people;
        for (programme, other) in self.programmes.iter_mut().zip(&other.programmes) {
            programme.counts.add(&other.counts);
            for (barrier, other) in programme.barriers.iter_mut().zip(&other.barriers) {
                barrier.fails += other.fails;
                barrier.alone += other.alone;
            }
        }
    }

    /// Puts other people behind these, screened by the same plan with the same detail.
    pub fn append(&mut self, other: &Screening) {
        self.add_counts(other);
        for (programme, other) in self.programmes.iter_mut().zip(&other.programmes) {
            programme.eligible.append(&other.eligible);
            programme.not_eligible.append(&other.not_eligible);
            for (barrier, other) in programme.barriers.iter_mut().zip(&other.barriers) {
                if let (Some(rows), Some(other)) = (&mut barrier.rows, &other.rows) {
                    rows.met.append(&other.met);
                    rows.fails.append(&other.fails);
                    rows.alone.append(&other.alone);
                }
            }
        }
    }

    /// Drops the bits and keeps the counts.
    #[must_use]
    pub fn into_counts(mut self) -> Self {
        for programme in &mut self.programmes {
            (programme.eligible, programme.not_eligible) = (Bits::default(), Bits::default());
            programme.barriers.iter_mut().for_each(|barrier| barrier.rows = None);
        }
        self
    }
}
