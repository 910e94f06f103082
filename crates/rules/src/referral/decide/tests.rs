#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::referral::{
    Consent, Ground, KnownReferral, Places, ProgrammeTerms, ProviderTerms, Referrer, Sharing, State,
};
use policy::{CriterionResult, LastConfirmed, ProgrammeVerdict, Truth, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) fn terms(id: &str, excludes: &[&str]) -> ProgrammeTerms {
    ProgrammeTerms {
        id: id.into(),
        name: if id == "restart" { "Restart".into() } else { id.to_uppercase() },
        may_refer: vec!["jobcentre".into()],
        excludes: excludes.iter().map(ToString::to_string).collect(),
        source: format!("source of {id}"),
    }
}

pub(crate) fn body(kind: &str) -> Referrer {
    Referrer::Body { kind: kind.into(), name: format!("the {kind}") }
}

pub(crate) fn referral_to(programme: &str, state: State) -> KnownReferral {
    KnownReferral { programme: programme.into(), provider: "Other Provider".into(), state }
}

fn verdict(verdict: Verdict, criteria: Vec<CriterionResult>) -> ProgrammeVerdict {
    ProgrammeVerdict { id: "restart".into(), name: "Restart".into(), verdict, criteria, cites: "PQ 20515".into() }
}

fn criterion(id: &str, result: Truth, needs: &[&str]) -> CriterionResult {
    CriterionResult {
        code: format!("spine/programmes/restart#{id}").into(),
        says: id.into(),
        result,
        facts: Vec::new(),
        needs: needs.iter().map(|need| Arc::from(*need)).collect(),
        widened: None,
        last_confirmed: None,
    }
}

/// A referral in whose way nothing stands, for a test to change one thing of.
pub(crate) fn case<T>(test: impl FnOnce(&mut Request<'_>) -> T) -> T {
    let eligible = verdict(Verdict::Eligible, Vec::new());
    let nothing = BTreeSet::new();
    let mut request = Request {
        zone: kernel::Zone::UTC,
        on: "2024-01-15".parse().unwrap(),
        programme: terms("restart", &[]),
        all_programmes: &[],
        verdict: &eligible,
        referrer: body("jobcentre"),
        current_programmes: Some(&nothing),
        referrals: &[],
        provider: ProviderTerms { name: "Good Work".into(), ground: Ground::Listed },
        places: Places::Free(1),
        sharing: Sharing::InForce { agreement: "Partners".into() },
        consent: Consent::Given("2024-01-15".parse().unwrap()),
        answers: BTreeMap::new(),
    };
    test(&mut request)
}

#[test]
fn nothing_in_the_way_is_allowed() {
    let decision = case(|request| decide(request));
    assert_eq!(decision, Decision { obstacles: Vec::new() });
    assert!(decision.allowed());
}

#[test]
fn every_obstacle_is_listed_in_the_order_of_the_questions() {
    let not_eligible = verdict(Verdict::NotEligible, vec![criterion("long-enough", Truth::NotMet, &[])]);
    let all = [terms("restart", &["jets"]), terms("jets", &[])];
    let current: BTreeSet<String> = ["jets".to_owned()].into();
    let referrals = [referral_to("restart", crate::referral::state::tests::sent())];
    let decision = case(|request| {
        decide(&Request {
            verdict: &not_eligible,
            referrer: body("council"),
            programme: terms("restart", &["jets"]),
            all_programmes: &all,
            current_programmes: Some(&current),
            referrals: &referrals,
            provider: ProviderTerms { name: "Nobody".into(), ground: Ground::None },
            places: Places::Free(0),
            sharing: Sharing::None,
            consent: Consent::NotAsked,
            ..request.clone()
        })
    });
    let codes: Vec<&str> = decision.obstacles.iter().map(|obstacle| obstacle.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "rules/referral/verdict",
            "rules/referral/may_refer",
            "rules/referral/excludes",
            "rules/referral/open_referral",
            "rules/referral/provider",
            "rules/referral/capacity",
            "rules/referral/sharing",
            "rules/referral/consent",
        ]
    );
    assert!(!decision.allowed());
    assert!(decision.obstacles.iter().all(|obstacle| obstacle.says.ends_with('.')));
}

#[test]
fn failed_criteria_are_all_named() {
    let not_eligible = verdict(
        Verdict::NotEligible,
        vec![
            criterion("on-benefit", Truth::NotMet, &[]),
            criterion("old-enough", Truth::Met, &[]),
            criterion("long-enough", Truth::NotMet, &[]),
        ],
    );
    let decision = case(|request| decide(&Request { verdict: &not_eligible, ..request.clone() }));
    let obstacle = decision.obstacles.first().unwrap();
    assert!(obstacle.says.contains("#on-benefit") && obstacle.says.contains("#long-enough"), "{}", obstacle.says);
    assert!(!obstacle.says.contains("#old-enough"));
    assert_eq!(obstacle.cites.as_deref(), Some("PQ 20515"));
}

#[test]
fn what_is_not_known_is_asked_for_once() {
    let undetermined = verdict(
        Verdict::Undetermined,
        vec![
            criterion("on-benefit", Truth::Unknown, &["benefit"]),
            criterion("long-enough", Truth::Unknown, &["benefit", "benefit_since"]),
        ],
    );
    let decision = case(|request| decide(&Request { verdict: &undetermined, ..request.clone() }));
    assert!(decision.obstacles.first().unwrap().says.ends_with("Ask for: benefit, benefit since."));
}

fn out_of_date(id: &str, then: Truth) -> CriterionResult {
    let last = LastConfirmed { until: "2023-07-31".parse().unwrap(), then, cites: "rules".into(), example: false };
    CriterionResult { last_confirmed: Some(Box::new(last)), ..criterion(id, Truth::Unknown, &[]) }
}

#[test]
fn rules_that_are_out_of_date_are_a_caution_which_an_answer_lifts() {
    let undetermined = verdict(
        Verdict::Undetermined,
        vec![out_of_date("long-enough", Truth::NotMet), criterion("on-benefit", Truth::Met, &[])],
    );
    let decide_with = |answers: &[(&str, &str)]| {
        case(|request| {
            request.answers = answers.iter().map(|(code, text)| ((*code).into(), (*text).into())).collect();
            decide(&Request { verdict: &undetermined, ..request.clone() })
        })
    };
    let asked = decide_with(&[]);
    let obstacle = asked.obstacles.first().unwrap();
    assert_eq!(obstacle.weight, Weight::Caution);
    assert!(
        obstacle.says.contains("this rule was last confirmed for 31 July 2023, and was not met as it stood then"),
        "{}",
        obstacle.says
    );
    assert!(!obstacle.says.contains("#on-benefit"));
    assert!(!asked.allowed());
    assert!(decide_with(&[("rules/referral/verdict", "I rang them: they still take people like her")]).allowed());
}

#[test]
fn no_answer_lifts_a_fact_that_is_missing_beside_rules_that_are_out_of_date() {
    let undetermined = verdict(
        Verdict::Undetermined,
        vec![out_of_date("long-enough", Truth::Met), criterion("on-benefit", Truth::Unknown, &["benefit"])],
    );
    let decision = case(|request| {
        request.answers = BTreeMap::from([("rules/referral/verdict".into(), "please".into())]);
        decide(&Request { verdict: &undetermined, ..request.clone() })
    });
    assert!(!decision.allowed());
    assert!(decision.obstacles.first().unwrap().says.ends_with("Ask for: benefit."));
}

#[test]
fn a_caution_stops_until_it_is_answered_and_the_answer_is_kept() {
    let code = "rules/referral/capacity".to_owned();
    let with = |answer: Option<&str>| {
        case(|request| {
            request.places = Places::Unknown;
            request.answers = answer.map(|text| (code.clone(), text.to_owned())).into_iter().collect();
            decide(request)
        })
    };
    assert!(!with(None).allowed());
    assert!(!with(Some("  ")).allowed());
    assert_eq!(with(None).unanswered().count(), 1);
    let answered = with(Some("they have two places, said so by telephone"));
    assert!(answered.allowed());
    assert_eq!(answered.obstacles.len(), 1);
}

#[test]
fn an_answer_does_not_lift_what_blocks() {
    let decision = case(|request| {
        request.places = Places::Free(0);
        request.answers = BTreeMap::from([("rules/referral/capacity".into(), "please".into())]);
        decide(request)
    });
    assert!(!decision.allowed());
}

#[test]
fn a_decision_can_be_stored_and_read_again() {
    let decision = case(|request| {
        request.places = Places::Unknown;
        request.consent = Consent::Refused;
        request.answers = BTreeMap::from([("rules/referral/capacity".into(), "asked".into())]);
        decide(request)
    });
    let text = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision>(&text).unwrap(), decision);
}
