//! A provider after the help has ended: it sees the record as it was on the last day, for as long as the agreement says, and
//! then nothing. Played with a clock.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/browser.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod browser;
#[path = "support/refer.rs"]
mod refer;
mod support;

use browser::Browser;
use kernel::{Pence, PersonId, ReferralId};
use refer::refer;
use rules::{
    access::{Action, Role, seen_until},
    outcome::SpellKind,
};
use serde_json::json;
use service::{
    ActionError, access,
    account::{self, NewAccount, SignedIn},
    claim,
    delivery::{self, NewSpell},
    person::{self, Contact},
    referral,
};
use support::{AREA, World, amina, databases, day, world};

const JOBCENTRE: &str = "jobcentre-plus-birmingham-solihull";
const PROVIDER: &str = "heartlands-works";

/// Help from 1 June 2026 to 30 September 2026.
struct Scene {
    world: World,
    adviser: SignedIn,
    provider: SignedIn,
    resident: SignedIn,
    person: PersonId,
    sent: ReferralId,
}

async fn helped(url: &str, folder: Option<tempfile::TempDir>) -> Scene {
    let world = world(url, folder).await;
    let app = &world.app;
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, JOBCENTRE).await;
    let provider = world.somebody("works@example.org", Role::ProviderStaff, AREA, PROVIDER).await;
    world.on("2026-06-01");
    let person = person::register(app, &adviser, amina()).await.unwrap();
    let answers = [
        ("disabled", json!(true)),
        ("home", json!("B10 0AD")),
        ("current_programmes", json!([])),
        ("employment", json!("not-working")),
    ];
    let answers = answers.into_iter().map(|(fact, value)| world.answer(fact, value)).collect();
    person::record_answers(app, &adviser, person, answers).await.unwrap();
    let sent = refer(&world, &adviser, person, "connect-to-work", PROVIDER).await;
    referral::accept(app, &provider, sent, 1).await.unwrap();
    delivery::record_start(app, &provider, sent, 2, day("2026-06-01")).await.unwrap();
    let new = NewAccount {
        email: "amina@example.org",
        name: "Amina Hussain",
        role: Role::Resident,
        organisation: None,
        person: Some(person),
        password: None,
    };
    account::create(app, app.db.reader(), new).await.unwrap();
    let resident = account::account_by_email(app.db.reader(), "amina@example.org").await.unwrap().unwrap();
    world.on("2026-09-30");
    delivery::record_end(app, &provider, sent, 3, day("2026-09-30"), "Found work").await.unwrap();
    Scene { adviser, provider, resident: SignedIn(resident), person, sent, world }
}

impl Scene {
    async fn opened(&self) -> Option<access::SeenReferral> {
        match access::referral(&self.world.app, &self.provider, self.sent, Action::SeeReferral).await {
            Ok(seen) => Some(seen),
            Err(ActionError::NotFound) => None,
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn page(&self, who: &SignedIn, path: &str) -> String {
        let mut browser = Browser::new(&service::router(self.world.app.clone()));
        assert_eq!(browser.post(&format!("/sign-in/persona/{}", who.id), &[]).await.0, 303);
        let (status, _, page) = browser.get(path).await;
        assert_eq!(status, 200, "{path}");
        page
    }

    /// She tells her adviser something new; `None`: that it is not known any more.
    async fn tells(&self, fact: &str, value: Option<serde_json::Value>) {
        let known = self.world.answer(fact, value.clone().unwrap_or(json!(true)));
        let known = person::NewAnswer { value: known.value.filter(|_| value.is_some()), ..known };
        person::record_answers(&self.world.app, &self.adviser, self.person, vec![known]).await.unwrap();
    }

    async fn employment(&self) -> Option<policy::Value> {
        let seen = self.opened().await.unwrap();
        seen.visible.facts.get("employment").map(|answer| answer.value.clone())
    }
}

fn job() -> NewSpell {
    NewSpell {
        employer: "Bordesley Bakery".to_owned(),
        kind: SpellKind::Employee,
        from: day("2026-10-01"),
        until: None,
        hours_per_week: Some(20),
        earnings_week: Some(Pence(25_000)),
        source: "Payslip".to_owned(),
    }
}

#[tokio::test]
async fn after_the_help_a_provider_sees_what_it_was_sent_as_it_was_and_then_nothing() {
    for (url, folder) in databases().await {
        let scene = helped(&url, folder).await;
        let (world, app) = (&scene.world, &scene.world.app);
        let on_the_last_day = scene.employment().await;
        assert!(on_the_last_day.is_some(), "the agreement covers work");

        // What is told to others later is not theirs to see.
        world.on("2026-10-01");
        scene.tells("employment", Some(json!("employee"))).await;
        scene.tells("lone_parent", Some(json!(true))).await;
        assert_eq!(scene.employment().await, on_the_last_day);
        let seen = scene.opened().await.unwrap();
        assert!(seen.visible.facts.get("lone_parent").is_none(), "told after the end");
        assert_eq!((seen.name().as_str(), seen.contact().0), ("Amina Hussain", Some("0121 496 0000")));
        // What came of the help is still theirs to record, and their own records to see.
        world.on("2026-10-05");
        delivery::record_spell(app, &scene.provider, scene.sent, job()).await.unwrap();
        assert!(
            scene.page(&scene.provider, &format!("/participants/{}", scene.sent)).await.contains("Bordesley Bakery")
        );
        let refused = delivery::record_end(app, &scene.provider, scene.sent, 4, day("2026-10-01"), "Again").await;
        assert!(matches!(refused.unwrap_err(), ActionError::NotAllowed(_)), "the help is over");

        // A name in a list is a look like any other, and is told as what it is, once however often the list was opened.
        for _ in 0..2 {
            assert!(scene.page(&scene.provider, "/inbox?show=over").await.contains("Amina Hussain"));
        }
        let looks = access::readings(app, &scene.resident, scene.person).await.unwrap();
        let in_a_list = looks.iter().filter(|look| look.what_for.contains("in a list"));
        let said: Vec<&str> = in_a_list.map(|look| look.what_for.as_str()).collect();
        assert_eq!(said, ["Saw your name in a list of people sent to them"], "{looks:?}");
        assert!(!looks.iter().any(|look| look.what_for.starts_with("For another reason")), "{looks:?}");

        // The person reads until when, on their own pages.
        let area = app.policy.area(AREA).unwrap();
        let last = seen_until(&app.policy, area, (JOBCENTRE, PROVIDER), day("2026-09-30")).unwrap();
        assert_eq!(last, day("2028-09-30"), "24 months, as the agreement says");
        let says = "They see it as it was on 30 September 2026, until 30 September 2028";
        assert!(scene.page(&scene.resident, "/my-record").await.contains(says));
        assert!(scene.page(&scene.resident, &format!("/referrals/{}/sharing", scene.sent)).await.contains(says));

        // On the last day it is still seen; on the next it is not there, by no way.
        world.on("2028-09-30");
        assert!(scene.opened().await.is_some());
        let start = claim::of_referral(app, &scene.adviser, scene.sent).await.unwrap().remove(0).id;
        let named = access::claim(app, &scene.provider, start, Action::SeeClaim).await.unwrap().name();
        assert_eq!(named.as_deref(), Some("Amina Hussain"));
        world.on("2028-10-01");
        assert!(scene.opened().await.is_none());
        let by_person = access::person(app, &scene.provider, scene.person, Action::SeePerson).await;
        assert!(matches!(by_person.unwrap_err(), ActionError::NotFound));
        let writes = delivery::record_spell(app, &scene.provider, scene.sent, job()).await;
        assert!(matches!(writes.unwrap_err(), ActionError::NotFound));
        assert_eq!(access::claim(app, &scene.provider, start, Action::SeeClaim).await.unwrap().name(), None);
        let inbox = scene.page(&scene.provider, "/inbox?show=over").await;
        assert!(!inbox.contains("Amina") && inbox.contains("Person "), "{inbox}");
        assert!(!scene.page(&scene.provider, "/inbox?show=over&search=Amina").await.contains("Person "));
        assert_eq!(referral::shown_to_provider(app, &scene.resident, scene.sent).await.unwrap(), None);
        assert!(!scene.page(&scene.resident, "/my-record").await.contains(says));
    }
}

#[tokio::test]
async fn a_name_or_number_that_changed_after_the_help_is_not_shown() {
    for (url, folder) in databases().await {
        let scene = helped(&url, folder).await;
        let (world, app) = (&scene.world, &scene.world.app);
        world.on("2026-10-01");
        let contact = Contact {
            given_name: "Amina".to_owned(),
            family_name: "Rahman".to_owned(),
            telephone: Some("07700 900111".to_owned()),
            email: None,
            hidden: false,
        };
        let version = access::person(app, &scene.adviser, scene.person, Action::SeePerson).await.unwrap().version();
        person::change_contact(app, &scene.adviser, scene.person, version, contact).await.unwrap();
        let seen = scene.opened().await.unwrap();
        assert!(seen.name().starts_with("Person "), "{}", seen.name());
        assert_eq!(seen.contact(), (None, None));
        let inbox = scene.page(&scene.provider, "/inbox?show=over").await;
        assert!(!inbox.contains("Rahman") && inbox.contains("Person "), "{inbox}");
    }
}
