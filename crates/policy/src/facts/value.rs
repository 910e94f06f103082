//! A value of a fact: reading it from a form or from JSON, and writing it in words.

use super::{FactDefinition, FactType};
use crate::places::{Gazetteer, LsoaVintage, Place, kind_of_code, small_area_code};
use crate::suggest::listed;
use kernel::{Day, Pence, Postcode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Yes (true) or no.
    YesNo(bool),
    /// A whole number.
    Whole(i64),
    /// A calendar day.
    Date(Day),
    /// An amount of money.
    Pence(Pence),
    /// A code.
    OneOf(String),
    /// Codes; an empty set is a known "none".
    AnyOf(BTreeSet<String>),
    /// A place.
    Place(Place),
}

/// Why a text or JSON value is not a value of the fact: what was expected, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ValueError(pub(crate) String);

impl FactDefinition {
    /// Reads a value as typed into a form. An any-of is codes with commas between.
    ///
    /// # Errors
    /// When the text is not a value of this fact, in words for the person who typed it.
    pub fn parse(&self, text: &str, gazetteer: &Gazetteer) -> Result<Value, ValueError> {
        let text = text.trim();
        match &self.kind {
            FactType::YesNo => match text.to_ascii_lowercase().as_str() {
                "yes" | "true" => Ok(Value::YesNo(true)),
                "no" | "false" => Ok(Value::YesNo(false)),
                _ => Err(ValueError("answer yes or no".to_owned())),
            },
            FactType::Whole { minimum, maximum } => {
                let whole = text
                    .replace(',', "")
                    .parse()
                    .map_err(|_| ValueError("enter a whole number, such as 12".to_owned()))?;
                within(whole, *minimum, *maximum, &i64::to_string).map(Value::Whole)
            }
            FactType::Date => day(text).map(Value::Date),
            FactType::Pence { minimum, maximum } => {
                let pence = pence_from_pounds(text)?;
                within(pence, *minimum, *maximum, &|pence| Pence(*pence).to_string())
                    .map(|pence| Value::Pence(Pence(pence)))
            }
            FactType::OneOf(_) => self.code(text).map(Value::OneOf),
            FactType::AnyOf(_) => text
                .split(',')
                .map(str::trim)
                .filter(|code| !code.is_empty())
                .map(|code| self.code(code))
                .collect::<Result<_, _>>()
                .map(Value::AnyOf),
            FactType::Place => self.place(text, gazetteer).map(Value::Place),
        }
    }

    /// Reads a value from JSON: `true`, a whole number, `"2024-01-31"`, whole pence, a code, a list
    /// of codes, or a postcode or LSOA code for a place.
    ///
    /// # Errors
    /// When the JSON is not a value of this fact, saying what was expected.
    pub fn from_json(&self, json: &serde_json::Value, gazetteer: &Gazetteer) -> Result<Value, ValueError> {
        let expected = |what: &str| ValueError(format!("expected {what}, found {}", describe(json)));
        match &self.kind {
            FactType::YesNo => json.as_bool().map(Value::YesNo).ok_or_else(|| expected("true or false")),
            FactType::Whole { minimum, maximum } => {
                let whole = json.as_i64().ok_or_else(|| expected("a whole number"))?;
                within(whole, *minimum, *maximum, &i64::to_string).map(Value::Whole)
            }
            FactType::Pence { minimum, maximum } => {
                let pence = json.as_i64().ok_or_else(|| expected("a whole number of pence"))?;
                within(pence, *minimum, *maximum, &|pence| format!("{pence} pence"))
                    .map(|pence| Value::Pence(Pence(pence)))
            }
            FactType::Date => {
                let text = json.as_str().ok_or_else(|| expected("a date such as \"2024-01-31\""))?;
                day(text).map(Value::Date)
            }
            FactType::OneOf(_) => {
                let code = json.as_str().ok_or_else(|| expected(&self.codes_in_words("one of")))?;
                self.code(code).map(Value::OneOf)
            }
            FactType::AnyOf(_) => {
                let list = json.as_array().ok_or_else(|| expected(&self.codes_in_words("a list of")))?;
                list.iter()
                    .map(|code| code.as_str().ok_or_else(|| expected(&self.codes_in_words("a list of"))))
                    .map(|code| code.and_then(|code| self.code(code)))
                    .collect::<Result<_, _>>()
                    .map(Value::AnyOf)
            }
            FactType::Place => {
                let text = json.as_str().ok_or_else(|| expected("a postcode such as \"B9 5QT\""))?;
                self.place(text, gazetteer).map(Value::Place)
            }
        }
    }

    /// A place from a postcode that the table knows, or from the code of a small area that the table or an area of the
    /// text knows.
    fn place(&self, text: &str, gazetteer: &Gazetteer) -> Result<Place, ValueError> {
        if let Some(code) = small_area_code(text) {
            return self.small_area(code, gazetteer);
        }
        if let Some(kind) = kind_of_code(text) {
            let text = text.trim();
            return Err(ValueError(format!(
                "`{text}` is the code of {kind}, not of a small area (LSOA), whose code begins with E01, W01 or S01: \
                 enter a postcode or the code of the small area"
            )));
        }
        let postcode: Postcode = text
            .parse()
            .map_err(|_| ValueError(format!("`{}` is not a UK postcode: it should look like B9 5QT", shorten(text))))?;
        match gazetteer.locate(&postcode) {
            Some(record) => Ok(record.place.clone()),
            None => Err(ValueError(format!("postcode `{postcode}` is not in the table of places"))),
        }
    }

    fn small_area(&self, code: String, gazetteer: &Gazetteer) -> Result<Place, ValueError> {
        if let Some(place) = gazetteer.lsoa(&code) {
            return Ok(place.clone());
        }
        // Without any table, and without a list in the text, there is nothing to compare a code with.
        let nothing_known = gazetteer.is_empty() && self.small_areas.is_empty();
        if nothing_known || self.small_areas.contains(&code) {
            return Ok(Place { lsoa: code, ward: None, district: None, nation: None });
        }
        let ours = gazetteer.vintage();
        let other = LsoaVintage::ALL
            .into_iter()
            .find(|other| *other != ours && gazetteer.changes().others(*other, &code).is_some());
        Err(ValueError(match other {
            Some(other) => format!(
                "`{code}` is a small area of {other}, and the table of places has those of {ours}: enter a postcode"
            ),
            None => format!(
                "the small area `{code}` is not in the table of places, which has those of {ours}: enter a postcode"
            ),
        }))
    }

    /// The code as the definition writes it.
    fn code(&self, text: &str) -> Result<String, ValueError> {
        match self.codes().iter().find(|code| code.code.as_ref() == text) {
            Some(code) => Ok(code.code.to_string()),
            None => {
                let all = listed(text, self.codes().iter().map(|code| code.code.as_ref()));
                Err(ValueError(format!("`{}` is not one of {all}", shorten(text))))
            }
        }
    }

    fn codes_in_words(&self, before: &str) -> String {
        format!("{before} {}", listed("", self.codes().iter().map(|code| code.code.as_ref())))
    }
}

impl Value {
    /// The value as JSON, in the form that [`FactDefinition::from_json`] reads.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Value::YesNo(yes) => (*yes).into(),
            Value::Whole(whole) => (*whole).into(),
            Value::Date(day) => day.to_string().into(),
            Value::Pence(pence) => pence.0.into(),
            Value::OneOf(code) => code.as_str().into(),
            Value::AnyOf(codes) => codes.iter().map(String::as_str).collect(),
            Value::Place(place) => place.lsoa.as_str().into(),
        }
    }

    /// The value in words for people, with the definition's wording for codes.
    #[must_use]
    pub fn in_words(&self, definition: &FactDefinition) -> String {
        let says = |code: &str| {
            let found = definition.codes().iter().find(|known| known.code.as_ref() == code);
            found.map_or_else(|| code.to_owned(), |known| known.says.clone())
        };
        match self {
            Value::YesNo(true) => "Yes".to_owned(),
            Value::YesNo(false) => "No".to_owned(),
            Value::Whole(whole) => match &definition.unit {
                Some(unit) => format!("{whole} {unit}"),
                None => whole.to_string(),
            },
            Value::Date(day) => kernel::in_words(*day),
            Value::Pence(pence) => pence.to_string(),
            Value::OneOf(code) => says(code),
            Value::AnyOf(codes) if codes.is_empty() => "None".to_owned(),
            Value::AnyOf(codes) => codes.iter().map(|code| says(code)).collect::<Vec<_>>().join(", "),
            Value::Place(place) => match (&place.ward, &place.district) {
                (Some(ward), Some(district)) => format!("{ward}, {district}"),
                (Some(name), None) | (None, Some(name)) => name.clone(),
                (None, None) => place.lsoa.clone(),
            },
        }
    }
}

/// The number if it lies between the bounds, both included.
fn within(
    number: i64,
    minimum: Option<i64>,
    maximum: Option<i64>,
    show: &dyn Fn(&i64) -> String,
) -> Result<i64, ValueError> {
    match (minimum, maximum) {
        (Some(minimum), _) if number < minimum => {
            Err(ValueError(format!("must be {} or more, found {}", show(&minimum), show(&number))))
        }
        (_, Some(maximum)) if number > maximum => {
            Err(ValueError(format!("must be {} or less, found {}", show(&maximum), show(&number))))
        }
        _ => Ok(number),
    }
}

/// A day as `2024-01-31`, `31/1/2024` or `31 1 2024`; years 1900 to 2199.
fn day(text: &str) -> Result<Day, ValueError> {
    let wrong =
        || ValueError(format!("`{}` is not a date from 1900 to 2199: it should look like 2024-01-31", shorten(text)));
    let parts: Vec<&str> = text.split(['-', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        _ => return Err(wrong()),
    };
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else {
        return Err(wrong());
    };
    match Day::from_ymd_opt(year, month, day) {
        Some(day) if kernel::is_likely(day) => Ok(day),
        _ => Err(wrong()),
    }
}

/// Pence from pounds as people type them: `£1,234.50`, `1234.5`, `1234`.
fn pence_from_pounds(text: &str) -> Result<i64, ValueError> {
    let wrong = || ValueError("enter an amount in pounds, such as 250 or 250.50".to_owned());
    let kept: String =
        text.chars().filter(|character| !matches!(character, '£' | ',') && !character.is_whitespace()).collect();
    let (pounds, pence) = kept.split_once('.').unwrap_or((&kept, ""));
    let pence = match pence.len() {
        0 => "00".to_owned(),
        1 => format!("{pence}0"),
        2 => pence.to_owned(),
        _ => return Err(wrong()),
    };
    let digits = format!("{pounds}{pence}");
    if pounds.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    digits.parse().map_err(|_| wrong())
}

/// The first forty characters, so that a message stays readable whatever was typed.
fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

fn describe(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::Null => "nothing".to_owned(),
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => format!("`{json}`"),
        serde_json::Value::String(text) => format!("the text `{}`", shorten(text)),
        serde_json::Value::Array(_) => "a list".to_owned(),
        serde_json::Value::Object(_) => "an object".to_owned(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::facts::Code;
    use proptest::prelude::*;
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
            days: crate::DayBounds::default(),
            hint: None,
            unit: Some("hours".to_owned()),
            source: String::new(),
            small_areas: Arc::default(),
        }
    }

    fn codes() -> Vec<Code> {
        ["UC", "ESA"].map(|code| Code { code: Arc::from(code), says: format!("The {code}") }).into()
    }

    fn kinds() -> Vec<FactType> {
        vec![
            FactType::YesNo,
            FactType::Whole { minimum: Some(0), maximum: Some(168) },
            FactType::Date,
            FactType::Pence { minimum: Some(0), maximum: None },
            FactType::OneOf(codes()),
            FactType::AnyOf(codes()),
            FactType::Place,
        ]
    }

    #[test]
    fn a_form_is_read_as_people_type() {
        let read = |kind, text: &str| definition(kind).parse(text, &Gazetteer::new());
        let pence = || FactType::Pence { minimum: Some(0), maximum: None };
        assert_eq!(read(FactType::YesNo, " Yes "), Ok(Value::YesNo(true)));
        assert_eq!(read(pence(), "£1,234.5"), Ok(Value::Pence(Pence(123_450))));
        assert_eq!(read(pence(), "12"), Ok(Value::Pence(Pence(1200))));
        assert_eq!(read(FactType::Date, "3 4 2024"), Ok(Value::Date("2024-04-03".parse().unwrap())));
        assert_eq!(read(FactType::Date, "2024-04-03"), Ok(Value::Date("2024-04-03".parse().unwrap())));
        assert_eq!(read(FactType::AnyOf(codes()), ""), Ok(Value::AnyOf(BTreeSet::new())));
        for wrong in ["", "12.345", "-1", "99999999999999999999", "a"] {
            assert!(read(pence(), wrong).is_err(), "{wrong}");
        }
        for wrong in ["30 2 2024", "2024-13-01", "3/4/24", "0001-01-01", "tomorrow"] {
            assert!(read(FactType::Date, wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn bounds_are_included() {
        let hours = definition(FactType::Whole { minimum: Some(0), maximum: Some(168) });
        let read = |text: &str| hours.parse(text, &Gazetteer::new());
        assert_eq!(read("0"), Ok(Value::Whole(0)));
        assert_eq!(read("168"), Ok(Value::Whole(168)));
        assert_eq!(read("169").unwrap_err().to_string(), "must be 168 or less, found 169");
        assert_eq!(read("-1").unwrap_err().to_string(), "must be 0 or more, found -1");
    }

    #[test]
    fn values_read_well() {
        let words = |value: Value, kind| value.in_words(&definition(kind));
        assert_eq!(words(Value::OneOf("UC".to_owned()), FactType::OneOf(codes())), "The UC");
        assert_eq!(
            words(Value::AnyOf(["UC".to_owned(), "ESA".to_owned()].into()), FactType::AnyOf(codes())),
            "The ESA, The UC"
        );
        assert_eq!(words(Value::Whole(16), FactType::Whole { minimum: None, maximum: None }), "16 hours");
        assert_eq!(words(Value::Pence(Pence(123_456)), FactType::Pence { minimum: None, maximum: None }), "£1,234.56");
    }

    proptest! {
        #[test]
        fn any_text_is_a_value_or_is_refused_and_its_json_reads_back(text in ".{0,20}|[0-9/. -]{0,12}|UC|UC,ESA|E01000001") {
            for kind in kinds() {
                let definition = definition(kind);
                if let Ok(value) = definition.parse(&text, &Gazetteer::new()) {
                    prop_assert_eq!(definition.from_json(&value.to_json(), &Gazetteer::new()), Ok(value));
                }
            }
        }
    }
}
