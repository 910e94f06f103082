//! Named cases: what a person may join, on which day, and what is asked next.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use kernel::Day;
use policy::{
    Answer, Area, Facts, Gazetteer, Place, PlaceRecord, Policy, PolicyText, ProgrammeVerdict, Truth, Value, Verdict,
    assess, holds, load,
};
use proptest::prelude::*;
use serde_json::json;

const FACTS: &str = r#"
category = [{ id = "work", says = "Work and benefits" }]

[[fact]]
id = "date_of_birth"
type = "date"
says = "Date of birth"
question = "What is your date of birth?"
why = "Some programmes have an age"
category = "work"
source = "test"

[[fact]]
id = "home"
type = "place"
says = "Home"
question = "What is your postcode?"
why = "Some programmes have a place"
category = "work"
source = "test"

[[fact]]
id = "benefit"
type = "one-of"
codes = [{ code = "UC", says = "Universal Credit" }, { code = "none", says = "None" }]
says = "Benefit"
question = "Which benefit do you get?"
why = "Most programmes ask"
category = "work"
source = "test"

[[fact]]
id = "benefit_since"
type = "date"
says = "On benefit since"
question = "Since when do you get it?"
why = "Some ask how long"
category = "work"
good_for_days = 30
source = "test"

[[fact]]
id = "earnings_pence"
type = "pence"
minimum = 0
says = "Earnings"
question = "What do you earn?"
why = "Some have a limit"
category = "work"
source = "test"

[[fact]]
id = "current_programmes"
type = "any-of"
codes_from = "programmes"
says = "Programmes"
question = "Which are you on?"
why = "Some exclude others"
category = "work"
source = "test"
"#;

const RESTART: &str = r#"
id = "restart"
name = "Restart Scheme"
says = "Help to find work"
funder = "dwp"
gives = ["job-search"]
may_refer = ["jobcentre"]
nations = ["england", "wales"]
from = 2021-07-12
until = 2026-06-30
source = "PQ 20515"

[[parameter]]
id = "months_on_benefit"
unit = "months"
values = [{ from = 2021-07-12, is = 12 }, { from = 2022-01-01, is = 9 }]

[[parameter]]
id = "limit"
unit = "pence"
values = [{ from = 2021-01-01, is = 123456 }]

[[criterion]]
id = "on-benefit"
says = "Gets Universal Credit"
when = "benefit == 'UC'"

[[criterion]]
id = "long-enough"
says = "Has been on it for at least {months_on_benefit} months"
when = "months_since(benefit_since) >= months_on_benefit"

[[criterion]]
id = "earns-little"
says = "Earns no more than {limit}"
when = "earnings_pence <= limit"
from = 2024-01-01
source = "Guidance of 2024"
"#;

const LOCAL: &str = r#"
id = "futures"
name = "Futures"
says = "Local help"
funder = "council"
source = "council"

[[criterion]]
id = "young-or-here"
says = "Is under 25, or lives here"
when = "years_since(date_of_birth) < 25 || home in area('newcastle')"

[[criterion]]
id = "not-on-restart"
says = "Is not on Restart"
when = "!('restart' in current_programmes)"
"#;

const AREA: &str = r#"
id = "newcastle"
name = "Newcastle"
nation = "england"
level = "core"
source = "test"
[places]
lsoas_of = 2011
lsoas = ["E01008288"]
wards = ["Byker"]
[[priority_group]]
id = "young"
says = "Under 25"
when = "age_on(date('2024-09-01')) < 25"
"#;

const SCOTTISH: &str = r#"
id = "stirling"
name = "Stirling"
nation = "scotland"
level = "core"
source = "test"
places = { lsoas_of = 2011, lsoas = ["S01000001"] }
"#;

const LEVELS: &str = r#"
[[level]]
id = "core"
name = "Core"
powers = ["add-programmes"]
says = "Every area"
source = "test"
"#;

fn gazetteer() -> Gazetteer {
    let mut gazetteer = Gazetteer::new();
    let places = [
        ("NE6 1AA", "E01008291", "Byker"),
        ("NE6 1AB", "E01008288", "Byker"),
        ("NE1 4ST", "E01000001", "Elsewhere"),
        ("FK8 1AA", "S01000001", "Elsewhere"),
    ];
    for (postcode, lsoa, ward) in places {
        let place = Place {
            lsoa: lsoa.to_owned(),
            ward: Some(ward.to_owned()),
            district: Some("Newcastle upon Tyne".to_owned()),
            nation: Some("england".to_owned()),
        };
        gazetteer.insert(postcode.parse().unwrap(), PlaceRecord { place, coordinates: None, imd_decile: Some(2) });
    }
    gazetteer
}

fn policy_with(facts: &str, restart: &str) -> Policy {
    let files = [
        ("spine/facts.toml", facts),
        ("spine/levels.toml", LEVELS),
        ("spine/programmes/restart.toml", restart),
        ("areas/newcastle/area.toml", AREA),
        ("areas/newcastle/programmes/futures.toml", LOCAL),
        ("areas/stirling/area.toml", SCOTTISH),
    ];
    let text = PolicyText::new(files.map(|(path, contents)| (path.to_owned(), contents.to_owned())));
    let loaded = load(&text, &gazetteer());
    assert!(loaded.faults.is_empty(), "{:#?}", loaded.faults);
    loaded.policy.unwrap()
}

fn policy() -> Policy {
    policy_with(FACTS, RESTART)
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn facts(policy: &Policy, values: serde_json::Value) -> Facts {
    Facts::from_json(&policy.facts, &gazetteer(), &json!({ "facts": values })).unwrap()
}

fn verdict(policy: &Policy, area: &str, programme: &str, values: serde_json::Value, on: &str) -> ProgrammeVerdict {
    let area: &Area = policy.area(area).unwrap();
    let programme = policy.programme(area, programme).unwrap();
    policy::assess_one(policy, area, programme, &facts(policy, values), day(on))
}

#[test]
fn the_months_asked_for_follow_the_date() {
    let policy = policy();
    let on = |since: &str, on: &str| {
        let verdict = verdict(
            &policy,
            "newcastle",
            "restart",
            json!({"benefit": "UC", "benefit_since": since, "earnings_pence": 0}),
            on,
        );
        let criterion = verdict.criteria.iter().find(|criterion| criterion.code.ends_with("#long-enough")).unwrap();
        (verdict.verdict, criterion.says.to_string())
    };
    let says = |months| format!("Has been on it for at least {months} months");
    assert_eq!(on("2021-01-15", "2021-12-31"), (Verdict::NotEligible, says(12)));
    assert_eq!(on("2021-01-15", "2022-01-01"), (Verdict::Eligible, says(9)));
    assert_eq!(on("2023-01-15", "2023-10-14"), (Verdict::NotEligible, says(9)));
    assert_eq!(on("2023-01-15", "2023-10-15"), (Verdict::Eligible, says(9)));
}

#[test]
fn a_programme_takes_people_from_its_first_day_to_its_last() {
    let policy = policy();
    let open = |on: &str| {
        let verdict = verdict(&policy, "newcastle", "restart", json!({}), on);
        let open = verdict.criteria.first().unwrap().clone();
        assert_eq!(open.code.as_ref(), "spine/programmes/restart#open");
        assert_eq!(open.says.as_ref(), "Takes new people from 12 July 2021 to 30 June 2026");
        (verdict.verdict, open.result)
    };
    assert_eq!(open("2021-07-11"), (Verdict::NotEligible, Truth::NotMet));
    assert_eq!(open("2021-07-12"), (Verdict::Undetermined, Truth::Met));
    assert_eq!(open("2026-06-30"), (Verdict::Undetermined, Truth::Met));
    assert_eq!(open("2026-07-01"), (Verdict::NotEligible, Truth::NotMet));
}

#[test]
fn a_programme_of_other_nations_is_not_for_this_area() {
    let policy = policy();
    let verdict = verdict(&policy, "stirling", "restart", json!({}), "2024-06-03");
    let nation = verdict.criteria.get(1).unwrap();
    assert_eq!(verdict.verdict, Verdict::NotEligible);
    assert_eq!(
        (nation.code.as_ref(), nation.says.as_ref()),
        ("spine/programmes/restart#nation", "Runs in England or Wales")
    );
    assert_eq!(policy.programmes_in(policy.area("stirling").unwrap()).count(), 1);
}

#[test]
fn a_criterion_counts_only_while_it_is_in_force_and_is_cited_then() {
    let policy = policy();
    let rich = json!({"benefit": "UC", "benefit_since": "2020-01-01", "earnings_pence": 123_457});
    let before = verdict(&policy, "newcastle", "restart", rich.clone(), "2023-12-31");
    let after = verdict(&policy, "newcastle", "restart", rich, "2024-01-01");
    assert_eq!((before.verdict, before.criteria.len(), before.cites.as_ref()), (Verdict::Eligible, 4, "PQ 20515"));
    assert_eq!((after.verdict, after.criteria.len()), (Verdict::NotEligible, 5));
    assert_eq!(after.cites.as_ref(), "PQ 20515; Guidance of 2024");
    assert_eq!(after.criteria.last().unwrap().says.as_ref(), "Earns no more than £1,234.56");
}

#[test]
fn an_answer_past_its_days_counts_as_unknown() {
    let policy = policy();
    let area = policy.area("newcastle").unwrap();
    let mut facts = Facts::new();
    let answer = |value, known_on: &str| Answer { value, source: "told".to_owned(), known_on: Some(day(known_on)) };
    facts.set("benefit", answer(Value::OneOf("UC".to_owned()), "2022-01-01"));
    facts.set("benefit_since", answer(Value::Date(day("2021-01-01")), "2022-06-01"));
    let on = |on: &str| policy::assess_one(&policy, area, policy.programme(area, "restart").unwrap(), &facts, day(on));
    assert_eq!(on("2022-07-01").verdict, Verdict::Eligible);
    assert_eq!(on("2022-07-02").verdict, Verdict::Undetermined);
    assert_eq!(on("2022-07-02").criteria.last().unwrap().needs.first().unwrap().as_ref(), "benefit_since");
    assert!(on("2022-07-02").criteria.last().unwrap().facts.is_empty());
}

#[test]
fn a_definite_part_decides_and_what_it_settles_is_not_asked() {
    let policy = policy();
    let needs = |values| {
        let verdict = verdict(&policy, "newcastle", "futures", values, "2024-06-03");
        let first = verdict.criteria.first().unwrap().clone();
        (first.result, first.needs.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(needs(json!({})), (Truth::Unknown, vec!["date_of_birth".to_owned(), "home".to_owned()]));
    assert_eq!(needs(json!({"home": "ne61aa"})), (Truth::Met, vec![]));
    assert_eq!(needs(json!({"home": "E01008288"})), (Truth::Met, vec![]));
    assert_eq!(needs(json!({"home": "E01000001"})), (Truth::Unknown, vec!["date_of_birth".to_owned()]));
    assert_eq!(needs(json!({"date_of_birth": "1999-06-03"})), (Truth::Unknown, vec!["home".to_owned()]));
    assert_eq!(needs(json!({"date_of_birth": "1999-06-04"})), (Truth::Met, vec![]));
}

#[test]
fn asked_first_is_what_most_programmes_need() {
    let policy = policy();
    let area = policy.area("newcastle").unwrap();
    let asked = |values| {
        let assessment = assess(&policy, area, &facts(&policy, values), day("2024-06-03"));
        assessment.ask_next.iter().map(|next| (next.fact.to_string(), next.decides)).collect::<Vec<_>>()
    };
    let all: Vec<_> = ["date_of_birth", "home", "benefit", "benefit_since", "earnings_pence", "current_programmes"]
        .map(|fact| (fact.to_owned(), 1))
        .into();
    assert_eq!(asked(json!({})), all);
    assert_eq!(asked(json!({"benefit": "none", "home": "NE6 1AA"})), [("current_programmes".to_owned(), 1)]);
}

#[test]
fn a_priority_group_is_a_yes_a_no_or_unknown() {
    let policy = policy();
    let area = policy.area("newcastle").unwrap();
    let group = area.priority_groups.first().unwrap();
    let young = |values| holds(&policy, area, &group.when, &facts(&policy, values), day("2024-01-01"));
    assert_eq!(group.code.as_ref(), "areas/newcastle/area#young");
    assert_eq!(young(json!({})), Truth::Unknown);
    assert_eq!(young(json!({"date_of_birth": "1999-09-01"})), Truth::NotMet);
    assert_eq!(young(json!({"date_of_birth": "1999-09-02"})), Truth::Met);
}

#[test]
fn an_assessment_as_json() {
    let policy = policy();
    let area = policy.area("newcastle").unwrap();
    let known = facts(&policy, json!({"benefit": "UC", "home": "NE6 1AA", "current_programmes": ["restart"]}));
    let assessment = assess(&policy, area, &known, day("2024-06-03"));
    let text = serde_json::to_string_pretty(&assessment).unwrap();
    assert_eq!(serde_json::from_str::<policy::Assessment>(&text).unwrap(), assessment);
    insta::assert_snapshot!(text.replace(policy.version.as_str(), "VERSION"));
}

#[test]
fn a_person_file_with_nonsense_is_refused_with_every_fact_named() {
    let policy = policy();
    let person = json!({"facts": {
        "benefits": "UC", "benefit": "XX", "benefit_since": "yesterday", "earnings_pence": -1,
        "home": "ZZ9 9ZZ", "current_programmes": ["restart", "jets"], "date_of_birth": 1999,
    }, "benefit": "UC"});
    let errors = Facts::from_json(&policy.facts, &gazetteer(), &person).unwrap_err();
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"));
    for wrong in [json!(null), json!([]), json!({}), json!({"facts": 3}), json!("UC")] {
        assert_eq!(Facts::from_json(&policy.facts, &gazetteer(), &wrong).unwrap_err().len(), 1);
    }
    let unknown = Facts::from_json(&policy.facts, &gazetteer(), &json!({"facts": {"benefit": null}})).unwrap();
    assert_eq!(unknown, Facts::new());
}

#[test]
fn an_answer_that_the_policy_does_not_allow_counts_as_unknown() {
    let policy = policy();
    let area = policy.area("newcastle").unwrap();
    let mut facts = Facts::new();
    for value in [Value::OneOf("XX".to_owned()), Value::YesNo(true), Value::Whole(1)] {
        facts.set("benefit", Answer { value, source: String::new(), known_on: None });
        let verdict =
            policy::assess_one(&policy, area, policy.programme(area, "restart").unwrap(), &facts, day("2022-06-03"));
        assert_eq!(verdict.verdict, Verdict::Undetermined);
    }
}

/// The parts of a text before and after its first table of a list, and each such table.
fn tables<'a>(text: &'a str, header: &str) -> (&'a str, Vec<&'a str>) {
    let mut starts: Vec<usize> = text.match_indices(header).map(|(at, _)| at).collect();
    starts.push(text.len());
    let tables = starts.windows(2).map(|pair| text.get(pair[0]..pair[1]).unwrap()).collect();
    (text.get(..starts[0]).unwrap(), tables)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_criteria_and_of_facts_is_irrelevant(
        facts_order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle(),
        criteria_order in Just((0..3_usize).collect::<Vec<_>>()).prop_shuffle(),
        known in proptest::sample::subsequence(vec!["date_of_birth", "home", "benefit", "benefit_since", "earnings_pence", "current_programmes"], 0..=6),
    ) {
        let values = json!({
            "date_of_birth": "2000-05-05", "home": "E01000001", "benefit": "UC", "benefit_since": "2023-10-01",
            "earnings_pence": 1, "current_programmes": ["futures"],
        });
        let mut chosen = serde_json::Map::new();
        for id in &known {
            chosen.insert((*id).to_owned(), values.get(*id).unwrap().clone());
        }
        let (before, fact_tables) = tables(FACTS, "[[fact]]");
        let shuffled_facts: String = std::iter::once(before).chain(facts_order.iter().map(|at| fact_tables[*at])).collect();
        let (head, criteria) = tables(RESTART, "[[criterion]]");
        let shuffled_restart: String = std::iter::once(head).chain(criteria_order.iter().map(|at| criteria[*at])).collect();
        let (plain, shuffled) = (policy(), policy_with(&shuffled_facts, &shuffled_restart));
        let answer = |policy: &Policy| {
            let area = policy.area("newcastle").unwrap();
            let mut assessment = assess(policy, area, &facts(policy, chosen.clone().into()), day("2024-06-03"));
            assessment.policy = String::new();
            for programme in &mut assessment.programmes {
                programme.criteria.sort_by(|left, right| left.code.cmp(&right.code));
            }
            assessment.ask_next.sort_by(|left, right| left.fact.cmp(&right.fact));
            assessment
        };
        prop_assert_eq!(answer(&plain), answer(&shuffled));
    }
}
