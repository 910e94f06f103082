//! Reading what another directory sends: the good records kept, each bad one named.

use super::{PageNumbers, Record};
use crate::message::shortened;
use serde_json::error::Category;
use serde_json::{Map, Value};

/// The longest identifier that is taken, in characters.
const LONGEST_ID: usize = 200;

/// In which form the records came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A page with `contents`.
    Page,
    /// A bare list.
    List,
    /// One record by itself.
    Single,
}

/// What a page held.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRead<T> {
    /// What the page says of itself; empty unless the shape is [`Shape::Page`].
    pub numbers: PageNumbers,
    /// The form it came in.
    pub shape: Shape,
    /// The good records, in order.
    pub records: Vec<T>,
    /// The bad ones, in order.
    pub faults: Vec<RecordFault>,
}

/// A record that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("record {}{}: {why}", index + 1, id.as_ref().map(|id| format!(" (id `{id}`)")).unwrap_or_default())]
pub struct RecordFault {
    /// Its place on the page, from 0.
    pub index: usize,
    /// Its identifier, when it has one.
    pub id: Option<String>,
    /// What is wrong with it.
    pub why: String,
}

/// Why a page as a whole could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageFault {
    /// Nothing came.
    #[error("the answer is empty")]
    Empty,
    /// A web page came.
    #[error("the answer is a web page (HTML or XML), not JSON: is this the address of the API?")]
    Markup,
    /// It ends too early.
    #[error("the JSON breaks off at line {line}, column {column}")]
    BreaksOff {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// It is not JSON.
    #[error("not JSON, at line {line}, column {column}")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// It is JSON of another kind.
    #[error("neither a page with `contents`, nor a list, nor a record with an `id`")]
    NotAPage,
    /// It is a page of the standard's first version.
    #[error("this is Open Referral UK 1.0 (`content`); only version 3.0 (`contents`) is read")]
    OlderStandard,
}

/// Reads a page, a bare list, or one record by itself.
///
/// # Errors
/// When the bytes as a whole are none of these.
pub fn read_page<T: Record>(bytes: &[u8]) -> Result<PageRead<T>, PageFault> {
    let (numbers, shape, contents) = match parse(bytes)? {
        Value::Array(contents) => (PageNumbers::default(), Shape::List, contents),
        Value::Object(mut object) => match object.remove("contents") {
            Some(Value::Array(contents)) => (page_numbers(&object), Shape::Page, contents),
            Some(Value::Null) => (page_numbers(&object), Shape::Page, Vec::new()),
            Some(_) => return Err(PageFault::NotAPage),
            None if object.contains_key("id") => (PageNumbers::default(), Shape::Single, vec![Value::Object(object)]),
            None if object.get("content").is_some_and(Value::is_array) => {
                return Err(PageFault::OlderStandard);
            }
            None => return Err(PageFault::NotAPage),
        },
        _ => return Err(PageFault::NotAPage),
    };
    let mut page = PageRead { numbers, shape, records: Vec::new(), faults: Vec::new() };
    for (index, value) in contents.into_iter().enumerate() {
        let id = value.get("id").and_then(Value::as_str).map(shortened);
        match read_record(value) {
            Ok(record) => page.records.push(record),
            Err(why) => page.faults.push(RecordFault { index, id, why }),
        }
    }
    Ok(page)
}

/// Reads one record.
///
/// # Errors
/// What is wrong with it, naming the field.
pub fn read_record<T: Record>(value: Value) -> Result<T, String> {
    if !value.is_object() {
        return Err(format!("a {} should be an object", T::KIND.replace('_', " ")));
    }
    let record: T = serde_path_to_error::deserialize(value).map_err(|error| {
        let path = shortened(&error.path().to_string());
        format!("`{path}`: {}", shortened(&error.into_inner().to_string()))
    })?;
    let id = record.id();
    if id.trim().is_empty() {
        Err("`id` is missing".to_owned())
    } else if id.chars().count() > LONGEST_ID || id.chars().any(char::is_control) {
        Err(format!("`id` is longer than {LONGEST_ID} characters or holds control characters"))
    } else if let Some(field) = record.missing() {
        Err(format!("`{field}` is missing"))
    } else {
        Ok(record)
    }
}

fn parse(bytes: &[u8]) -> Result<Value, PageFault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match bytes.first() {
        None => return Err(PageFault::Empty),
        Some(b'<') => return Err(PageFault::Markup),
        Some(_) => {}
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            Category::Eof => PageFault::BreaksOff { line, column },
            _ => PageFault::NotJson { line, column },
        }
    })
}

fn page_numbers(object: &Map<String, Value>) -> PageNumbers {
    let number = |name: &str| match object.get(name)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    PageNumbers {
        total_items: number("total_items"),
        total_pages: number("total_pages"),
        page_number: number("page_number"),
        size: number("size"),
        last_page: object.get("last_page").and_then(Value::as_bool),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::oruk::{Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm};
    use proptest::prelude::*;

    fn services(text: &str) -> Result<PageRead<Service>, PageFault> {
        read_page(text.as_bytes())
    }

    #[test]
    fn a_bad_record_is_named_and_the_others_kept() {
        let page = services(
            r#"{"total_items": "5", "page_number": 1, "last_page": true, "contents": [
                {"id": "1", "name": "One", "status": "active", "minimum_age": "16", "email": null},
                {"id": "2", "name": "Two", "status": "open"},
                {"name": "Three", "status": "active"},
                "four",
                {"id": "5", "name": "Five", "status": "active",
                 "service_at_locations": [{"location": {"latitude": "north"}}]}
            ]}"#,
        )
        .unwrap();
        assert_eq!(page.numbers.total_items, Some(5));
        assert_eq!(page.records.len(), 1);
        assert_eq!(page.records[0].minimum_age.as_ref().unwrap().as_f64(), 16.0);
        let faults: Vec<String> = page.faults.iter().map(ToString::to_string).collect();
        assert!(faults[0].starts_with("record 2 (id `2`): `status`: unknown variant `open`"), "{faults:?}");
        assert_eq!(faults[1], "record 3: `id` is missing");
        assert_eq!(faults[2], "record 4: a service should be an object");
        assert_eq!(
            faults[3],
            "record 5 (id `5`): `service_at_locations[0].location.latitude`: `north` is not a number"
        );
    }

    #[test]
    fn what_is_no_page_is_refused_with_the_reason() {
        for (given, fault) in [
            ("", PageFault::Empty),
            (" \n", PageFault::Empty),
            ("<!doctype html><p>Not here", PageFault::Markup),
            ("{\"contents\": [{\"id\": \"1\"", PageFault::BreaksOff { line: 1, column: 24 }),
            ("hello", PageFault::NotJson { line: 1, column: 1 }),
            ("7", PageFault::NotAPage),
            ("{\"contents\": 7}", PageFault::NotAPage),
            ("{}", PageFault::NotAPage),
            ("{\"content\": []}", PageFault::OlderStandard),
        ] {
            assert_eq!(services(given), Err(fault), "{given}");
        }
    }

    #[test]
    fn a_list_and_a_single_record_are_read_too() {
        let one = r#"{"id": "1", "name": "One", "status": "active"}"#;
        assert_eq!(services(one).unwrap().shape, Shape::Single);
        assert_eq!(services(&format!("\u{feff}[{one},{one}]")).unwrap().records.len(), 2);
        assert_eq!(services(r#"{"contents": null}"#).unwrap().records.len(), 0);
    }

    #[test]
    fn what_is_not_known_here_is_served_as_it_came() {
        let text =
            r#"{"id":"1","name":"One","status":"temporarily closed","minimum_age":12,"local_code":{"deep":[1,null]}}"#;
        let service: Service = read_record(serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!(serde_json::to_string(&service).unwrap(), text);
    }

    #[test]
    fn very_deep_nesting_is_refused_not_followed() {
        assert!(services(&"[".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read_page::<Service>(&bytes);
            let _ = read_page::<Taxonomy>(&bytes);
        }

        #[test]
        fn no_json_makes_it_panic(text in r#"(\[|\{|\}|\]|"id"|"name"|"contents"|"status"|:|,|1|null|"active"|"x"| ){0,40}"#) {
            let _ = read_page::<Service>(text.as_bytes());
            let _ = read_page::<Organization>(text.as_bytes());
            let _ = read_page::<ServiceAtLocation>(text.as_bytes());
            let _ = read_page::<TaxonomyTerm>(text.as_bytes());
        }

        #[test]
        fn what_is_served_is_read_back_the_same(name in "[a-zA-Z ]{0,20}x", age in 0_u32..100, more in ".{0,20}") {
            let service = Service {
                id: "1".into(),
                name,
                status: Some(crate::oruk::ServiceStatus::Active),
                minimum_age: Some(age.into()),
                description: Some(more),
                ..Service::default()
            };
            let text = serde_json::to_string(&service).unwrap();
            prop_assert_eq!(read_record::<Service>(serde_json::from_str(&text).unwrap()).unwrap(), service);
        }
    }
}
