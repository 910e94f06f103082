//! Smaller tables of places, told by their header: names, people, the look-up from 2011 to 2021, other geographies.
//!
//! | header | what each line says |
//! |---|---|
//! | `code,name` | the name of a place of any kind |
//! | `lsoa11,people` or `lsoa21,people` | how many people live in an LSOA |
//! | `lsoa11cd,lsoa21cd,chgind` (ONS) or `lsoa11,lsoa21,change` | what became of an LSOA of 2011: `U` `S` `M` `X` |
//! | `lsoa11,geography,code` or `lsoa21,…`, perhaps with `name` | the unit of another geography that an LSOA lies in |
//!
//! Other columns are passed over, capitals do not matter.

use super::LineFault;
use crate::message::shortened;
use csv::{ReaderBuilder, StringRecord};
use policy::{Gazetteer, LsoaSet, LsoaVintage, places::Change};
use std::collections::BTreeSet;

/// A small table of places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceTable {
    /// What it is about, in a word or two: `names`.
    pub what: &'static str,
    /// The good lines.
    rows: Vec<Row>,
    /// The bad ones, in order.
    pub faults: Vec<LineFault>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    Name { code: String, name: String },
    People { vintage: LsoaVintage, lsoa: String, people: u64 },
    Change { code_2011: String, code_2021: String, change: Change },
    Unit { vintage: LsoaVintage, lsoa: String, geography: String, unit: String, name: Option<String> },
}

/// Where each thing stands in a line of one kind of table, from 0.
enum Columns {
    Names { code: usize, name: usize },
    People { vintage: LsoaVintage, lsoa: usize, people: usize },
    Changes { old: usize, new: usize, change: usize },
    Units { vintage: LsoaVintage, lsoa: usize, geography: usize, unit: usize, name: Option<usize> },
}

impl Columns {
    fn of(header: &StringRecord) -> Option<Self> {
        let names: Vec<String> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_ascii_lowercase()).collect();
        let at = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
        let old = at(&["lsoa11", "lsoa11cd", "lsoa11_code"]);
        let new = at(&["lsoa21", "lsoa21cd", "lsoa21_code"]);
        if let (Some(old), Some(new), Some(change)) = (old, new, at(&["chgind", "chngind", "change"])) {
            return Some(Self::Changes { old, new, change });
        }
        let lsoa = match (old, new) {
            (Some(old), None) => Some((LsoaVintage::Y2011, old)),
            (None, Some(new)) => Some((LsoaVintage::Y2021, new)),
            _ => None,
        };
        let (unit, name) = (at(&["code"]), at(&["name"]));
        match (lsoa, at(&["people"]), at(&["geography"]), unit, name) {
            (Some((vintage, lsoa)), Some(people), ..) => Some(Self::People { vintage, lsoa, people }),
            (Some((vintage, lsoa)), None, Some(geography), Some(unit), name) => {
                Some(Self::Units { vintage, lsoa, geography, unit, name })
            }
            (None, None, None, Some(code), Some(name)) if names.len() == 2 => Some(Self::Names { code, name }),
            _ => None,
        }
    }

    fn what(&self) -> &'static str {
        match self {
            Self::Names { .. } => "names",
            Self::People { .. } => "people",
            Self::Changes { .. } => "changes from 2011 to 2021",
            Self::Units { .. } => "units of other geographies",
        }
    }

    fn row(&self, line: &StringRecord) -> Result<Row, String> {
        let text = |index: usize| line.get(index).map(str::trim).unwrap_or_default();
        let code = |index: usize| {
            let code = text(index);
            let sound = (1..=30).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_graphic());
            if sound { Ok(code.to_owned()) } else { Err(format!("`{}` is not a code", shortened(code))) }
        };
        let name = |index: usize| {
            let name = text(index);
            let sound = (1..=200).contains(&name.len());
            if sound { Ok(name.to_owned()) } else { Err("it has no name, or one that is too long".to_owned()) }
        };
        Ok(match self {
            Self::Names { code: at, name: named } => Row::Name { code: code(*at)?, name: name(*named)? },
            Self::People { vintage, lsoa, people } => {
                let written = text(*people);
                let people = written.parse().map_err(|_| format!("`{}` is not a count", shortened(written)))?;
                Row::People { vintage: *vintage, lsoa: code(*lsoa)?, people }
            }
            Self::Changes { old, new, change } => {
                let written = text(*change);
                let change = Change::read(written)
                    .ok_or_else(|| format!("`{}` is none of U, S, M and X", shortened(written)))?;
                Row::Change { code_2011: code(*old)?, code_2021: code(*new)?, change }
            }
            Self::Units { vintage, lsoa, geography, unit, name: named } => Row::Unit {
                vintage: *vintage,
                lsoa: code(*lsoa)?,
                geography: code(*geography)?.to_ascii_lowercase(),
                unit: code(*unit)?,
                name: named.map(name).transpose()?,
            },
        })
    }

    /// What may stand in one line only.
    fn key(row: &Row) -> String {
        match row {
            Row::Name { code, .. } => code.clone(),
            Row::People { lsoa, .. } => lsoa.clone(),
            Row::Change { code_2011, code_2021, .. } => format!("{code_2011} with {code_2021}"),
            Row::Unit { lsoa, geography, unit, .. } => format!("{lsoa} in {geography} {unit}"),
        }
    }
}

/// Reads a small table of places; `None` when its header is of none of the four.
#[must_use]
pub fn place_table(table: &[u8]) -> Option<PlaceTable> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(table);
    let columns = Columns::of(reader.headers().ok()?)?;
    let mut read = PlaceTable { what: columns.what(), rows: Vec::new(), faults: Vec::new() };
    let mut seen = BTreeSet::new();
    for record in reader.records() {
        let (line, row) = match record {
            Ok(record) => (record.position().map_or(0, csv::Position::line), columns.row(&record)),
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                (line, Err(format!("it cannot be read: {error}")))
            }
        };
        match row {
            Err(why) => read.faults.push(LineFault { line, why }),
            Ok(row) if !seen.insert(Columns::key(&row)) => {
                let why = format!("`{}` stands in an earlier line too", shortened(&Columns::key(&row)));
                read.faults.push(LineFault { line, why });
            }
            Ok(row) => read.rows.push(row),
        }
    }
    Some(read)
}

impl PlaceTable {
    /// The number of good lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no line is good.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds what the good lines say.
    pub fn add_to(self, gazetteer: &mut Gazetteer) {
        for row in self.rows {
            match row {
                Row::Name { code, name } => gazetteer.insert_name(code, name),
                Row::People { vintage, lsoa, people } => gazetteer.insert_people(vintage, lsoa, people),
                Row::Change { code_2011, code_2021, change } => {
                    gazetteer.changes_mut().insert(code_2011, code_2021, change);
                }
                Row::Unit { vintage, lsoa, geography, unit, name } => {
                    gazetteer.insert_unit(&geography, &unit, &LsoaSet::new(vintage, [lsoa]));
                    if let Some(name) = name {
                        gazetteer.insert_name(unit, name);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (PlaceTable, Gazetteer) {
        let table = place_table(text.as_bytes()).unwrap();
        let mut gazetteer = Gazetteer::new();
        table.clone().add_to(&mut gazetteer);
        (table, gazetteer)
    }

    #[test]
    fn each_header_is_known() {
        let (table, gazetteer) = read("code,name\nE05011120,Alum Rock\n");
        assert_eq!((table.what, gazetteer.name("E05011120")), ("names", Some("Alum Rock")));
        let (_, gazetteer) = read("lsoa21,people\nE01000001,1500\n");
        assert_eq!(gazetteer.people(LsoaVintage::Y2021, "E01000001"), Some(1500));
        assert_eq!(gazetteer.people(LsoaVintage::Y2011, "E01000001"), None);
        let (_, gazetteer) = read("LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD\nA,x,B,y,S,z\n");
        assert!(gazetteer.changes().others(LsoaVintage::Y2011, "A").unwrap().contains_key("B"));
        let (_, gazetteer) = read("lsoa11,geography,code,name\nA,ICB,E54,Birmingham\nB,icb,E54,Birmingham\n");
        let units = gazetteer.other_geographies().get("icb").unwrap();
        assert_eq!(units.get("E54").unwrap().codes().len(), 2);
        assert_eq!(gazetteer.name("E54"), Some("Birmingham"));
        for other in ["", "a,b", "code,name,more", "postcode,lsoa11,ward", "lsoa11,lsoa21,people"] {
            assert!(place_table(other.as_bytes()).is_none(), "{other}");
        }
    }

    #[test]
    fn bad_lines_are_told_and_good_ones_kept() {
        let (table, _) = read("lsoa11,people\nA,1\nB,-1\nA,2\n,3\n");
        let told: Vec<String> = table.faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["line 3: `-1` is not a count", "line 4: `A` stands in an earlier line too", "line 5: `` is not a code"]
        );
        assert_eq!(table.len(), 1);
        let (table, _) = read("lsoa11,lsoa21,change\nA,B,Q\n");
        assert_eq!(table.faults.len(), 1);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = place_table(&bytes);
            let mut table = b"lsoa11,people\n".to_vec();
            table.extend(bytes);
            let _ = place_table(&table);
        }
    }
}
