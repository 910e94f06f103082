//! What a stored decision holds, in words, as far as the reader may see it.
//!
//! It is read back into the types that made it. What a later program stored differently is left out,
//! never shown raw.

use super::{Difference, Kind, Own};
use crate::{App, access::SeenDecision};
use kernel::in_words;
use policy::{FactUsed, ProgrammeVerdict, Truth};
use rules::{
    outcome::{Participation, SpellKind},
    payment,
    referral::{Decision, Places, Sharing, Weight},
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
        let widened = criterion.let_through_by().filter(|_| all_seen).map(|by| {
            format!(
                "Met by the area's widening: {}. Paid for by {} ({})",
                by.says,
                app.policy.funder(&by.pays),
                by.code
            )
        });
        let facts = facts.chain(needs).chain(widened.collect::<Vec<_>>()).collect();
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
    let body = |key: &str| inputs.get(key).and_then(|body| body.get("name")).and_then(Value::as_str);
    let typed = |key: &str| inputs.get(key).cloned();
    let agreed = inputs.get("agreed").and_then(Value::as_bool).map(|yes| if yes { "Yes" } else { "Not recorded" });
    let mut read = Vec::new();
    let mut add = |what, value: Option<String>| read.extend(value.map(|value| Read { what, values: vec![value] }));
    add("Programme", programme_name(app, seen));
    add("Referred by", body("referrer").map(str::to_owned));
    add("Provider", body("provider").map(str::to_owned));
    add("The person agreed to this referral", agreed.map(str::to_owned));
    add("Agreement to share between the two bodies", typed("sharing").and_then(sharing_in_words));
    add("Free places", typed("places").and_then(places_in_words));
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

fn sharing_in_words(stored: Value) -> Option<String> {
    Some(match serde_json::from_value(stored).ok()? {
        Sharing::InForce { agreement } => format!("In force: {agreement}"),
        Sharing::NotNeeded => "Not needed".to_owned(),
        Sharing::None => "None in force".to_owned(),
        Sharing::Unknown => "Not recorded".to_owned(),
    })
}

fn places_in_words(stored: Value) -> Option<String> {
    Some(match serde_json::from_value(stored).ok()? {
        Places::Free(count) => format!("{count} free"),
        Places::Unknown => "The provider had not said".to_owned(),
    })
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

/// How the decision comes out when it is worked out again.
pub(super) struct Again {
    /// `same`, `same-in-other-words`, `different` or `not-possible`.
    pub(super) own: &'static str,
    /// Why it is not possible; "" when it is.
    pub(super) why: String,
    /// What is otherwise under its own version, which must never be.
    pub(super) wrong: Vec<Told>,
    /// Why nothing can be said of the version in force today; "" when it can.
    pub(super) today_why: String,
    /// What would be otherwise under the version in force today.
    pub(super) today: Vec<Told>,
    /// Whether some of it rests on answers that the reader may not see.
    pub(super) withheld: bool,
}

/// A difference that may be shown.
pub(super) struct Told {
    pub(super) says: String,
    /// The rule it is of; "" for the answer itself.
    pub(super) code: String,
}

impl From<Difference> for Told {
    fn from(difference: Difference) -> Self {
        let code = if difference.code.contains('/') { difference.code } else { String::new() };
        Self { says: difference.says, code }
    }
}

pub(super) fn again(app: &App, seen: &SeenDecision, again: super::Again) -> Again {
    let may_see = |difference: &Difference| {
        let fact = |id: &String| app.policy.facts.get(id).is_some_and(|fact| seen.access.shows(&fact.category));
        difference.facts.iter().all(fact)
    };
    let mut withheld = false;
    let mut told = |differences: Vec<Difference>| {
        let real = differences.into_iter().filter(|one| !one.only_words);
        let (shown, hidden): (Vec<_>, Vec<_>) = real.partition(may_see);
        withheld |= !hidden.is_empty();
        shown.into_iter().map(Told::from).collect::<Vec<_>>()
    };
    let own = again.own.word();
    let (why, wrong) = match again.own {
        Own::NotPossible(why) => (why, Vec::new()),
        Own::Different(differences) => (String::new(), told(differences)),
        Own::Same | Own::OtherWords | Own::Erased => (String::new(), Vec::new()),
    };
    let (today, today_why) = match again.today {
        Ok(differences) => (told(differences), String::new()),
        Err(why) => (Vec::new(), why),
    };
    Again { own, why, wrong, today_why, today, withheld }
}
