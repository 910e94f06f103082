//! Counts by group: how many people of each group have which verdict, and what stops them.

use policy::{
    FactBook, FactDefinition, FactType,
    population::{Barrier, Bits, Population, ProgrammeScreening, Screening, VerdictCounts},
};
use std::{collections::BTreeMap, sync::Arc};

/// The most groups that are counted: a summary is to be read.
pub const MAX_GROUPS: usize = 10_000;

/// The facts by which people are grouped: every combination of their values is a group.
#[derive(Debug, Clone)]
pub struct Groups<'a> {
    by: Vec<&'a FactDefinition>,
}

/// Why people cannot be grouped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GroupsFault {
    /// The policy has no such fact.
    #[error("there is no fact `{fact}` to group by{}", hint.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    NoSuchFact {
        /// The fact asked for.
        fact: String,
        /// The fact that may have been meant.
        hint: Option<String>,
    },
    /// The values of the fact make no groups.
    #[error("people cannot be grouped by `{0}`: only by yes-no, whole-number, one-of and place")]
    NoGroups(String),
    /// The fact is asked for more than once.
    #[error("`{0}` is there twice")]
    Twice(String),
    /// There would be too many.
    #[error("there are more than {MAX_GROUPS} groups; group by fewer facts, or by facts with fewer values")]
    TooMany,
}

/// The value of one fact that the people of a group have in common. In this order: yes and no, numbers and
/// codes, places, not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    No,
    Yes,
    Number(i64),
    Lsoa(Arc<str>),
    NotKnown,
}

/// Counts of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// The people of the group.
    pub people: u64,
    /// For each programme: the verdicts, and for each criterion how many fail it and how many it alone stops.
    pub programmes: Vec<(VerdictCounts, Vec<(u64, u64)>)>,
}

/// Counts of every group that has anybody in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grouped {
    tallies: BTreeMap<Vec<Shared>, Tally>,
}

impl<'a> Groups<'a> {
    /// Groups by the facts given.
    ///
    /// # Errors
    /// When a fact is not there, is there twice, or has values that make no groups (dates, amounts of
    /// money and sets of codes).
    pub fn by(book: &'a FactBook, facts: &[String]) -> Result<Self, GroupsFault> {
        let mut by: Vec<&FactDefinition> = Vec::new();
        for fact in facts {
            let definition = book.get(fact).ok_or_else(|| GroupsFault::NoSuchFact {
                fact: fact.clone(),
                hint: book.nearest(fact).map(str::to_owned),
            })?;
            if matches!(definition.kind, FactType::Date | FactType::Pence { .. } | FactType::AnyOf(_)) {
                return Err(GroupsFault::NoGroups(fact.clone()));
            }
            if by.iter().any(|other| other.id == definition.id) {
                return Err(GroupsFault::Twice(fact.clone()));
            }
            by.push(definition);
        }
        Ok(Self { by })
    }

    /// The ids of the facts.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.by.iter().map(|definition| definition.id.as_ref())
    }

    /// Whether there is no fact to group by.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by.is_empty()
    }

    /// Counts people who were screened with [`Detail::Rows`](policy::population::Detail::Rows).
    ///
    /// # Errors
    /// When there are too many groups.
    pub fn count(&self, population: &Population, screening: &Screening) -> Result<Grouped, GroupsFault> {
        let mut positions: BTreeMap<Vec<Shared>, usize> = BTreeMap::new();
        let mut group_of: Vec<usize> = Vec::with_capacity(population.len());
        for row in 0..population.len() {
            let key: Vec<Shared> = self.by.iter().map(|fact| shared(population, fact, row)).collect();
            let next = positions.len();
            group_of.push(*positions.entry(key).or_insert(next));
            if positions.len() > MAX_GROUPS {
                return Err(GroupsFault::TooMany);
            }
        }
        let mut tallies = tallies(&group_of, positions.len(), screening);
        let take = |(key, at): (Vec<Shared>, usize)| (key, tallies.get_mut(at).map(std::mem::take).unwrap_or_default());
        Ok(Grouped { tallies: positions.into_iter().map(take).collect() })
    }

    /// Every group in order: the value of each fact in words of the policy, and the counts.
    pub fn told<'b>(&'b self, grouped: &'b Grouped) -> impl Iterator<Item = (Vec<String>, &'b Tally)> {
        grouped
            .tallies
            .iter()
            .map(|(key, tally)| (key.iter().zip(&self.by).map(|(shared, fact)| shared.told(fact)).collect(), tally))
    }
}

impl Grouped {
    /// Adds the counts of other people, grouped by the same facts.
    ///
    /// # Errors
    /// When there are too many groups.
    pub fn add(&mut self, other: Grouped) -> Result<(), GroupsFault> {
        for (key, tally) in other.tallies {
            self.tallies.entry(key).or_default().add(tally);
        }
        if self.tallies.len() > MAX_GROUPS { Err(GroupsFault::TooMany) } else { Ok(()) }
    }
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.people += other.people;
        if self.programmes.is_empty() {
            self.programmes = other.programmes;
            return;
        }
        for ((counts, barriers), (more, others)) in self.programmes.iter_mut().zip(other.programmes) {
            counts.eligible += more.eligible;
            counts.not_eligible += more.not_eligible;
            counts.undetermined += more.undetermined;
            for ((fails, alone), (more_fails, more_alone)) in barriers.iter_mut().zip(others) {
                *fails += more_fails;
                *alone += more_alone;
            }
        }
    }
}

impl Shared {
    fn told(&self, fact: &FactDefinition) -> String {
        match self {
            Shared::Yes => "yes".to_owned(),
            Shared::No => "no".to_owned(),
            Shared::Lsoa(lsoa) => lsoa.to_string(),
            Shared::NotKnown => super::summary::NOT_KNOWN.to_owned(),
            Shared::Number(number) => {
                let code = usize::try_from(*number).ok().and_then(|at| fact.codes().get(at));
                code.map_or_else(|| number.to_string(), |code| code.code.to_string())
            }
        }
    }
}

fn shared(population: &Population, fact: &FactDefinition, row: usize) -> Shared {
    let Some(column) = population.column(&fact.id).filter(|column| column.known().get(row)) else {
        return Shared::NotKnown;
    };
    match &fact.kind {
        FactType::YesNo if column.yes().is_some_and(|yes| yes.get(row)) => Shared::Yes,
        FactType::YesNo => Shared::No,
        FactType::Place => column.lsoa(row).map_or(Shared::NotKnown, |lsoa| Shared::Lsoa(lsoa.into())),
        _ => column.number(row).map_or(Shared::NotKnown, Shared::Number),
    }
}

fn tallies(group_of: &[usize], groups: usize, screening: &Screening) -> Vec<Tally> {
    let mut people = vec![0_u64; groups];
    group_of.iter().for_each(|group| people.get_mut(*group).into_iter().for_each(|count| *count += 1));
    let mut tallies: Vec<Tally> =
        people.iter().map(|people| Tally { people: *people, programmes: Vec::new() }).collect();
    for programme in &screening.programmes {
        let counts = verdicts(programme, group_of, &people);
        let barriers: Vec<[Vec<u64>; 2]> =
            programme.barriers.iter().map(|barrier| stopped(barrier, group_of, groups)).collect();
        for (group, (tally, counts)) in tallies.iter_mut().zip(counts).enumerate() {
            let of_group = |barrier: &[Vec<u64>; 2]| {
                let [fails, alone] = barrier.each_ref().map(|counts| counts.get(group).copied().unwrap_or_default());
                (fails, alone)
            };
            tally.programmes.push((counts, barriers.iter().map(of_group).collect()));
        }
    }
    tallies
}

fn verdicts(programme: &ProgrammeScreening, group_of: &[usize], people: &[u64]) -> Vec<VerdictCounts> {
    let [eligible, not_eligible] =
        [&programme.eligible, &programme.not_eligible].map(|bits| of_groups(bits, group_of, people.len()));
    let counts = people.iter().zip(eligible.into_iter().zip(not_eligible));
    let count = |(people, (eligible, not_eligible)): (&u64, (u64, u64))| VerdictCounts {
        eligible,
        not_eligible,
        undetermined: people - eligible - not_eligible,
    };
    counts.map(count).collect()
}

fn stopped(barrier: &Barrier, group_of: &[usize], groups: usize) -> [Vec<u64>; 2] {
    barrier.rows.as_ref().map_or_else(
        || [vec![0; groups], vec![0; groups]],
        |rows| [&rows.fails, &rows.alone].map(|bits| of_groups(bits, group_of, groups)),
    )
}

/// How many people of each group have the bit.
fn of_groups(bits: &Bits, group_of: &[usize], groups: usize) -> Vec<u64> {
    let mut counts = vec![0_u64; groups];
    for row in bits.ones() {
        if let Some(count) = group_of.get(row).and_then(|group| counts.get_mut(*group)) {
            *count += 1;
        }
    }
    counts
}
