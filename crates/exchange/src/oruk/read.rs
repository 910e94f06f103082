//! Reading what another directory sends: the good records kept, each bad one named.

use super::plain::make_plain;
use super::{PageNumbers, Record, repair};
use crate::message::shortened;
use serde_json::error::Category;
use serde_json::{Map, Value};

/// The longest identifier that is taken, in characters.
const MAX_ID_LENGTH: usize = 200;

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
    /// What of the good records had not quite the shape of the standard, and was read all the same or left out.
    pub mended: Vec<RecordFault>,
}

/// What is wrong with a record.
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
    let mut page = PageRead { numbers, shape, records: Vec::new(), faults: Vec::new(), mended: Vec::new() };
    for (index, value) in contents.into_iter().enumerate() {
        let id = value.get("id").and_then(id_of);
        match read_record_mended(value) {
            Ok((record, mended)) => {
                let named = |why| RecordFault { index, id: id.clone(), why };
                page.mended.extend(mended.into_iter().map(named));
                page.records.push(record);
            }
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
    read_record_mended(value).map(|(record, _)| record)
}

/// The id of a record for a message; some feeds write it as a number.
fn id_of(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(shortened(id)),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// Reads one record; gives what was mended, too.
fn read_record_mended<T: Record>(mut value: Value) -> Result<(T, Vec<String>), String> {
    if !value.is_object() {
        return Err(format!("a {} should be an object", T::KIND.replace('_', " ")));
    }
    make_plain(&mut value);
    let (record, mended) = repair::read::<T>(value)?;
    let id = record.id();
    if id.trim().is_empty() {
        Err("`id` is missing".to_owned())
    } else if id.chars().count() > MAX_ID_LENGTH || id.chars().any(char::is_control) {
        Err(format!("`id` is longer than {MAX_ID_LENGTH} characters or holds control characters"))
    } else if let Some(field) = record.missing() {
        // A value that was left out is why the field is missing.
        let left_out = mended.iter().find(|says| says.starts_with(&format!("`{field}`")));
        Err(left_out.cloned().unwrap_or_else(|| format!("`{field}` is missing")))
    } else {
        Ok((record, mended))
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
        last_page: object.get("last_page").and_then(truth),
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value.as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => value.as_bool(),
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
        assert_eq!(page.records.len(), 2);
        assert_eq!(page.records[0].minimum_age.as_ref().unwrap().as_f64(), 16.0);
        let faults: Vec<String> = page.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults[0], "record 2 (id `2`): `status`: \"open\" is not what belongs here, and is left out");
        assert_eq!(faults[1], "record 3: `id` is missing");
        assert_eq!(faults[2], "record 4: a service should be an object");
        let mended: Vec<String> = page.mended.iter().map(ToString::to_string).collect();
        assert_eq!(
            mended,
            [
                "record 5 (id `5`): `service_at_locations[0].location.latitude`: \"north\" is not what belongs here, and is \
              left out"
            ]
        );
    }

    #[test]
    fn values_of_nearly_the_right_shape_are_kept_and_named() {
        let page = services(
            r#"{"last_page": "true", "contents": [{
                "id": 1001, "name": 7, "status": "Temporarily_Closed", "email": false, "fees": 5,
                "schedules": {"id": "s", "byday": "MO", "bymonthday": 3, "interval": "2"},
                "organization": [{"id": "o", "name": "Org"}], "contacts": ["Ann", {"id": "c", "name": "Bob"}],
                "service_at_locations": [{"location": {"addresses": {"postal_code": "B9 5QT"}}}], "attributes": "none",
                "minimum_age": "over 18"
            }]}"#,
        )
        .unwrap();
        assert_eq!((page.numbers.last_page, page.faults.len()), (Some(true), 0), "{:?}", page.faults);
        let service = &page.records[0];
        assert_eq!((service.id.as_str(), service.name.as_str(), service.fees.as_deref()), ("1001", "7", Some("5")));
        assert_eq!(service.status, Some(crate::oruk::ServiceStatus::TemporarilyClosed));
        assert_eq!(service.schedules[0].bymonthday.as_deref(), Some("3"));
        assert_eq!(service.organization.as_ref().unwrap().name, "Org");
        assert_eq!((service.contacts.len(), service.contacts[0].name.as_deref()), (1, Some("Bob")));
        assert!(service.service_at_locations[0].location.as_ref().unwrap().postcode().is_some());
        assert!(service.email.is_none() && service.minimum_age.is_none() && service.attributes.is_empty());
        let mended: Vec<String> = page.mended.iter().map(ToString::to_string).collect();
        for said in [
            "record 1 (id `1001`): `id`: a number, read as text",
            "record 1 (id `1001`): `status`: read in small letters",
            "record 1 (id `1001`): `schedules`: one in place of a list, read as a list of one",
            "record 1 (id `1001`): `organization`: a list of one, read as that one",
            "record 1 (id `1001`): `contacts[0]`: \"Ann\" is not what belongs here, and is left out",
            "record 1 (id `1001`): `email`: false is not what belongs here, and is left out",
            "record 1 (id `1001`): `minimum_age`: \"over 18\" is not what belongs here, and is left out",
        ] {
            assert!(mended.iter().any(|one| one == said), "{said}: {mended:#?}");
        }
    }

    #[test]
    fn a_record_with_nothing_right_ends_with_a_fault() {
        let many: Vec<String> = (0..500).map(|_| "7".to_owned()).collect();
        let text = format!(r#"{{"id": "1", "name": "One", "status": "active", "contacts": [{}]}}"#, many.join(","));
        assert_eq!(services(&text).unwrap().faults.len(), 1);
        assert_eq!(services(r#"{"id": ["a", "b"], "name": "One", "status": "active"}"#).unwrap().faults.len(), 1);
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
