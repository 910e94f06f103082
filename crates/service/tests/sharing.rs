//! Two providers see different parts of one record; the person sees both looks, and stops one of them at once.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/refer.rs"]
mod refer;
mod support;

use kernel::{PersonId, ReferralId};
use refer::refer;
use rules::access::{Action, Role};
use serde_json::json;
use service::{
    ActionError, access,
    account::{self, NewAccount, SignedIn},
    claim, delivery,
    person::{
        self, Contact,
        requests::{self, RequestKind},
    },
    referral,
};
use support::{AREA, World, amina, databases, day, world};

/// Something is wrong in the record: the person says so, the adviser answers, once.
#[tokio::test]
async fn the_person_asks_about_their_record_and_is_answered() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let app = &world.app;
        let jobcentre = "jobcentre-plus-birmingham-solihull";
        let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, jobcentre).await;
        let other = world.somebody("other@example.org", Role::Adviser, AREA, jobcentre).await;
        let person = person::register(app, &adviser, amina()).await.unwrap();
        let stranger = person::register(app, &other, amina()).await.unwrap();
        let amina = resident(&world, person).await;
        let says = "My telephone number has changed";
        requests::ask(app, &amina, person, RequestKind::Correct, says).await.unwrap();
        // Of nobody else's record, and nobody else of this one.
        let theirs = requests::ask(app, &amina, stranger, RequestKind::Delete, says).await.unwrap_err();
        assert!(matches!(theirs, ActionError::NotFound), "{theirs:?}");
        let hers = requests::ask(app, &adviser, person, RequestKind::Delete, says).await.unwrap_err();
        assert!(matches!(hers, ActionError::NotAllowed(_)), "{hers:?}");
        let asked = requests::of(app, &amina, person).await.unwrap().remove(0);
        assert_eq!((asked.says.as_str(), asked.answer.as_deref()), (says, None));
        let strange = requests::answer(app, &other, person, asked.id, "Done").await.unwrap_err();
        assert!(matches!(strange, ActionError::NotFound), "{strange:?}");
        let elsewhere = requests::answer(app, &other, stranger, asked.id, "Done").await.unwrap_err();
        assert!(matches!(elsewhere, ActionError::NotFound), "{elsewhere:?}");
        let contact = Contact {
            given_name: "Amina".to_owned(),
            family_name: "Hussain-Khan".to_owned(),
            telephone: Some("07700 900111".to_owned()),
            email: None,
            hidden: false,
        };
        let theirs = person::change_contact(app, &other, person, 2, contact.clone()).await.unwrap_err();
        assert!(matches!(theirs, ActionError::NotFound), "{theirs:?}");
        // Registered, then asked about: the second version.
        person::change_contact(app, &adviser, person, 2, contact.clone()).await.unwrap();
        let late = person::change_contact(app, &adviser, person, 2, contact).await.unwrap_err();
        assert!(matches!(late, ActionError::Lost), "{late:?}");
        let seen = access::person(app, &adviser, person, Action::SeePerson).await.unwrap();
        assert_eq!((seen.name().as_str(), seen.contact().0), ("Amina Hussain-Khan", Some("07700 900111")));
        requests::answer(app, &adviser, person, asked.id, "Put right").await.unwrap();
        let twice = requests::answer(app, &adviser, person, asked.id, "Again").await.unwrap_err();
        assert!(matches!(twice, ActionError::Lost), "{twice:?}");
        let answered = requests::of(app, &amina, person).await.unwrap().remove(0);
        assert_eq!(answered.answer.as_deref(), Some("Put right"));
        // No more wait at once than a person can have meant.
        for _ in 0..20 {
            requests::ask(app, &amina, person, RequestKind::Correct, says).await.unwrap();
        }
        let more = requests::ask(app, &amina, person, RequestKind::Correct, says).await.unwrap_err();
        assert!(matches!(more, ActionError::Refused { code: "record/too-many-requests", .. }), "{more:?}");
    }
}

#[tokio::test]
async fn the_person_sees_who_looked_and_stops_a_provider_at_once() {
    for (url, folder) in databases().await {
        play(&world(&url, folder).await).await;
    }
}

/// An account of the person's own.
async fn resident(world: &World, person: PersonId) -> SignedIn {
    let app = &world.app;
    let email = "amina@example.org";
    let new = NewAccount {
        email,
        name: "Amina Hussain",
        role: Role::Resident,
        organisation: None,
        person: Some(person),
        password: None,
    };
    account::create(app, app.db.reader(), new).await.unwrap();
    SignedIn(account::account_by_email(app.db.reader(), email).await.unwrap().unwrap())
}

async fn opens(world: &World, by: &SignedIn, sent: ReferralId) -> bool {
    match access::referral(&world.app, by, sent, Action::SeeReferral).await {
        Ok(_) => true,
        Err(ActionError::NotFound) => false,
        Err(other) => panic!("{other:?}"),
    }
}

async fn play(world: &World) {
    let app = &world.app;
    let jobcentre = "jobcentre-plus-birmingham-solihull";
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, jobcentre).await;
    let other = world.somebody("other@example.org", Role::Adviser, AREA, jobcentre).await;
    let works = world.somebody("works@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
    let college = world.somebody("college@example.org", Role::ProviderStaff, AREA, "stechford-learning").await;
    world.on("2026-06-01");
    let person = person::register(app, &adviser, amina()).await.unwrap();
    let home = world.answer("home", json!("B10 0AD"));
    let answers = [
        ("disabled", json!(true)),
        ("lone_parent", json!(true)),
        ("date_of_birth", json!("1990-05-01")),
        ("current_programmes", json!([])),
        ("employment", json!("not-working")),
        ("able_to_start_work", json!(true)),
    ];
    let mut answers: Vec<_> = answers.into_iter().map(|(fact, value)| world.answer(fact, value)).collect();
    answers.push(home);
    person::record_answers(app, &adviser, person, answers).await.unwrap();
    let first = refer(world, &adviser, person, "connect-to-work", "heartlands-works").await;
    let second = refer(world, &adviser, person, "wmca-free-courses", "stechford-learning").await;
    let amina = resident(world, person).await;

    // Both may open it; what each sees is what its agreement with the referrer covers.
    referral::accept(app, &works, first, 1).await.unwrap();
    delivery::record_start(app, &works, first, 2, day("2026-06-01")).await.unwrap();
    assert!(opens(world, &works, first).await && opens(world, &college, second).await);
    let sees = async |sent| referral::shown_to_provider(app, &amina, sent).await.unwrap();
    let (to_works, to_college) = (sees(first).await.unwrap(), sees(second).await.unwrap());
    assert_ne!(to_works, to_college);
    let looks = access::readings(app, &amina, person).await.unwrap();
    for name in ["works@example.org", "college@example.org"] {
        assert!(looks.iter().any(|look| look.who == name), "{name}: {looks:?}");
    }

    // Where she lives is kept secret: from both at once, from an adviser in an emergency, and not from herself and her own.
    let contact = |hidden| Contact {
        given_name: "Amina".to_owned(),
        family_name: "Hussain".to_owned(),
        telephone: Some("0121 496 0000".to_owned()),
        email: None,
        hidden,
    };
    let place = async |by: &SignedIn, sent| {
        let seen = access::referral(app, by, sent, Action::SeeReferral).await.unwrap();
        (seen.decision.shows("place"), seen.visible.facts.get("home").is_some())
    };
    assert_eq!((place(&works, first).await, place(&college, second).await), ((true, true), (true, true)));
    let version = access::person(app, &adviser, person, Action::SeePerson).await.unwrap().version();
    person::change_contact(app, &adviser, person, version, contact(true)).await.unwrap();
    assert_eq!((place(&works, first).await, place(&college, second).await), ((false, false), (false, false)));
    assert_eq!((place(&adviser, first).await, place(&amina, first).await), ((true, true), (true, true)));
    assert!(!sees(first).await.unwrap().iter().any(|category| category.contains("live")), "{:?}", sees(first).await);
    let reference = person::caseload(app, &adviser).await.unwrap().remove(0).reference;
    service::emergency::break_glass(app, &other, &reference, "She does not answer the telephone").await.unwrap();
    let emergency = access::person(app, &other, person, Action::SeeInEmergency).await.unwrap();
    assert!(!emergency.decision.shows("place") && emergency.decision.shows("health"));
    person::change_contact(app, &adviser, person, version + 1, contact(false)).await.unwrap();
    assert_eq!(place(&works, first).await, (true, true));

    // Only the person and their adviser may stop it.
    for stranger in [&works, &college, &other] {
        let refused = referral::stop_sharing(app, stranger, first).await.unwrap_err();
        assert!(matches!(refused, ActionError::NotFound | ActionError::NotAllowed(_)), "{refused:?}");
    }
    referral::stop_sharing(app, &amina, first).await.unwrap();
    let again = referral::stop_sharing(app, &amina, first).await.unwrap_err();
    assert!(matches!(again, ActionError::Lost), "{again:?}");
    assert_eq!(sees(first).await, None);
    assert!(!opens(world, &works, first).await && opens(world, &college, second).await);
    let writes = delivery::record_end(app, &works, first, 3, day("2026-06-01"), "Left").await.unwrap_err();
    assert!(matches!(writes, ActionError::NotFound), "{writes:?}");
    // What was earned can still be claimed, without a name.
    let start = claim::of_referral(app, &adviser, first).await.unwrap().remove(0);
    let seen = access::claim(app, &works, start.id, Action::SeeClaim).await.unwrap();
    assert_eq!(seen.name(), None);

    // The adviser shares it again with the person.
    referral::share_again(app, &adviser, first).await.unwrap();
    assert!(opens(world, &works, first).await);
}
