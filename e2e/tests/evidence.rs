//! A commissioner asks which rules stop people, what a change of one would do, saves the answer, compares the area's
//! layer with another's, and an adviser reads what was saved. Without script on a telephone and SQLite; with script on a desk and PostgreSQL, where
//! `TAPESTRY_TEST_POSTGRES` is set.

use anyhow::{Context, Result};
use tapestry_e2e::{Browser, Screen, Site, accessibility, databases, wanted};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_board_learns_what_stops_people_and_what_a_change_would_do() -> Result<()> {
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
    sign_in(site, browser, "Helen Whitmore").await?;
    which_rule_stops_most(site, browser).await?;
    if script {
        accessibility(browser).await?;
    }
    wrong_questions_keep_what_was_typed(site, browser).await?;
    what_three_months_would_do(browser).await?;
    if script {
        accessibility(browser).await?;
    }
    let note = it_is_saved_and_cited(browser).await?;
    what_the_areas_layer_changes(site, browser).await?;
    if script {
        accessibility(browser).await?;
    }
    browser.press("Sign out").await?;
    others_may_read_it_and_not_ask(site, browser, &note).await
}

async fn sign_in(site: &Site, browser: &Browser, name: &str) -> Result<()> {
    browser.open(&site.at("/sign-in")).await?;
    browser.press(name).await
}

async fn which_rule_stops_most(site: &Site, browser: &Browser) -> Result<()> {
    browser.open(&site.at("/barriers")).await?;
    anyhow::ensure!(browser.heading().await? == "Which rules stop people?");
    browser.select("programme", "Restart Scheme").await?;
    browser.press("Show what stops people").await?;
    browser.sees("Has been on the benefit for at least 6 months").await?;
    browser.sees("spine/programmes/restart#long-enough").await?;
    browser.sees("By ward").await?;
    browser.sees("By age").await?;
    browser.sees("People whose referral was really stopped").await?;
    // What stops too few people to be told is not listed.
    browser.sees_not("Gets Universal Credit and is in the Intensive Work Search group").await?;
    browser.sees("The people whom this rule stops: Has been on the benefit for at least 6 months").await
}

async fn wrong_questions_keep_what_was_typed(site: &Site, browser: &Browser) -> Result<()> {
    browser.open(&site.at("/what-if?change=restart/no_such_number&value=6")).await?;
    browser.sees("Select what would change").await?;
    browser.open(&site.at("/what-if?change=restart/months_on_benefit&value=100000000")).await?;
    browser.sees("The new value must be 10000 or less").await?;
    browser.open(&site.at("/what-if?change=restart/months_on_benefit&value=six&by=disabled")).await?;
    browser.sees("The new value must be a whole number, like 12").await?;
    browser.sees_not("Before and after").await
}

async fn what_three_months_would_do(browser: &Browser) -> Result<()> {
    browser.write("value", "3").await?;
    browser.press("Show what would happen").await?;
    browser.sees("were 3 months and not 6 months").await?;
    browser.sees("people would become eligible").await?;
    browser.sees("so it cannot make this change alone").await?;
    browser.sees("The prices are made-up examples").await?;
    browser.sees("By disabled").await
}

async fn it_is_saved_and_cited(browser: &Browser) -> Result<String> {
    let summary = browser.client().find(fantoccini::Locator::Css("details:has(#title) summary")).await?;
    summary.click().await?;
    browser.write("title", "").await?;
    browser.press("Save as a note").await?;
    browser.sees("Enter a title").await?;
    browser.write("title", "Restart at three months").await?;
    browser.write("remark", "For the board of December").await?;
    browser.press("Save as a note").await?;
    browser.sees("The note was saved").await?;
    browser.sees("Restart at three months").await?;
    browser.sees("For the board of December").await?;
    browser.sees("Cite as").await?;
    browser.sees("people would become eligible").await?;
    browser.path().await
}

/// Six months are the area's own number: the layer is shown beside what the spine asks elsewhere, with its citation.
async fn what_the_areas_layer_changes(site: &Site, browser: &Browser) -> Result<()> {
    browser.open(&site.at("/rules/differences")).await?;
    browser.select("first", "East Birmingham and North Solihull").await?;
    browser.select("second", "Newcastle upon Tyne").await?;
    browser.press("Compare").await?;
    browser.sees("Restart Scheme").await?;
    browser.sees("6 months").await?;
    browser.sees("9 months").await?;
    browser.sees("areas/east-birmingham-north-solihull/layers/restart").await?;
    browser.sees("Was in care and has been on the benefit for at least 4 weeks").await?;
    browser.sees("Paid for by Newcastle City Council").await
}

async fn others_may_read_it_and_not_ask(site: &Site, browser: &Browser, note: &str) -> Result<()> {
    sign_in(site, browser, "Farzana Siddiqui").await?;
    browser.open(&site.at(note)).await?;
    browser.sees("Restart at three months").await?;
    browser.open(&site.at("/what-if")).await?;
    browser.sees("spine/access.cedar").await?;
    browser.press("Sign out").await?;
    sign_in(site, browser, "Petra Lindholm").await?;
    browser.open(&site.at(note)).await?;
    browser.sees_not("Restart at three months").await
}
