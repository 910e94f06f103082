//! Which programmes may a person join on a day, for which reasons, and what to ask next?

use crate::{Area, Expression, Facts, Policy, Programme};
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The answer for one person in one area on one day. Serialises to the JSON of `eligible --json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The id of the area.
    pub area: String,
    /// The day asked about.
    pub on: Day,
    /// The version of the policy text.
    pub policy: String,
    /// A verdict for every programme: the spine's by file name, then the area's own.
    pub programmes: Vec<ProgrammeVerdict>,
    /// Open questions, the one that would settle most first.
    pub ask_next: Vec<AskNext>,
}

/// The answer for one programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgrammeVerdict {
    /// The id of the programme.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// The answer.
    pub verdict: Verdict,
    /// Every criterion in force on the day, in the order of the text after the standing ones.
    pub criteria: Vec<CriterionResult>,
    /// The citation.
    pub cites: Arc<str>,
}

/// May the person join?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every criterion is met.
    Eligible,
    /// At least one criterion is not met, whatever else is unknown.
    NotEligible,
    /// No criterion fails and at least one is unknown.
    Undetermined,
}

/// One of three answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Truth {
    /// It is so.
    Met,
    /// It is not so.
    NotMet,
    /// It cannot be said from what is known.
    Unknown,
}

/// The answer for one criterion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriterionResult {
    /// The reason code: `spine/programmes/restart#long-enough`.
    pub code: Arc<str>,
    /// What must be so, in words, with the values in force on the day.
    pub says: Arc<str>,
    /// The answer.
    pub result: Truth,
    /// The known facts that the criterion reads.
    pub facts: Vec<Arc<FactUsed>>,
    /// Ids of the facts that are not known and could still change the answer.
    pub needs: Vec<Arc<str>>,
}

/// A fact that an answer rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactUsed {
    /// The id of the fact.
    pub id: Arc<str>,
    /// The value as JSON.
    pub value: serde_json::Value,
    /// Where it came from.
    pub source: Arc<str>,
}

/// A question that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskNext {
    /// The id of the fact.
    pub fact: Arc<str>,
    /// The question to ask.
    pub question: Arc<str>,
    /// The number of undetermined programmes for which the fact is needed.
    pub decides: usize,
}

/// Which programmes may the person join on the day `on`, in `area`?
#[must_use]
pub fn assess(policy: &Policy, area: &Area, facts: &Facts, on: Day) -> Assessment {
    let programmes =
        policy.programmes_in(area).map(|programme| assess_one(policy, area, programme, facts, on)).collect();
    Assessment {
        area: area.id.to_string(),
        on,
        policy: policy.version.to_string(),
        programmes,
        ask_next: Vec::new(),
    }
}

/// May the person join this one programme on the day `on`?
#[must_use]
pub fn assess_one(_: &Policy, _: &Area, programme: &Programme, _: &Facts, _: Day) -> ProgrammeVerdict {
    ProgrammeVerdict {
        id: Arc::clone(&programme.id),
        name: Arc::clone(&programme.name),
        verdict: Verdict::Undetermined,
        criteria: Vec::new(),
        cites: Arc::clone(&programme.source),
    }
}

/// Does the expression hold for the person on the day `on`?
#[must_use]
pub fn holds(_: &Policy, _: &Area, _: &Expression, _: &Facts, _: Day) -> Truth {
    Truth::Unknown
}
