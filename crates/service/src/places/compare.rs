//! How two sets of LSOAs lie to each other: how many LSOAs, residents and people on the caseload each part has.

use super::{NamedSet, store};
use crate::{Application, action::ActionError};
use policy::{
    Gazetteer,
    places::{LsoaChanges, LsoaSet, Overlap, Tally, VintageError},
};
use statistics::Told;
use std::collections::BTreeMap;

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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caseload {
    by_lsoa: BTreeMap<String, u64>,
    /// People of whom nobody knows where they live.
    pub without_home: u64,
}

impl Caseload {
    /// The people of an LSOA, as they may be told.
    #[must_use]
    pub fn of_lsoa(&self, lsoa: &str) -> Told {
        Told::of(self.by_lsoa.get(lsoa).copied().unwrap_or_default())
    }

    /// The people of each of the three parts of an overlap, as they may be told.
    #[must_use]
    pub fn of_parts(&self, overlap: &Overlap) -> [Told; 3] {
        let sums = overlap.sums(|lsoa| Some(self.by_lsoa.get(lsoa).copied().unwrap_or_default()));
        sums.map(|sum| Told::of(sum.known))
    }
}

/// The people registered in an area (in every area for `None`) by the LSOA that was last told as their home. Who
/// may ask is for the caller to have asked; nothing of one person leaves here.
///
/// # Errors
/// A fault when the database refuses.
pub async fn caseload(app: &Application, area: Option<&str>) -> Result<Caseload, ActionError> {
    let mut caseload = Caseload::default();
    for (home, people) in store::homes(app.db.reader(), area).await? {
        match home {
            Some(lsoa) => *caseload.by_lsoa.entry(lsoa).or_default() += people,
            None => caseload.without_home += people,
        }
    }
    Ok(caseload)
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
