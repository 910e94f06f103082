//! From LSOAs of 2011 to those of 2021 and back, by a look-up table.
//!
//! *Authority*: the ONS look-up of 2011 to 2021 LSOAs with its change indicator: U unchanged, S split, M merged,
//! X irregular (the pieces of several became several others, so that there is no exact way).

use super::{LsoaSet, LsoaVintage, VintageError};
use std::collections::{BTreeMap, BTreeSet};

/// What became of an LSOA in 2021.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// It is the same.
    Unchanged,
    /// It became several.
    Split,
    /// It became one with others.
    Merged,
    /// Its pieces and those of others became several.
    Irregular,
}

impl Change {
    /// The letter of the ONS (`U`, `S`, `M`, `X`), or our word for it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Some(match text.trim().to_ascii_lowercase().as_str() {
            "u" | "unchanged" => Self::Unchanged,
            "s" | "split" => Self::Split,
            "m" | "merged" => Self::Merged,
            "x" | "irregular" => Self::Irregular,
            _ => return None,
        })
    }
}

/// A look-up table between the two vintages. Empty when none was brought in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LsoaChanges {
    later: BTreeMap<String, BTreeMap<String, Change>>,
    earlier: BTreeMap<String, BTreeMap<String, Change>>,
}

/// A set in the other vintage, and where the conversion is not exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The set in the vintage that was wanted.
    pub set: LsoaSet,
    /// LSOAs in it of which only a part belongs to the set that was converted: they are taken whole.
    pub partly: BTreeSet<String>,
    /// LSOAs of the set that was converted that the table does not have: they are left out.
    pub not_in_table: BTreeSet<String>,
}

impl LsoaChanges {
    /// Adds a line of the table.
    pub fn insert(&mut self, code_2011: String, code_2021: String, change: Change) {
        self.later.entry(code_2011.clone()).or_default().insert(code_2021.clone(), change);
        self.earlier.entry(code_2021).or_default().insert(code_2011, change);
    }

    /// Whether no table was brought in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.later.is_empty()
    }

    /// What a code of one vintage is in the other; `None` when the table does not have it.
    #[must_use]
    pub fn others(&self, from: LsoaVintage, code: &str) -> Option<&BTreeMap<String, Change>> {
        match from {
            LsoaVintage::Y2011 => self.later.get(code),
            LsoaVintage::Y2021 => self.earlier.get(code),
        }
    }

    /// The set in the vintage that is wanted; itself when it is of that vintage.
    ///
    /// # Errors
    /// [`VintageError::NoTable`] when it is of the other vintage and no table was brought in.
    pub fn convert(&self, set: &LsoaSet, to: LsoaVintage) -> Result<Converted, VintageError> {
        let mut converted = Converted { set: set.clone(), partly: BTreeSet::new(), not_in_table: BTreeSet::new() };
        if set.vintage() == to {
            return Ok(converted);
        }
        if self.is_empty() {
            return Err(VintageError::NoTable { from: set.vintage(), to });
        }
        let mut found = BTreeSet::new();
        for code in set.codes() {
            match self.others(set.vintage(), code) {
                None => drop(converted.not_in_table.insert(code.clone())),
                Some(others) => found.extend(others.keys().cloned()),
            }
        }
        // Whole only when everything that it is made of belongs to the set, and no piece is irregular.
        let is_partly = |code: &&String| {
            self.others(to, code).is_none_or(|made_of| {
                made_of.iter().any(|(part, change)| *change == Change::Irregular || !set.codes().contains(part))
            })
        };
        converted.partly = found.iter().filter(is_partly).cloned().collect();
        converted.set = LsoaSet::new(to, found);
        Ok(converted)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// A unchanged; B split into B1 and B2; C and D merged into M; E and F irregular into X and Y.
    fn table() -> LsoaChanges {
        let mut table = LsoaChanges::default();
        for (old, new, change) in [
            ("A", "A", "U"),
            ("B", "B1", "S"),
            ("B", "B2", "S"),
            ("C", "M", "M"),
            ("D", "M", "M"),
            ("E", "X", "X"),
            ("E", "Y", "X"),
            ("F", "Y", "X"),
        ] {
            table.insert(old.to_owned(), new.to_owned(), Change::read(change).unwrap());
        }
        table
    }

    fn set(vintage: LsoaVintage, codes: &[&str]) -> LsoaSet {
        LsoaSet::new(vintage, codes.iter().map(|code| (*code).to_owned()))
    }

    fn names(codes: &BTreeSet<String>) -> Vec<&str> {
        codes.iter().map(String::as_str).collect()
    }

    #[test]
    fn unchanged_split_merged_and_irregular() {
        use LsoaVintage::{Y2011, Y2021};
        for (codes, becomes, partly) in [
            (&["A"][..], &["A"][..], &[][..]),
            (&["B"], &["B1", "B2"], &[]),
            (&["C"], &["M"], &["M"]),
            (&["C", "D"], &["M"], &[]),
            (&["E"], &["X", "Y"], &["X", "Y"]),
        ] {
            let converted = table().convert(&set(Y2011, codes), Y2021).unwrap();
            assert_eq!(names(converted.set.codes()), becomes, "{codes:?}");
            assert_eq!(names(&converted.partly), partly, "{codes:?}");
            assert_eq!(converted.set.vintage(), Y2021);
        }
        let back = table().convert(&set(Y2021, &["B1"]), Y2011).unwrap();
        assert_eq!((names(back.set.codes()), names(&back.partly)), (vec!["B"], vec!["B"]));
        let back = table().convert(&set(Y2021, &["B1", "B2", "M"]), Y2011).unwrap();
        assert_eq!((names(back.set.codes()), names(&back.partly)), (vec!["B", "C", "D"], vec![]));
    }

    #[test]
    fn what_the_table_lacks_is_named_and_no_table_is_a_refusal() {
        use LsoaVintage::{Y2011, Y2021};
        let converted = table().convert(&set(Y2011, &["A", "Z"]), Y2021).unwrap();
        assert_eq!(names(&converted.not_in_table), ["Z"]);
        let none = LsoaChanges::default();
        let said = none.convert(&set(Y2011, &["A"]), Y2021).unwrap_err().to_string();
        assert!(said.contains("2011") && said.contains("2021"), "{said}");
        assert!(none.convert(&set(Y2011, &["A"]), Y2011).is_ok());
    }
}
