//! What would stop the first referral, claim and payment in an area, as far as its text can tell?
//!
//! *Authority*: the rules of a referral ([`crate::referral`]), of sharing ([`crate::sharing`]) and of prices
//! ([`crate::payment`]), which are asked here as they are when it comes to it; nothing is decided a second time.
//! *Applies*: to each programme that a body of the area offers, or has a contract for, on a day.
//! *Simplified*: a person is nobody in particular. An agreement for some people only counts as one for everybody, and one
//! that is signed here counts as signed: both are named among what the text cannot tell.
//! *Example*: a contract is in force, and the only agreement between the two bodies serves referrals: the first referral can
//! be made, and nothing can be checked or paid.

use crate::{
    access::{Passing, Relationship},
    payment,
    referral::{Ground, Sharing, ground, kinds_in_words, offers, sharing_between},
};
use kernel::{Day, in_words};
use policy::{Agreement, Area, Contract, Facts, Policy, Programme, Serves, Signing};
use serde::Serialize;
use std::collections::BTreeSet;

/// A step that something stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The first referral.
    Referral,
    /// The first claim, and its check.
    Claim,
    /// The first payment.
    Payment,
}

/// Something that stops a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stop {
    /// What it stops.
    pub step: Step,
    /// The rule that would find it: `rules/referral/sharing`.
    pub code: &'static str,
    /// The programme, by id.
    pub programme: String,
    /// What is missing, and what to write where.
    pub says: String,
}

/// What the text of an area says about its first referral, claim and payment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Programmes that a body of the area offers or has a contract for, by id.
    pub programmes: Vec<String>,
    /// What stops a step of one of them, in order of step.
    pub stops: Vec<Stop>,
    /// What else has to be so and is in no text.
    pub outside: Vec<String>,
}

/// What would stop the first referral, claim and payment in `area` on the day `on`.
#[must_use]
pub fn readiness(policy: &Policy, area: &Area, on: Day) -> Readiness {
    let offered: Vec<&Programme> = policy.programmes_in(area).filter(|one| is_meant_to_run(area, one)).collect();
    let mut stops = BTreeSet::new();
    for programme in &offered {
        stops.extend(of_referrals(policy, area, programme, on));
    }
    for contract in area.contracts.values() {
        stops.extend(of_contract(policy, area, contract, on));
    }
    if offered.is_empty() {
        stops.insert(Stop {
            step: Step::Referral,
            code: "rules/referral/provider",
            programme: String::new(),
            says: format!(
                "No body of the area offers a programme: name programmes in `offers` of a body (areas/{id}/area.toml), or \
                 write a contract (areas/{id}/contracts)",
                id = area.id
            ),
        });
    }
    Readiness {
        programmes: offered.iter().map(|programme| programme.id.to_string()).collect(),
        stops: stops.into_iter().collect(),
        outside: outside(policy, area, &offered, on),
    }
}

/// Whether a body is listed for it or has a contract, on whatever day.
fn is_meant_to_run(area: &Area, programme: &Programme) -> bool {
    let on_any_day = |body: &String| ground(area, &programme.id, body, Day::MAX) != Ground::None;
    area.bodies.keys().any(on_any_day)
}

fn of_referrals(policy: &Policy, area: &Area, programme: &Programme, on: Day) -> Vec<Stop> {
    let stop = |code, says: String| Stop { step: Step::Referral, code, programme: programme.id.to_string(), says };
    let mut found = Vec::new();
    let name = &programme.name;
    if !programme.is_open_on(on) {
        let days = programme.standing.first().map_or_else(|| "not then".to_owned(), |one| one.says.to_lowercase());
        found.push(stop("rules/referral/verdict", format!("{name} takes nobody on that day: it {days}")));
    }
    let senders: Vec<&String> = referring(area, programme).collect();
    let oneself = programme.may_refer.iter().any(|kind| kind == "self");
    if senders.is_empty() && !oneself {
        found.push(stop(
            "rules/referral/may_refer",
            format!(
                "{name} takes referrals from {}, and the area has no such body: add one to areas/{}/area.toml",
                kinds_in_words(&programme.may_refer),
                area.id
            ),
        ));
    }
    let receivers: Vec<&String> = area.bodies.keys().filter(|body| offers(area, &programme.id, body, on)).collect();
    if receivers.is_empty() {
        let said: Vec<String> = area.bodies.keys().filter_map(|body| not_in_force(area, programme, body, on)).collect();
        found.push(stop("rules/referral/provider", format!("Nobody offers {name} on that day: {}", said.join("; "))));
    }
    for receiver in receivers {
        let without: Vec<&str> = senders
            .iter()
            .filter(|sender| !may_pass(policy, area, (sender.as_str(), receiver.as_str()), on))
            .map(|sender| sender.as_str())
            .collect();
        if !without.is_empty() {
            found.push(stop(
                "rules/referral/sharing",
                format!(
                    "No agreement in force lets anything about a person go to {receiver} for a referral to {name} from: {}. \
                     Write an [[agreement]] between them for a purpose that serves a referral",
                    without.join(", ")
                ),
            ));
        }
    }
    found
}

/// Bodies of the area that may refer to the programme, by id.
fn referring<'a>(area: &'a Area, programme: &'a Programme) -> impl Iterator<Item = &'a String> {
    area.bodies.values().filter(|body| programme.may_refer.contains(&body.kind)).map(|body| &body.id)
}

/// Why a body with a contract does not offer the programme on the day.
fn not_in_force(area: &Area, programme: &Programme, body: &str, on: Day) -> Option<String> {
    let Ground::Contract { name, period } = ground(area, &programme.id, body, on) else { return None };
    Some(match period.until {
        Some(last) if last < on => format!("{name} ended on {}", in_words(last)),
        _ => format!("{name} begins on {}", in_words(period.from)),
    })
}

/// Whether a referral could pass, were every agreement signed and for everybody.
fn may_pass(policy: &Policy, area: &Area, (sender, receiver): (&str, &str), on: Day) -> bool {
    let (facts, stopped) = (Facts::new(), BTreeSet::new());
    let related = Some(Relationship::ReferralReceived);
    let passing = Passing { sender, receiver, related, ended_on: None, facts: &facts, stopped: &stopped };
    let for_everybody =
        matches!(sharing_between(policy, area, &passing, on), Sharing::InForce { .. } | Sharing::NotNeeded);
    let for_some = |agreement: &Agreement| agreement.people.is_some() && agreement.lets(sender, receiver, on);
    for_everybody || area.agreements.values().any(|one| for_some(one) && serves(policy, one, Serves::Referral))
}

fn serves(policy: &Policy, agreement: &Agreement, wanted: Serves) -> bool {
    policy.purposes.get(&agreement.purpose).is_some_and(|purpose| purpose.serves == wanted)
}

fn of_contract(policy: &Policy, area: &Area, contract: &Contract, on: Day) -> Vec<Stop> {
    let stop = |step, code, says| Stop { step, code, programme: contract.programme.clone(), says };
    let name = &contract.name;
    if !contract.period.contains(on) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let checked = |agreement: &&Agreement| {
        agreement.lets(&contract.provider, &contract.buyer, on) && serves(policy, agreement, Serves::Payment)
    };
    if contract.buyer != contract.provider && !area.agreements.values().any(|one| checked(&one)) {
        found.push(stop(
            Step::Claim,
            "rules/referral/sharing",
            format!(
                "{name}: no agreement in force lets `{}` show `{}` what it claims for, so nothing can be checked or paid. \
                 Write an [[agreement]] between them for a purpose that serves payment",
                contract.provider, contract.buyer
            ),
        ));
    }
    if contract.outcomes.is_empty() && contract.service_fees.is_empty() {
        let says =
            format!("{name} pays for nothing: it has no [[outcome]] and no service fee ({}.toml)", contract.path);
        found.push(stop(Step::Payment, "rules/payment/price", says));
    }
    for outcome in &contract.outcomes {
        let grouped = contract.prices.iter().any(|price| price.outcome == outcome.id && price.group.is_some());
        if let Err(error) = payment::price(contract, &outcome.id, on)
            && !grouped
        {
            let says = format!("{name}: {error} ({}.toml)", contract.path);
            found.push(stop(Step::Payment, "rules/payment/price", says));
        }
    }
    found
}

/// What has to be so besides, and is in no text.
fn outside(policy: &Policy, area: &Area, offered: &[&Programme], on: Day) -> Vec<String> {
    let mut found = vec![
        "Each body needs an account that may do its part: an adviser who refers, somebody at the provider who answers and \
         records, somebody at the buyer who approves and pays (`tapestry user add`)"
            .to_owned(),
        "A provider says how many places are free; until then each referral is asked about them".to_owned(),
    ];
    for programme in offered {
        if let Some(known) = programme.out_of_date_on(on) {
            found.push(format!(
                "The rules of {} were last confirmed for {}: each referral has to say what is asked now",
                programme.name,
                in_words(known.day)
            ));
        }
    }
    let relevant =
        |agreement: &&Agreement| agreement.period.contains(on) && !serves(policy, agreement, Serves::Counting);
    for agreement in area.agreements.values().filter(relevant) {
        if agreement.signing == Signing::Here {
            let parties = agreement.between.join(", ");
            found.push(format!("“{}” counts once each of its parties has signed it here: {parties}", agreement.name));
        }
        if agreement.people.is_some() {
            found.push(format!("“{}” is for some people only", agreement.name));
        }
    }
    found
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;
    use policy::{Gazetteer, PolicyText, load};

    const LEVELS: &str = "level = [{ id = \"core\", name = \"Core\", says = \"All\", source = \"test\" }]";
    const PURPOSES: &str = r#"
[[purpose]]
id = "refer"
says = "To refer"
serves = "referral"
lawful_basis = "Public task"
gateway = "law"
categories = ["work"]
source = "test"

[[purpose]]
id = "pay"
says = "To check"
serves = "payment"
lawful_basis = "Public task"
gateway = "law"
categories = ["work"]
source = "test"
"#;
    const HELP: &str = "id = \"help\"\nname = \"Help\"\nsays = \"Help\"\nfunder = \"dwp\"\ngives = [\"training\"]\n\
                        may_refer = [\"jobcentre\"]\nsource = \"test\"\n";
    const AREA: &str = "id = \"here\"\nname = \"Here\"\nnation = \"england\"\nlevel = \"core\"\nsource = \"test\"\n\
                        [places]\nlsoas_of = 2011\nlsoas = [\"E01000001\"]\n";

    fn body(id: &str, kind: &str, more: &str) -> String {
        format!("[[body]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"{kind}\"\n{more}\n")
    }

    fn agreement(id: &str, purpose: &str, between: &str) -> String {
        format!(
            "[[agreement]]\nid = \"{id}\"\nname = \"{id}\"\npurpose = \"{purpose}\"\nbetween = [{between}]\n\
             controllers = \"separate\"\ngateway = \"law\"\nsigning = \"here\"\nfrom = 2026-01-01\nuntil = 2026-12-31\n\
             review_by = 2026-12-31\nkeep_months = 12\nsource = \"test\"\n"
        )
    }

    fn found(area: &str) -> Readiness {
        let files = [
            ("spine/facts.toml", "category = [{ id = \"work\", says = \"Work\" }]".to_owned()),
            ("spine/levels.toml", LEVELS.to_owned()),
            ("spine/purposes.toml", PURPOSES.to_owned()),
            ("spine/programmes/help.toml", HELP.to_owned()),
            ("areas/here/area.toml", format!("{AREA}{area}")),
        ];
        let text = PolicyText::new(files.map(|(path, text)| (path.to_owned(), text)));
        let loaded = load(&text, &Gazetteer::new());
        let policy = loaded.policy.unwrap_or_else(|| unreachable_faults(&loaded.faults));
        readiness(&policy, policy.area("here").unwrap(), "2026-06-01".parse().unwrap())
    }

    fn unreachable_faults(faults: &[policy::Fault]) -> Policy {
        let said: Vec<String> = faults.iter().map(|fault| format!("{}: {fault}", fault.path())).collect();
        panic!("{}", said.join("\n"))
    }

    fn codes(readiness: &Readiness) -> Vec<(Step, &'static str)> {
        readiness.stops.iter().map(|stop| (stop.step, stop.code)).collect()
    }

    #[test]
    fn an_area_where_nobody_offers_anything_is_told_so() {
        assert_eq!(codes(&found(&body("jobs", "jobcentre", ""))), [(Step::Referral, "rules/referral/provider")]);
    }

    #[test]
    fn nobody_who_may_refer_and_no_agreement_are_told_apart() {
        let provider = body("works", "provider", "offers = [\"help\"]");
        assert_eq!(codes(&found(&provider)), [(Step::Referral, "rules/referral/may_refer")]);
        let both = format!("{provider}{}", body("jobs", "jobcentre", ""));
        assert_eq!(codes(&found(&both)), [(Step::Referral, "rules/referral/sharing")]);
        // An agreement to check payments passes nobody on.
        let paying = format!("{both}{}", agreement("one", "pay", "\"jobs\", \"works\""));
        assert_eq!(codes(&found(&paying)), [(Step::Referral, "rules/referral/sharing")]);
        let ready = found(&format!("{both}{}", agreement("one", "refer", "\"jobs\", \"works\"")));
        assert_eq!(codes(&ready), []);
        assert!(
            ready.outside.iter().any(|said| said.contains("has signed it here: jobs, works")),
            "{:?}",
            ready.outside
        );
    }
}
