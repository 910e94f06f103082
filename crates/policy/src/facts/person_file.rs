//! A person file: `{"facts": {id: value}}`.

use super::{Answer, FactBook, FactError, Facts, Value};
use crate::{places::Gazetteer, suggest::did_you_mean};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::{borrow::Cow, fmt};

/// What a person file looks like.
const FORM: &str = "a person file is `{\"facts\": {id: value}}`";

/// The values of a person file by the position of the fact.
pub(crate) type Values = Vec<Option<Value>>;

/// Where the answers of a person file come from, in words.
pub(crate) const SOURCE: &str = "person file";

impl Facts {
    /// Reads a person file, `{"facts": {id: value}}`; `null` is not known. Other keys beside `facts`
    /// are left alone, unless one is the id of a fact: that is surely in the wrong place.
    ///
    /// # Errors
    /// Every fact that is not defined or whose value is not of its type, all at once.
    pub fn from_json(book: &FactBook, gazetteer: &Gazetteer, json: &serde_json::Value) -> Result<Self, Vec<FactError>> {
        values_of_json(book, gazetteer, json).map(|values| Self::from_values(book, values))
    }

    /// Reads the text of a person file, as [`Facts::from_json`] does.
    ///
    /// # Errors
    /// When the text is not JSON, and as [`Facts::from_json`].
    pub fn from_json_text(book: &FactBook, gazetteer: &Gazetteer, text: &str) -> Result<Self, PersonFileError> {
        values_of_text(book, gazetteer, text).map(|values| Self::from_values(book, values))
    }

    fn from_values(book: &FactBook, values: Values) -> Self {
        let mut facts = Self::new();
        for (definition, value) in book.iter().zip(values) {
            if let Some(value) = value {
                facts.set(&definition.id, Answer { value, source: SOURCE.to_owned(), known_on: None });
            }
        }
        facts
    }
}

fn values_of_json(book: &FactBook, gazetteer: &Gazetteer, json: &serde_json::Value) -> Result<Values, Vec<FactError>> {
    let file = PersonFile { book, gazetteer }.deserialize(json);
    file.map_err(|_| vec![FactError::new("facts", FORM)])?.finish()
}

/// The values in the text of a person file.
pub(crate) fn values_of_text(book: &FactBook, gazetteer: &Gazetteer, text: &str) -> Result<Values, PersonFileError> {
    let mut json = serde_json::Deserializer::from_str(text);
    if let Ok(file) = (PersonFile { book, gazetteer }).deserialize(&mut json) {
        json.end()?;
        return Ok(file.finish()?);
    }
    // What is JSON but no person file is told apart by reading it as any JSON.
    Ok(values_of_json(book, gazetteer, &serde_json::from_str(text)?)?)
}

/// Why a text is not a person file.
#[derive(Debug, thiserror::Error)]
pub enum PersonFileError {
    /// It is not JSON.
    #[error("it is not JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    /// It has facts that are not defined, or values that are not of their type.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Facts(Vec<FactError>),
}

impl From<Vec<FactError>> for PersonFileError {
    fn from(errors: Vec<FactError>) -> Self {
        Self::Facts(errors)
    }
}

/// Reads a person file.
#[derive(Clone, Copy)]
struct PersonFile<'a> {
    book: &'a FactBook,
    gazetteer: &'a Gazetteer,
}

/// What was found in a person file.
#[derive(Default)]
struct Found {
    stray: Vec<FactError>,
    facts: Option<FoundFacts>,
}

/// What was found under `facts`.
#[derive(Default)]
struct FoundFacts {
    values: Values,
    errors: Vec<FactError>,
}

impl Found {
    fn finish(self) -> Result<Values, Vec<FactError>> {
        let missing = || FoundFacts { errors: vec![FactError::new("facts", FORM)], ..FoundFacts::default() };
        let FoundFacts { values, errors } = self.facts.unwrap_or_else(missing);
        let errors: Vec<FactError> = self.stray.into_iter().chain(errors).collect();
        if errors.is_empty() { Ok(values) } else { Err(errors) }
    }
}

impl<'de> DeserializeSeed<'de> for PersonFile<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Found, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PersonFile<'_> {
    type Value = Found;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(FORM)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        while let Some(Key(key)) = map.next_key()? {
            if key == "facts" {
                found.facts = Some(map.next_value_seed(FactValues(self))?);
                continue;
            }
            map.next_value::<IgnoredAny>()?;
            if self.book.get(&key).is_some() {
                found.stray.push(FactError::new(&key, "it must stand inside `facts`"));
            }
        }
        Ok(found)
    }
}

/// Reads what stands under `facts`.
struct FactValues<'a>(PersonFile<'a>);

impl<'de> DeserializeSeed<'de> for FactValues<'_> {
    type Value = FoundFacts;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<FoundFacts, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FactValues<'_> {
    type Value = FoundFacts;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(FORM)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FoundFacts, A::Error> {
        let PersonFile { book, gazetteer } = self.0;
        let mut found = FoundFacts { values: vec![None; book.len()], errors: Vec::new() };
        while let Some(Key(fact)) = map.next_key()? {
            let value: serde_json::Value = map.next_value()?;
            let Some((position, _, definition)) = book.definitions.get_full(&*fact) else {
                found.errors.push(no_such_fact(book, &fact));
                continue;
            };
            // `null` is not known.
            let read = (!value.is_null()).then(|| definition.from_json(&value, gazetteer)).transpose();
            match (read, found.values.get_mut(position)) {
                (Ok(value), Some(place)) => *place = value,
                (Ok(_), None) => {}
                (Err(error), _) => found.errors.push(FactError::new(&fact, error.to_string())),
            }
        }
        Ok(found)
    }
}

fn no_such_fact(book: &FactBook, fact: &str) -> FactError {
    let hint = did_you_mean(fact, book.iter().map(|definition| definition.id.as_ref()));
    let message = match hint {
        Some(hint) => format!("there is no such fact; {hint}"),
        None => "there is no such fact".to_owned(),
    };
    FactError::new(fact, message)
}

/// A key, borrowed from the text where it has no escapes.
struct Key<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a key")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }

        json.deserialize_str(Text)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;
    use crate::expression::tests::book;
    use proptest::prelude::*;

    fn from_text(text: &str) -> Result<Facts, String> {
        Facts::from_json_text(&book(), &Gazetteer::new(), text).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_not_json_is_told_from_what_is_no_person_file() {
        for text in ["", "{", "{\"facts\": {}} x", "{\"facts\": {\"hours\": 1,}}"] {
            assert!(from_text(text).unwrap_err().starts_with("it is not JSON"), "{text}");
        }
        for text in ["1", "[]", "{}", "{\"facts\": 3}", "{\"fact\": {}}"] {
            assert_eq!(from_text(text).unwrap_err(), format!("fact `facts`: {FORM}"), "{text}");
        }
        assert_eq!(from_text("{\"facts\": {\"hours\": 3, \"hours\": null}, \"more\": [1]}"), Ok(Facts::new()));
    }

    proptest! {
        /// Keys and values that fit, do not fit, or stand in the wrong place.
        #[test]
        fn a_text_is_read_as_its_json(
            entries in proptest::collection::vec((
                proptest::sample::select(vec!["yes", "hours", "since", "code", "set", "home", "nothing", "h\\u0061lf"]),
                proptest::sample::select(vec!["true", "3", "-1", "2.5", "null", "\"x\"", "[\"p\"]", "\"2024-01-31\"", "\"E01000001\"", "{}"]),
                prop::bool::weighted(0.9),
            ), 0..6),
        ) {
            let list = |inside: bool| {
                let kept = entries.iter().filter(|entry| entry.2 == inside);
                kept.map(|(key, value, _)| format!("\"{key}\": {value}")).collect::<Vec<_>>().join(", ")
            };
            let (facts, beside) = (list(true), list(false));
            let comma = if beside.is_empty() { "" } else { ", " };
            let text = format!("{{\"facts\": {{{facts}}}{comma}{beside}}}");
            let repeated = {
                let mut keys: Vec<_> = entries.iter().map(|entry| (entry.0, entry.2)).collect();
                keys.sort_unstable();
                keys.windows(2).any(|pair| pair.first() == pair.last())
            };
            prop_assume!(!repeated);
            let json = serde_json::from_str(&text).unwrap();
            let expected = Facts::from_json(&book(), &Gazetteer::new(), &json);
            let found = match Facts::from_json_text(&book(), &Gazetteer::new(), &text) {
                Err(PersonFileError::Facts(errors)) => Err(errors),
                Err(error) => panic!("{error}"),
                Ok(facts) => Ok(facts),
            };
            prop_assert_eq!(found, expected, "{}", text);
        }
    }
}
