//! The policy as it stands in an area on a day, made ready for many people.

use super::{Barrier, Bits, CriterionRows, Population, ProgrammeScreening, Screening, VerdictCounts, WORD, rowwise};
use crate::{Area, Expression, Policy, Programme, Truth};
use kernel::Day;
use std::{ops::Range, sync::Arc};

/// How much of the answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The verdict of every programme.
    Verdicts,
    /// And for every criterion, how many people fail it and how many it alone stops.
    Barriers,
    /// And who they are: three bits for each person and criterion.
    Rows,
}

/// The programmes of an area on a day, with the criteria in force and the values of that day.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    policy: &'a Policy,
    on: Day,
    programmes: Vec<PlannedProgramme<'a>>,
}

#[derive(Debug, Clone)]
struct PlannedProgramme<'a> {
    programme: &'a Programme,
    criteria: Vec<PlannedCriterion<'a>>,
}

#[derive(Debug, Clone)]
struct PlannedCriterion<'a> {
    code: &'a Arc<str>,
    says: &'a Arc<str>,
    test: Test<'a>,
}

#[derive(Debug, Clone)]
enum Test<'a> {
    /// The same for everybody.
    Standing(bool),
    Person(&'a Expression),
}

impl<'a> Plan<'a> {
    /// The programmes as seen from `area` on the day `on`.
    #[must_use]
    pub fn new(policy: &'a Policy, area: &'a Area, on: Day) -> Self {
        let programmes = policy.programmes_in(area).map(|programme| PlannedProgramme::new(programme, area, on));
        Self { policy, on, programmes: programmes.collect() }
    }

    /// The day for which it is.
    #[must_use]
    pub fn on(&self) -> Day {
        self.on
    }

    /// The ids of the facts that it reads, in the order of the policy.
    #[must_use]
    pub fn facts(&self) -> Vec<&'a str> {
        let tests = self.programmes.iter().flat_map(|programme| &programme.criteria).map(|criterion| &criterion.test);
        let read: Vec<usize> = tests
            .filter_map(|test| if let Test::Person(expression) = test { Some(expression) } else { None })
            .flat_map(|expression| expression.facts())
            .map(|fact| fact.0)
            .collect();
        let all = self.policy.facts.iter().enumerate();
        all.filter(|(position, _)| read.contains(position)).map(|(_, definition)| definition.id.as_ref()).collect()
    }

    /// The verdicts of everybody.
    #[must_use]
    pub fn screen(&self, population: &Population, detail: Detail) -> Screening {
        self.screen_rows(population, 0..population.len(), detail)
    }

    /// The verdicts of some rows. The first must be a multiple of 64, or it is rounded down to one; rows
    /// past the last are left out. Parts side by side go together with [`Screening::append`].
    #[must_use]
    pub fn screen_rows(&self, population: &Population, rows: Range<usize>, detail: Detail) -> Screening {
        let rows = population.whole_words(rows);
        let screen = |programme: &PlannedProgramme<'_>| programme.screen(self, population, rows.clone(), detail);
        Screening { people: rows.len() as u64, programmes: self.programmes.iter().map(screen).collect() }
    }
}

impl<'a> PlannedProgramme<'a> {
    fn new(programme: &'a Programme, area: &Area, on: Day) -> Self {
        let standing = programme.standing.iter().map(|standing| PlannedCriterion {
            code: &standing.code,
            says: &standing.says,
            test: Test::Standing(programme.meets(standing.kind, area, on)),
        });
        let in_force = programme.criteria.iter().filter(|criterion| criterion.in_force_on(on));
        let in_force = in_force.map(|criterion| PlannedCriterion {
            code: &criterion.code,
            says: criterion.says.on(on),
            test: Test::Person(&criterion.when),
        });
        Self { programme, criteria: standing.chain(in_force).collect() }
    }

    fn screen(
        &self,
        plan: &Plan<'_>,
        population: &Population,
        rows: Range<usize>,
        detail: Detail,
    ) -> ProgrammeScreening {
        let answers: Vec<(Bits, Bits)> = self
            .criteria
            .iter()
            .map(|criterion| match criterion.test {
                Test::Standing(true) => (Bits::all(rows.len()), Bits::none(rows.len())),
                Test::Standing(false) => (Bits::none(rows.len()), Bits::all(rows.len())),
                Test::Person(expression) => {
                    rowwise::answers(plan.policy, plan.on, expression, population, rows.clone())
                }
            })
            .collect();
        let (mut eligible, mut not_eligible) = (Bits::all(rows.len()), Bits::none(rows.len()));
        let mut several = Bits::none(rows.len());
        for (met, fails) in &answers {
            eligible.keep_only(met);
            for word in 0..rows.len().div_ceil(WORD) {
                if let (Some(several), Some(stopped), Some(fails)) =
                    (several.words_mut().get_mut(word), not_eligible.words_mut().get_mut(word), fails.words().get(word))
                {
                    *several |= *stopped & fails;
                    *stopped |= fails;
                }
            }
        }
        let barrier = |(criterion, (met, fails)): (&PlannedCriterion<'_>, (Bits, Bits))| {
            let alone: Vec<u64> =
                fails.words().iter().zip(several.words()).map(|(fails, several)| fails & !several).collect();
            let alone = Bits::from_words(alone, rows.len());
            Barrier {
                code: Arc::clone(criterion.code),
                says: Arc::clone(criterion.says),
                fails: fails.count(),
                alone: alone.count(),
                rows: (detail == Detail::Rows).then_some(CriterionRows { met, fails, alone }),
            }
        };
        let barriers = self.criteria.iter().zip(answers).filter(|_| detail >= Detail::Barriers).map(barrier).collect();
        ProgrammeScreening {
            id: Arc::clone(&self.programme.id),
            name: Arc::clone(&self.programme.name),
            counts: VerdictCounts::of(&eligible, &not_eligible),
            eligible,
            not_eligible,
            barriers,
        }
    }
}

/// Bits from what is so of each row.
pub(super) fn bits_of(truths: &[Truth], wanted: Truth) -> Bits {
    truths.iter().map(|truth| *truth == wanted).collect()
}
