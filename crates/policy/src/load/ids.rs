//! Ids: how they are written, and that no two things share one.

use super::reader::{Reader, Spotted};
use indexmap::IndexMap;

/// Names that expressions use for something else.
const TAKEN: [&str; 14] =
    ["today", "true", "false", "null", "in", "has", "and", "or", "not", "date", "area", "size", "age_on", "self"];

/// An id of lower-case letters, digits and `-`, as files and reason codes use it.
pub(super) fn plain_id(reader: &Reader<'_>) -> Spotted<String> {
    id(reader, "letters a to z, digits and `-`, no `-` first", |position, character| {
        character.is_ascii_lowercase() || character.is_ascii_digit() || (position > 0 && matches!(character, '-' | '_'))
    })
}

/// An id that expressions can name: lower-case letters, digits and `_`.
pub(super) fn name_in_expressions(reader: &Reader<'_>) -> Spotted<String> {
    let id = id(reader, "letters a to z, digits and `_`, a letter first", |position, character| {
        character.is_ascii_lowercase() || (position > 0 && (character.is_ascii_digit() || character == '_'))
    });
    if TAKEN.contains(&id.value.as_str()) {
        reader.faults.add(
            reader
                .error(
                    "policy/name-taken",
                    id.span.clone(),
                    format!("`{}` means something else in expressions", id.value),
                )
                .label("choose another name"),
        );
    }
    id
}

fn id(reader: &Reader<'_>, allowed: &str, is_allowed: impl Fn(usize, char) -> bool) -> Spotted<String> {
    let id = reader.text("id");
    let well_formed = id.value.chars().enumerate().all(|(position, character)| is_allowed(position, character));
    if !well_formed || id.value.len() > 80 {
        reader.faults.add(
            reader
                .error("policy/malformed-id", id.span.clone(), "this is not an id")
                .label(format!("an id has {allowed}")),
        );
    }
    id
}

/// Reports an id that is not the name of its file or folder: reason codes are paths.
pub(super) fn expect_id_of_file(reader: &Reader<'_>, id: &Spotted<String>, name: &str) {
    if id.value != name && !id.value.is_empty() {
        reader.faults.add(
            reader
                .error(
                    "policy/id-is-not-file-name",
                    id.span.clone(),
                    format!("the id `{}` is not the name `{name}` of the file or folder", id.value),
                )
                .label("must be the same")
                .help("a reason code is a path, so that anyone can find the rule: give both the same name"),
        );
    }
}

/// Keeps a thing by its id; a second thing with the same id is reported and left out.
pub(super) fn keep<T>(things: &mut IndexMap<String, T>, reader: &Reader<'_>, id: Spotted<String>, thing: T) {
    if things.contains_key(&id.value) && !id.value.is_empty() {
        report_duplicate(reader, &id);
    } else {
        things.insert(id.value, thing);
    }
}

/// Reports an id that something else has already.
pub(super) fn report_duplicate(reader: &Reader<'_>, id: &Spotted<String>) {
    reader.faults.add(
        reader
            .error("policy/duplicate-id", id.span.clone(), format!("the id `{}` is used twice", id.value))
            .label("used before")
            .help("give one of the two another id"),
    );
}
