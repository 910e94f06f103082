//! Which rules stop people, what a change would do, and notes: on real records, on SQLite always and on
//! PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use kernel::Pence;
use policy::{Answer, Facts, Truth, Verdict};
use rules::access::Role;
use serde_json::json;
use service::{
    ActionError,
    account::SignedIn,
    evidence::{
        self, AskError, BarriersAnswer, BarriersQuestion, NewNote, WhatIfAnswer, WhatIfQuestion, ask_barriers,
        ask_what_if,
    },
    person::{self, NewAnswer},
    referral::{self, Chosen, NewReferral, Outcome},
};
use statistics::Told;
use support::{AREA, World, amina, databases, day, world};

/// The rule that the story is about.
const LONG_ENOUGH: &str = "spine/programmes/restart#long-enough";

/// The day of the rules: the first of the step in which the answers are asked for.
const ON: &str = "2026-07-01";
/// People who are registered before it.
const PEOPLE: usize = 160;

/// Whether what is told of a count may be told of it: near it, or held back when it is small.
fn near(told: Told, count: usize) -> bool {
    match told {
        Told::About(number) => number.abs_diff(count as u64) <= 20,
        Told::FewerThan(least) => count as u64 <= least + 15,
    }
}

/// The answers of the person with this number: six, nine or twelve months on the benefit, or nothing known of it.
fn answers_of(world: &World, number: usize) -> Vec<NewAnswer> {
    let since = ["2026-01-01", "2025-10-01", "2025-07-01", ""][number % 4];
    let group = if number.is_multiple_of(5) { "light-touch" } else { "intensive-work-search" };
    let home = if number.is_multiple_of(2) { "B10 0AD" } else { "B9 5QT" };
    let mut answers = vec![
        world.answer("benefit", json!("UC")),
        world.answer("uc_group", json!(group)),
        world.answer("disabled", json!(number.is_multiple_of(3))),
        world.answer("current_programmes", if number.is_multiple_of(4) { json!(["jets"]) } else { json!([]) }),
    ];
    if let Ok(home) = world.app.policy.facts.get("home").unwrap().from_json(&json!(home), &world.app.places) {
        answers.push(NewAnswer { fact: "home".to_owned(), value: Some(home), ..answers[0].clone() });
    }
    if !since.is_empty() {
        answers.push(world.answer("benefit_since", json!(since)));
    }
    answers
}

async fn register(world: &World, adviser: &SignedIn, number: usize) -> Facts {
    let person = person::register(&world.app, adviser, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
    let answers = answers_of(world, number);
    let mut facts = Facts::new();
    for answer in &answers {
        let (value, source) = (answer.value.clone().unwrap(), answer.source.clone());
        facts.set(&answer.fact, Answer { value, source, known_on: Some(answer.known_on) });
    }
    person::record_answers(&world.app, adviser, person, answers).await.unwrap();
    facts
}

fn about(programme: &str) -> BarriersQuestion {
    let by = vec!["disabled".to_owned(), "age".to_owned(), "priority-group".to_owned()];
    BarriersQuestion { programme: Some(programme.to_owned()), on: day(ON), rule: None, by }
}

fn months(value: i64) -> WhatIfQuestion {
    WhatIfQuestion {
        programme: "restart".to_owned(),
        parameter: "months_on_benefit".to_owned(),
        value,
        from: day(ON),
        by: vec!["disabled".to_owned()],
    }
}

async fn barriers(world: &World, by: &SignedIn, question: BarriersQuestion) -> BarriersAnswer {
    ask_barriers(&world.app, by, AREA, question).await.unwrap().unwrap()
}

async fn what_if(world: &World, by: &SignedIn, question: WhatIfQuestion) -> WhatIfAnswer {
    ask_what_if(&world.app, by, AREA, question).await.unwrap().unwrap()
}

#[tokio::test]
async fn barriers_are_counted_and_a_change_is_answered_and_cited() {
    for (url, folder) in databases().await {
        play(&world(&url, folder).await).await;
    }
}

async fn play(world: &World) {
    // Before the area's own text sets another number of months.
    world.on("2026-06-23");
    let app = &world.app;
    let adviser = world.somebody("a@example.org", Role::Adviser, AREA, "jobcentre-plus-birmingham-solihull").await;
    let commissioner = world.somebody("c@example.org", Role::Commissioner, AREA, "dwp-birmingham-solihull").await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(register(world, &adviser, number).await);
    }
    world.on("2026-08-03");

    // What is computed of everybody at once is what asking one person at a time would count.
    let answer = barriers(world, &commissioner, about("restart")).await;
    assert!(near(answer.people, PEOPLE), "{}", answer.people);
    let area = app.policy.area(AREA).unwrap();
    let restart = app.policy.programme(area, "restart").unwrap();
    let verdicts: Vec<_> =
        people.iter().map(|facts| policy::assess_one(&app.policy, area, restart, facts, day(ON))).collect();
    assert!(!answer.rules.is_empty());
    for rule in &answer.rules {
        let mut counts = (0, 0);
        for verdict in &verdicts {
            let failed: Vec<_> =
                verdict.criteria.iter().filter(|criterion| criterion.result == Truth::NotMet).collect();
            if failed.iter().any(|criterion| criterion.code == rule.code) {
                counts = (counts.0 + 1, counts.1 + usize::from(failed.len() == 1));
            }
        }
        assert!(near(rule.fails, counts.0) && near(rule.alone, counts.1), "{}: {counts:?} {rule:?}", rule.code);
    }
    let broken_down = answer.broken_down.clone().unwrap();
    assert_eq!(broken_down.code.as_ref(), LONG_ENOUGH);
    let divisions: Vec<&str> = broken_down.by.iter().map(|by| by.id.as_str()).collect();
    assert_eq!(divisions, ["ward", "disabled", "age", "priority-group"]);

    who_comes_within_a_step_changes_no_answer(world, (&adviser, &commissioner), &answer).await;
    only_some_questions_can_be_asked(world, &commissioner).await;
    a_change_is_answered(world, &commissioner, &people).await;
    a_note_keeps_its_figures(world, &adviser, &commissioner).await;
    refused_referrals_are_counted(world, &adviser, &commissioner).await;
}

async fn who_comes_within_a_step_changes_no_answer(
    world: &World,
    (adviser, commissioner): (&SignedIn, &SignedIn),
    before: &BarriersAnswer,
) {
    assert_eq!(&barriers(world, commissioner, about("restart")).await, before, "the same question, the same answer");
    for number in [4, 8, 12, 16] {
        register(world, adviser, number).await;
    }
    assert_eq!(&barriers(world, commissioner, about("restart")).await, before, "on the same day");
    world.on("2026-09-30");
    assert_eq!(&barriers(world, commissioner, about("restart")).await, before, "until the step is over");
    // Four are too few to be counted by themselves: the next step tells nothing of them.
    world.on("2026-10-01");
    let next = barriers(world, commissioner, about("restart")).await;
    assert_eq!((&next.rules, next.people, &next.broken_down), (&before.rules, before.people, &before.broken_down));
    world.on("2026-08-03");
}

async fn only_some_questions_can_be_asked(world: &World, commissioner: &SignedIn) {
    let wrong = async |question| ask_barriers(&world.app, commissioner, AREA, question).await.unwrap().unwrap_err();
    for on in ["2026-07-02", "2026-06-30", "2020-01-01", "2040-01-01"] {
        let error = wrong(BarriersQuestion { on: day(on), ..about("restart") }).await;
        assert!(matches!(error, AskError::Day { .. }), "{on}: {error}");
        assert!(error.to_string().contains("1 July 2026"), "{error}");
    }
    let error = wrong(BarriersQuestion { by: vec!["date_of_birth".to_owned()], ..about("restart") }).await;
    assert!(matches!(error, AskError::Division { .. }), "{error}");
    for value in [8, 10, 13, 23] {
        let error = ask_what_if(&world.app, commissioner, AREA, months(value)).await.unwrap().unwrap_err();
        assert!(matches!(error, AskError::ValueNotOffered { .. }), "{value}: {error}");
        assert!(error.to_string().contains("6, 7, 9"), "{error}");
    }
    let other = WhatIfQuestion { from: day("2026-07-02"), ..months(6) };
    let error = ask_what_if(&world.app, commissioner, AREA, other).await.unwrap().unwrap_err();
    assert!(matches!(error, AskError::Day { .. }), "{error}");
}

async fn a_change_is_answered(world: &World, commissioner: &SignedIn, people: &[Facts]) {
    let app = &world.app;
    let same = what_if(world, commissioner, months(9)).await.change.all;
    assert!([same.newly_eligible, same.no_longer_eligible, same.newly_open].into_iter().all(Told::is_few), "{same:?}");
    let six = what_if(world, commissioner, months(6)).await;
    let changed = app.policy.with_value(AREA, "restart", "months_on_benefit", day(ON), 6).unwrap();
    let eligible = |policy: &policy::Policy, facts: &Facts| {
        let area = policy.area(AREA).unwrap();
        let restart = policy.programme(area, "restart").unwrap();
        policy::assess_one(policy, area, restart, facts, day(ON)).verdict == Verdict::Eligible
    };
    let newly: Vec<&Facts> =
        people.iter().filter(|facts| eligible(&changed, facts) && !eligible(&app.policy, facts)).collect();
    assert!(newly.len() > 20 && near(six.change.all.newly_eligible, newly.len()), "{}: {six:?}", newly.len());
    assert_eq!((six.is, six.would_be, six.area_may_set), (9, 6, Some((6, 12))));
    let on_jets = six.change.moves.iter().find(|found| &*found.programme == "jets").unwrap();
    assert!(!on_jets.on_it.is_few());
    let cost = six.cost.unwrap();
    assert_eq!((cost.per_head.least, cost.per_head.most), (Pence(28_000), Pence(193_000)));
    let number = i64::try_from(six.change.all.newly_eligible.number().unwrap()).unwrap();
    assert_eq!(cost.least, Some(Pence(28_000 * number)), "of the number as it is told");
    // Unknown is not zero.
    let other = WhatIfQuestion { programme: "wmca-free-courses".to_owned(), ..months(6) };
    let wrong = ask_what_if(app, commissioner, AREA, other).await.unwrap().unwrap_err();
    assert!(matches!(wrong, AskError::Parameter { .. }), "{wrong}");
    let wrong = ask_what_if(app, commissioner, AREA, months(-1)).await.unwrap().unwrap_err();
    assert_eq!(wrong.to_string(), "Fewest months on the benefit must be from 0 to 10000");
}

async fn a_note_keeps_its_figures(world: &World, adviser: &SignedIn, commissioner: &SignedIn) {
    let app = &world.app;
    let answer = evidence::Answer::WhatIf(Box::new(what_if(world, commissioner, months(6)).await));
    let new = NewNote { title: "Six months".to_owned(), remark: Some("For the board".to_owned()), answer };
    let refused = evidence::save_note(app, adviser, new.clone()).await.unwrap_err();
    assert!(matches!(refused, ActionError::NotAllowed(_)), "{refused:?}");
    let id = evidence::save_note(app, commissioner, new.clone()).await.unwrap();
    world.on("2026-09-02");
    for _ in 0..40 {
        register(world, adviser, 4).await;
    }
    let kept = evidence::find_note(app, adviser, id).await.unwrap();
    assert_eq!((kept.title.as_str(), &kept.answer), ("Six months", &new.answer));
    world.on("2026-10-02");
    let now = evidence::Answer::WhatIf(Box::new(what_if(world, commissioner, months(6)).await));
    assert_ne!(now, new.answer, "the records went on, and the note did not");
    let elsewhere = world.somebody("n@example.org", Role::Commissioner, "newcastle", "newcastle-city-council").await;
    assert!(matches!(evidence::find_note(app, &elsewhere, id).await.unwrap_err(), ActionError::NotFound));
    assert!(matches!(evidence::save_note(app, &elsewhere, new).await.unwrap_err(), ActionError::NotFound));
    assert!(evidence::list_notes(app, &elsewhere, |count| (0, count)).await.unwrap().is_empty());
    let lines = evidence::list_notes(app, commissioner, |count| (0, count)).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), [id]);
    let theirs = ask_barriers(app, &elsewhere, AREA, about("restart")).await.unwrap_err();
    assert!(matches!(theirs, ActionError::NotFound), "{theirs:?}");
    let refused = ask_barriers(app, adviser, AREA, about("restart")).await.unwrap_err();
    assert!(matches!(refused, ActionError::NotAllowed(_)), "{refused:?}");
}

async fn refused_referrals_are_counted(world: &World, adviser: &SignedIn, commissioner: &SignedIn) {
    world.on("2026-09-25");
    for number in 0..30 {
        let person =
            person::register(&world.app, adviser, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
        let mut answers = answers_of(world, 1);
        answers.retain(|answer| answer.fact != "benefit_since");
        answers.push(world.answer("benefit_since", json!("2026-08-01")));
        person::record_answers(&world.app, adviser, person, answers).await.unwrap();
        // Some try twice: they are one person each.
        for _ in 0..1 + number % 2 {
            refused(world, adviser, person).await;
        }
    }
    world.on("2026-10-02");
    let question = BarriersQuestion { on: day("2026-10-01"), ..about("restart") };
    let refusals = barriers(world, commissioner, question.clone()).await.refusals.unwrap();
    assert!(near(refusals.people, 30), "{refusals:?}");
    let first = &refusals.reasons[0];
    assert_eq!(first.code.as_str(), LONG_ENOUGH);
    assert!(near(first.stopped, 30) && near(first.alone, 30), "{first:?}");
    let other = BarriersQuestion { programme: Some("jets".to_owned()), ..question };
    let other = barriers(world, commissioner, other).await.refusals.unwrap();
    assert!(other.people.is_few() && other.reasons.is_empty(), "{other:?}");
    // A year that ends before the attempts has none of them.
    let earlier = barriers(world, commissioner, about("restart")).await.refusals.unwrap();
    assert!(earlier.people.is_few() && earlier.reasons.is_empty(), "{earlier:?}");
}

async fn refused(world: &World, adviser: &SignedIn, person: kernel::PersonId) {
    let new = NewReferral {
        person,
        programme: "restart".to_owned(),
        provider: "heartlands-works".to_owned(),
        chosen: Chosen::ByThePerson,
        message: None,
        agreed: true,
        answers: [("rules/referral/capacity".to_owned(), "Rang: there is a place".to_owned())].into(),
    };
    let Outcome::Blocked { .. } = referral::send(&world.app, adviser, new).await.unwrap() else {
        panic!("two months must not be enough");
    };
}
