//! What is sent, recorded or registered twice: a form does its work once, and what looks like something that is kept is asked
//! about before it is kept.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "support/browser.rs"]
#[expect(dead_code, reason = "this test uses a part of it")]
mod browser;
#[path = "support/refer.rs"]
mod refer;
mod support;

use browser::Browser;
use kernel::{Pence, PersonId, ReferralId};
use refer::refer;
use rules::{access::Role, outcome::SpellKind};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use service::{
    account::SignedIn,
    claim,
    delivery::{self, Beside, NewSpell},
    person::{self, NewPerson},
    referral, retention,
};
use std::path::{Path, PathBuf};
use support::{AREA, World, amina, databases, day, world};

const JOBCENTRE: &str = "jobcentre-plus-birmingham-solihull";

/// A world, who plays in it, and somebody who started on a programme on 3 March 2025; it is 9 June.
struct Scene {
    world: World,
    adviser: SignedIn,
    provider: SignedIn,
    sent: ReferralId,
}

async fn scene(url: &str, folder: Option<tempfile::TempDir>) -> Scene {
    let world = world(url, folder).await;
    let app = &world.app;
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, JOBCENTRE).await;
    let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
    world.on("2025-03-03");
    let amina = person::register(app, &adviser, amina()).await.unwrap();
    let answers = vec![
        world.answer("benefit", json!("UC")),
        world.answer("uc_group", json!("intensive-work-search")),
        world.answer("benefit_since", json!("2024-06-01")),
        world.answer("current_programmes", json!([])),
        world.answer("date_of_birth", json!("1990-03-04")),
    ];
    person::record_answers(app, &adviser, amina, answers).await.unwrap();
    let sent = refer(&world, &adviser, amina, "restart", "heartlands-works").await;
    referral::accept(app, &provider, sent, 1).await.unwrap();
    delivery::record_start(app, &provider, sent, 2, day("2025-03-03")).await.unwrap();
    world.on("2025-06-09");
    Scene { world, adviser, provider, sent }
}

impl Scene {
    async fn browser(&self, who: &SignedIn) -> Browser {
        let mut browser = Browser::new(&service::router(self.world.app.clone()));
        let (status, ..) = browser.post(&format!("/sign-in/persona/{}", who.id), &[]).await;
        assert_eq!(status, 303);
        browser
    }

    async fn rows(&self, sql: &str) -> i64 {
        let connection = self.world.app.db.reader();
        let counted = Statement::from_string(connection.get_database_backend(), sql.to_owned());
        connection.query_one_raw(counted).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    async fn jobs(&self) -> i64 {
        self.rows("SELECT count(*) FROM spell WHERE replaced_at IS NULL").await
    }

    async fn answers(&self, answer: &str) -> i64 {
        self.rows(&format!("SELECT count(*) FROM alike WHERE answer = '{answer}'")).await
    }

    fn new_job(&self) -> String {
        format!("/participants/{}/spells/new", self.sent)
    }
}

/// The word that the forms of a page carry.
fn word_of(page: &str) -> String {
    let word = page.split("name=\"once\" value=\"").nth(1).unwrap_or_else(|| panic!("no form: {page}"));
    word.split('"').next().unwrap().to_owned()
}

/// What is typed into the form of a job.
fn job<'a>(once: &'a str, employer: &'a str, day: &'a str, pay: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("once", once),
        ("employer", employer),
        ("kind", "employee"),
        ("from-day", day),
        ("from-month", "6"),
        ("from-year", "2025"),
        ("hours", "20"),
        ("earnings", pay),
        ("source", "Payslips"),
    ]
}

#[tokio::test]
async fn a_form_sent_twice_does_its_work_once_and_both_see_the_result() {
    for (url, folder) in databases().await {
        let scene = scene(&url, folder).await;
        let mut browser = scene.browser(&scene.provider).await;
        let once = word_of(&browser.get(&scene.new_job()).await.2);
        let form = job(&once, "Bordesley Bakery", "2", "250.00");
        let first = browser.post(&scene.new_job(), &form).await;
        assert_eq!((first.0, first.1.as_str()), (303, format!("/participants/{}", scene.sent).as_str()));
        browser.get(&first.1).await;
        // The back button, and the same button again.
        let again = browser.post(&scene.new_job(), &form).await;
        assert_eq!((again.0, &again.1), (303, &first.1));
        assert!(browser.get(&again.1).await.2.contains("You sent this form twice"));
        assert_eq!((scene.jobs().await, scene.answers("another").await), (1, 0));

        // Another tab or a second click at the same moment, in one session.
        let once = word_of(&browser.get(&scene.new_job()).await.2);
        let form = job(&once, "Five Ways Agency", "9", "90.00");
        let mut other = scene.browser(&scene.provider).await;
        let path = scene.new_job();
        let (one, two) = tokio::join!(browser.post(&path, &form), other.post(&path, &form));
        assert_eq!((one.0, two.0), (303, 303), "{} {}", one.2, two.2);
        assert_eq!(scene.jobs().await, 2);
    }
}

#[tokio::test]
async fn a_form_that_came_back_with_messages_is_sent_again_and_another_account_is_not_taken_for_the_same() {
    for (url, folder) in databases().await {
        let scene = scene(&url, folder).await;
        let mut browser = scene.browser(&scene.provider).await;
        let once = word_of(&browser.get(&scene.new_job()).await.2);
        let wrong = job(&once, "", "2", "250.00");
        let (status, _, page) = browser.post(&scene.new_job(), &wrong).await;
        assert_eq!((status, word_of(&page)), (422, once.clone()), "one form, however often it goes back and forth");
        assert_eq!(browser.post(&scene.new_job(), &wrong).await.0, 422);
        assert_eq!(browser.post(&scene.new_job(), &job(&once, "Bordesley Bakery", "2", "250.00")).await.0, 303);
        // The page of before, from the back button, filled in otherwise: another form, and asked about.
        let (status, _, page) = browser.post(&scene.new_job(), &job(&once, "Bordesley Bakery", "2", "250.01")).await;
        assert_eq!(status, 422);
        assert!(page.contains("recorded already"), "{page}");
        // Somebody else who sends the very same is asked too, and not led to what is not theirs.
        let colleague =
            scene.world.somebody("colleague@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
        let mut other = scene.browser(&colleague).await;
        assert_eq!(other.post(&scene.new_job(), &job(&once, "Bordesley Bakery", "2", "250.00")).await.0, 422);
        assert_eq!(scene.jobs().await, 1);
    }
}

/// Forms that sign somebody in or out add nothing, and have to work again and again.
const WITHOUT: [&str; 6] = ["sign_in.html", "code.html", "link.html", "layout.html", "components.html", "check.html"];

#[test]
fn every_form_that_changes_something_carries_its_word() {
    fn look(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                look(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let mut forms = 0;
    for path in found {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        for form in text.split("<form method=\"post\"").skip(1) {
            let carries = form.split('>').nth(1).unwrap_or_default().contains("hidden(\"once\", shell.once)");
            assert!(carries || WITHOUT.contains(&name.as_str()), "{}: a form without its word", path.display());
            forms += 1;
        }
    }
    assert!(forms > 40, "only {forms} forms were found");
}

#[tokio::test]
async fn the_same_job_typed_in_another_way_is_asked_about_and_pays_once() {
    for (url, folder) in databases().await {
        let scene = scene(&url, folder).await;
        let app = &scene.world.app;
        let mut browser = scene.browser(&scene.provider).await;
        let path = scene.new_job();
        let once = word_of(&browser.get(&path).await.2);
        assert_eq!(browser.post(&path, &job(&once, "Bordesley Bakery", "2", "250.00")).await.0, 303);
        for (employer, day, pay) in [
            ("Bordesley Bakery", "2", "250.00"),
            ("BORDESLEY  BAKERY LTD", "2", "250.00"),
            ("Bordesly Bakery", "3", "250.00"),
            ("Bordesley Bakery", "2", "250.01"),
            ("Five Ways Agency", "3", "250.01"),
        ] {
            // A fresh page, or another member of staff: another word.
            let once = word_of(&browser.get(&path).await.2);
            let (status, _, page) = browser.post(&path, &job(&once, employer, day, pay)).await;
            assert_eq!(status, 422, "{employer}, from {day} June, {pay}");
            assert!(page.contains("Is it the same job?") && page.contains(&format!("value=\"{employer}\"")), "{page}");
            assert_eq!(scene.jobs().await, 1);
        }
        let job = |employer: &str| NewSpell {
            employer: employer.to_owned(),
            kind: SpellKind::Employee,
            from: day("2025-06-02"),
            until: None,
            hours_per_week: Some(20),
            earnings_week: Some(Pence(25_000)),
            source: "Payslips".to_owned(),
        };
        let refused = delivery::record_spell(app, &scene.provider, scene.sent, job("bordesley bakery")).await;
        assert!(refused.unwrap_err().to_string().starts_with("delivery/same-job"));

        // £250 a week are enough in October; twice that would be in August.
        scene.world.on("2025-09-30");
        claim::sweep(app).await.unwrap();
        assert_eq!(claim::of_referral(app, &scene.provider, scene.sent).await.unwrap().len(), 1);
        scene.world.on("2026-01-13");
        claim::sweep(app).await.unwrap();
        assert_eq!(claim::of_referral(app, &scene.provider, scene.sent).await.unwrap().len(), 2);
    }
}

/// The id of the job that a page asks about.
fn asked_about(page: &str) -> String {
    let id = page.split("name=\"beside\" value=\"").nth(1).unwrap_or_else(|| panic!("nothing asked: {page}"));
    id.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_was_answered_about_a_job_is_done_and_kept() {
    for (url, folder) in databases().await {
        let scene = scene(&url, folder).await;
        let mut browser = scene.browser(&scene.provider).await;
        let path = scene.new_job();
        let once = word_of(&browser.get(&path).await.2);
        browser.post(&path, &job(&once, "Bordesley Bakery", "2", "250.00")).await;

        // The same: nothing is added.
        let once = word_of(&browser.get(&path).await.2);
        let typed = job(&once, "bordesley bakery", "2", "250.00");
        let kept = asked_about(&browser.post(&path, &typed).await.2);
        let same = format!("same-{kept}");
        let answered = [typed.clone(), vec![("beside", &kept), ("alike", &same)]].concat();
        assert_eq!(browser.post(&path, &answered).await.0, 303);
        assert_eq!((scene.jobs().await, scene.answers("same").await), (1, 1));

        // A correction: it takes the place of what is recorded.
        let once = word_of(&browser.get(&path).await.2);
        let typed = job(&once, "Bordesley Bakery", "3", "260.00");
        let kept = asked_about(&browser.post(&path, &typed).await.2);
        let corrected = format!("corrected-{kept}");
        let answered = [typed.clone(), vec![("beside", &kept), ("alike", &corrected)]].concat();
        assert_eq!(browser.post(&path, &answered).await.0, 303);
        assert_eq!((scene.jobs().await, scene.answers("corrected").await), (1, 1));

        // A second job beside it: both count, and nobody is asked again when one of them is corrected.
        let once = word_of(&browser.get(&path).await.2);
        let typed = job(&once, "Bordesley Bakery", "4", "80.00");
        let kept = asked_about(&browser.post(&path, &typed).await.2);
        let answered = [typed.clone(), vec![("beside", &kept), ("alike", "another")]].concat();
        assert_eq!(browser.post(&path, &answered).await.0, 303);
        assert_eq!((scene.jobs().await, scene.answers("another").await), (2, 1));
        let page = browser.get(&format!("/participants/{}", scene.sent)).await.2;
        let correct = page.split("/spells/").filter_map(|rest| rest.split("/correct").next()).find(|id| id.len() == 36);
        let correct = format!("/participants/{}/spells/{}/correct", scene.sent, correct.unwrap());
        let once = word_of(&browser.get(&correct).await.2);
        let (status, _, page) = browser.post(&correct, &job(&once, "Bordesley Bakery", "4", "85.00")).await;
        assert_eq!(status, 303, "{page}");
        assert_eq!(scene.jobs().await, 2);

        // An answer about what is not in the record, or not this provider's, answers nothing.
        let once = word_of(&browser.get(&path).await.2);
        let strange =
            format!("same-{}", PersonId::make(scene.world.app.clock.now(), scene.world.app.randomness.as_ref()));
        let typed = job(&once, "Bordesley Bakery", "2", "250.00");
        let answered = [typed.clone(), vec![("beside", &strange[5..]), ("alike", &strange)]].concat();
        assert_eq!(browser.post(&path, &answered).await.0, 404);
        let answered = [typed, vec![("alike", "another")]].concat();
        assert_eq!(browser.post(&path, &answered).await.0, 422, "another than what?");
        assert_eq!(scene.jobs().await, 2);
    }
}

#[tokio::test]
async fn no_week_has_more_hours_than_its_jobs_take() {
    let (url, folder) = databases().await.remove(0);
    let scene = scene(&url, folder).await;
    let app = &scene.world.app;
    let job = |employer: &str, hours: u16| NewSpell {
        employer: employer.to_owned(),
        kind: SpellKind::Employee,
        from: day("2025-06-02"),
        until: None,
        hours_per_week: Some(hours),
        earnings_week: None,
        source: "Payslips".to_owned(),
    };
    delivery::record_spell(app, &scene.provider, scene.sent, job("Bordesley Bakery", 100)).await.unwrap();
    let too_many = delivery::record_spell(app, &scene.provider, scene.sent, job("Five Ways Agency", 69)).await;
    assert!(too_many.unwrap_err().to_string().starts_with("delivery/too-many-hours"));
    let rows = scene.rows("SELECT count(*) FROM spell").await;
    assert_eq!(rows, 1, "nothing is kept of what was refused");
    delivery::record_job_beside(app, &scene.provider, scene.sent, job("Five Ways Agency", 68), Beside(&[]))
        .await
        .unwrap();
}

fn somebody(given: &str, family: &str) -> NewPerson {
    NewPerson {
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        telephone: None,
        email: None,
        agreed: true,
    }
}

#[tokio::test]
async fn somebody_registered_twice_is_asked_about_and_nobody_learns_of_a_record_they_may_not_see() {
    for (url, folder) in databases().await {
        let scene = scene(&url, folder).await;
        let (world, app) = (&scene.world, &scene.world.app);
        let form = |once: &'static str, family: &'static str| {
            vec![
                ("once", once),
                ("given_name", "Ameena"),
                ("family_name", family),
                ("born-day", "4"),
                ("born-month", "3"),
                ("born-year", "1990"),
            ]
        };
        // On the adviser's own caseload: asked, by name.
        let mut browser = scene.browser(&scene.adviser).await;
        let (status, _, page) = browser.post("/people/new", &form("", "Husain")).await;
        assert_eq!(status, 422, "{page}");
        assert!(page.contains("Is this person registered already?") && page.contains("Amina Hussain"), "{page}");
        let kept = asked_about(&page);
        let same = format!("same-{kept}");
        let answered = [form("", "Husain"), vec![("beside", &kept), ("alike", &same)]].concat();
        let (status, place, _) = browser.post("/people/new", &answered).await;
        assert_eq!((status, place), (303, format!("/people/{kept}")));
        assert_eq!(scene.rows("SELECT count(*) FROM person").await, 1);

        // On another's: the same page as for somebody whom nobody knows.
        let other = world.somebody("other@example.org", Role::Adviser, AREA, "birmingham-city-council").await;
        let mut council = scene.browser(&other).await;
        let (known, _, page) = council.post("/people/new", &form("", "Husain")).await;
        let (unknown, _, other_page) = council.post("/people/new", &form("", "Oyelaran")).await;
        assert_eq!((known, unknown), (303, 303), "{page} {other_page}");
        assert_eq!(scene.rows("SELECT count(*) FROM person").await, 3);
        assert_eq!(scene.rows("SELECT count(*) FROM alike WHERE kind = 'person' AND answer IS NULL").await, 1);

        // The data protection leads of both bodies get the question: each sees its own reference, and whose the other is.
        let lead = world.somebody("lead@example.org", Role::DataLead, AREA, JOBCENTRE).await;
        let council_lead = world.somebody("clead@example.org", Role::DataLead, AREA, "birmingham-city-council").await;
        let third = world.somebody("third@example.org", Role::DataLead, AREA, "heartlands-works").await;
        let (one, two) =
            (retention::alike(app, &lead).await.unwrap(), retention::alike(app, &council_lead).await.unwrap());
        assert!(one[0].records[0].starts_with("Person ") && one[0].records[1].starts_with("A record of "), "{one:?}");
        assert!(two[0].records[0].starts_with("A record of ") && two[0].records[1].starts_with("Person "), "{two:?}");
        assert!(retention::alike(app, &third).await.unwrap().is_empty());
        assert!(retention::alike(app, &other).await.is_err(), "no adviser");
        let not_theirs = retention::say_alike(app, &third, one[0].id, retention::Answer::Another).await;
        assert!(matches!(not_theirs.unwrap_err(), service::ActionError::NotFound));
        let mut at_desk = scene.browser(&lead).await;
        let (status, _, page) = at_desk.get("/retention").await;
        assert_eq!(status, 200);
        assert!(page.contains("Records that look like one person") && !page.contains("Amina"), "{page}");
        let said = at_desk.post(&format!("/retention/alike/{}", one[0].id), &[("answer", "another")]).await;
        assert_eq!(said.0, 303);
        assert!(retention::alike(app, &council_lead).await.unwrap().is_empty(), "answered once, for both");
        // Told only later: the leads are asked, and the adviser is told nothing.
        let late = person::register(app, &other, somebody("Amina", "Husain")).await.unwrap();
        let born = vec![world.answer("date_of_birth", json!("1990-03-04"))];
        person::record_answers(app, &other, late, born.clone()).await.unwrap();
        person::record_answers(app, &other, late, born).await.unwrap();
        assert_eq!(retention::alike(app, &lead).await.unwrap().len(), 1, "asked once, however often it is told");
        // Twins, and who shares a name only, are nobody else.
        person::register(app, &scene.adviser, somebody("Farah", "Hussain")).await.unwrap();
        person::register(app, &scene.adviser, somebody("Amina", "Hussain")).await.unwrap();
    }
}
