//! How far each area reaches: the small areas (LSOAs) that it was made of when its text was loaded.
//!
//! An area names wards and districts; the gazetteer says which LSOAs those are. So a verdict rests on the
//! text and on this, and on nothing else of the gazetteer.

use crate::{Area, Policy, Version};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// The codes of the LSOAs of each area, by the id of the area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extents(BTreeMap<String, BTreeSet<String>>);

impl Extents {
    /// The extents of these areas.
    pub(crate) fn of(areas: &IndexMap<String, Area>) -> Self {
        Self(areas.iter().map(|(id, area)| (id.clone(), area.lsoas.clone())).collect())
    }

    /// As a text to be kept: a line for each area, its id and then its LSOAs in order, with blanks between.
    #[must_use]
    pub fn to_text(&self) -> String {
        let line = |(id, lsoas): (&String, &BTreeSet<String>)| {
            let words = std::iter::once(id.as_str()).chain(lsoas.iter().map(String::as_str));
            words.collect::<Vec<_>>().join(" ") + "\n"
        };
        self.0.iter().map(line).collect()
    }

    /// What [`Extents::to_text`] wrote. A blank line counts for nothing.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let area = |line: &str| {
            let mut words = line.split_whitespace().map(str::to_owned);
            Some((words.next()?, words.collect()))
        };
        Self(text.lines().filter_map(area).collect())
    }

    /// The version: SHA-256 of the text.
    #[must_use]
    pub fn version(&self) -> Version {
        Version::of(&self.to_text())
    }
}

impl Policy {
    /// How far each area reaches.
    #[must_use]
    pub fn extents(&self) -> Extents {
        Extents::of(&self.areas)
    }

    /// The same policy, its areas reaching as far as they did at another time. An area that `extents` does
    /// not name is left without a place.
    #[must_use]
    pub fn within(mut self, extents: &Extents) -> Self {
        for (id, area) in &mut self.areas {
            area.lsoas = extents.0.get(id).cloned().unwrap_or_default();
        }
        self.extent = self.extents().version();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_has_the_same_version() {
        let lsoas = |codes: &[&str]| codes.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        let extents = Extents(BTreeMap::from([
            ("newcastle".to_owned(), lsoas(&["E01008162", "E01008163"])),
            ("nowhere".to_owned(), lsoas(&[])),
        ]));
        assert_eq!(extents.to_text(), "newcastle E01008162 E01008163\nnowhere\n");
        let again = Extents::from_text(&extents.to_text());
        assert_eq!(again, extents);
        assert_eq!(again.version(), extents.version());
        assert_ne!(Extents::default().version(), extents.version());
    }
}
