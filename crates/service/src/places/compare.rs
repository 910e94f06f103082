//! How two sets of LSOAs lie to each other: how many LSOAs, residents and people on the caseload each part has.

use super::NamedSet;
use crate::{Application, action::ActionError, evidence::People};
use policy::{
    Gazetteer,
    places::{LsoaChanges, LsoaSet, Overlap, Tally, VintageError},
};
use statistics::{Cell, Rule, Told};
use std::collections::BTreeMap;

/// The fact that says where somebody lives.
const HOME: &str = "home";

/// Two sets compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Which LSOAs are in both, in the first only and in the second only.
    pub overlap: Overlap,
    /// The residents of each of the three parts; `None` when no table of people was brought in.
    pub people: Option<[Tally; 3]>,
    /// LSOAs that belong only partly to the second set, where that had to be converted to the vintage of the first.
    pub partly: usize,
    /// LSOAs of the second set that the look-up table does not have: they are left out.
    pub not_in_table: usize,
}

/// Compares two sets. The second is converted to the vintage of the first where a look-up table is at hand.
///
/// # Errors
/// When they are of different vintages and no look-up table was brought in.
pub fn compare(places: &Gazetteer, first: &LsoaSet, second: &LsoaSet) -> Result<Comparison, VintageError> {
    let vintage = first.vintage();
    let changes: &LsoaChanges = places.changes();
    let second = changes.convert(second, vintage)?;
    let overlap = first.overlap(&second.set)?;
    let people = places.has_people(vintage).then(|| overlap.sums(|lsoa| places.people(vintage, lsoa)));
    Ok(Comparison { people, overlap, partly: second.partly.len(), not_in_table: second.not_in_table.len() })
}

/// People registered, by where they live, as they may be told. Homes are LSOAs of the gazetteer's vintage.
#[derive(Debug, Clone)]
pub struct Caseload {
    by_lsoa: BTreeMap<String, Cell>,
    without_home: Cell,
    rule: Rule,
}

impl Caseload {
    /// The people of an LSOA, as they may be told.
    #[must_use]
    pub fn of_lsoa(&self, lsoa: &str) -> Told {
        self.rule.tell(self.by_lsoa.get(lsoa).copied().unwrap_or_default())
    }

    /// The people of each of the three parts of an overlap, as they may be told.
    #[must_use]
    pub fn of_parts(&self, overlap: &Overlap) -> [Told; 3] {
        overlap.parts().map(|lsoas| {
            let found = lsoas.iter().filter_map(|lsoa| self.by_lsoa.get(lsoa));
            self.rule.tell(found.fold(Cell::default(), |sum, people| sum.and(*people)))
        })
    }

    /// The people of whom nobody knows where they live, as they may be told.
    #[must_use]
    pub fn without_home(&self) -> Told {
        self.rule.tell(self.without_home)
    }

    /// How counts are told, for whoever reads them.
    #[must_use]
    pub fn how_told(&self) -> String {
        self.rule.in_words()
    }
}

/// The people registered in an area (in every area for `None`) by the LSOA that was last told as their home, as the register
/// is counted. `None` where the text does not say how people are counted, or there is no area. Who may ask is for the caller
/// to have asked; nothing of one person leaves here.
///
/// # Errors
/// A fault when the database refuses.
pub async fn caseload(app: &Application, area: Option<&str>) -> Result<Option<Caseload>, ActionError> {
    let areas = app.policy.areas.keys().filter(|known| area.is_none_or(|area| area == known.as_str()));
    let mut found: Option<Caseload> = None;
    for area in areas.filter(|_| app.policy.counting.is_some()) {
        let People { population, keys, counter } = app.held.people(app, area, |until| until).await?;
        let caseload = found.get_or_insert_with(|| Caseload {
            by_lsoa: BTreeMap::new(),
            without_home: Cell::default(),
            rule: counter.rule().clone(),
        });
        let homes = population.column(HOME);
        for (row, key) in keys.rows().enumerate() {
            match homes.and_then(|homes| homes.lsoa(row)) {
                Some(lsoa) => caseload.by_lsoa.entry(lsoa.to_owned()).or_default().add(key),
                None => caseload.without_home.add(key),
            }
        }
    }
    Ok(found)
}

/// The overlap of two named sets with its caseload, for a page or the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedComparison {
    /// The first.
    pub first: NamedSet,
    /// The second.
    pub second: NamedSet,
    /// How they lie to each other.
    pub comparison: Comparison,
}

impl NamedComparison {
    /// The names of the three parts.
    #[must_use]
    pub fn parts(&self) -> [String; 3] {
        let [first, second] = [self.first.name.as_str(), self.second.name.as_str()];
        ["In both".to_owned(), format!("Only in {first}"), format!("Only in {second}")]
    }
}
