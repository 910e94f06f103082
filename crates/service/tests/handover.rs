//! Who looks after whom: handing over one person or all, covering for a colleague, and nobody left alone when an adviser
//! leaves.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/browser.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod browser;
#[path = "support/refused.rs"]
mod refused;
#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use browser::Browser;
use chrono::TimeDelta;
use kernel::PersonId;
use refused::code;
use rules::access::{Action, Role};
use sea_orm::{ConnectionTrait, Statement};
use service::{
    ActionError, access,
    account::{self, NewAccount, SignedIn, staff},
    person::{self, handover},
};
use support::{AREA, World, amina, databases, world};

const COUNCIL: &str = "birmingham-city-council";
const PASSWORD: &str = "three brave otters";

/// Two advisers of the council, its administrator, and an adviser of another organisation.
struct Cast {
    ann: SignedIn,
    ben: SignedIn,
    head: SignedIn,
    elsewhere: SignedIn,
}

async fn cast(world: &World) -> Cast {
    world.clock.set(chrono::Utc::now());
    Cast {
        ann: world.somebody("ann@example.org", Role::Adviser, AREA, COUNCIL).await,
        ben: world.somebody("ben@example.org", Role::Adviser, AREA, COUNCIL).await,
        head: world.somebody("head@example.org", Role::Administrator, AREA, COUNCIL).await,
        elsewhere: world.somebody("eve@example.org", Role::Adviser, AREA, "jobcentre-plus-birmingham-solihull").await,
    }
}

async fn sees(world: &World, by: &SignedIn, person: PersonId) -> bool {
    match access::person(&world.app, by, person, Action::SeePerson).await {
        Ok(seen) => seen.name() == "Amina Hussain",
        Err(ActionError::NotFound) => false,
        Err(other) => panic!("{other:?}"),
    }
}

/// What was done to how many, by the audit.
async fn audited(world: &World, action: &str) -> i64 {
    let connection = world.app.db.reader();
    let sql = format!("SELECT COUNT(*) FROM audit WHERE allowed AND action = '{action}'");
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await;
    row.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn signed_in(world: &World, email: &str) -> Browser {
    account::set_password(&world.app, world.app.db.reader(), email, PASSWORD).await.unwrap();
    let mut browser = Browser::new(&service::router(world.app.clone()));
    assert_eq!(browser.sign_in(email, PASSWORD).await.0, 303);
    browser
}

/// The person's own page.
async fn own_page(world: &World, person: PersonId) -> String {
    let app = &world.app;
    let email = format!("{person}@example.org");
    let new = NewAccount {
        email: &email,
        name: "Amina",
        role: Role::Resident,
        organisation: None,
        person: Some(person),
        password: None,
    };
    if account::account_by_email(app.db.reader(), &email).await.unwrap().is_none() {
        account::create(app, app.db.reader(), new).await.unwrap();
    }
    signed_in(world, &email).await.get("/my-record").await.2
}

#[tokio::test]
async fn an_adviser_hands_somebody_over_who_reads_it_on_their_own_page() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let Cast { ann, ben, elsewhere, head } = cast(&world).await;
        let app = &world.app;
        let person = person::register(app, &ann, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
        // Only by their adviser, and only to a colleague who can sign in.
        for by in [&ben, &elsewhere, &head] {
            let refused = handover::hand_over(app, by, person, ben.id).await.unwrap_err();
            assert!(matches!(refused, ActionError::NotFound | ActionError::NotAllowed(_)), "{refused:?}");
        }
        for to in [elsewhere.id, head.id, ann.id] {
            assert!(matches!(handover::hand_over(app, &ann, person, to).await, Err(ActionError::NotFound)));
        }
        let mut browser = signed_in(&world, "ann@example.org").await;
        let path = format!("/people/{person}/hand-over");
        let (status, _, page) = browser.get(&path).await;
        assert!(status == 200 && page.contains("ben@example.org") && !page.contains("eve@example.org"), "{page}");
        assert_eq!(browser.post(&path, &[]).await.0, 422);
        assert_eq!(browser.post(&path, &[("to", &elsewhere.id.to_string())]).await.0, 422);
        let form = [("to", ben.id.to_string())];
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert_eq!(browser.post(&path, &form).await.1, "/caseload");
        assert!(browser.get("/caseload").await.2.contains("is now on the caseload of ben@example.org"));
        // The form sent again does it once.
        assert_eq!(browser.post(&path, &form).await.0, 404);
        assert!(!sees(&world, &ann, person).await && sees(&world, &ben, person).await);
        assert_eq!(audited(&world, "hand-over").await, 1);
        let own = own_page(&world, person).await;
        assert!(own.contains("your adviser changed from ann@example.org to ben@example.org"), "{own}");
    }
}

#[tokio::test]
async fn nobody_is_left_alone_when_an_adviser_leaves() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let Cast { ann, ben, head, elsewhere } = cast(&world).await;
        let cara = world.somebody("cara@example.org", Role::Adviser, AREA, COUNCIL).await;
        let app = &world.app;
        let mut people = Vec::new();
        for _ in 0..5 {
            people.push(person::register(app, &ann, person::NewPerson { telephone: None, ..amina() }).await.unwrap());
        }
        let theirs = person::register(app, &elsewhere, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
        // Neither by the page nor from the command line; nor by becoming something else.
        for refused in [
            staff::leave(app, &head, ann.id).await.unwrap_err(),
            account::leave(app, "ann@example.org").await.unwrap_err(),
            staff::change_role(app, &head, ann.id, Role::Auditor).await.unwrap_err(),
        ] {
            assert_eq!(code(&refused), "account/has-caseload");
            assert!(refused.to_string().contains("5 people are on their caseload"), "{refused}");
        }
        let mut browser = signed_in(&world, "head@example.org").await;
        let (leave, caseload) = (format!("/accounts/{}/leave", ann.id), format!("/accounts/{}/caseload", ann.id));
        let (_, _, page) = browser.get(&leave).await;
        assert!(page.contains("5 people are on their caseload") && page.contains(&caseload), "{page}");
        assert_eq!(browser.post(&leave, &[]).await.0, 422);
        assert!(browser.get("/accounts").await.2.contains("5 people"));
        // The administrator sees how many there are, and nobody's name; and hands them over in equal parts.
        let (_, _, page) = browser.get(&caseload).await;
        assert!(page.contains("5 people") && !page.contains("Amina"), "{page}");
        assert_eq!(browser.post(&caseload, &[]).await.0, 422);
        let (to_ben, to_cara) = (ben.id.to_string(), cara.id.to_string());
        assert_eq!(browser.post(&caseload, &[("to", &to_ben), ("to", &to_cara)]).await.0, 303);
        let lines = |by| person::caseload(app, by);
        let (bens, caras) = (lines(&ben).await.unwrap().len(), lines(&cara).await.unwrap().len());
        assert_eq!((lines(&ann).await.unwrap().len(), bens, caras), (0, 3, 2));
        assert_eq!(audited(&world, "hand-over").await, 5);
        assert!(own_page(&world, *people.first().unwrap()).await.contains("your adviser changed from ann@example.org"));
        // Not of another organisation, and not by anybody else.
        for by in [&head, &ben] {
            let refused = handover::hand_over_all(app, by, elsewhere.id, &[ben.id]).await.unwrap_err();
            assert!(matches!(refused, ActionError::NotFound | ActionError::NotAllowed(_)), "{refused:?}");
        }
        assert!(sees(&world, &elsewhere, theirs).await);
        // Then the account closes, and opens again when they are back; whoever was handed over stays where they are.
        staff::leave(app, &head, ann.id).await.unwrap();
        assert!(matches!(
            person::register(app, &ann, person::NewPerson { telephone: None, ..amina() }).await,
            Err(ActionError::NotFound)
        ));
        let refused = handover::hand_over_all(app, &head, ben.id, &[ann.id]).await.unwrap_err();
        assert!(matches!(refused, ActionError::NotFound), "{refused:?}");
        let back = format!("/accounts/{}/return", ann.id);
        assert!(browser.get("/accounts").await.2.contains(&back));
        assert!(browser.get(&back).await.2.contains("Is ann@example.org back?"));
        assert_eq!(browser.post(&back, &[]).await.0, 303);
        assert_eq!(browser.get(&back).await.0, 404, "it is open");
        assert_eq!(signed_in(&world, "ann@example.org").await.get("/caseload").await.0, 200);
        assert_eq!(lines(&ann).await.unwrap().len(), 0);
        // From the command line: as done by the operator.
        let (to_ann, to_eve) = (["ann@example.org".to_owned()], ["eve@example.org".to_owned()]);
        let number = handover::hand_over_all_from_the_command_line(app, "ben@example.org", &to_ann).await;
        assert_eq!(number.unwrap(), 3);
        let wrong = handover::hand_over_all_from_the_command_line(app, "ann@example.org", &to_eve).await;
        assert!(matches!(wrong, Err(ActionError::NotFound)));
        account::leave(app, "ben@example.org").await.unwrap();
        account::come_back(app, "ben@example.org").await.unwrap();
        assert!(matches!(account::come_back(app, "ben@example.org").await, Err(ActionError::NotFound)));
    }
}

#[tokio::test]
async fn a_colleague_covers_until_the_last_day_and_no_longer() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let Cast { ann, ben, head, elsewhere } = cast(&world).await;
        let today = world.app.today();
        let person =
            person::register(&world.app, &ann, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
        let (from, until) = (today + TimeDelta::days(1), today + TimeDelta::days(3));
        let app = &world.app;
        // For oneself, or as the administrator; with a colleague of the same organisation; with an end.
        let arrange = |by, covers, from, until| handover::arrange(app, by, (ann.id, covers), from, until);
        for by in [&ben, &elsewhere] {
            assert!(matches!(
                arrange(by, ben.id, from, until).await,
                Err(ActionError::NotFound | ActionError::NotAllowed(_))
            ));
        }
        assert!(matches!(arrange(&ann, elsewhere.id, from, until).await, Err(ActionError::NotFound)));
        for (from, until) in [
            (until, from),
            (today - TimeDelta::days(3), today - TimeDelta::days(1)),
            (today, today + TimeDelta::days(366)),
        ] {
            assert_eq!(code(&arrange(&ann, ben.id, from, until).await.unwrap_err()), "cover/days");
        }
        let mut browser = signed_in(&world, "ann@example.org").await;
        let parts =
            |day: kernel::Day| day.format("%-d %-m %Y").to_string().split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (first, last, to) = (parts(from), parts(until), ben.id.to_string());
        let names = ["from-day", "from-month", "from-year", "until-day", "until-month", "until-year"];
        let values = first.iter().chain(&last).map(String::as_str);
        let form: Vec<(&str, &str)> = names.into_iter().zip(values).chain([("covers", to.as_str())]).collect();
        assert_eq!(browser.post("/caseload/cover", &form[..3]).await.0, 422);
        assert_eq!(browser.post("/caseload/cover", &form).await.0, 303);
        assert_eq!(browser.post("/caseload/cover", &form).await.0, 422, "sent again it is done once");
        assert_eq!(code(&arrange(&head, ben.id, from, until).await.unwrap_err()), "cover/twice");
        assert!(browser.get("/caseload/cover").await.2.contains("ben@example.org"));
        let own = own_page(&world, person).await;
        assert!(own.contains("Your adviser will be away. ben@example.org looks after you from"), "{own}");
        // Not before the first day; on the first and on the last; not after.
        for (ahead, covered) in [(0, false), (1, true), (3, true), (4, false)] {
            world.clock.set(chrono::Utc::now() + TimeDelta::days(ahead));
            assert_eq!(sees(&world, &ben, person).await, covered, "after {ahead} days");
            let lines = person::caseload(&world.app, &ben).await.unwrap();
            assert_eq!(lines.len(), usize::from(covered), "after {ahead} days");
            assert!(lines.iter().all(|line| line.cover.starts_with("You cover for ann@example.org until ")));
            assert!(sees(&world, &ann, person).await, "they stay on the own caseload");
        }
        // Who covers does not hand over; who is hidden is not hidden from them.
        world.clock.set(chrono::Utc::now() + TimeDelta::days(2));
        let refused = handover::hand_over(&world.app, &ben, person, ann.id).await.unwrap_err();
        assert!(matches!(refused, ActionError::NotAllowed(_)), "{refused:?}");
        let own = own_page(&world, person).await;
        assert!(own.contains("Your adviser is away. ben@example.org looks after you until"), "{own}");
        // Ended before its day, by the administrator or the adviser alone.
        let cover = handover::covers_for(&world.app, &head, ann.id).await.unwrap().pop().unwrap();
        assert!(handover::end(&world.app, &ben, ann.id, cover.id).await.is_err());
        assert!(matches!(handover::end(&world.app, &head, ben.id, cover.id).await, Err(ActionError::NotFound)));
        handover::end(&world.app, &head, ann.id, cover.id).await.unwrap();
        assert!(!sees(&world, &ben, person).await);
        // Whoever leaves covers for nobody any more, also when they come back.
        let today = world.app.today();
        handover::arrange(&world.app, &ann, (ann.id, ben.id), today, today + TimeDelta::days(9)).await.unwrap();
        assert!(sees(&world, &ben, person).await);
        account::leave(&world.app, "ben@example.org").await.unwrap();
        account::come_back(&world.app, "ben@example.org").await.unwrap();
        assert!(!sees(&world, &ben, person).await);
    }
}

/// Two who hand over the same person at the same moment: one of them does it.
#[tokio::test]
async fn the_same_person_is_handed_over_once() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let Cast { ann, ben, head, .. } = cast(&world).await;
        let cara = world.somebody("cara@example.org", Role::Adviser, AREA, COUNCIL).await;
        let app = &world.app;
        let person = person::register(app, &ann, person::NewPerson { telephone: None, ..amina() }).await.unwrap();
        let to = [cara.id];
        let (one, all) = tokio::join!(
            handover::hand_over(app, &ann, person, ben.id),
            handover::hand_over_all(app, &head, ann.id, &to)
        );
        assert_eq!(audited(&world, "hand-over").await, 1, "{one:?} {all:?}");
        assert_eq!(usize::from(sees(&world, &ben, person).await) + usize::from(sees(&world, &cara, person).await), 1);
    }
}
