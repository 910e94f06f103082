//! Every reason code of the product, with its words and where it is written.
//!
//! A code is a path: `spine/programmes/restart#long-enough` and `areas/newcastle/area#lone-parent`
//! are in policy text, `rules/payment/claim_window` is a file of the rules, whose head says what it
//! decides and on what authority. `spine/access.cedar#…` are the policies of access.

use crate::policy_source::Ready;
use include_dir::{Dir, DirEntry, include_dir};
use policy::{Criterion, Programme, Stream};
use rules::attribution::Test;

/// The rules, as they were built in.
static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../rules/src");

/// One reason code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) code: String,
    /// What it asks or says, in one line.
    pub(crate) says: String,
    /// On whose authority; empty where the text gives none.
    pub(crate) source: String,
    /// The file it is written in.
    pub(crate) file: String,
    /// The text itself: the expression, or the head of the rule's file.
    pub(crate) text: String,
}

/// Every entry: the spine, the areas, the policies of access, the rules.
pub(crate) fn entries(ready: &Ready) -> Vec<Entry> {
    let mut found = Vec::new();
    let spine = ready.policy.programmes.values();
    let local = ready.policy.areas.values().flat_map(|area| area.programmes.values());
    for programme in spine.chain(local) {
        programme_entries(programme, &mut found);
    }
    for area in ready.policy.areas.values() {
        area.layered.values().for_each(|programme| layer_entries(programme, &mut found));
        area.funding.values().for_each(|stream| stream_entries(stream, &mut found));
        found.extend(area.standards.iter().map(|local| Entry {
            code: local.code.to_string(),
            says: local.standard.says.clone(),
            source: local.standard.source.clone(),
            file: format!("areas/{}/standards.toml", area.id),
            text: String::new(),
        }));
        found.extend(area.priority_groups.iter().map(|group| Entry {
            code: group.code.to_string(),
            says: group.says.clone(),
            source: area.source.clone(),
            file: format!("areas/{}/area.toml", area.id),
            text: group.when.text().trim().to_owned(),
        }));
    }
    if let Ok(authoriser) = service::policy_text::authoriser(&ready.source, &ready.policy) {
        found.extend(authoriser.policies().map(|ground| Entry {
            code: ground.code.clone(),
            says: ground.says.clone(),
            source: String::new(),
            file: "spine/access.cedar".to_owned(),
            text: String::new(),
        }));
    }
    rule_entries(&RULES, &mut found);
    found
}

fn programme_entries(programme: &Programme, found: &mut Vec<Entry>) {
    let file = format!("{}.toml", programme.path);
    found.extend(programme.standing.iter().map(|standing| Entry {
        code: standing.code.to_string(),
        says: standing.says.to_string(),
        source: programme.source.to_string(),
        file: file.clone(),
        text: String::new(),
    }));
    found.extend(programme.criteria.iter().map(|criterion| Entry {
        code: criterion.code.to_string(),
        says: says(criterion),
        source: criterion.source.as_ref().unwrap_or(&programme.source).to_string(),
        file: file.clone(),
        text: criterion.when.text().trim().to_owned(),
    }));
}

/// What a stream of money asks of a cost and of the person.
fn stream_entries(stream: &Stream, found: &mut Vec<Entry>) {
    let entry = |code: String, says: String, source: &str, text: &str| Entry {
        code,
        says,
        source: source.to_owned(),
        file: format!("{}.toml", stream.path),
        text: text.trim().to_owned(),
    };
    let asked = |test: &Test| matches!(test, Test::Year | Test::Management) || test.is_asked_by(stream);
    let tests = Test::ALL.into_iter().filter(asked);
    found.extend(tests.map(|test| entry(test.code(stream), test.says(stream), &stream.source, "")));
    found.extend(stream.criteria.iter().map(|criterion| {
        let source = criterion.source.as_ref().unwrap_or(&stream.source);
        entry(criterion.code.to_string(), says(criterion), source, criterion.when.text())
    }));
}

/// What an area's layer changes of the programme: the numbers it sets, and whom it lets through besides.
fn layer_entries(programme: &Programme, found: &mut Vec<Entry>) {
    let Some(path) = &programme.layer else { return };
    let file = format!("{path}.toml");
    for parameter in &programme.parameters {
        let mut set = parameter.values.iter().filter_map(|value| Some((value, value.set_by.as_ref()?)));
        // The last value is the one that holds, or held last.
        found.extend(set.next_back().map(|(value, code)| Entry {
            code: code.to_string(),
            says: format!("{}: {}", parameter.name(), parameter.in_words(value.is)),
            source: value.source.clone().unwrap_or_default(),
            file: file.clone(),
            text: String::new(),
        }));
    }
    let widened = programme.criteria.iter().filter_map(|criterion| criterion.widened.as_ref());
    for widening in widened.flat_map(|widened| &widened.by) {
        if found.iter().all(|entry| *entry.code != *widening.code) {
            found.push(Entry {
                code: widening.code.to_string(),
                says: format!(
                    "{} (paid for by {})",
                    widening.says.on(widening.until.unwrap_or(kernel::Day::MAX)),
                    widening.pays.name
                ),
                source: widening.source.to_string(),
                file: file.clone(),
                text: widening.when.text().trim().to_owned(),
            });
        }
    }
}

/// The criterion in words, with the values that hold now or held last.
fn says(criterion: &Criterion) -> String {
    criterion.says.on(criterion.until.unwrap_or(kernel::Day::MAX)).to_string()
}

fn rule_entries(folder: &Dir<'_>, found: &mut Vec<Entry>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => rule_entries(inner, found),
            DirEntry::File(file) => found.extend(rule_entry(
                &file.path().with_extension("").display().to_string().replace('\\', "/"),
                file.contents_utf8().unwrap_or_default(),
            )),
        }
    }
}

/// The head of a rule's file, if it decides something: it then names its authority.
fn rule_entry(path: &str, contents: &str) -> Option<Entry> {
    let head: Vec<&str> = contents
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .map(|line| line.trim_start_matches("//!").trim())
        .collect();
    let from = head.iter().position(|line| line.starts_with("*Authority*"))?;
    let until = head.iter().skip(from + 1).position(|line| line.starts_with('*')).map(|more| from + 1 + more);
    let authority = head.get(from..until.unwrap_or(head.len()))?.join(" ");
    Some(Entry {
        code: format!("rules/{path}"),
        says: (*head.first()?).to_owned(),
        source: authority.trim_start_matches("*Authority*:").trim().to_owned(),
        file: format!("crates/rules/src/{path}.rs"),
        text: head.join("\n").trim().to_owned(),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_rule_is_its_entry() {
        let contents = "//! Is it so?\n//!\n//! *Authority*: a text,\n//! continued.\n//! *Applies*: always.\n\nuse x;";
        let entry = rule_entry("payment/it", contents).unwrap();
        assert_eq!((entry.code.as_str(), entry.says.as_str()), ("rules/payment/it", "Is it so?"));
        assert_eq!(entry.source, "a text, continued.");
        assert_eq!(rule_entry("mod", "//! A room.\n"), None);
    }
}
