//! A record some of whose values have not quite the shape of the standard: what can be kept is kept, and the rest named.
//!
//! A number for a text is read as text, one object for a list as a list of one, a status in capitals as the status.
//! What cannot be read so is left out of the record; the record stays.

use super::Record;
use crate::message::shortened;
use serde::Deserialize;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// The most values of one record that are mended; one with more is no record of the standard.
const MAX_MENDED: usize = 200;

/// Reads a record, mending what has not quite its shape; gives what was mended, each in one sentence.
///
/// # Errors
/// What is wrong with it when nothing could be mended, naming the field.
pub(super) fn read<T: Record>(mut value: Value) -> Result<(T, Vec<String>), String> {
    let mut mended = Vec::new();
    loop {
        let error = match serde_path_to_error::deserialize::<_, T>(&value) {
            Ok(record) => return Ok((record, mended)),
            Err(error) => error,
        };
        let path = shortened(&error.path().to_string());
        let why = error.inner().to_string();
        let says = if mended.len() < MAX_MENDED { mend(&mut value, error.path(), &why) } else { None };
        match says {
            Some(says) => mended.push(format!("`{path}`: {says}")),
            None => return Err(format!("`{path}`: {}", shortened(&why))),
        }
    }
}

/// Mends the value at the path; gives what was done, or `None` when there is no such value.
fn mend(value: &mut Value, path: &Path, why: &str) -> Option<String> {
    let segments: Vec<&Segment> = path.iter().collect();
    let (last, before) = segments.split_last()?;
    let holder = before.iter().try_fold(value, |value, segment| step(value, segment))?;
    let found = step(holder, last)?;
    if let Some((better, says)) = reshaped(found, why) {
        *found = better;
        return Some(says.to_owned());
    }
    let said = shortened(&found.to_string());
    match (holder, last) {
        (Value::Array(list), Segment::Seq { index }) if *index < list.len() => {
            list.remove(*index);
        }
        (Value::Object(fields), Segment::Map { key }) => {
            fields.shift_remove(key);
        }
        _ => return None,
    }
    Some(format!("{said} is not what belongs here, and is left out"))
}

fn step<'a>(value: &'a mut Value, segment: &Segment) -> Option<&'a mut Value> {
    match segment {
        Segment::Seq { index } => value.get_mut(*index),
        Segment::Map { key } => value.get_mut(key.as_str()),
        _ => None,
    }
}

/// The value in the shape that was expected, and how it was read.
fn reshaped(found: &Value, why: &str) -> Option<(Value, &'static str)> {
    let expected = why.rsplit_once("expected ").map_or("", |(_, expected)| expected);
    match found {
        Value::Number(number) if expected.starts_with("a string") => {
            Some((Value::String(number.to_string()), "a number, read as text"))
        }
        Value::Object(_) if expected.starts_with("a sequence") => {
            Some((Value::Array(vec![found.clone()]), "one in place of a list, read as a list of one"))
        }
        Value::Array(list) => match list.as_slice() {
            [one] => Some((one.clone(), "a list of one, read as that one")),
            _ => None,
        },
        Value::String(text) if why.contains("unknown variant") => {
            let word = text.trim().to_lowercase().replace(['_', '-'], " ");
            (word != *text && super::ServiceStatus::deserialize(Value::String(word.clone())).is_ok())
                .then_some((Value::String(word), "read in small letters"))
        }
        _ => None,
    }
}
