//! Names that stand in what a claim rests on, and what stands in their place once they are erased.
//!
//! Employers become `Employer 1`, `Employer 2`, so that which job was with whom can still be told; where something is known
//! from stays if it is a kind of evidence that contracts speak of, and becomes `Source 1` if it is somebody's own words. A
//! decision keeps every number, day and code, so that it comes out again as it was made.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What the rules write before and after the name of an employer, in words.
const BEFORE: [&str; 3] = ["with ", "(", ", "];
const AFTER: [&str; 3] = [" from ", ")", ", "];

/// The names that were met, numbered in that order.
pub(super) struct Names {
    employers: BTreeMap<String, String>,
    /// Kinds of evidence that say nothing of anybody.
    known: BTreeSet<String>,
    /// By kind of evidence, as decisions have it.
    sources: BTreeMap<String, String>,
}

impl Names {
    /// Nobody yet; `known` are kinds of evidence that say nothing of anybody.
    pub(super) fn none(known: BTreeSet<String>) -> Self {
        Self { employers: BTreeMap::new(), known, sources: BTreeMap::new() }
    }

    /// What stands for an employer.
    pub(super) fn employer(&mut self, name: &str) -> String {
        let next = format!("Employer {}", self.employers.len() + 1);
        self.employers.entry(name.to_owned()).or_insert(next).clone()
    }

    /// What stands for where something is known from; `kind` is how decisions have the same.
    pub(super) fn source(&mut self, typed: &str, kind: String) -> String {
        if self.known.contains(&kind) {
            return typed.to_owned();
        }
        let next = format!("Source {}", self.sources.len() + 1);
        self.sources.entry(kind).or_insert(next).clone()
    }

    /// The same value of a decision without the names.
    pub(super) fn out_of(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.out_of_words(text)),
            Value::Array(values) => values.into_iter().map(|value| self.out_of(value)).collect(),
            Value::Object(entries) => entries.into_iter().map(|(key, value)| self.out_of_entry(key, value)).collect(),
            other => other,
        }
    }

    fn out_of_entry(&self, key: String, value: Value) -> (String, Value) {
        let value = match (key.as_str(), value) {
            ("employer", Value::String(name)) => Value::String(self.employers.get(&name).cloned().unwrap_or(name)),
            ("evidence", Value::Array(given)) => given.into_iter().map(|one| self.out_of_evidence(one)).collect(),
            (_, value) => self.out_of(value),
        };
        (key, value)
    }

    /// Evidence is `{ of, kind }`.
    fn out_of_evidence(&self, mut given: Value) -> Value {
        if let Some(Value::String(kind)) = given.get_mut("kind")
            && let Some(source) = self.sources.get(kind)
        {
            *kind = crate::delivery::store::evidence_kind(source);
        }
        given
    }

    fn out_of_words(&self, text: String) -> String {
        let mut text = text;
        for (name, number) in &self.employers {
            for before in BEFORE {
                for after in AFTER {
                    text = text.replace(&format!("{before}{name}{after}"), &format!("{before}{number}{after}"));
                }
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_go_from_where_they_stand_and_from_nowhere_else() {
        let mut names = Names::none(["payslip".to_owned()].into());
        // Called like a month, a kind of job, and a part of another name.
        for (name, number) in [("May", 1), ("employee", 2), ("Bakery", 3), ("Bakery North", 4), ("May", 1)] {
            assert_eq!(names.employer(name), format!("Employer {number}"));
        }
        assert_eq!(names.source("Payslip", "payslip".to_owned()), "Payslip");
        assert_eq!(names.source("Told by Ann", "told-by-ann".to_owned()), "Source 1");
        let kept = json!({
            "spells": [{ "employer": "May", "kind": "employee" }, { "employer": "Bakery North", "kind": "employee" }],
            "evidence": [{ "of": "1", "kind": "told-by-ann" }, { "of": "2", "kind": "payslip" }],
            "says": "Work began on 5 May 2025 (May, Bakery North). hours with Bakery from 6 May 2025",
        });
        let told = json!({
            "spells": [{ "employer": "Employer 1", "kind": "employee" }, { "employer": "Employer 4", "kind": "employee" }],
            "evidence": [{ "of": "1", "kind": "source-1" }, { "of": "2", "kind": "payslip" }],
            "says": "Work began on 5 May 2025 (Employer 1, Employer 4). hours with Employer 3 from 6 May 2025",
        });
        assert_eq!(names.out_of(kept), told);
    }
}
