//! Signing in through a provider of identity, in a real browser: a certified one (`oidc-provider`) runs on loopback.
//!
//! On SQLite, and on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use rules::access::Role;
use service::{
    Mode, Settings,
    account::{self, NewAccount, SignedIn, invitation, provider::Provider},
};
use std::{net::TcpListener, process::Stdio, time::Duration};
use tapestry_e2e::{Browser, Site, databases, wanted};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

const AREA: &str = "east-birmingham-north-solihull";
const COUNCIL: &str = "birmingham-city-council";

/// Starts the provider; `back` is where it sends people back to.
async fn provider(port: u16, back: &str) -> Result<Child> {
    let mut child = Command::new("node")
        .args(["provider.mjs", &port.to_string(), back])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("cannot start node")?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let ready = async {
        while let Some(line) = lines.next_line().await? {
            if line.starts_with("ready") {
                return Ok(());
            }
        }
        anyhow::bail!("the provider did not start: run `npm ci` in e2e")
    };
    tokio::time::timeout(Duration::from_secs(20), ready).await??;
    // What else it says is read and dropped: it would stop if nobody listened.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok(child)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A site whose council signs in with a provider on this port.
fn settings(address: &str, port: u16) -> Result<Settings> {
    let council = Provider {
        id: "council".to_owned(),
        name: "Birmingham City Council".to_owned(),
        issuer: format!("http://localhost:{port}"),
        client_id: "tapestry".to_owned(),
        client_secret: Some("a-secret-of-the-tests".to_owned()),
        organisations: vec![(AREA.to_owned(), COUNCIL.to_owned())],
        verified_addresses: false,
        second_factor: true,
    };
    Ok(Settings {
        address: Some(address.parse()?),
        second_factor: [Role::Auditor].into(),
        providers: vec![council],
        ..Settings::default()
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_sign_in_through_their_own_provider() -> Result<()> {
    if !wanted() {
        return Ok(());
    }
    for (url, folder) in databases().await? {
        let port = free_port()?;
        let mut wrong = None;
        let site = Site::start_as(&url, folder, Mode::Live, |address| {
            settings(address, port).unwrap_or_else(|error| {
                wrong = Some(error);
                Settings::default()
            })
        })
        .await?;
        ensure!(wrong.is_none(), "{wrong:?}");
        let browser = Browser::start(true).await?;
        let played = play(&site, &browser, port).await;
        browser.close().await?;
        played.with_context(|| format!("on {}", site.app.db.product()))?;
    }
    Ok(())
}

/// Signs in through the provider as the one with this address.
async fn through(site: &Site, browser: &Browser, email: &str, next: &str) -> Result<()> {
    // As if it were another person at another browser: nobody is signed in here, nor there.
    let issuer = site.app.settings.providers.first().context("no provider")?.issuer.clone();
    for address in [issuer, site.at("/sign-in")] {
        browser.client().goto(&address).await?;
        browser.client().delete_all_cookies().await?;
    }
    browser.open(&site.at(&format!("/sign-in?next={next}"))).await?;
    let client = browser.client();
    client.find(Locator::LinkText("Sign in with Birmingham City Council")).await?.click().await?;
    client.wait().for_element(Locator::Css("input[name=login]")).await?.send_keys(email).await?;
    client.find(Locator::Css("input[name=password]")).await?.send_keys("anything").await?;
    client.find(Locator::Css("button[type=submit]")).await?.click().await?;
    // It asks whether the person agrees.
    let agrees = client.wait().for_element(Locator::XPath("//button[contains(., 'Continue')]")).await?;
    agrees.click().await?;
    client.wait().for_element(Locator::Css("h1")).await?;
    let back = async {
        while !client.current_url().await?.as_str().starts_with(&site.address) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok::<(), anyhow::Error>(())
    };
    tokio::time::timeout(Duration::from_secs(20), back).await?
}

async fn play(site: &Site, browser: &Browser, port: u16) -> Result<()> {
    let app = &site.app;
    // While the provider is not there, it is said, and nothing else breaks.
    browser.open(&site.at("/sign-in")).await?;
    browser.follow("Sign in with Birmingham City Council").await?;
    browser.sees("does not answer as it should").await?;
    let _provider = provider(port, &site.at("/sign-in/with/council/back")).await?;

    // The council's auditor: known by a verified address the first time, and to the provider's own name for them then.
    let auditor = "nnamdi.okonjo@demo.example";
    through(site, browser, auditor, "/audit?result=refused").await?;
    ensure!(browser.heading().await? == "Audit", "on to the page that was asked for, and no second factor here");
    through(site, browser, auditor, "").await?;
    ensure!(browser.heading().await? == "Audit");

    // Somebody of another organisation, an address that is not verified, and who has no account: no.
    through(site, browser, "farzana.siddiqui@demo.example", "").await?;
    browser.sees("you have no account here").await?;
    through(site, browser, "unverified@demo.example", "").await?;
    browser.sees("that it has checked").await?;
    through(site, browser, "jo@council.example", "").await?;
    browser.sees("you have no account here").await?;
    ensure!(account::account_by_email(app.db.reader(), "jo@council.example").await?.is_none());

    // Invited, they need not choose a password first.
    let administrator = account::account_by_email(app.db.reader(), "petra.lindholm@demo.example").await?;
    let administrator = SignedIn(administrator.context("no administrator")?);
    let council = account::organisation_of(app, AREA, COUNCIL).await?.context("no council")?;
    invitation::invite(app, &administrator, "jo@council.example", Role::Analyst, &council).await?;
    through(site, browser, "jo@council.example", "").await?;
    let jo = account::account_by_email(app.db.reader(), "jo@council.example").await?.context("no account")?;
    ensure!((jo.role, jo.name.as_str()) == (Role::Analyst, "Jo of the Council"), "{jo:?}");
    ensure!(browser.heading().await? == "Policy text");

    // Somebody sent back who was not sent there from this browser is nobody.
    browser.client().delete_all_cookies().await?;
    browser.open(&site.at("/sign-in/with/council/back?code=stolen&state=guessed")).await?;
    browser.sees("did not say who you are").await?;
    browser.open(&site.at("/sign-in/with/nobody")).await?;
    browser.sees("Page not found").await?;

    // Whoever left is out, whatever the provider says.
    account::leave(app, auditor).await?;
    through(site, browser, auditor, "").await?;
    browser.sees("you have no account here").await?;
    let new = NewAccount {
        email: "late@council.example",
        name: "Late",
        role: Role::Auditor,
        organisation: Some(&council),
        person: None,
        password: None,
    };
    account::create(app, app.db.reader(), new).await?;
    through(site, browser, "late@council.example", "").await?;
    ensure!(browser.heading().await? == "Audit");
    Ok(())
}
