//! What is held on a person, in words: on their own page, and in an emergency.

use super::{in_plain_words, pages::show::facts::category_says};
use crate::{Application, access::SeenPerson};
use kernel::in_words;
use serde::Serialize;
use std::collections::BTreeSet;

/// What is held in one category.
#[derive(Serialize)]
pub(crate) struct Group {
    pub(crate) says: String,
    pub(crate) facts: Vec<Fact>,
}

/// An answer in words.
#[derive(Serialize)]
pub(crate) struct Fact {
    pub(crate) label: String,
    pub(crate) value: String,
    /// Where it came from, and the day on which it was so.
    pub(crate) source: String,
}

/// What is held on a person and may be shown, category by category.
pub(crate) fn held(app: &Application, seen: &SeenPerson) -> Vec<Group> {
    let held: BTreeSet<&str> = seen.answers().map(|answer| answer.fact.as_str()).collect();
    let groups = app.policy.categories.keys().map(|category| {
        let facts =
            app.policy.facts.iter().filter(|known| known.category == *category && held.contains(known.id.as_ref()));
        let lines = facts.filter_map(|definition| {
            let answer = seen.answers().find(|answer| answer.fact == *definition.id)?;
            let value = answer.value.as_ref();
            let value = value.map_or_else(|| "Not known".to_owned(), |value| in_plain_words(app, value, definition));
            let source = format!("{}, {}", answer.source, in_words(answer.known_on));
            Some(Fact { label: definition.says.clone(), value, source })
        });
        Group { says: category_says(app, category), facts: lines.collect() }
    });
    groups.filter(|group| !group.facts.is_empty()).collect()
}
