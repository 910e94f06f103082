//! A checked policy: everything that its text says, ready to be asked.

use crate::{
    Area, Category, Contract, Counting, DayBounds, DayKind, FactBook, Holidays, Keep, Level, OutcomeDefinition,
    Programme, Purpose, Standard, Synonym, Version, Words,
};
use indexmap::IndexMap;
use kernel::{Day, Zone};
use std::collections::BTreeMap;

/// A policy without errors. Everything is by id, in the order of the text or of the file names.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The version of the text that it was read from.
    pub version: Version,
    /// The version of how far its areas reach ([`crate::Extents`]), as the gazetteer resolved it.
    pub extent: Version,
    /// Categories of fact.
    pub categories: IndexMap<String, Category>,
    /// Every fact that may be held on a person.
    pub facts: FactBook,
    /// Definitions of outcomes.
    pub outcomes: IndexMap<String, OutcomeDefinition>,
    /// Service standards.
    pub standards: IndexMap<String, Standard>,
    /// Levels of devolution.
    pub levels: IndexMap<String, Level>,
    /// Purposes for which data may be shared.
    pub purposes: IndexMap<String, Purpose>,
    /// How long things are kept, by category of fact and the two of [`crate::retention`]; nothing where the text does not say.
    pub retention: IndexMap<String, Keep>,
    /// The time zone of whatever belongs to no area; UTC where the text does not say.
    pub time_zone: Zone,
    /// How far from the day on which they are written down days of each kind can lie; see [`Policy::bounds`] for kinds that the text leaves out.
    pub days: BTreeMap<DayKind, DayBounds>,
    /// How counts of people are told; `None` where the text does not say, and then none is told.
    pub counting: Option<Counting>,
    /// What ids are called in front of people.
    pub words: Words,
    /// Bank holidays, by nation.
    pub holidays: Holidays,
    /// Other words for what people look for: the spine's, then those of the areas.
    pub synonyms: Vec<Synonym>,
    /// The programmes of the spine.
    pub programmes: IndexMap<String, Programme>,
    /// The areas.
    pub areas: IndexMap<String, Area>,
}

impl Policy {
    /// The area with the id given.
    #[must_use]
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.get(id)
    }

    /// How far from the day on which it is written down a day of this kind can lie. Where the text does not say, what has happened
    /// lies in the past and what is set lies ahead, however far.
    #[must_use]
    pub fn bounds(&self, kind: DayKind) -> DayBounds {
        self.days.get(&kind).copied().unwrap_or_else(|| kind.by_meaning())
    }

    /// The time zone in which days and times of the area with the id given are told: its own, or that of the spine. Also
    /// the spine's when there is no such area.
    #[must_use]
    pub fn zone(&self, area: &str) -> Zone {
        self.area(area).and_then(|area| area.time_zone).unwrap_or(self.time_zone)
    }

    /// How long `kind` (a category of fact, or one of [`crate::retention`]) is kept in `area`: the area's own, or the
    /// spine's; `None` where the text does not say.
    #[must_use]
    pub fn keep<'a>(&'a self, area: &'a Area, kind: &str) -> Option<&'a Keep> {
        area.keeps.get(kind).or_else(|| self.retention.get(kind))
    }

    /// Who pays, in words: as the spine or an area calls them, else their id as words.
    #[must_use]
    pub fn funder(&self, id: &str) -> String {
        let of_areas = || self.areas.values().find_map(|area| area.funders.get(id));
        let named = self.words.funders.get(id).or_else(of_areas);
        named.cloned().unwrap_or_else(|| {
            let words = id.replace('-', " ");
            let mut letters = words.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        })
    }

    /// The bank holidays of the nation in which the area with the id given lies, in order of day; none when there is no
    /// such area.
    #[must_use]
    pub fn bank_holidays(&self, area: &str) -> &[Day] {
        self.area(area).map_or(&[], |area| self.holidays.of(area.nation))
    }

    /// The programme with the id given as seen from `area`: the area's own, or the spine's with what the area's
    /// text changes of it.
    #[must_use]
    pub fn programme<'a>(&'a self, area: &'a Area, id: &str) -> Option<&'a Programme> {
        area.programmes.get(id).or_else(|| area.layered.get(id)).or_else(|| self.programmes.get(id))
    }

    /// Every programme as seen from `area`: the spine's, each with what the area's text changes of it, then the
    /// area's own.
    pub fn programmes_in<'a>(&'a self, area: &'a Area) -> impl Iterator<Item = &'a Programme> {
        let seen = |programme: &'a Programme| area.layered.get(programme.id.as_ref()).unwrap_or(programme);
        self.programmes.values().map(seen).chain(area.programmes.values())
    }

    /// The service standard with the id given as it holds on the day `on` in the area with the id `area`: the area's own
    /// where it has made it tighter, else the spine's.
    #[must_use]
    pub fn standard(&self, area: &str, id: &str, on: Day) -> Option<&Standard> {
        let local = self.area(area).into_iter().flat_map(|area| &area.standards);
        let mut own = local.filter(|own| own.standard.id == id && own.period.contains(on));
        own.next().map(|own| &own.standard).or_else(|| self.standards.get(id))
    }

    /// The contract with the id given, in whatever area it is. Ids of contracts are unique.
    #[must_use]
    pub fn contract(&self, id: &str) -> Option<&Contract> {
        self.areas.values().find_map(|area| area.contracts.get(id))
    }

    /// Every contract with the area that it belongs to.
    pub fn contracts(&self) -> impl Iterator<Item = (&Area, &Contract)> {
        self.areas.values().flat_map(|area| area.contracts.values().map(move |contract| (area, contract)))
    }
}
