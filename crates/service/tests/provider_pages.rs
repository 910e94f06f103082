//! The pages of providers, commissioners, auditors and administrators, asked for as a browser asks:
//! what they show, what a wrong field says, and what a lost race leaves behind.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, header},
};
use kernel::{ClaimId, ReferralId};
use rules::access::Role;
use serde_json::json;
use service::{
    account::SignedIn,
    claim, person,
    referral::{self, Chosen, NewReferral, Outcome},
};
use support::{AREA, World, amina, databases, world};
use tower::ServiceExt;

/// What came back.
struct Answer {
    status: u16,
    location: String,
    body: String,
}

/// A browser in which somebody is signed in; without a cookie, nobody.
struct Browser {
    router: Router,
    cookie: Option<String>,
}

impl Browser {
    async fn signed_in(router: &Router, account: &SignedIn) -> Self {
        let mut browser = Self { router: router.clone(), cookie: None };
        let request = browser.request(&Method::POST, &format!("/sign-in/persona/{}", account.id), "");
        let response = router.clone().oneshot(request).await.unwrap();
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        browser.cookie = cookie.split(';').next().map(str::to_owned);
        browser
    }

    fn request(&self, method: &Method, path: &str, body: &str) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if *method == Method::POST {
            request = request
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        request.body(Body::from(body.to_owned())).unwrap()
    }

    async fn ask(&self, method: Method, path: &str, body: &str) -> Answer {
        let response = self.router.clone().oneshot(self.request(&method, path, body)).await.unwrap();
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(status != 200 || body.matches("<h1").count() == 1, "{path} has not one heading");
        Answer { status, location: location.unwrap_or_default(), body }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, "").await
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        self.ask(Method::POST, path, body).await
    }
}

/// Everybody of the story, and a referral that was sent.
struct Scene {
    world: World,
    provider: Browser,
    rival: Browser,
    commissioner: Browser,
    buyer: SignedIn,
    auditor: Browser,
    administrator: Browser,
    nobody: Browser,
    sent: ReferralId,
}

async fn scene() -> Scene {
    let (url, folder) = databases().await.remove(0);
    let world = world(&url, folder).await;
    let jobcentre = "jobcentre-plus-birmingham-solihull";
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, jobcentre).await;
    let provider = world.somebody("provider@example.org", Role::ProviderStaff, AREA, "heartlands-works").await;
    let rival = world.somebody("rival@example.org", Role::ProviderStaff, AREA, "chelmsley-pathways").await;
    let buyer = world.somebody("buyer@example.org", Role::Commissioner, AREA, "dwp-birmingham-solihull").await;
    let auditor = world.somebody("auditor@example.org", Role::Auditor, AREA, "birmingham-city-council").await;
    let admin = world.somebody("admin@example.org", Role::Administrator, AREA, "birmingham-city-council").await;
    world.on("2025-03-03");
    let sent = send(&world, &adviser).await;
    let router = service::router(world.app.clone());
    Scene {
        provider: Browser::signed_in(&router, &provider).await,
        rival: Browser::signed_in(&router, &rival).await,
        commissioner: Browser::signed_in(&router, &buyer).await,
        buyer,
        auditor: Browser::signed_in(&router, &auditor).await,
        administrator: Browser::signed_in(&router, &admin).await,
        nobody: Browser { router, cookie: None },
        world,
        sent,
    }
}

async fn send(world: &World, adviser: &SignedIn) -> ReferralId {
    let person = person::register(&world.app, adviser, amina()).await.unwrap();
    let answers = vec![
        world.answer("benefit", json!("UC")),
        world.answer("uc_group", json!("intensive-work-search")),
        world.answer("benefit_since", json!("2024-06-01")),
        world.answer("current_programmes", json!([])),
        world.answer("health_condition", json!(true)),
    ];
    person::record_answers(&world.app, adviser, person, answers).await.unwrap();
    let wish = NewReferral {
        person,
        programme: "restart".to_owned(),
        provider: "heartlands-works".to_owned(),
        chosen: Chosen::ByThePerson,
        message: Some("Mornings are best".to_owned()),
        agreed: true,
        answers: [("rules/referral/capacity".to_owned(), "Rang: yes".to_owned())].into(),
    };
    match referral::send(&world.app, adviser, wish).await.unwrap() {
        Outcome::Sent(sent) => sent,
        Outcome::Blocked { obstacles, .. } => panic!("{obstacles:?}"),
    }
}

impl Scene {
    fn page(&self) -> String {
        format!("/participants/{}", self.sent)
    }

    /// Accepts, starts and records a job, as the provider does in the browser.
    async fn in_work(&self) {
        let page = self.page();
        assert_eq!(self.provider.post(&format!("{page}/accept"), "version=1").await.status, 303);
        let start = "version=2&on-day=3&on-month=3&on-year=2025";
        assert_eq!(self.provider.post(&format!("{page}/start"), start).await.status, 303);
        self.world.on("2026-01-12");
        assert_eq!(self.provider.post(&format!("{page}/spells/new"), JOB).await.status, 303);
    }

    async fn claims(&self) -> Vec<claim::Claim> {
        claim::of_referral(&self.world.app, &self.buyer, self.sent).await.unwrap()
    }
}

const JOB: &str = "employer=Bordesley+Bakery&kind=employee&from-day=2&from-month=6&from-year=2025&hours=20&earnings=250\
                   &source=Payslips";

#[tokio::test]
async fn the_inbox_shows_what_is_due_and_finds_by_name() {
    let scene = scene().await;
    let inbox = scene.provider.get("/inbox").await;
    assert!(inbox.body.contains("Amina Hussain") && inbox.body.contains("2 working days left"), "{}", inbox.body);
    scene.world.on("2025-03-07");
    assert!(scene.provider.get("/inbox").await.body.contains("Overdue by 2 working days"));
    // As people type a name: a part of it, the family name first, an accent, a slip of the hand, a sign that is not seen.
    for typed in ["hussain", "Hussain,+amina", "ami+huss", "%C3%A2mina", "Husain", "Amina%E2%80%8B"] {
        assert!(scene.provider.get(&format!("/inbox?search={typed}")).await.body.contains("Amina Hussain"), "{typed}");
    }
    for odd in ["nobody", "%25", "_", "%5C", "%22%27%3Cscript%3E"] {
        let found = scene.provider.get(&format!("/inbox?search={odd}")).await;
        assert_eq!((found.status, found.body.contains("Amina Hussain")), (200, false), "{odd}");
    }
    assert!(!scene.rival.get("/inbox").await.body.contains("Amina"));
    assert_eq!(scene.commissioner.get("/inbox").await.status, 403);
    assert_eq!(scene.nobody.get("/inbox").await.location, "/sign-in?next=%2Finbox");
}

/// The parts of the inbox in which somebody called Hussain is.
async fn parts(scene: &Scene, reference: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for part in ["to-answer", "to-start", "on-programme", "over"] {
        let page = scene.provider.get(&format!("/inbox?show={part}&search={reference}")).await;
        if page.body.contains("<tbody") {
            found.push(part);
        }
    }
    found
}

#[tokio::test]
async fn a_referral_is_in_one_part_of_the_inbox_at_a_time() {
    let scene = scene().await;
    let page = scene.page();
    assert_eq!(parts(&scene, "hussain").await, ["to-answer"]);
    scene.provider.post(&format!("{page}/accept"), "version=1").await;
    assert_eq!(parts(&scene, "hussain").await, ["to-start"]);
    scene.provider.post(&format!("{page}/start"), "version=2&on-day=3&on-month=3&on-year=2025").await;
    assert_eq!(parts(&scene, "hussain").await, ["on-programme"]);
    let end = "version=3&on-day=3&on-month=3&on-year=2025&reason=Moved+away";
    assert_eq!(scene.provider.post(&format!("{page}/end"), end).await.status, 303);
    assert_eq!(parts(&scene, "hussain").await, ["over"]);
}

/// The lists of claims in which this one is.
async fn lists(scene: &Scene, id: ClaimId) -> Vec<&'static str> {
    let mut found = Vec::new();
    for list in ["to-approve", "approved", "rejected", "reversed"] {
        if scene.commissioner.get(&format!("/claims?show={list}")).await.body.contains(&id.to_string()) {
            found.push(list);
        }
    }
    found
}

#[tokio::test]
async fn a_claim_is_in_one_list_at_a_time() {
    let scene = scene().await;
    scene.in_work().await;
    let (start, job) = (scene.claims().await[0].id, scene.claims().await[1].id);
    assert_eq!(lists(&scene, job).await, ["to-approve"]);
    scene.commissioner.post(&format!("/claims/{job}/approve"), "version=1").await;
    assert_eq!(lists(&scene, job).await, ["approved"]);
    // Paying says first what will be paid.
    let pay = "contract=restart-heartlands-works&expected=160000";
    let check = scene.commissioner.post("/claims/pay", pay).await;
    assert!(check.status == 200 && check.body.contains("1 claim under"), "{}", check.body);
    assert!(check.body.contains("name=\"sure\" value=\"160000\""), "{}", check.body);
    assert_eq!(lists(&scene, job).await, ["approved"], "nothing is paid before it was said");
    scene.commissioner.post(&format!("/claims/{start}/reject"), "version=1&reason=Not+yet").await;
    assert_eq!(lists(&scene, start).await, ["rejected"]);
    let page = scene.provider.get(&scene.page()).await;
    let spell = page.body.split("/spells/").find(|part| part.contains("/correct")).unwrap().split('/').next().unwrap();
    let shorter = format!("{JOB}&until-day=6&until-month=7&until-year=2025");
    let correct = format!("{}/spells/{spell}/correct", scene.page());
    let first = scene.provider.post(&correct, &shorter).await;
    assert!(
        first.status == 200 && first.body.contains("£1,600.00, which was approved, is taken back"),
        "{}",
        first.body
    );
    assert_eq!(lists(&scene, job).await, ["approved"], "nothing happens before it was said");
    let other = scene.provider.post(&correct, &format!("{shorter}&sure=1")).await;
    assert!(other.status == 200 && other.body.contains("is taken back"), "another sum than the one that was told");
    assert_eq!(scene.provider.post(&correct, &format!("{shorter}&sure=160000")).await.status, 303);
    assert_eq!(lists(&scene, job).await, ["reversed"]);
    let taken_back = scene.commissioner.get(&format!("/claims/{job}")).await;
    assert!(taken_back.body.contains("The records no longer bear this out"));
    assert!(taken_back.body.contains("The entries sum to <strong>£0.00</strong>"));
}

#[tokio::test]
async fn another_organisations_participant_looks_like_none() {
    let scene = scene().await;
    let theirs = scene.rival.get(&scene.page()).await;
    for nonsense in ["/participants/00000000-0000-0000-0000-000000000000", "/participants/nonsense"] {
        let absent = scene.rival.get(nonsense).await;
        assert_eq!((theirs.status, &theirs.body), (404, &absent.body), "{nonsense}");
    }
}

#[tokio::test]
async fn before_the_answer_only_what_is_needed_is_shown_and_declining_ends_it() {
    let scene = scene().await;
    let page = scene.provider.get(&scene.page()).await;
    assert!(page.body.contains("Mornings are best") && page.body.contains("0121 496 0000"));
    assert!(!page.body.contains("Outcomes</h2>"), "nothing of work before the answer");
    let decline = format!("{}/decline", scene.page());
    let blank = scene.provider.post(&decline, "version=1").await;
    assert!(blank.status == 422 && blank.body.contains("Select why you are declining"));
    let other = scene.provider.post(&decline, "version=1&reason=other").await;
    assert!(other.status == 422 && other.body.contains("Enter the reason"));
    let done = scene.provider.post(&decline, "version=1&reason=no-place&more=Try+in+May").await;
    assert_eq!((done.status, done.location.as_str()), (303, "/inbox"));
    assert_eq!(scene.provider.get(&scene.page()).await.status, 404);
    let over = scene.provider.get("/inbox?show=over").await;
    assert!(over.body.contains("Person ") && !over.body.contains("Hussain"));
    assert!(scene.provider.get("/inbox?show=over&search=hussain").await.body.contains("Nobody here"));
}

#[tokio::test]
async fn each_form_says_what_is_wrong_and_keeps_what_was_typed() {
    let scene = scene().await;
    let page = scene.page();
    scene.provider.post(&format!("{page}/accept"), "version=1").await;
    let again = scene.provider.post(&format!("{page}/accept"), "version=1").await;
    assert!(again.status == 409 && again.body.contains("Somebody else changed this record"), "{}", again.body);
    for (boxes, says) in [
        ("", "Enter the first day"),
        ("on-day=31&on-month=2&on-year=2025", "must be a real date"),
        ("on-day=4&on-month=3&on-year=2025", "must be today or in the past"),
        ("on-day=1&on-month=3&on-year=2025", "is before"),
    ] {
        let wrong = scene.provider.post(&format!("{page}/start"), &format!("version=2&{boxes}")).await;
        assert!(wrong.status == 422 && wrong.body.contains(says), "{boxes}: {}", wrong.body);
    }
    let start = "version=2&on-day=3&on-month=3&on-year=2025";
    assert_eq!(scene.provider.post(&format!("{page}/start"), start).await.status, 303);
    let lost = scene.provider.post(&format!("{page}/start"), start).await;
    assert!(lost.status == 409 && lost.body.contains("value=\"2025\"") && lost.body.contains("value=\"3\""));
    let wrong = scene.provider.post(&format!("{page}/spells/new"), "employer=%3Cb%3E&hours=999&kind=pirate").await;
    assert!(wrong.status == 422 && wrong.body.contains("&#60;b&#62;") && wrong.body.contains("168 or less"));
    let ends = scene.provider.post(&format!("{page}/end"), "version=3&on-day=2&on-month=3&on-year=2025").await;
    assert!(ends.status == 422 && ends.body.contains("Enter why it ended"));
}

#[tokio::test]
async fn a_month_is_closed_only_after_it_was_said_what_that_does() {
    let scene = scene().await;
    scene.in_work().await;
    let job = scene.claims().await[1].id;
    scene.commissioner.post(&format!("/claims/{job}/approve"), "version=1").await;
    scene.world.on("2026-06-02");
    let page = scene.commissioner.get("/ledger").await.body;
    let until = page.split("name=\"until\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let check = scene.commissioner.post("/ledger/close", &format!("until={until}")).await;
    assert!(check.status == 200 && check.body.contains("Nothing more is booked in"), "{}", check.body);
    assert!(scene.commissioner.get("/ledger").await.body.contains("No month is closed yet"));
    let done = scene.commissioner.post("/ledger/close", &format!("until={until}&sure={until}")).await;
    assert_eq!((done.status, done.location.as_str()), (303, "/ledger"));
    assert!(scene.commissioner.get("/ledger").await.body.contains("is closed."));
    // The same once more: there is no such month, and that is said at once.
    let again = scene.commissioner.post("/ledger/close", &format!("until={until}")).await;
    assert!(again.status == 422 && again.body.contains("cannot be closed"), "{}", again.body);
}

#[tokio::test]
async fn two_corrections_of_one_job_lose_nothing() {
    let scene = scene().await;
    scene.in_work().await;
    let page = scene.provider.get(&scene.page()).await;
    let spell = page.body.split("/spells/").find(|part| part.contains("/correct")).unwrap().split('/').next().unwrap();
    let correct = format!("{}/spells/{spell}/correct", scene.page());
    assert!(scene.provider.get(&correct).await.body.contains("value=\"Bordesley Bakery\""));
    assert_eq!(scene.provider.post(&correct, &JOB.replace("hours=20", "hours=25")).await.status, 303);
    let lost = scene.provider.post(&correct, &JOB.replace("Bakery", "Cakes")).await;
    assert!(lost.status == 409 && lost.body.contains("25 hours a week") && lost.body.contains("Bordesley Cakes"));
    let next = lost.body.split("action=\"").find(|part| part.contains("/correct")).unwrap().split('"').next().unwrap();
    assert_ne!(next, correct);
    assert_eq!(scene.provider.post(next, &JOB.replace("Bakery", "Cakes")).await.status, 303);
    assert!(scene.provider.get(&scene.page()).await.body.contains("Records that were corrected"));
}

#[tokio::test]
async fn two_approvals_at_once_post_once_and_the_ledger_sums_to_nothing() {
    let scene = scene().await;
    scene.in_work().await;
    let list = scene.commissioner.get("/claims").await;
    assert!(list.body.contains("£1,900.00") && list.body.contains("example price"), "{}", list.body);
    assert!(!list.body.contains("Amina"), "a commissioner sees no name");
    let id: ClaimId = scene.claims().await[1].id;
    let approve = format!("/claims/{id}/approve");
    let (one, two) =
        tokio::join!(scene.commissioner.post(&approve, "version=1"), scene.commissioner.post(&approve, "version=1"));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let ledger = claim::ledger(&scene.world.app, &scene.buyer, id).await.unwrap();
    assert_eq!(ledger.len(), 2);
    assert_eq!(ledger.iter().map(|entry| entry.amount.0).sum::<i64>(), 0);
    let page = scene.commissioner.get(&format!("/claims/{id}")).await;
    assert!(page.body.contains("The entries sum to <strong>£0.00</strong>") && page.body.contains("Bordesley Bakery"));
    let late = scene.commissioner.post(&format!("/claims/{id}/reject"), "version=1&reason=No+payslip").await;
    assert!(late.status == 409 && late.body.contains("No payslip"));
    let blank = scene.commissioner.post(&format!("/claims/{id}/reject"), "version=2&reason=").await;
    assert!(blank.status == 422 && blank.body.contains("Enter why you are rejecting the claim"));
    assert_eq!(scene.provider.post(&approve, "version=2").await.status, 403);
    assert_eq!(scene.rival.get(&format!("/claims/{id}")).await.status, 404);
}

#[tokio::test]
async fn decisions_are_explained_without_what_may_not_be_seen() {
    let scene = scene().await;
    scene.in_work().await;
    let id = scene.claims().await[1].id;
    let decision = claim::decision_of(&scene.world.app, &scene.buyer, id).await.unwrap();
    let page = scene.commissioner.get(&format!("/decisions/{decision}")).await;
    assert!(
        page.body.contains("rules/payment/claim_lines")
            && page.body.contains("The text of the rules is the same today")
    );
    assert!(!page.body.contains("Amina") && !page.body.contains("{&#34;"), "no name, nothing raw");
    assert_eq!(scene.rival.get(&format!("/decisions/{decision}")).await.status, 404);
    let referral = scene.provider.get(&scene.page()).await;
    let how = referral.body.rsplit("/decisions/").next().unwrap().split('"').next().unwrap();
    let how = scene.provider.get(&format!("/decisions/{how}")).await;
    assert!(how.status == 200 && how.body.contains("May this referral be made?"), "{}", how.body);
}

#[tokio::test]
async fn auditors_see_who_did_what_and_nobodys_name() {
    let scene = scene().await;
    scene.in_work().await;
    let audit = scene.auditor.get("/audit").await;
    assert!(audit.body.contains("Accept referral") && audit.body.contains("provider@example.org"));
    assert!(!audit.body.contains("Amina"));
    assert!(!scene.auditor.get("/audit?action=record-start").await.body.contains(">Accept referral</span>"));
    // By who did it: found by a part of the name, which stands in no address.
    let who = scene.auditor.post("/audit/who", "name=PROVIDER").await;
    assert!(who.status == 303 && who.location.starts_with("/audit?who="), "{}", who.location);
    let theirs = scene.auditor.get(&who.location).await;
    assert!(theirs.body.contains("Only what provider@example.org did"), "{}", theirs.body);
    assert!(theirs.body.contains(">Accept referral</span>") && !theirs.body.contains(">Register person</span>"));
    let several = scene.auditor.post("/audit/who", "name=example.org").await;
    assert!(several.status == 200 && several.body.contains("Which of them?"), "{}", several.body);
    for (typed, says) in [("nobody%25", "Nobody who can or could sign in"), ("", "Enter a name or email address")] {
        let none = scene.auditor.post("/audit/who", &format!("name={typed}")).await;
        assert!(none.status == 422 && none.body.contains(says), "{}", none.body);
    }
    assert_eq!(scene.provider.post("/audit/who", "name=a").await.status, 403);
    // By whom it is about, and who looked.
    let looks = scene.auditor.get("/audit?show=looks").await;
    let reference = looks.body.split("whose=").nth(1).unwrap().get(..7).unwrap().to_owned();
    let about = scene.auditor.get(&format!("/audit?whose={}", reference.to_lowercase())).await;
    for what in ["Register person", "Send referral", "Accept referral", "Raise claim"] {
        assert!(about.body.contains(&format!(">{what}</span>")), "{what}: {}", about.body);
    }
    let none = scene.auditor.get("/audit?whose=222-222").await;
    assert!(none.body.contains("Nobody has this reference") && !none.body.contains("Register person</span>"));
    let wrong = scene.auditor.get("/audit?from-day=31&from-month=2&from-year=2025").await;
    assert!(wrong.body.contains("The first day must be a real date"));
    assert_eq!(scene.provider.get("/audit").await.status, 403);
    let participant = scene.auditor.get(&scene.page()).await;
    assert!(participant.status == 200 && !participant.body.contains("Amina"));
}

#[tokio::test]
async fn administrators_invite_people_of_their_organisation_and_close_their_accounts() {
    let scene = scene().await;
    let typed = |email: &str, role: &str| format!("email={email}&role={role}&organisation=birmingham-city-council");
    let blank = scene.administrator.post("/accounts/new", "").await;
    for says in ["Enter email address", "Select what they do", "Select the organisation"] {
        assert!(blank.status == 422 && blank.body.contains(says), "{says}");
    }
    // Only of an address on their own list are they told that it has an account.
    let taken = scene.administrator.post("/accounts/new", &typed("auditor@example.org", "auditor")).await;
    assert!(taken.status == 422 && taken.body.contains("already"), "{}", taken.body);
    let others = "email=jo@example.org&role=adviser&organisation=heartlands-works";
    let others = scene.administrator.post("/accounts/new", others).await;
    assert!(others.status == 422 && others.body.contains("you can only invite its administrator"), "{}", others.body);
    let done = scene.administrator.post("/accounts/new", &typed("jo@example.org", "auditor")).await;
    assert!(done.status == 200 && done.body.contains("/invitation/"), "{}", done.body);
    let list = scene.administrator.get("/accounts").await;
    assert!(list.body.contains("jo@example.org") && !list.body.contains("buyer@example.org"), "{}", list.body);
    // Of other organisations an administrator sees nobody but their administrators.
    let leave = format!("/accounts/{}/leave", scene.buyer.id);
    assert_eq!(scene.administrator.post(&leave, "").await.status, 404);
    assert_eq!(scene.provider.post(&leave, "").await.status, 403);
    let auditor = service::account::account_by_email(scene.world.app.db.reader(), "auditor@example.org").await;
    let auditor = auditor.unwrap().unwrap().id;
    assert_eq!(scene.auditor.get("/audit").await.status, 200);
    let role = format!("/accounts/{auditor}/role");
    assert!(scene.administrator.get(&role).await.body.contains("What does auditor@example.org do?"));
    assert_eq!(scene.administrator.post(&role, "role=king").await.status, 422);
    assert_eq!(scene.administrator.post(&format!("/accounts/{auditor}/leave"), "").await.status, 303);
    assert_eq!(scene.auditor.get("/audit").await.status, 303, "out at once");
    assert_eq!(scene.administrator.get(&scene.page()).await.status, 404);
}

#[tokio::test]
async fn a_provider_says_its_places_and_the_old_numbers_stay() {
    let scene = scene().await;
    let wrong = scene.provider.post("/inbox/places", "places-restart=many").await;
    assert!(wrong.status == 422 && wrong.body.contains("must be a whole number"));
    assert_eq!(scene.provider.post("/inbox/places", "").await.status, 422);
    for places in ["places-restart=3", "places-restart=5"] {
        assert_eq!(scene.provider.post("/inbox/places", places).await.status, 303);
        scene.world.on("2025-03-04");
    }
    let page = scene.provider.get("/inbox/places").await;
    assert!(page.body.contains("5 places free now") && page.body.contains("3 said on 3 March 2025"), "{}", page.body);
}

#[tokio::test]
async fn the_rule_book_is_open_to_all_and_says_every_rule() {
    let scene = scene().await;
    let mut all = String::new();
    for page in 1..=3 {
        all.push_str(&scene.nobody.get(&format!("/rules?page={page}")).await.body);
    }
    for programme in scene.world.app.policy.programmes.values() {
        assert!(all.contains(&format!("/rules/{}", programme.id)), "{}", programme.id);
        assert_eq!(scene.nobody.get(&format!("/rules/{}", programme.id)).await.status, 200);
    }
    let restart = scene.nobody.get("/rules/restart").await;
    for text in ["spine/programmes/restart#long-enough", "From 1 January 2022", "What the source leaves out"] {
        assert!(restart.body.contains(text), "{text}");
    }
    assert_eq!(scene.nobody.get("/rules/nonsense").await.status, 404);
    assert!(scene.nobody.get("/rules?search=zzzz").await.body.contains("No programme has those words"));
}
