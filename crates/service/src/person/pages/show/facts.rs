//! What is known of a person, and what has not been asked, by category.

use crate::{
    Application,
    access::SeenPerson,
    person::{in_plain_words, store::Recorded},
};
use kernel::{Day, in_words};
use policy::FactDefinition;

/// One category with its facts.
pub(super) struct FactGroup {
    pub(super) says: String,
    pub(super) known: Vec<FactLine>,
    /// Questions without an answer: where to answer each, and its label.
    pub(super) open: Vec<(String, String)>,
}

/// One fact that is known.
pub(super) struct FactLine {
    pub(super) id: String,
    pub(super) says: String,
    pub(super) value: String,
    /// Where it came from and on which day it was so.
    pub(super) source: String,
    /// Whether the answer is too old to rely on.
    pub(super) stale: bool,
    /// Where to change it.
    pub(super) href: String,
}

/// Every category of which something may be shown, in the order of the text.
pub(super) fn groups(app: &Application, seen: &SeenPerson) -> Vec<FactGroup> {
    let today = app.today_in(&seen.person.area);
    let shown = app.policy.categories.values().filter(|category| seen.decision.shows(&category.id));
    let groups = shown.map(|category| {
        let asked = || app.policy.facts.iter().filter(|definition| definition.category == category.id);
        let address = |definition: &FactDefinition| format!("/people/{}/facts/{}", seen.id(), definition.id);
        let known = asked()
            .filter_map(|definition| line(app, today, definition, seen.recorded(&definition.id)?, address(definition)));
        let open = asked().filter(|definition| seen.recorded(&definition.id).is_none());
        FactGroup {
            says: category.says.clone(),
            known: known.collect(),
            open: open.map(|definition| (address(definition), definition.says.clone())).collect(),
        }
    });
    groups.filter(|group| !group.known.is_empty() || !group.open.is_empty()).collect()
}

fn line(
    app: &Application,
    today: Day,
    definition: &FactDefinition,
    recorded: &Recorded,
    href: String,
) -> Option<FactLine> {
    let value = recorded.value.as_ref()?;
    let answer =
        policy::Answer { value: value.clone(), source: recorded.source.clone(), known_on: Some(recorded.known_on) };
    Some(FactLine {
        id: definition.id.to_string(),
        says: definition.says.clone(),
        value: in_plain_words(app, value, definition),
        source: format!("{}, {}", recorded.source, in_words(recorded.known_on)),
        stale: !definition.is_good_on(&answer, today),
        href,
    })
}

/// What a category holds, in words.
pub(crate) fn category_says(app: &Application, id: &str) -> String {
    app.policy.categories.get(id).map_or_else(|| id.to_owned(), |category| category.says.clone())
}
