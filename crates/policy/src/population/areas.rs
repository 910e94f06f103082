//! In which areas does a place lie? A bit for each area, 64 areas to a word, by LSOA code.

use crate::{Policy, expression::ir::AreaIndex};
use indexmap::IndexMap;

/// The areas that a plan asks for, in groups of at most 64.
#[derive(Debug, Clone, Default)]
pub(crate) struct Areas<'a> {
    groups: Vec<AreaGroup<'a>>,
}

/// At most 64 areas.
#[derive(Debug, Clone)]
pub(super) struct AreaGroup<'a> {
    areas: Vec<AreaIndex>,
    /// For each LSOA of any of them, the areas that it lies in.
    words: IndexMap<&'a str, u64>,
}

impl<'a> Areas<'a> {
    /// The areas given, in order.
    pub(crate) fn new(policy: &'a Policy, areas: &[AreaIndex]) -> Self {
        let group = |areas: &[AreaIndex]| {
            let mut words: IndexMap<&str, u64> = IndexMap::new();
            for (bit, area) in areas.iter().enumerate() {
                let lsoas = policy.areas.get_index(area.0).into_iter().flat_map(|(_, area)| &area.lsoas);
                lsoas.for_each(|lsoa| *words.entry(lsoa).or_default() |= 1 << bit);
            }
            AreaGroup { areas: areas.to_vec(), words }
        };
        Self { groups: areas.chunks(64).map(group).collect() }
    }

    /// Every area of the policy: an area's bit is its position.
    pub(crate) fn all(policy: &'a Policy) -> Self {
        Self::new(policy, &(0..policy.areas.len()).map(AreaIndex).collect::<Vec<_>>())
    }

    /// The areas that an LSOA lies in, a bit to an area.
    pub(crate) fn words(&self, lsoa: &str) -> Vec<u64> {
        self.groups.iter().map(|group| group.word(lsoa)).collect()
    }

    pub(super) fn groups(&self) -> &[AreaGroup<'a>] {
        &self.groups
    }
}

impl AreaGroup<'_> {
    /// The areas; the first is the lowest bit.
    pub(super) fn areas(&self) -> &[AreaIndex] {
        &self.areas
    }

    /// The areas that an LSOA lies in.
    pub(super) fn word(&self, lsoa: &str) -> u64 {
        self.words.get(lsoa).copied().unwrap_or_default()
    }
}
