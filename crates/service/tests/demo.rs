//! The demonstration: made through the commands, the same each time, with something of everything; and
//! the first year of Newcastle Futures, counted from its records.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use kernel::{Moment, Period, PersonId};
use policy::Value;
use rules::{access::Role, outcome::SpellKind};
use sea_orm::{ConnectionTrait, Statement};
use service::{
    ActionError,
    account::{self, SignedIn},
    db::Database,
    delivery::{self, NewSpell},
    demo::{self, FirstYear, Plan, SEED},
    performance::{self, FirstYearReport},
    person::{self, NewAnswer, NewPerson},
    referral::{self, Chosen, NewReferral, Outcome},
};
use statistics::Told;
use std::collections::BTreeSet;
use support::{World, databases, day, world};

const NOW: &str = "2026-11-23T15:00:00Z";

fn now() -> Moment {
    NOW.parse().unwrap()
}

async fn seed(world: &World, plan: &Plan) {
    let made = demo::World {
        db: world.app.db.clone(),
        policy: world.app.policy.clone(),
        places: world.app.places.clone(),
        authoriser: world.app.authoriser.clone(),
    };
    demo::seed(made, plan, &|_| {}).await.unwrap();
}

async fn count(db: &Database, query: &str) -> i64 {
    let connection = db.reader();
    let statement = Statement::from_string(connection.get_database_backend(), query);
    connection.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn there_is_something_of_everything_on_both_databases() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        seed(&world, &Plan::small(now())).await;
        let db = &world.app.db;
        let personas = account::personas(db.reader()).await.unwrap();
        let roles: BTreeSet<Role> = personas.iter().map(|persona| persona.role).collect();
        assert_eq!(roles.len(), Role::ALL.len() - 1, "every role but the visitor: {roles:?}");
        let areas: BTreeSet<&str> = personas.iter().map(|persona| persona.area.as_str()).collect();
        assert_eq!(areas, ["", "east-birmingham-north-solihull", "newcastle"].into());
        for what in [
            "blocked_referral",
            "note",
            "referral WHERE declined_at IS NOT NULL",
            "referral WHERE withdrawn_at IS NOT NULL",
            "referral WHERE accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL",
            "referral WHERE accepted_at IS NOT NULL AND started_on IS NULL",
            "referral WHERE ended_on IS NOT NULL",
            "claim WHERE approved_at IS NOT NULL AND reversed_at IS NULL",
            "claim WHERE rejected_at IS NOT NULL",
            "claim WHERE reversed_at IS NOT NULL",
            "claim WHERE approved_at IS NULL AND rejected_at IS NULL AND reversed_at IS NULL",
            "spell WHERE replaced_at IS NOT NULL",
        ] {
            assert!(count(db, &format!("SELECT COUNT(*) FROM {what}")).await > 0, "{url}: no {what}");
        }
        let people = count(db, "SELECT COUNT(*) FROM person").await;
        assert_eq!(
            people,
            16 + 24 + 2 + 50,
            "one for each situation, twenty-four not there yet, two long gone, and Newcastle's"
        );
        // No record is dated later than the present moment, and every one has its lines.
        let connection = db.reader();
        let later = "SELECT COUNT(*) FROM audit WHERE at > $1";
        let later = Statement::from_sql_and_values(connection.get_database_backend(), later, [now().into()]);
        let later: i64 = connection.query_one_raw(later).await.unwrap().unwrap().try_get_by_index(0).unwrap();
        assert_eq!(later, 0);
        assert!(count(db, "SELECT COUNT(*) FROM audit").await > people);
        assert!(count(db, "SELECT COUNT(*) FROM record_read").await > people);
        assert_eq!(count(db, "SELECT CAST(SUM(amount_pence) AS BIGINT) FROM entry").await, 0, "money sums to zero");
    }
}

#[tokio::test]
async fn the_same_seed_makes_the_same_people() {
    let mut told = Vec::new();
    for _ in 0..2 {
        let world = world("sqlite::memory:", None).await;
        let first_year = Some(FirstYear { registered: 12, into_work: 5 });
        seed(&world, &Plan { seed: SEED, now: now(), each_situation: 1, first_year }).await;
        let connection = world.app.db.reader();
        let query = "SELECT reference, given_name, family_name FROM person ORDER BY id";
        let statement = Statement::from_string(connection.get_database_backend(), query);
        let rows = connection.query_all_raw(statement).await.unwrap();
        let names: Vec<[String; 3]> =
            rows.iter().map(|row| [0, 1, 2].map(|index| row.try_get_by_index(index).unwrap())).collect();
        told.push(names);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0].len(), 16 + 24 + 2 + 12);
}

async fn first_year(world: &World) -> FirstYearReport {
    let period = Period::new(day("2007-04-01"), Some(day("2008-03-31"))).unwrap();
    performance::first_year(&world.app, "newcastle", period).await.unwrap()
}

/// Box 7.1 of the Green Paper of 2008: almost 2,000 registered, over 750 into work, 70% of these from
/// areas of high deprivation, 75% priority customers.
#[tokio::test]
async fn the_published_first_year_is_counted_from_the_records() {
    let mut world = world("sqlite::memory:", None).await;
    let folder = tempfile::tempdir().unwrap();
    let app = std::sync::Arc::get_mut(&mut world.app).unwrap();
    app.db = Database::open_to_fill(&folder.path().join("tapestry.db")).await.unwrap();
    let plan = Plan { each_situation: 0, ..Plan::full(now()) };
    seed(&world, &plan).await;
    let started = std::time::Instant::now();
    let report = first_year(&world).await;
    eprintln!("the report took {:?}", started.elapsed());
    let exactly = report.exactly.unwrap();
    assert!((1_950..=1_999).contains(&exactly.registered), "{exactly:?}");
    assert!((751..=779).contains(&exactly.into_work), "{exactly:?}");
    assert_eq!((exactly.deprived_percent, exactly.priority_percent), (Some(70), Some(75)));
    // All else is told like any count of people.
    let near = |told: Told, count: u64| told.number().is_some_and(|number| number.abs_diff(count) <= 20);
    assert!(near(report.registered, exactly.registered) && near(report.into_work, exactly.into_work), "{report:?}");
    let priority = report.priority_among_into_work;
    // Of some it cannot be told, and they are counted apart; here they are few.
    let known = priority.known.number().unwrap() + priority.unknown.number().unwrap_or_default();
    assert!(near(report.into_work, known + 20) || near(report.into_work, known), "{report:?}");
    assert_eq!(priority.percent(), priority.yes.percent_of(priority.known));
    // No other year of the area can be asked about, and none of the same days in other bounds.
    for (from, until) in [("2007-04-01", "2007-04-01"), ("2007-04-02", "2008-03-31"), ("2007-04-01", "2008-03-30")] {
        let period = Period::new(day(from), Some(day(until))).unwrap();
        let refused = performance::first_year(&world.app, "newcastle", period).await.unwrap_err();
        assert!(matches!(refused, ActionError::Refused { code: "performance/no-such-year", .. }), "{refused:?}");
    }
}

async fn signed_in(world: &World, email: &str) -> SignedIn {
    SignedIn(account::account_by_email(world.app.db.reader(), email).await.unwrap().unwrap())
}

/// One more person, registered and helped into work in the year, is counted in the published figures of the year.
#[tokio::test]
async fn one_more_record_changes_the_published_figures() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let first = FirstYear { registered: 130, into_work: 105 };
        seed(&world, &Plan { each_situation: 0, first_year: Some(first), ..Plan::small(now()) }).await;
        let exactly = async || first_year(&world).await.exactly.map(|figures| (figures.registered, figures.into_work));
        assert_eq!(exactly().await, Some((130, 105)));
        let app = &world.app;
        let consultant = signed_in(&world, "alison.reay@demo.example").await;
        let futures = signed_in(&world, "steven.okoro@demo.example").await;
        world.on("2007-09-03");
        let person = one_more(&world, &consultant).await;
        let wish = NewReferral {
            person,
            programme: "newcastle-futures".to_owned(),
            provider: "newcastle-futures".to_owned(),
            chosen: Chosen::ByThePerson,
            message: None,
            agreed: true,
            answers: Default::default(),
        };
        let Outcome::Sent(sent) = referral::send(app, &consultant, wish).await.unwrap() else {
            panic!("nothing stands in the way");
        };
        referral::accept(app, &futures, sent, 1).await.unwrap();
        delivery::record_start(app, &futures, sent, 2, day("2007-09-03")).await.unwrap();
        world.clock.set(now());
        assert_eq!(exactly().await, Some((131, 105)));
        world.on("2008-03-31");
        let job = NewSpell {
            employer: "A shop".to_owned(),
            kind: SpellKind::Employee,
            from: day("2008-03-31"),
            until: None,
            hours_per_week: Some(20),
            earnings_week: None,
            source: "Told".to_owned(),
        };
        delivery::record_spell(app, &futures, sent, job).await.unwrap();
        world.clock.set(now());
        assert_eq!(exactly().await, Some((131, 106)), "the last day of the year counts");
        // In the middle of the year it is not over, and nothing of it is told.
        world.on("2007-09-03");
        let period = Period::new(day("2007-04-01"), Some(day("2008-03-31"))).unwrap();
        assert!(performance::first_year(app, "newcastle", period).await.is_err());
    }
}

/// Fifty people are too few to be told exactly of, though their year was published.
#[tokio::test]
async fn a_published_year_of_few_people_is_told_like_any_other() {
    let world = world("sqlite::memory:", None).await;
    seed(&world, &Plan { each_situation: 0, ..Plan::small(now()) }).await;
    let report = first_year(&world).await;
    assert_eq!(report.exactly, None);
    assert!(report.registered.number().is_some_and(|number| number.abs_diff(50) <= 15), "{report:?}");
}

async fn one_more(world: &World, consultant: &SignedIn) -> PersonId {
    let app = &world.app;
    let new = NewPerson {
        given_name: "One".to_owned(),
        family_name: "More".to_owned(),
        telephone: None,
        email: None,
        agreed: true,
    };
    let person = person::register(app, consultant, new).await.unwrap();
    let home = app.places.iter().find(|(_, record)| {
        record.imd_decile == Some(1) && app.policy.area("newcastle").unwrap().lsoas.contains(&record.place.lsoa)
    });
    let home = Value::Place(home.unwrap().1.place.clone());
    let answers = [("home", home), ("employment", Value::OneOf("not-working".to_owned()))];
    let answers = answers.map(|(fact, value)| NewAnswer {
        fact: fact.to_owned(),
        value: Some(value),
        source: "Told to Alison Reay".to_owned(),
        known_on: day("2007-09-03"),
    });
    person::record_answers(app, consultant, person, answers.to_vec()).await.unwrap();
    person
}
