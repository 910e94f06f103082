//! Dividing people by what is known of them. Of whom it is not known makes a part of its own.

use crate::{Division, Part};
use kernel::Day;
use policy::{
    FactDefinition, FactType,
    population::{Bits, Column},
};
use std::collections::BTreeMap;

/// The id of the part of those of whom it is not known.
pub const NOT_KNOWN: &str = "not-known";

/// Bands of age in years: the first of each, and its words. Ours, for counting only: no rule reads them.
const AGE_BANDS: [(i32, &str); 6] =
    [(0, "Under 16"), (16, "16 to 24"), (25, "25 to 34"), (35, "35 to 49"), (50, "50 to 64"), (65, "65 and over")];

/// Divides people by their answers to a yes-no, one-of or any-of fact; `None` for a fact of another type.
#[must_use]
pub fn by_fact(definition: &FactDefinition, column: &Column) -> Option<Division> {
    let mut parts = match &definition.kind {
        FactType::YesNo => {
            let yes = column.yes()?;
            vec![part("yes", "Yes", yes.clone()), part("no", "No", without(column.known(), yes))]
        }
        FactType::OneOf(codes) => {
            let who = split(column.len(), codes.len(), |row| usize::try_from(column.number(row)?).ok());
            codes.iter().zip(who).map(|(code, members)| part(&code.code, &code.says, members)).collect()
        }
        FactType::AnyOf(codes) => {
            let members = |position| column.with_code(position).cloned().unwrap_or_else(|| Bits::none(column.len()));
            let coded = codes.iter().enumerate();
            coded.map(|(position, code)| part(&code.code, &code.says, members(position))).collect()
        }
        _ => return None,
    };
    parts.push(not_known(column));
    let overlapping = matches!(definition.kind, FactType::AnyOf(_));
    Some(Division { id: definition.id.to_string(), says: definition.says.clone(), overlapping, parts })
}

/// Divides people by their age on the day `on`; `born` is the column of their dates of birth.
#[must_use]
pub fn by_age(born: &Column, on: Day) -> Division {
    let band = |row: usize| {
        let born = Day::from_num_days_from_ce_opt(i32::try_from(born.number(row)?).ok()?)?;
        let years = i32::try_from(on.years_since(born)?).ok()?;
        AGE_BANDS.iter().rposition(|(first, _)| *first <= years)
    };
    let who = split(born.len(), AGE_BANDS.len(), band);
    let bands = AGE_BANDS.iter().zip(who);
    let mut parts: Vec<Part> = bands.map(|((first, says), members)| part(&first.to_string(), says, members)).collect();
    let known = parts.iter().fold(Bits::none(born.len()), |known, part| with(&known, &part.members));
    parts.push(part(NOT_KNOWN, "Not known", without(&Bits::all(born.len()), &known)));
    Division { id: "age".to_owned(), says: "Age".to_owned(), overlapping: false, parts }
}

/// Divides people by where they live. `place` gives the code and the name of the place that an LSOA counts to;
/// an LSOA that it does not know counts as not known. Places without anybody are not listed.
#[must_use]
pub fn by_place(id: &str, says: &str, homes: &Column, place: impl Fn(&str) -> Option<(String, String)>) -> Division {
    let mut found: BTreeMap<&str, Option<(String, String)>> = BTreeMap::new();
    let mut rows: BTreeMap<String, (String, Vec<bool>)> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for row in 0..homes.len() {
        let lsoa = homes.lsoa(row);
        let known = lsoa.and_then(|lsoa| found.entry(lsoa).or_insert_with(|| place(lsoa)).as_ref());
        match known {
            Some((code, name)) => {
                let members = match rows.get_mut(code) {
                    Some((_, members)) => members,
                    None => &mut rows.entry(code.clone()).or_insert_with(|| (name.clone(), Vec::new())).1,
                };
                members.resize(row, false);
                members.push(true);
            }
            None => {
                elsewhere.resize(row, false);
                elsewhere.push(true);
            }
        }
    }
    let bits = |mut members: Vec<bool>| {
        members.resize(homes.len(), false);
        members.into_iter().collect()
    };
    let mut parts: Vec<Part> =
        rows.into_iter().map(|(code, (name, members))| part(&code, &name, bits(members))).collect();
    parts.sort_by(|one, other| one.says.cmp(&other.says));
    parts.push(part(NOT_KNOWN, "Not known", bits(elsewhere)));
    Division { id: id.to_owned(), says: says.to_owned(), overlapping: false, parts }
}

fn part(id: &str, says: &str, members: Bits) -> Part {
    Part { id: id.to_owned(), says: says.to_owned(), members }
}

fn not_known(column: &Column) -> Part {
    part(NOT_KNOWN, "Not known", without(&Bits::all(column.len()), column.known()))
}

/// For each part, of the number of parts given, the rows that `part_of` puts there.
fn split(rows: usize, parts: usize, part_of: impl Fn(usize) -> Option<usize>) -> Vec<Bits> {
    let mut words = vec![vec![0_u64; rows.div_ceil(64)]; parts];
    for row in 0..rows {
        let word = part_of(row).and_then(|part| words.get_mut(part)).and_then(|words| words.get_mut(row / 64));
        if let Some(word) = word {
            *word |= 1 << (row % 64);
        }
    }
    words.into_iter().map(|words| Bits::from_words(words, rows)).collect()
}

fn without(one: &Bits, other: &Bits) -> Bits {
    let words = one.words().iter().zip(other.words());
    Bits::from_words(words.map(|(one, other)| one & !other).collect(), one.len())
}

fn with(one: &Bits, other: &Bits) -> Bits {
    let words = one.words().iter().zip(other.words());
    Bits::from_words(words.map(|(one, other)| one | other).collect(), one.len())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use chrono::Datelike;
    use policy::Code;
    use std::sync::Arc;

    fn definition(kind: FactType) -> FactDefinition {
        FactDefinition {
            id: Arc::from("fact"),
            kind,
            says: "Fact".to_owned(),
            question: Arc::from("Fact?"),
            why: String::new(),
            category: String::new(),
            good_for_days: None,
            days: policy::DayBounds::default(),
            hint: None,
            unit: None,
            source: String::new(),
            small_areas: Arc::default(),
        }
    }

    fn counts(division: &Division) -> Vec<(&str, u64)> {
        division.parts.iter().map(|part| (part.id.as_str(), part.members.count())).collect()
    }

    fn bits(rows: &str) -> Bits {
        rows.chars().map(|row| row == '1').collect()
    }

    #[test]
    fn not_known_is_a_part_of_its_own() {
        let column = Column::yes_no(bits("11000"), bits("11100"));
        let division = by_fact(&definition(FactType::YesNo), &column).unwrap();
        assert_eq!(counts(&division), [("yes", 2), ("no", 1), (NOT_KNOWN, 2)]);
        let codes = |codes: [&str; 2]| codes.map(|code| Code { code: code.into(), says: code.into() }).to_vec();
        let column = Column::codes(&[0_i64, 1, 1, 0], bits("1110"));
        let division = by_fact(&definition(FactType::OneOf(codes(["a", "b"]))), &column).unwrap();
        assert_eq!(counts(&division), [("a", 1), ("b", 2), (NOT_KNOWN, 1)]);
        let column = Column::code_sets(vec![bits("1100"), bits("1010")], bits("1110"));
        let division = by_fact(&definition(FactType::AnyOf(codes(["a", "b"]))), &column).unwrap();
        assert!(division.overlapping);
        assert_eq!(counts(&division), [("a", 2), ("b", 2), (NOT_KNOWN, 1)]);
        assert_eq!(by_fact(&definition(FactType::Date), &Column::days(&[1], bits("1"))), None);
    }

    #[test]
    fn an_age_begins_on_the_birthday() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let born = ["2010-11-24", "2010-11-23", "2001-11-24", "2001-11-23", "1961-11-23", "2030-01-01", "2000-01-01"];
        let days: Vec<i32> = born.iter().map(|born| day(born).num_days_from_ce()).collect();
        let division = by_age(&Column::days(&days, bits("1111110")), day("2026-11-23"));
        let expected = [("0", 1), ("16", 2), ("25", 1), ("35", 0), ("50", 0), ("65", 1), (NOT_KNOWN, 2)];
        assert_eq!(counts(&division), expected);
    }

    #[test]
    fn a_home_counts_to_the_ward_of_its_lsoa() {
        let lsoas: Arc<[Arc<str>]> = ["E1", "E2", "E3"].map(Arc::from).into();
        let column = Column::places(lsoas, &[0_i64, 1, 2, 1, 0], bits("11110"));
        let ward = |lsoa: &str| match lsoa {
            "E1" => Some(("W2".to_owned(), "Byker".to_owned())),
            "E2" => Some(("W1".to_owned(), "Walker".to_owned())),
            _ => None,
        };
        let division = by_place("ward", "Ward", &column, ward);
        assert_eq!(counts(&division), [("W2", 1), ("W1", 2), (NOT_KNOWN, 2)]);
    }
}
