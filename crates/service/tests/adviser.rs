//! The pages of advisers and residents, as a browser without script uses them: what is typed wrong is said for
//! each field and kept, what is typed right is done and told.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "this test uses a part of it")]
mod support;

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use kernel::PersonId;
use rules::access::Role;
use serde_json::json;
use service::{
    account::{self, NewAccount, SignedIn},
    person,
};
use support::{AREA, World, amina, databases, world};
use tower::ServiceExt;

const JOBCENTRE: &str = "jobcentre-plus-birmingham-solihull";

/// An adviser at the keyboard, on Monday 23 November 2026.
struct Desk {
    world: World,
    router: Router,
    adviser: SignedIn,
    cookie: String,
}

/// An answer to a request.
struct Answer {
    status: u16,
    location: String,
    text: String,
}

async fn desk() -> Desk {
    let (url, folder) = databases().await.remove(0);
    let world = world(&url, folder).await;
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, JOBCENTRE).await;
    let router = service::router(world.app.clone());
    let cookie = sign_in(&router, &adviser).await;
    Desk { world, router, adviser, cookie }
}

async fn sign_in(router: &Router, account: &SignedIn) -> String {
    let request = post_request(&format!("/sign-in/persona/{}", account.id), "", "");
    let response = router.clone().oneshot(request).await.unwrap();
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

fn post_request(path: &str, cookie: &str, form: &str) -> Request<Body> {
    Request::post(path)
        .header(header::HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap()
}

impl Desk {
    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION).map(|location| location.to_str().unwrap().to_owned());
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
        Answer { status, location: location.unwrap_or_default(), text: plain(std::str::from_utf8(&bytes).unwrap()) }
    }

    async fn get(&self, path: &str) -> Answer {
        let path = path.split('#').next().unwrap();
        let request = Request::get(path).header(header::HOST, "localhost").header(header::COOKIE, &self.cookie);
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, form: &str) -> Answer {
        self.answer(post_request(path, &self.cookie, form)).await
    }

    /// Somebody on the caseload of whom these answers are known.
    async fn person(&self, answers: &[(&str, serde_json::Value)]) -> PersonId {
        let answers = answers.iter().map(|(fact, value)| self.world.answer(fact, value.clone())).collect();
        person::register_with_answers(&self.world.app, &self.adviser, amina(), answers).await.unwrap()
    }

    /// Somebody who is eligible for Restart.
    async fn ready(&self) -> PersonId {
        let known = [
            ("benefit", json!("UC")),
            ("uc_group", json!("intensive-work-search")),
            ("benefit_since", json!("2025-06-01")),
            ("current_programmes", json!([])),
            ("home", json!("B8 3AE")),
        ];
        self.person(&known).await
    }
}

/// The page with its signs for quotes and the like as people read them.
fn plain(html: &str) -> String {
    html.replace("&#39;", "'").replace("&#34;", "\"").replace("&#38;", "&")
}

fn expect(answer: &Answer, status: u16, words: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.text);
    for word in words {
        assert!(answer.text.contains(word), "{word:?} is not in {}", answer.text);
    }
    assert_eq!(answer.text.matches("<h1").count(), 1, "one heading of the first level");
}

#[tokio::test]
async fn one_name_is_enough_and_a_name_that_cannot_be_seen_is_none() {
    let desk = desk().await;
    let unseen = desk.post("/people/new", "given_name=%E2%80%8B&family_name=%EF%BB%BF").await;
    expect(&unseen, 422, &["Enter a name: one is enough"]);
    let year = desk.post("/people/new", "given_name=A&born-day=1&born-month=5&born-year=0084").await;
    expect(&year, 422, &["Date of birth must include a year from 1900 to 2199"]);
    let sent = "given_name=&family_name=Si%C3%A2n&telephone=18001+0121+496+0000&email=mailto:sian@example.org%E2%80%8B";
    let registered = desk.post("/people/new", sent).await;
    assert_eq!(registered.status, 303, "{}", registered.text);
    let found = desk.get("/caseload?q=sian").await;
    expect(&found, 200, &["Siân"]);
    let nobody = desk.get("/caseload?q=amina").await;
    assert!(!nobody.text.contains("Siân"), "{}", nobody.text);
}

#[tokio::test]
async fn registering_says_what_is_wrong_with_each_field_and_keeps_what_was_typed() {
    let desk = desk().await;
    expect(&desk.get("/people/new").await, 200, &["Register a person"]);
    let wrong =
        "given_name=&family_name=&telephone=abc&email=x&born-day=31&born-month=2&born-year=1990&postcode=ZZ1+1ZZ";
    let words = [
        "Enter a name: one is enough",
        "A telephone number has figures, spaces and a leading + only",
        "An email address has one @, like name@example.com",
        "Date of birth must be a real date",
        "We do not know this postcode. Check it, or leave it empty for now",
        "value=\"ZZ1 1ZZ\"",
        "value=\"abc\"",
        "<title>Error: Register a person",
    ];
    expect(&desk.post("/people/new", wrong).await, 422, &words);
    let malformed = desk.post("/people/new", "given_name=A&family_name=B&postcode=hello").await;
    expect(&malformed, 422, &["Enter a full UK postcode, like B9 5QT"]);
    assert_eq!(person::caseload(&desk.world.app, &desk.adviser).await.unwrap().len(), 0, "nothing was written");

    let right = "given_name=Jo&family_name=O%27Neill&born-day=27&born-month=3&born-year=1990&postcode=b83ae&benefit=UC&agreed=yes";
    let done = desk.post("/people/new", right).await;
    assert_eq!(done.status, 303);
    let page = desk.get(&done.location).await;
    let words =
        ["Jo O'Neill is registered and on your caseload", "27 March 1990", "Universal Credit", "small area E01009195"];
    expect(&page, 200, &words);
    let again = desk.get(&done.location).await;
    assert!(!again.text.contains("is registered and on your caseload"), "the notice is told once");
    expect(&desk.get("/caseload").await, 200, &["Jo O'Neill", "Ask the first questions", "5 days left"]);
}

#[tokio::test]
async fn each_kind_of_question_says_what_is_wrong_and_keeps_what_was_typed() {
    let desk = desk().await;
    let person = desk.person(&[]).await;
    let cases = [
        ("benefit", "", "Select an answer"),
        ("benefit", "answer=nonsense", "Select an answer"),
        ("disabled", "", "Select an answer"),
        ("hours_per_week", "answer=many", "must be a whole number"),
        ("hours_per_week", "answer=-3", "must be 0 or more"),
        ("hours_per_week", "answer=12&unknown=not-known", "Give an answer or select ‘Not known’, not both"),
        ("annual_earnings_pence", "answer=lots", "must be an amount of money"),
        ("date_of_birth", "answer-day=1&answer-month=1&answer-year=2090", "must be today or in the past"),
        ("date_of_birth", "answer-day=1&answer-month=1&answer-year=1901", "or after"),
        ("date_of_birth", "answer-day=1", "must include a month and year"),
        ("date_of_birth", "answer-day=1&answer-month=1&answer-year=1700", "must include a year from 1900 to 2199"),
        ("home", "answer=ZZ1+1ZZ", "We do not know this postcode"),
        ("home", "answer=", "Enter a postcode"),
        ("current_programmes", "", "select ‘None of these’"),
        ("current_programmes", "answer=restart&answer=none-of-these", "not more than one of the three"),
    ];
    for (fact, typed, says) in cases {
        let path = format!("/people/{person}/facts/{fact}");
        expect(&desk.get(&path).await, 200, &["Why we ask"]);
        let source = "source=A+letter&known-day=1&known-month=11&known-year=2026";
        let answer = desk.post(&path, &format!("{typed}&{source}")).await;
        expect(&answer, 422, &[says, "There is a problem", "value=\"A letter\""]);
    }
    let path = format!("/people/{person}/facts/benefit");
    let future = desk.post(&path, "answer=UC&source=&known-day=1&known-month=1&known-year=2030").await;
    expect(
        &future,
        422,
        &["Enter where the answer comes from", "must be today or in the past", "<details class=\"govuk-details\" open"],
    );
    assert_eq!(desk.get(&format!("/people/{person}/facts/no-such-fact")).await.status, 404);
}

#[tokio::test]
async fn an_answer_is_saved_told_and_leads_on_to_the_next_question() {
    let desk = desk().await;
    let person = desk.person(&[]).await;
    let source = "source=A+letter&known-day=1&known-month=11&known-year=2026";
    let path = format!("/people/{person}/facts/benefit");
    let done = desk.post(&path, &format!("answer=UC&{source}")).await;
    assert_eq!((done.status, done.location.as_str()), (303, format!("/people/{person}").as_str()));
    let page = desk.get(&done.location).await;
    expect(&page, 200, &["is saved.", "Universal Credit", "A letter, 1 November 2026", "1 answer recorded"]);
    expect(&desk.get(&path).await, 200, &["value=\"UC\" checked"]);

    let next = desk.post(&path, &format!("answer=UC&next=1&skipped=home&{source}")).await;
    assert!(next.location.ends_with("?next=1&skipped=home"), "{}", next.location);
    assert!(!next.location.contains("facts/home") && !next.location.contains("facts/benefit?"), "{}", next.location);
    expect(&desk.get(&next.location).await, 200, &["Save and ask the next", "Skip this question"]);
    // "Not known" is an answer: the same question does not come back at once.
    let asked = next.location.split('?').next().unwrap().to_owned();
    let unknown = format!("answer=not-known&unknown=not-known&next=1&{source}");
    let typed = format!("unknown=not-known&next=1&{source}");
    let answer = desk.post(&asked, &unknown).await;
    let answer = if answer.status == 303 { answer } else { desk.post(&asked, &typed).await };
    assert_eq!(answer.status, 303);
    assert!(!answer.location.starts_with(&asked), "{} after {asked}", answer.location);
}

#[tokio::test]
async fn options_are_explained_for_any_day() {
    let desk = desk().await;
    let person = desk.ready().await;
    let page = desk.get(&format!("/people/{person}")).await;
    expect(&page, 200, &["Open to them", "Could be open to them", "Not open to them", "Restart Scheme", "Ask next"]);
    let path = format!("/people/{person}/options/restart");
    let words = [
        "Amina Hussain is eligible for Restart Scheme today",
        "spine/programmes/restart#long-enough",
        "Told to the adviser, 23 November 2026",
        "Fewest months on the benefit",
        "A Jobcentre",
    ];
    expect(&desk.get(&path).await, 200, &words);
    let before = desk.get(&format!("{path}?on-day=1&on-month=9&on-year=2025")).await;
    expect(&before, 200, &["is not eligible for Restart Scheme on 1 September 2025", "1 rule is not met"]);
    let wrong = desk.get(&format!("{path}?on-day=31&on-month=2&on-year=2025")).await;
    expect(&wrong, 200, &["The day to ask about must be a real date", "value=\"31\""]);
    assert_eq!(desk.get(&format!("/people/{person}/options/nonsense")).await.status, 404);
    assert_eq!(desk.get("/people/nonsense").await.status, 404);
}

#[tokio::test]
async fn a_referral_is_asked_for_stopped_and_kept_or_sent() {
    let desk = desk().await;
    let person = desk.ready().await;
    let path = format!("/people/{person}/refer/restart");
    let words = [
        "Heartlands Works",
        "Chelmsley Pathways",
        "miles away",
        "Has not said how many places are free",
        "No preference",
    ];
    expect(&desk.get(&path).await, 200, &words);
    expect(&desk.post(&path, "message=Hello").await, 422, &["Select a provider", "Hello"]);
    let long = format!("provider=heartlands-works&agreed=yes&answer-capacity=yes&message={}", "x".repeat(2_001));
    expect(&desk.post(&path, &long).await, 422, &["must be 2000 characters or fewer"]);
    let unasked = desk.post(&path, "provider=heartlands-works&message=Hello").await;
    expect(&unasked, 422, &["Nothing is sent without it", "Answer for Heartlands Works", "Hello"]);
    assert!(!desk.get(&format!("/people/{person}")).await.text.contains("Referrals that were stopped"));

    let sent = desk.post(&path, "provider=heartlands-works&agreed=yes&answer-capacity=Rang+them&message=Hello").await;
    assert_eq!((sent.status, sent.location.as_str()), (303, format!("/people/{person}").as_str()));
    let page = desk.get(&sent.location).await;
    expect(&page, 200, &["Amina Hussain is referred to Restart Scheme", "Sent on 23 November 2026"]);

    // A second one is forbidden by a rule: it is tried, stopped and kept, and what was typed is there.
    let again = "provider=chelmsley-pathways&agreed=yes&answer-capacity=Rang+them&message=Once+more";
    let words = ["The referral was not sent", "rules/referral/open_referral", "kept", "Once more", "/decisions/"];
    expect(&desk.post(&path, again).await, 422, &words);
    let page = desk.get(&format!("/people/{person}")).await;
    expect(&page, 200, &["Referrals that were stopped", "tried on 23 November 2026 by", "already has a referral"]);
}

#[tokio::test]
async fn everything_that_stands_in_the_way_is_said_at_once() {
    let desk = desk().await;
    let known = [("benefit", json!("none")), ("current_programmes", json!(["jets"]))];
    let person = desk.person(&known).await;
    let path = format!("/people/{person}/refer/restart");
    expect(
        &desk.get(&path).await,
        200,
        &["What stands in the way, whoever is chosen", "rules/referral/verdict", "rules/referral/excludes"],
    );
    let words = [
        "rules/referral/verdict",
        "rules/referral/excludes",
        "rules/referral/capacity",
        "rules/referral/consent",
        "4 things stood",
    ];
    expect(&desk.post(&path, "provider=heartlands-works").await, 422, &words);
}

#[tokio::test]
async fn without_a_preference_the_provider_is_drawn_and_it_is_recorded() {
    let desk = desk().await;
    let person = desk.ready().await;
    let path = format!("/people/{person}/refer/restart");
    let sent = desk.post(&path, "provider=no-preference&agreed=yes&answer-capacity=Rang+them").await;
    assert_eq!(sent.status, 303);
    let page = desk.get(&sent.location).await;
    expect(&page, 200, &["was drawn by lot among 2 providers"]);
    let href = page.text.split("href=\"/referrals/").nth(1).unwrap().split('"').next().unwrap();
    expect(&desk.get(&format!("/referrals/{href}")).await, 200, &["Drawn by lot: there was no preference"]);
}

#[tokio::test]
async fn a_referral_is_withdrawn_with_a_reason_unless_somebody_was_first() {
    let desk = desk().await;
    let person = desk.ready().await;
    let form = "provider=heartlands-works&agreed=yes&answer-capacity=Rang+them";
    desk.post(&format!("/people/{person}/refer/restart"), form).await;
    let page = desk.get(&format!("/people/{person}")).await.text;
    let id = page.split("href=\"/referrals/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/referrals/{id}");
    expect(&desk.get(&path).await, 200, &["The provider has to answer", "2 days left", "Chosen by the person"]);
    let withdraw = format!("{path}/withdraw");
    expect(&desk.post(&withdraw, "version=1&reason=").await, 422, &["Enter why it is withdrawn"]);
    let lost = desk.post(&withdraw, "version=7&reason=Moved+away").await;
    expect(&lost, 409, &["Somebody changed this referral first", "Moved away", "name=\"version\" value=\"1\""]);
    let done = desk.post(&withdraw, "version=1&reason=Moved+away").await;
    assert_eq!(done.status, 303);
    expect(&desk.get(&path).await, 200, &["The referral is withdrawn", "“Moved away”", "Choose another provider"]);
}

#[tokio::test]
async fn residents_see_what_is_held_and_who_looked() {
    let desk = desk().await;
    let person = desk.ready().await;
    desk.get(&format!("/people/{person}")).await;
    let app = &desk.world.app;
    for (email, whose) in [("linked@example.org", Some(person)), ("new@example.org", None)] {
        let new =
            NewAccount { email, name: email, role: Role::Resident, organisation: None, person: whose, password: None };
        account::create(app, app.db.reader(), new).await.unwrap();
    }
    for (email, words) in [
        ("linked@example.org", ["This is everything we keep about you", "Universal Credit", "To read your record"]),
        ("new@example.org", ["We do not keep a record about you yet", "Find help near you", "if you agree"]),
    ] {
        let account = account::account_by_email(app.db.reader(), email).await.unwrap().unwrap();
        let cookie = sign_in(&desk.router, &SignedIn(account)).await;
        let request = Request::get("/my-record").header(header::HOST, "localhost").header(header::COOKIE, cookie);
        expect(&desk.answer(request.body(Body::empty()).unwrap()).await, 200, &words);
    }
}

#[tokio::test]
async fn the_caseload_is_searched_and_paged_and_an_empty_one_helps() {
    let desk = desk().await;
    expect(&desk.get("/caseload").await, 200, &["Nobody is on your caseload yet"]);
    for number in 0..27 {
        let new = person::NewPerson { family_name: format!("Number{number:02}"), agreed: number > 0, ..amina() };
        person::register(&desk.world.app, &desk.adviser, new).await.unwrap();
    }
    let page = desk.get("/caseload").await;
    expect(&page, 200, &["27 people. Nothing is late.", "Showing 1 to 25 of 27", "Ask whether they agree"]);
    expect(&desk.get("/caseload?page=2").await, 200, &["Showing 26 to 27 of 27"]);
    let found = desk.get("/caseload?q=NUMBER07").await;
    expect(&found, 200, &["Amina Number07", "Showing 1 to 1 of 1"]);
    expect(&desk.get("/caseload?q=zz%22%3E").await, 200, &["Nobody found"]);
    desk.world.on("2027-01-04");
    expect(&desk.get("/caseload").await, 200, &["For 27 of them something is late", "days late"]);
}

#[tokio::test]
async fn an_agreement_is_recorded_later() {
    let desk = desk().await;
    let new = person::NewPerson { agreed: false, ..amina() };
    let id = person::register(&desk.world.app, &desk.adviser, new).await.unwrap();
    expect(&desk.get(&format!("/people/{id}")).await, 200, &["Not recorded", "They have agreed"]);
    let done = desk.post(&format!("/people/{id}/agreement"), "").await;
    assert_eq!(done.status, 303);
    let page = desk.get(&done.location).await;
    expect(&page, 200, &["Their agreement is recorded."]);
    assert!(!page.text.contains("They have agreed"));
}
