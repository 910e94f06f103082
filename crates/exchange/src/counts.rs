//! Tables of counts by place: `code,count`, or `lsoa11,count` and `lsoa21,count` for LSOAs of one vintage.

use crate::message::shortened;
use csv::ReaderBuilder;
use policy::LsoaVintage;
use std::collections::BTreeMap;

/// Counts by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The year of the LSOAs, where the header says that the codes are LSOAs.
    pub vintage: Option<LsoaVintage>,
    /// The counts; no code stands twice.
    pub counts: BTreeMap<String, u64>,
}

/// Why a table of counts cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountFaults {
    /// It is no such table.
    Header(String),
    /// What is wrong with its lines: all of it.
    Lines(Vec<String>),
}

/// Reads a table of counts. One bad line spoils all of it: a sum without it would look right and be wrong.
///
/// # Errors
/// When the header is none of the three, or any line has a fault.
pub fn read_counts(table: &[u8]) -> Result<Counts, CountFaults> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(table);
    let header = reader.headers().map_err(|error| CountFaults::Header(format!("it cannot be read: {error}")))?;
    let names: Vec<String> =
        header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_ascii_lowercase()).collect();
    let vintage = match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["code", "count"] => None,
        ["lsoa11" | "lsoa11cd", "count"] => Some(LsoaVintage::Y2011),
        ["lsoa21" | "lsoa21cd", "count"] => Some(LsoaVintage::Y2021),
        _ => {
            let names = shortened(&names.join(","));
            let why = format!("its header is `{names}`; it must be code,count or lsoa11,count or lsoa21,count");
            return Err(CountFaults::Header(why));
        }
    };
    let mut counts = BTreeMap::new();
    let mut faults = Vec::new();
    for record in reader.records() {
        let (line, fault) = match record {
            Ok(record) => (record.position().map_or(0, csv::Position::line), keep(&mut counts, &record).err()),
            Err(error) => {
                (error.position().map_or(0, csv::Position::line), Some(format!("it cannot be read: {error}")))
            }
        };
        faults.extend(fault.map(|why| format!("line {line}: {why}")));
    }
    if faults.is_empty() { Ok(Counts { vintage, counts }) } else { Err(CountFaults::Lines(faults)) }
}

fn keep(counts: &mut BTreeMap<String, u64>, record: &csv::StringRecord) -> Result<(), String> {
    let field = |index: usize| record.get(index).map(str::trim).unwrap_or_default();
    let (code, written) = (field(0), field(1));
    if code.is_empty() {
        return Err("it has no code".to_owned());
    }
    let count: i64 = written.parse().map_err(|_| format!("`{}` is not a whole number", shortened(written)))?;
    let count = u64::try_from(count).map_err(|_| format!("{count} is less than zero"))?;
    match counts.insert(code.to_owned(), count) {
        None => Ok(()),
        Some(_) => Err(format!("`{}` stands in an earlier line too", shortened(code))),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_header_says_of_which_year_the_lsoas_are() {
        assert_eq!(read_counts(b"code,count\nA,1\n").unwrap().vintage, None);
        assert_eq!(read_counts(b"LSOA21CD,count\nA,1\n").unwrap().vintage, Some(LsoaVintage::Y2021));
        assert!(matches!(read_counts(b"ward,people\n"), Err(CountFaults::Header(_))));
        assert!(matches!(read_counts(b""), Err(CountFaults::Header(_))));
    }

    #[test]
    fn every_fault_is_told_and_none_is_passed_over() {
        let Err(CountFaults::Lines(told)) = read_counts(b"code,count\nA,1\nB,-2\nA,3\n,4\nC,many\nD\n") else {
            return assert_eq!("faults", "none");
        };
        assert_eq!(
            told,
            [
                "line 3: -2 is less than zero",
                "line 4: `A` stands in an earlier line too",
                "line 5: it has no code",
                "line 6: `many` is not a whole number",
                "line 7: `` is not a whole number",
            ]
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut table = b"code,count\n".to_vec();
            table.extend(bytes);
            let _ = read_counts(&table);
        }
    }
}
