//! The story that everything stands on, in a real browser: a resident looks for help, an adviser
//! registers and refers her, a provider helps her into work, and the commissioner sees why the outcome
//! is owed, approves it and pays it. Then the job turns out to have ended early, and what was paid is owed back.
//!
//! Without script on a telephone and SQLite; with script on a desk and PostgreSQL, where `TAPESTRY_TEST_POSTGRES` is set.

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use tapestry_e2e::{Browser, Screen, Site, accessibility, databases, wanted};

/// The first line of a feed of earnings.
const EARNINGS: &str = "person,employer,from,until,amount_pence";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_one_persons_facts_to_a_paid_explained_outcome() -> Result<()> {
    if !wanted() {
        return Ok(());
    }
    for (url, folder) in databases().await? {
        let script = folder.is_none();
        let site = Site::start(&url, folder).await?;
        let browser = Browser::start(script).await?;
        browser.screen(if script { Screen::Desktop } else { Screen::Phone }).await?;
        let played = play(&site, &browser, script).await;
        browser.close().await?;
        played.with_context(|| format!("on {}", site.app.db.product()))?;
    }
    Ok(())
}

async fn play(site: &Site, browser: &Browser, script: bool) -> Result<()> {
    resident_looks_for_help(site, browser).await?;
    person_stops_one_of_two_providers(site, browser).await?;
    let (person, reference) = adviser_registers_her(site, browser).await?;
    adviser_sees_what_is_open_and_why(site, browser, &person).await?;
    adviser_is_stopped_and_it_is_kept(site, browser, &person).await?;
    adviser_refers_her(site, browser, &person).await?;
    if script {
        accessibility(browser).await?;
    }
    let participant = provider_accepts_and_records(site, browser).await?;
    let claim = commissioner_sees_why_and_approves(site, browser, &reference).await?;
    commissioner_pays(site, browser, &claim).await?;
    provider_corrects_and_it_is_owed_back(site, browser, &participant, &claim).await?;
    auditor_walks(site, browser, &claim).await?;
    person_sees_what_happened(site, browser, &person).await
}

async fn sign_in(site: &Site, browser: &Browser, name: &str) -> Result<()> {
    browser.open(&site.at("/sign-in")).await?;
    browser.press(name).await
}

async fn sign_out(browser: &Browser) -> Result<()> {
    browser.press("Sign out").await
}

async fn resident_looks_for_help(site: &Site, browser: &Browser) -> Result<()> {
    browser.open(&site.at("/")).await?;
    browser.write("postcode", "nowhere").await?;
    browser.press("Search").await?;
    browser.sees("There is a problem").await?;
    browser.open(&site.at("/services?need=job-search&postcode=B10+0AD")).await?;
    browser.sees("mile").await?;
    browser.press_element(browser.client().find(Locator::Css("main h3 a")).await?).await?;
    ensure!(browser.path().await?.starts_with("/services/"), "a service has a page of its own");
    Ok(())
}

async fn adviser_registers_her(site: &Site, browser: &Browser) -> Result<(String, String)> {
    sign_in(site, browser, "Farzana Siddiqui").await?;
    ensure!(browser.heading().await? == "My caseload");
    browser.follow("Register a person").await?;
    browser.press("Register").await?;
    browser.sees("There is a problem").await?;
    browser.write("given_name", "Amina").await?;
    browser.write("family_name", "Hussain-Story").await?;
    browser.write("postcode", "b10 0ad").await?;
    browser.select("benefit", "Universal Credit").await?;
    browser.tick("agreed").await?;
    browser.press("Register").await?;
    browser.sees("Amina Hussain-Story").await?;
    let caption = browser.client().find(Locator::Css("h1 .govuk-caption-m")).await?.text().await?;
    let reference = caption.rsplit(' ').next().context("no reference is shown")?.to_owned();
    Ok((browser.path().await?, reference))
}

async fn answer(site: &Site, browser: &Browser, person: &str, fact: &str) -> Result<()> {
    browser.open(&site.at(&format!("{person}/facts/{fact}"))).await
}

async fn adviser_sees_what_is_open_and_why(site: &Site, browser: &Browser, person: &str) -> Result<()> {
    browser.sees("Ask next").await?;
    browser.open(&site.at(&format!("{person}/options/restart"))).await?;
    browser.sees("Not yet known").await?;
    answer(site, browser, person, "uc_group").await?;
    browser.press("Save").await?;
    browser.sees("There is a problem").await?;
    browser.choose("Intensive Work Search").await?;
    browser.press("Save").await?;
    answer(site, browser, person, "benefit_since").await?;
    browser.date("answer", "2026-06-01".parse()?).await?;
    browser.press("Save").await?;
    browser.open(&site.at(&format!("{person}/options/restart"))).await?;
    browser.sees("at least 6 months").await?;
    browser.sees_reference("spine/programmes/restart#long-enough").await
}

async fn fill_in_the_referral(site: &Site, browser: &Browser, person: &str) -> Result<()> {
    browser.open(&site.at(&format!("{person}/refer/restart"))).await?;
    browser.choose("Heartlands Works").await?;
    browser.tick("agreed").await?;
    browser.write_in_every_empty_box("Asked by telephone: nothing stands in the way").await?;
    browser.press("Send the referral").await
}

async fn adviser_is_stopped_and_it_is_kept(site: &Site, browser: &Browser, person: &str) -> Result<()> {
    fill_in_the_referral(site, browser, person).await?;
    browser.sees("The referral was not sent").await?;
    browser.sees_reference("rules/referral/verdict").await?;
    browser.follow("How this was decided").await?;
    browser.sees_reference("rules/referral/verdict").await?;
    browser.open(&site.at(person)).await?;
    browser.sees("Referrals that were stopped").await
}

async fn adviser_refers_her(site: &Site, browser: &Browser, person: &str) -> Result<()> {
    answer(site, browser, person, "benefit_since").await?;
    browser.date("answer", "2025-06-01".parse()?).await?;
    browser.press("Save").await?;
    fill_in_the_referral(site, browser, person).await?;
    browser.sees("What happened").await?;
    browser.sees("Sent on 23 November 2026").await?;
    sign_out(browser).await
}

async fn provider_accepts_and_records(site: &Site, browser: &Browser) -> Result<String> {
    sign_in(site, browser, "Tomasz Wrona").await?;
    browser.follow("Amina Hussain-Story").await?;
    let participant = browser.path().await?;
    browser.press("Accept the referral").await?;
    browser.follow("Record the start").await?;
    browser.date("on", "2026-11-23".parse()?).await?;
    browser.press("Save").await?;
    site.on("2026-12-14").await?;
    browser.open(&site.at(&participant)).await?;
    browser.follow("Add a job").await?;
    browser.write("employer", "Bordesley Bakery").await?;
    browser.press("Save").await?;
    browser.sees("There is a problem").await?;
    browser.tick("kind").await?;
    browser.date("from", "2026-12-01".parse()?).await?;
    browser.write("hours", "25").await?;
    browser.write("earnings", "320").await?;
    browser.write("source", "Payslip").await?;
    browser.press("Save").await?;
    browser.sees("Bordesley Bakery").await?;
    site.on("2027-05-03").await?;
    browser.open(&site.at(&participant)).await?;
    browser.sees("Reached").await?;
    browser.open(&site.at("/earned")).await?;
    browser.sees("With the commissioner").await?;
    sign_out(browser).await?;
    Ok(participant)
}

async fn commissioner_sees_why_and_approves(site: &Site, browser: &Browser, reference: &str) -> Result<String> {
    sign_in(site, browser, "Helen Whitmore").await?;
    take_in_earnings(site, browser, "who,what").await?;
    browser.sees("There is a problem").await?;
    browser.sees("the first line must be").await?;
    take_in_earnings(site, browser, &format!("{EARNINGS}\n{reference},,,,")).await?;
    browser.open(&site.at("/claims")).await?;
    let row = format!("//tr[contains(., '{reference}') and contains(., '£1,600.00')]//a");
    let claim = browser.client().find(Locator::XPath(&row)).await.context("her claim is not in the list")?;
    browser.press_element(claim).await?;
    let claim = browser.path().await?;
    browser.sees("Bordesley Bakery").await?;
    browser.sees_reference("rules/payment/price").await?;
    browser.sees("£1,600.00").await?;
    // The feed speaks against it until a newer one is taken in.
    browser.sees("No employment found").await?;
    browser.press("Approve").await?;
    browser.sees("There is a problem").await?;
    let months = [
        ("2026-12-01", "2026-12-31"),
        ("2027-01-01", "2027-01-31"),
        ("2027-02-01", "2027-02-28"),
        ("2027-03-01", "2027-03-31"),
    ];
    let paid = months.map(|(from, until)| format!("{reference},Bordesley Bakery,{from},{until},138600"));
    take_in_earnings(site, browser, &format!("{EARNINGS}\n{}", paid.join("\n"))).await?;
    browser.open(&site.at(&claim)).await?;
    browser.sees("Borne out").await?;
    browser.press("Approve").await?;
    browser.sees("Approved").await?;
    browser.follow("How was this decided").await?;
    browser.sees_reference("rules/payment/claim_lines").await?;
    Ok(claim)
}

async fn take_in_earnings(site: &Site, browser: &Browser, extract: &str) -> Result<()> {
    browser.open(&site.at("/earnings")).await?;
    browser.date("as-of", "2027-05-02".parse()?).await?;
    browser.write("extract", extract).await?;
    browser.press("Take it in").await
}

async fn commissioner_pays(site: &Site, browser: &Browser, claim: &str) -> Result<()> {
    browser.open(&site.at("/claims?show=approved")).await?;
    let button = "//form[.//input[@value='restart-heartlands-works']]//button";
    let pay = browser.client().find(Locator::XPath(button)).await.context("nothing waits to be paid")?;
    browser.press_element(pay).await?;
    browser.sees("Before you pay").await?;
    browser.press("Pay £").await?;
    browser.sees("paid: £").await?;
    browser.open(&site.at(claim)).await?;
    browser.sees("Claim paid").await?;
    browser.sees("bank/dwp-birmingham-solihull").await?;
    browser.follow("Which money pays it").await?;
    browser.sees("Restart contracts of the Department for Work and Pensions").await?;
    browser.open(&site.at("/money")).await?;
    browser.sees("What each stream has left").await?;
    sign_out(browser).await
}

async fn provider_corrects_and_it_is_owed_back(
    site: &Site,
    browser: &Browser,
    participant: &str,
    claim: &str,
) -> Result<()> {
    sign_in(site, browser, "Tomasz Wrona").await?;
    browser.open(&site.at(participant)).await?;
    browser.follow("Correct").await?;
    browser.date("until", "2026-12-20".parse()?).await?;
    browser.press("Save").await?;
    browser.sees("You then owe back £").await?;
    browser.press("Correct it and take the money back").await?;
    sign_out(browser).await?;
    sign_in(site, browser, "Helen Whitmore").await?;
    browser.open(&site.at(claim)).await?;
    browser.sees("Taken back").await?;
    browser.sees("Claim reversed").await?;
    browser.sees("The entries sum to £0.00").await?;
    browser.open(&site.at("/ledger")).await?;
    browser.sees("Cost of a contract").await?;
    browser.sees("All accounts together sum to £0.00").await?;
    let close = Locator::XPath("//form[@action='/ledger/close']//button");
    let close = browser.client().find(close).await.context("no month can be closed")?;
    browser.press_element(close).await?;
    browser.sees("Nothing more is booked in").await?;
    browser.press("Close ").await?;
    browser.sees("is closed.").await?;
    browser.sees("Unchanged").await?;
    browser.open(&site.at("/contracts")).await?;
    browser.follow("Restart with Heartlands Works").await?;
    browser.sees("What falls due if everyone who is in work stays").await?;
    sign_out(browser).await
}

/// From the payment to the claim, the rule and its version, the work, the evidence, the check and who approved: on one page, and
/// in one file.
async fn auditor_walks(site: &Site, browser: &Browser, claim: &str) -> Result<()> {
    sign_in(site, browser, "Nnamdi Okonjo").await?;
    browser.open(&site.at(claim)).await?;
    for says in ["Borne out", "Bordesley Bakery", "Claim paid", "Claim reversed", "Helen Whitmore"] {
        browser.sees(says).await?;
    }
    browser.sees_reference("rules/payment/price").await?;
    browser.sees_not("Amina").await?;
    browser.open(&site.at(&format!("{claim}/walk.json"))).await?;
    let walk = browser.client().source().await?;
    for says in
        ["borne-out", "Bordesley Bakery", "replaced_at", "rules/payment/claim_lines", "bank/dwp-birmingham-solihull"]
    {
        ensure!(walk.contains(says), "the walk does not say {says}: {walk}");
    }
    browser.open(&site.at("/sample?size=5&seed=7")).await?;
    browser.sees("payments, which come to").await?;
    browser.press("Work out what the mistakes come to").await?;
    browser.sees("There is a problem").await?;
    browser.write_in_every_empty_box("1.00").await?;
    browser.press("Work out what the mistakes come to").await?;
    browser.sees("overpaid over all payments, about").await?;
    browser.open(&site.at("/audit")).await?;
    // That he looked is in the audit too.
    browser.sees("Nnamdi Okonjo").await?;
    sign_out(browser).await
}

async fn person_sees_what_happened(site: &Site, browser: &Browser, person: &str) -> Result<()> {
    sign_in(site, browser, "Farzana Siddiqui").await?;
    browser.open(&site.at(person)).await?;
    browser.sees("Tomasz Wrona").await?;
    sign_out(browser).await?;
    sign_in(site, browser, "Winston Bryce").await?;
    browser.open(&site.at(person)).await?;
    browser.sees("There is no page at this address").await?;
    browser.sees_not("Amina").await
}

/// Two providers see different parts of one record; the person sees both looks, and stops the second from seeing it.
async fn person_stops_one_of_two_providers(site: &Site, browser: &Browser) -> Result<()> {
    sign_in(site, browser, "Farzana Siddiqui").await?;
    browser.open(&site.at("/caseload?search=Francis")).await?;
    browser.follow("Tyrone Francis").await?;
    let record = browser.path().await?;
    answer(site, browser, &record, "employment").await?;
    browser.choose("not working").await?;
    browser.press("Save").await?;
    browser.open(&site.at(&format!("{record}/refer/wmca-free-courses"))).await?;
    browser.choose("Stechford Learning").await?;
    browser.tick("agreed").await?;
    browser.write_in_every_empty_box("Asked by telephone: nothing stands in the way").await?;
    browser.press("Send the referral").await?;
    browser.sees("What happened").await?;
    sign_out(browser).await?;
    let works = opens_participant(site, browser, "Tomasz Wrona", "/inbox?show=on-programme&search=Francis").await?;
    browser.sees("Main benefit").await?;
    browser.sees("Lone parent").await?;
    sign_out(browser).await?;
    let college = opens_participant(site, browser, "Harpreet Sahota", "/inbox").await?;
    browser.sees("Out of work since").await?;
    browser.sees_not("Main benefit").await?;
    sign_out(browser).await?;

    sign_in(site, browser, "Tyrone Francis").await?;
    browser.open(&site.at("/my-record")).await?;
    for says in ["Tomasz Wrona", "Harpreet Sahota", "Agreed in: Referrals between partners", "keep it as a file"] {
        browser.sees(says).await?;
    }
    let of_college = Locator::XPath("//a[contains(@href, '/sharing') and contains(., 'Stechford')]");
    let change = browser.client().find(of_college).await.context("nothing is shared with the college")?;
    browser.press_element(change).await?;
    browser.sees("They can see this of your record").await?;
    browser.press("Stop sharing").await?;
    browser.sees("Nothing: you stopped sharing").await?;
    sign_out(browser).await?;

    sign_in(site, browser, "Harpreet Sahota").await?;
    browser.open(&site.at(&college)).await?;
    browser.sees("There is no page at this address").await?;
    browser.sees_not("Tyrone").await?;
    browser.open(&site.at("/inbox")).await?;
    browser.sees_not("Tyrone").await?;
    sign_out(browser).await?;
    // What the person did not stop goes on, until the bodies' agreement to help together is withdrawn.
    sign_in(site, browser, "Ruth Calloway").await?;
    browser.follow("Helping one person together").await?;
    browser.press("Withdraw").await?;
    browser.sees("There is a problem").await?;
    browser.write("reason", "A laptop was lost").await?;
    browser.press("Withdraw").await?;
    browser.sees("Suspended").await?;
    sign_out(browser).await?;
    sign_in(site, browser, "Tomasz Wrona").await?;
    browser.open(&site.at(&works)).await?;
    browser.sees("Tyrone Francis").await?;
    browser.sees_not("Lone parent").await?;
    sign_out(browser).await?;
    sign_in(site, browser, "Ruth Calloway").await?;
    browser.follow("Helping one person together").await?;
    browser.tick("read").await?;
    browser.press("Sign the agreement").await?;
    browser.sees("In force").await?;
    sign_out(browser).await
}

/// Somebody at a provider opens Tyrone from their inbox; the path of his page.
async fn opens_participant(site: &Site, browser: &Browser, who: &str, inbox: &str) -> Result<String> {
    sign_in(site, browser, who).await?;
    browser.open(&site.at(inbox)).await?;
    browser.follow("Tyrone Francis").await?;
    browser.path().await
}
