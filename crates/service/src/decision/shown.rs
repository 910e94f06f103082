//! What a stored decision holds, in words, as far as the reader may see it.
//!
//! It is read back into the types that made it. What a later program stored differently is left out,
//! never shown raw.

use super::Kind;
use crate::{App, access::SeenDecision};
use kernel::in_words;
use policy::{FactUsed, ProgrammeVerdict, Truth};
use rules::{
    outcome::{Participation, SpellKind},
    payment,
    referral::{Decision, Weight},
};
use serde_json::Value;

/// Why it was decided so.
pub(super) struct Reason {
    pub(super) code: String,
    pub(super) says: String,
    /// Where the rule comes from; "" when it says nothing of that.
    pub(super) cites: String,
    /// How much it weighs, in words; "" for a plain reason.
    pub(super) weight: String,
}

/// A criterion of the programme, and the facts it read that may be shown.
pub(super) struct Criterion {
    pub(super) code: String,
    pub(super) says: String,
    /// `met`, `not-met` or `unknown`.
    pub(super) result: &'static str,
    pub(super) facts: Vec<String>,
}

/// Something else that was read.
pub(super) struct Read {
    pub(super) what: &'static str,
    pub(super) values: Vec<String>,
}

fn is_referral(seen: &SeenDecision) -> bool {
    seen.row.kind == Kind::Referral.word()
}

pub(super) fn question(seen: &SeenDecision) -> &'static str {
    if is_referral(seen) { "May this referral be made?" } else { "Is this outcome owed?" }
}

/// The answer in a sentence.
pub(super) fn answer(app: &App, seen: &SeenDecision) -> String {
    let programme = programme_name(app, seen);
    let to = programme.map(|name| format!(" to {name}")).unwrap_or_default();
    match seen.row.answer.as_str() {
        "allowed" => format!("Yes: the referral{to} may be made."),
        "blocked" => format!("No: the referral{to} may not be made."),
        "owed" => "Yes: the outcome was reached, and is owed under the contract.".to_owned(),
        "not-owed" => "No: the outcome is not owed, so its claim was taken back.".to_owned(),
        other => format!("The answer was “{other}”."),
    }
}

fn programme_name(app: &App, seen: &SeenDecision) -> Option<String> {
    let area = app.policy.area(&seen.row.area)?;
    let id = seen.row.inputs.get("programme")?.as_str()?;
    Some(app.policy.programme(area, id)?.name.to_string())
}

/// Every reason, in the order in which it was found.
pub(super) fn reasons(seen: &SeenDecision) -> Vec<Reason> {
    let stored = seen.row.reasons.clone();
    if is_referral(seen) {
        let decision: Option<Decision> = serde_json::from_value(stored).ok();
        return decision.into_iter().flat_map(|decision| decision.obstacles).map(obstacle).collect();
    }
    let reasons: Vec<payment::Reason> = serde_json::from_value(stored).unwrap_or_default();
    let plain = |reason: payment::Reason| Reason {
        code: reason.code,
        says: reason.says,
        cites: String::new(),
        weight: String::new(),
    };
    reasons.into_iter().map(plain).collect()
}

fn obstacle(obstacle: rules::referral::Obstacle) -> Reason {
    Reason {
        weight: match obstacle.weight {
            Weight::Blocks => "This stops the referral".to_owned(),
            Weight::Caution => "This needed an answer".to_owned(),
            Weight::Answered(answer) => format!("The referrer answered: {}", answer.trim_end_matches('.')),
        },
        code: obstacle.code,
        says: obstacle.says,
        cites: obstacle.cites.unwrap_or_default(),
    }
}

/// The programme's criteria as they came out, and whether facts were left out that may not be seen.
pub(super) fn criteria(app: &App, seen: &SeenDecision) -> (Vec<Criterion>, bool) {
    let stored = seen.row.inputs.get("verdict").cloned();
    let verdict: Option<ProgrammeVerdict> = stored.and_then(|verdict| serde_json::from_value(verdict).ok());
    let mut withheld = false;
    let mut criteria = Vec::new();
    for criterion in verdict.into_iter().flat_map(|verdict| verdict.criteria) {
        let may_see = |id: &str| app.policy.facts.get(id).is_some_and(|fact| seen.access.shows(&fact.category));
        let all_seen =
            criterion.facts.iter().all(|fact| may_see(&fact.id)) && criterion.needs.iter().all(|fact| may_see(fact));
        withheld |= !all_seen;
        let facts = criterion.facts.iter().filter(|fact| may_see(&fact.id)).map(|fact| fact_in_words(app, fact));
        let needs = criterion.needs.iter().filter(|fact| may_see(fact)).filter_map(|fact| app.policy.facts.get(fact));
        let needs = needs.map(|fact| format!("{}: not known then", fact.says));
        let facts = facts.chain(needs).collect();
        criteria.push(Criterion {
            code: criterion.code.to_string(),
            says: criterion.says.to_string(),
            // How a criterion came out tells as much as the fact that it reads.
            result: if all_seen { truth(criterion.result) } else { "" },
            facts,
        });
    }
    (criteria, withheld)
}

fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::Met => "met",
        Truth::NotMet => "not-met",
        Truth::Unknown => "unknown",
    }
}

fn fact_in_words(app: &App, used: &FactUsed) -> String {
    let definition = app.policy.facts.get(&used.id);
    let said = definition.and_then(|definition| {
        let value = definition.from_json(&used.value, &app.places).ok()?;
        Some(format!("{}: {}", definition.says, value.in_words(definition)))
    });
    let plain = || match &used.value {
        Value::String(text) => format!("{}: {text}", definition.map_or(&*used.id, |definition| &definition.says)),
        other => format!("{}: {other}", definition.map_or(&*used.id, |definition| &definition.says)),
    };
    format!("{} ({})", said.unwrap_or_else(plain), used.source)
}

/// What else it read.
pub(super) fn read(app: &App, seen: &SeenDecision) -> Vec<Read> {
    if is_referral(seen) { read_for_referral(app, seen) } else { read_for_claim(seen) }
}

fn read_for_referral(app: &App, seen: &SeenDecision) -> Vec<Read> {
    let inputs = &seen.row.inputs;
    let text = |key: &str| inputs.get(key).and_then(Value::as_str).map(str::to_owned);
    let area = app.policy.area(&seen.row.area);
    let provider =
        text("provider").map(|id| area.and_then(|area| area.bodies.get(&id)).map_or(id, |body| body.name.clone()));
    let agreed = inputs.get("agreed").and_then(Value::as_bool).map(|yes| if yes { "Yes" } else { "Not recorded" });
    let mut read = Vec::new();
    let mut add = |what, value: Option<String>| read.extend(value.map(|value| Read { what, values: vec![value] }));
    add("Programme", programme_name(app, seen));
    add("Provider", provider);
    add("The person agreed to this referral", agreed.map(str::to_owned));
    add("Agreement to share between the two bodies", text("sharing").map(|sharing| sharing_in_words(&sharing)));
    add("Free places", text("places").map(|places| places_in_words(&places)));
    if seen.access.shows("programmes") {
        let current = inputs.get("current_programmes").and_then(Value::as_array);
        let current = current.map(|ids| ids.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>());
        add(
            "Programmes the person was on",
            current.map(|ids| if ids.is_empty() { "None".to_owned() } else { ids.join(", ") }),
        );
    }
    read
}

/// `InForce { agreement: "…" }`, `NotNeeded` or `None`, as they were stored.
fn sharing_in_words(stored: &str) -> String {
    match stored.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"')) {
        Some((name, _)) => format!("In force: {name}"),
        None if stored == "NotNeeded" => "Not needed".to_owned(),
        None => "None in force".to_owned(),
    }
}

/// `Free(3)` or `Unknown`, as they were stored.
fn places_in_words(stored: &str) -> String {
    let count = stored.strip_prefix("Free(").and_then(|rest| rest.strip_suffix(')'));
    count.map_or_else(|| "The provider had not said".to_owned(), |count| format!("{count} free"))
}

fn read_for_claim(seen: &SeenDecision) -> Vec<Read> {
    let participation: Option<Participation> = serde_json::from_value(seen.row.inputs.clone()).ok();
    let Some(participation) = participation else { return Vec::new() };
    let mut read = Vec::new();
    if let Some(on) = participation.started_on {
        read.push(Read { what: "Start on the programme", values: vec![in_words(on)] });
    }
    let spells = participation.spells.iter().map(|spell| {
        let kind = match spell.kind {
            SpellKind::Employee => "employee",
            SpellKind::SelfEmployed => "self-employed",
        };
        let until = spell.period.until.map_or_else(|| "still there".to_owned(), |day| format!("to {}", in_words(day)));
        let hours = spell.hours_per_week.map(|hours| format!(", {hours} hours a week")).unwrap_or_default();
        let earnings = spell.earnings_pence_week.map(|pence| format!(", {pence} a week")).unwrap_or_default();
        format!("{}, {kind}, from {} {until}{hours}{earnings}", spell.employer, in_words(spell.period.from))
    });
    read.push(Read { what: "Work", values: spells.collect() });
    read
}
