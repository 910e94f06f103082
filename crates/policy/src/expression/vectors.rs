//! Expressions with their answers, by the sections of the tests of the CEL specification.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use super::tests::{areas, book, expression, truth};
use crate::{Truth, facts::Known};
use toml::{Table, Value};

/// What is known of the facts of [`book`], from the `given` of a vector.
fn known(given: Option<&Table>) -> Vec<Known<'static>> {
    let book = book();
    let mut known = vec![Known::Unknown; book.len()];
    for (fact, value) in given.into_iter().flatten() {
        let (position, _, definition) = book.definitions.get_full(fact.as_str()).unwrap();
        let code = |text: &Value| {
            definition.codes().iter().position(|code| code.code.as_ref() == text.as_str().unwrap()).unwrap()
        };
        known[position] = match value {
            Value::Boolean(yes) => Known::YesNo(*yes),
            Value::Integer(number) => Known::Number(*number),
            Value::String(_) => Known::Code(code(value)),
            Value::Array(codes) => Known::Codes(codes.iter().map(code).collect()),
            other => panic!("no fact has the value {other}"),
        };
    }
    known
}

/// What the vector gives, and what it should.
fn tried(vector: &Table) -> (String, String) {
    let written = vector["expr"].as_str().unwrap();
    if let Some(code) = vector.get("refused") {
        let found =
            expression(written).1.iter().find(|fault| fault.is_error()).map_or("", |fault| fault.code()).to_owned();
        return (found, code.as_str().unwrap().to_owned());
    }
    let (text, expected) = match vector.get("is") {
        Some(Value::Integer(number)) => (format!("({written}) == {number}"), Truth::Met),
        Some(Value::Boolean(so)) => (written.to_owned(), Truth::from(*so)),
        _ if is_number(written) => (format!("({written}) == 1"), Truth::Unknown),
        _ => (written.to_owned(), Truth::Unknown),
    };
    let Some(expression) = expression(&text).0 else { return ("refused".to_owned(), format!("{expected:?}")) };
    let found = truth(&expression, &known(vector.get("given").and_then(Value::as_table)), &areas());
    (format!("{found:?}"), format!("{expected:?}"))
}

/// Whether the expression gives a number, so that an unknown one is to be compared with something.
fn is_number(written: &str) -> bool {
    expression(written).1.iter().any(|fault| fault.code() == "policy/not-yes-or-no")
}

#[test]
fn every_vector_gives_what_it_says() {
    let file: Table = include_str!("vectors.toml").parse().unwrap();
    let (mut wrong, mut tried_in_all) = (Vec::new(), 0);
    for section in file["section"].as_array().unwrap() {
        for vector in section["vectors"].as_array().unwrap() {
            tried_in_all += 1;
            let (found, expected) = tried(vector.as_table().unwrap());
            if found != expected {
                wrong.push(format!("{}: {} gives {found}, not {expected}", section["name"], vector["expr"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried_in_all > 150, "{tried_in_all} vectors");
}
