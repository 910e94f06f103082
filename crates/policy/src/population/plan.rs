//! The policy as it stands in an area on a day, made ready for many people.

use super::{
    Barrier, Bits, CriterionRows, Population, ProgrammeScreening, Screening, VerdictCounts,
    areas::Areas,
    bind::{Bound, Operand},
    block::Blocks,
    graph::{Graph, Part},
    lanes::Path,
    lower,
    rowwise::Rows,
};
use crate::{
    Area, Policy, Programme,
    expression::ir::{AreaIndex, FactIndex},
};
use kernel::Day;
use std::{collections::BTreeSet, ops::Range, sync::Arc};

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
    graph: Graph<'a>,
    areas: Areas<'a>,
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
    test: Part,
    /// What it reads.
    facts: &'a [FactIndex],
}

impl<'a> Plan<'a> {
    /// The programmes as seen from `area` on the day `on`.
    #[must_use]
    pub fn new(policy: &'a Policy, area: &'a Area, on: Day) -> Self {
        let (mut graph, nobody) = (Graph::default(), lower::nobody(policy, on));
        let programmes: Vec<PlannedProgramme<'_>> = policy
            .programmes_in(area)
            .map(|programme| {
                let standing = programme.standing.iter().map(|standing| PlannedCriterion {
                    code: &standing.code,
                    says: &standing.says,
                    test: match programme.standing_out_of_date_on(standing.kind, on) {
                        None => graph.constant(programme.meets(standing.kind, area, on)),
                        Some(_) => graph.unknown(),
                    },
                    facts: &[],
                });
                let mut criteria: Vec<PlannedCriterion<'_>> = standing.collect();
                let in_force = programme.criteria.iter().filter(|criterion| criterion.in_force_on(on));
                criteria.extend(in_force.map(|criterion| PlannedCriterion {
                    code: &criterion.code,
                    says: criterion.says.on(on),
                    test: match programme.criterion_out_of_date_on(criterion, on) {
                        None => lower::lower(&mut graph, &nobody, &criterion.when),
                        Some(_) => graph.unknown(),
                    },
                    facts: criterion.when.facts(),
                }));
                PlannedProgramme { programme, criteria }
            })
            .collect();
        let areas: BTreeSet<usize> = graph.places().map(|(_, area)| area.0).collect();
        let areas: Vec<AreaIndex> = areas.into_iter().map(AreaIndex).collect();
        Self { policy, on, areas: Areas::new(policy, &areas), graph, programmes }
    }

    /// The day for which it is.
    #[must_use]
    pub fn on(&self) -> Day {
        self.on
    }

    /// The ids of the facts that it reads, in the order of the policy.
    #[must_use]
    pub fn facts(&self) -> Vec<&'a str> {
        let criteria = self.programmes.iter().flat_map(|programme| &programme.criteria);
        let read: BTreeSet<FactIndex> = criteria.flat_map(|criterion| criterion.facts).copied().collect();
        let all = self.policy.facts.iter().enumerate();
        all.filter(|(at, _)| read.contains(&FactIndex(*at))).map(|(_, definition)| definition.id.as_ref()).collect()
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
        self.screen_along(Path::best(), population, rows, detail)
    }

    /// [`Plan::screen_rows`] with a set of instructions.
    pub(super) fn screen_along(
        &self,
        path: Path,
        population: &Population,
        rows: Range<usize>,
        detail: Detail,
    ) -> Screening {
        let rows = population.whole_words(rows);
        let bound = Bound::new(&self.graph, &self.areas, population);
        let operands = |programme: &PlannedProgramme<'_>| {
            programme.criteria.iter().map(|criterion| bound.operand(criterion.test)).collect()
        };
        let criteria: Vec<Vec<Operand<'_>>> = self.programmes.iter().map(operands).collect();
        let blank = |programme: &PlannedProgramme<'_>| programme.blank(rows.len(), detail);
        let mut programmes: Vec<ProgrammeScreening> = self.programmes.iter().map(blank).collect();
        path.take(Blocks {
            bound: &bound,
            criteria: &criteria,
            asked: Rows::new(population, &self.policy.areas, self.on),
            population,
            rows: rows.clone(),
            detail,
            programmes: &mut programmes,
        });
        let people = rows.len() as u64;
        for ProgrammeScreening { counts, .. } in &mut programmes {
            counts.undetermined = people - counts.eligible - counts.not_eligible;
        }
        Screening { people, programmes }
    }
}

impl PlannedProgramme<'_> {
    /// The answer before anybody is counted.
    fn blank(&self, rows: usize, detail: Detail) -> ProgrammeScreening {
        let who = || CriterionRows { met: Bits::none(rows), fails: Bits::none(rows), alone: Bits::none(rows) };
        let barrier = |criterion: &PlannedCriterion<'_>| Barrier {
            code: Arc::clone(criterion.code),
            says: Arc::clone(criterion.says),
            fails: 0,
            alone: 0,
            rows: (detail == Detail::Rows).then(who),
        };
        let asked = self.criteria.iter().filter(|_| detail >= Detail::Barriers);
        ProgrammeScreening {
            id: Arc::clone(&self.programme.id),
            name: Arc::clone(&self.programme.name),
            counts: VerdictCounts::default(),
            eligible: Bits::none(rows),
            not_eligible: Bits::none(rows),
            barriers: asked.map(barrier).collect(),
        }
    }
}
