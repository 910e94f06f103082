//! What a reader sees of a person's facts, and what an agreement lets one body pass to another, on a
//! small policy text of their own.
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]

use kernel::{Day, Pence};
use policy::{Answer, Area, Facts, Gazetteer, Policy, PolicyText, Value, load};
use rules::access::{Decision, Passing, Relationship, needed, shared, visible_facts};
use rules::referral::{Sharing, sharing_between};
use rules::sharing::{Gap, Said, SaidKind, Why, gaps};
use std::collections::BTreeSet;

const FACTS: &str = r#"
category = [
  { id = "work", says = "Work", special = false },
  { id = "money", says = "Money", special = false },
  { id = "health", says = "Health", special = true },
  { id = "programmes", says = "Programmes", special = false },
]

[[fact]]
id = "employed"
type = "yes-no"
says = "In work"
question = "Are you in work?"
why = "An example."
category = "work"
source = "An example"

[[fact]]
id = "savings_pence"
type = "pence"
says = "Savings"
question = "What have you saved?"
why = "An example."
category = "money"
source = "An example"

[[fact]]
id = "health_condition"
type = "yes-no"
says = "Health condition"
question = "Have you a health condition?"
why = "An example."
category = "health"
source = "An example"

[[fact]]
id = "current_programmes"
type = "any-of"
codes_from = "programmes"
says = "Programmes now"
question = "Which programmes are you on now?"
why = "An example."
category = "programmes"
good_for_days = 30
source = "An example"
"#;

const PURPOSES: &str = r#"
[[purpose]]
id = "referral"
says = "To pass a person on."
serves = "referral"
lawful_basis = "Public task"
gateway = "An example"
categories = ["work", "health"]
source = "An example"
"#;

const PROGRAMME: &str = r#"
id = "rest"
name = "Rest"
says = "An example."
funder = "an example"
gives = ["job-search"]
may_refer = ["council"]
excludes = []
source = "An example"

[[criterion]]
id = "ill"
says = "Has a health condition and no work"
when = "health_condition && !employed"
"#;

const AREA: &str = r#"
id = "here"
name = "Here"
nation = "england"
level = "core"
source = "An example"

[places]
lsoas_of = 2011
lsoas = ["E01000001"]

[[body]]
id = "council"
name = "Council"
kind = "council"

[[body]]
id = "provider"
name = "Provider"
kind = "provider"

[[agreement]]
id = "partners"
name = "Partners"
between = ["council", "provider"]
purpose = "referral"
controllers = "separate"
gateway = "An example"
keep_months = 24
signing = "on-paper"
from = 2024-01-01
until = 2024-12-31
review_by = 2024-06-30
source = "An example"
"#;

const LEVELS: &str = r#"
[[level]]
id = "core"
name = "Core"
says = "An example."
powers = []
entry = []
source = "An example"
"#;

fn policy() -> Policy {
    policy_with("")
}

/// The same, with further lines in its one agreement.
fn policy_with(lines: &str) -> Policy {
    policy_of(PURPOSES, lines)
}

fn policy_of(purposes: &str, lines: &str) -> Policy {
    let area = AREA.replace("review_by", &format!("{lines}\nreview_by"));
    let files = [
        ("spine/facts.toml", FACTS),
        ("spine/purposes.toml", purposes),
        ("spine/levels.toml", LEVELS),
        ("spine/programmes/rest.toml", PROGRAMME),
        ("areas/here/area.toml", area.as_str()),
    ];
    let text = PolicyText::new(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let loaded = load(&text, &Gazetteer::new());
    let faults: Vec<String> = loaded
        .faults
        .iter()
        .map(|fault| format!("{}:{} {} {fault}", fault.path(), fault.line(), fault.code()))
        .collect();
    loaded.policy.unwrap_or_else(|| panic!("{}", faults.join("\n")))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn answer(value: Value) -> Answer {
    Answer { value, source: "told".into(), known_on: Some(day("2024-06-01")) }
}

fn facts() -> Facts {
    let mut facts = Facts::new();
    facts.set("employed", answer(Value::YesNo(false)));
    facts.set("savings_pence", answer(Value::Pence(Pence(100))));
    facts.set("health_condition", answer(Value::YesNo(true)));
    facts.set("no_such_fact", answer(Value::YesNo(true)));
    facts
}

fn words(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(ToString::to_string).collect()
}

fn decision(allowed: bool, categories: &[&str]) -> Decision {
    Decision { allowed, categories: words(categories), reasons: Vec::new() }
}

#[test]
fn only_the_categories_of_the_decision_are_let_through() {
    let policy = policy();
    let visible = visible_facts(&facts(), &decision(true, &["work", "name"]), &policy.facts);
    assert_eq!(visible.facts.iter().map(|(id, _)| id).collect::<Vec<_>>(), ["employed"]);
    assert_eq!(visible.withheld, words(&["health", "money"]));
}

#[test]
fn a_refusal_lets_nothing_through_whatever_it_names() {
    let visible = visible_facts(&facts(), &decision(false, &["work"]), &policy().facts);
    assert_eq!(visible.facts.iter().count(), 0);
    assert_eq!(visible.withheld, words(&["health", "money", "work"]));
}

/// What may pass while the receiver has not said yes.
fn passed(policy: &Policy, area: &Area, (sender, receiver): (&str, &str), on: &str) -> BTreeSet<String> {
    let (facts, stopped) = (facts(), BTreeSet::new());
    let related = Some(Relationship::ReferralReceived);
    let passing = Passing { sender, receiver, related, ended_on: None, facts: &facts, stopped: &stopped };
    shared(policy, area, &passing, day(on)).categories
}

#[test]
fn somebody_is_passed_on_under_an_agreement_of_both_bodies_that_is_for_them() {
    let facts = facts();
    let between = |lines: &str, (sender, receiver): (&str, &str), stopped: &[&str], on: &str| {
        let policy = policy_with(lines);
        let stopped = words(stopped);
        let passing = Passing { sender, receiver, related: None, ended_on: None, facts: &facts, stopped: &stopped };
        sharing_between(&policy, policy.area("here").unwrap(), &passing, day(on))
    };
    let (both, in_force) = (("council", "provider"), Sharing::InForce { agreement: "Partners".into() });
    assert_eq!(between("", ("council", "council"), &[], "2020-01-01"), Sharing::NotNeeded);
    assert_eq!(between("", both, &[], "2023-12-31"), Sharing::None);
    assert_eq!(between("", both, &[], "2024-01-01"), in_force);
    assert_eq!(between("", ("provider", "council"), &[], "2024-12-31"), in_force);
    assert_eq!(between("", both, &[], "2025-01-01"), Sharing::None);
    assert_eq!(between("", ("council", "somebody-else"), &[], "2024-06-01"), Sharing::Unknown);
    assert_eq!(between("", both, &["partners"], "2024-06-01"), Sharing::None);
    assert_eq!(between("people = '!employed'", both, &[], "2024-06-01"), in_force);
    assert_eq!(between("people = 'employed'", both, &[], "2024-06-01"), Sharing::None);
}

#[test]
fn an_agreement_serves_what_its_purpose_serves_and_those_that_it_is_for() {
    let facts = facts();
    let given = |serves: &str, lines: &str, related: Option<Relationship>, stopped: &[&str]| {
        let policy = policy_of(&PURPOSES.replace("serves = \"referral\"", &format!("serves = \"{serves}\"")), lines);
        let area = policy.area("here").unwrap();
        let stopped = words(stopped);
        let passing = Passing {
            sender: "council",
            receiver: "provider",
            related,
            ended_on: None,
            facts: &facts,
            stopped: &stopped,
        };
        let shared = shared(&policy, area, &passing, day("2024-06-01"));
        assert_eq!(shared.under.is_empty(), shared.categories.is_empty());
        !shared.categories.is_empty()
    };
    let (received, accepted) = (Some(Relationship::ReferralReceived), Some(Relationship::ReferralAccepted));
    assert!(given("referral", "", received, &[]) && given("referral", "", accepted, &[]));
    assert!(!given("help", "", received, &[]) && given("help", "", accepted, &[]));
    for related in [None, received, accepted, Some(Relationship::OwnContract)] {
        assert!(!given("payment", "", related, &[]) && !given("counting", "", related, &[]));
    }
    assert!(!given("referral", "", None, &[]));
    assert!(!given("referral", "", accepted, &["partners"]));
    // For some people only: not for others, and not for those of whom it is not known.
    assert!(given("referral", "people = '!employed'", accepted, &[]));
    assert!(!given("referral", "people = 'employed'", accepted, &[]));
    assert!(!given("referral", "people = '\"rest\" in current_programmes'", accepted, &[]));
}

#[test]
fn what_cannot_flow_is_found_with_the_agreement_that_would_let_it() {
    let gap = |lines: &str, between: (&str, &str), said: &[Said], on: &str| {
        let policy = policy_with(lines);
        let area = policy.area("here").unwrap();
        let programme = policy.programme(area, "rest").unwrap();
        let found = gaps(&policy, area, programme, between, said, day(on));
        let told = |gap: Gap| (gap.category, gap.would_let.into_iter().map(|(_, why)| why).collect::<Vec<Why>>());
        found.into_iter().map(told).collect::<Vec<(String, Vec<Why>)>>()
    };
    let both = ("council", "provider");
    let none: Vec<(String, Vec<Why>)> = Vec::new();
    let whole = "special_condition = 'a condition'";
    let health = |why: Vec<Why>| vec![("health".to_owned(), why)];
    let all = |why: Why| vec![("health".to_owned(), vec![why.clone()]), ("work".to_owned(), vec![why])];
    assert_eq!(gap(whole, both, &[], "2024-06-01"), none);
    assert_eq!(gap(whole, ("council", "council"), &[], "2030-01-01"), none);
    assert_eq!(gap("", both, &[], "2024-06-01"), health(vec![Why::NoCondition]));
    let listed = "special_condition = 'a condition'\ncategories = ['work']";
    assert_eq!(gap(listed, both, &[], "2024-06-01"), health(vec![Why::NotListed]));
    assert_eq!(gap(whole, both, &[], "2025-01-01"), all(Why::Over(day("2024-12-31"))));
    assert_eq!(gap(whole, both, &[], "2023-12-31"), all(Why::NotYet(day("2024-01-01"))));
    let sends = "special_condition = 'a condition'\nsenders = ['provider']";
    assert_eq!(gap(sends, both, &[], "2024-06-01"), all(Why::OtherWay));
    assert_eq!(gap(whole, ("council", "other"), &[], "2024-06-01"), all(Why::NoParty(vec!["other".to_owned()])));
    let withdrew = Said {
        agreement: "partners".to_owned(),
        body: "provider".to_owned(),
        kind: SaidKind::Withdrew,
        terms: String::new(),
    };
    assert_eq!(gap(whole, both, &[withdrew], "2024-06-01"), all(Why::Suspended(vec!["provider".to_owned()])));
}

#[test]
fn an_agreement_covers_its_purpose_on_its_days_both_ways() {
    let policy = policy();
    let area = policy.area("here").unwrap();
    let between = |one, other, on| passed(&policy, area, (one, other), on);
    assert_eq!(between("council", "provider", "2023-12-31"), words(&[]));
    assert_eq!(between("council", "provider", "2024-01-01"), words(&["work"]));
    assert_eq!(between("provider", "council", "2024-12-31"), words(&["work"]));
    assert_eq!(between("council", "provider", "2025-01-01"), words(&[]));
    assert_eq!(between("council", "stranger", "2024-06-01"), words(&[]));
    assert_eq!(between("council", "council", "2030-01-01"), words(&["health", "money", "programmes", "work"]));
}

#[test]
fn special_facts_flow_only_where_a_condition_is_named() {
    let given = |lines| {
        let policy = policy_with(lines);
        passed(&policy, policy.area("here").unwrap(), ("council", "provider"), "2024-06-01")
    };
    assert_eq!(given(""), words(&["work"]));
    assert_eq!(given("special_condition = 'a condition'"), words(&["health", "work"]));
    assert_eq!(given("special_condition = 'a condition'\ncategories = ['work']"), words(&["work"]));
}

#[test]
fn facts_go_only_from_those_that_the_agreement_names_as_senders() {
    let policy = policy_with("senders = ['council']");
    let area = policy.area("here").unwrap();
    let between = |one, other| passed(&policy, area, (one, other), "2024-06-01");
    assert_eq!(between("council", "provider"), words(&["work"]));
    assert_eq!(between("provider", "council"), words(&[]));
}

#[test]
fn a_programme_needs_the_categories_its_criteria_read() {
    let policy = policy();
    let area = policy.area("here").unwrap();
    let programme = policy.programme(area, "rest").unwrap();
    let on = day("2024-06-01");
    for facts in [Facts::new(), facts()] {
        let verdict = policy::assess_one(&policy, area, programme, &facts, on);
        assert_eq!(needed(&verdict, &policy.facts), words(&["health", "work"]));
    }
}

#[test]
fn an_answer_about_programmes_is_not_known_once_it_is_too_old() {
    let book = policy().facts;
    let mut facts = Facts::new();
    let current = |facts: &Facts, on: &str| rules::referral::current_programmes(facts, &book, day(on)).cloned();
    assert_eq!(current(&facts, "2024-06-01"), None);
    facts.set("current_programmes", answer(Value::AnyOf(words(&[]))));
    assert_eq!(current(&facts, "2024-07-01"), Some(words(&[])));
    assert_eq!(current(&facts, "2024-07-02"), None);
}
