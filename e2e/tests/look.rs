//! Every page that can be reached is looked at: axe finds nothing, the HTML is valid, and nothing runs
//! off a narrow screen. With `TAPESTRY_PICTURES=FOLDER` it keeps pictures for people to look at.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    collections::{BTreeSet, VecDeque},
    path::PathBuf,
};
use tapestry_e2e::{Browser, Screen, Site, accessibility, databases, validate_html, wanted};

/// How many pages of one shape are looked at in each role: two people's pages show what a hundredth would not.
const PAGES_OF_A_SHAPE: usize = 2;
/// What stands before the name of a single thing in a path: `/rules/restart`.
const NAMES_FOLLOW: [&str; 8] = ["rules", "policy", "options", "facts", "refer", "services", "provider", "agreements"];
/// A page of its own among the rules.
const DIFFERENCES: &str = "differences";
/// Pages that are the same for everybody: they are looked at as nobody only.
const FOR_EVERYBODY: [&str; 6] =
    ["/rules", "/services", "/privacy", "/accessibility", "/how-decisions-are-made", "/sign-in"];

/// The path with what names a single thing taken out: `/people/…`.
fn shape(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts = Vec::new();
    let mut before = "";
    for part in path.split('/') {
        let names = (NAMES_FOLLOW.contains(&before) && part != DIFFERENCES) || (part.len() == 36 && part.contains('-'));
        parts.push(if names { "…" } else { part });
        before = part;
    }
    let names: Vec<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap()).collect();
    format!("{}?{}", parts.join("/"), names.join("&"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_valid_and_fits() {
    if !wanted() {
        return;
    }
    let (url, folder) = databases().await.unwrap().remove(0);
    let site = Site::start(&url, folder).await.unwrap();
    let pictures: Option<PathBuf> = std::env::var_os("TAPESTRY_PICTURES").map(PathBuf::from);
    let saved = tempfile::tempdir().unwrap();
    let browser = Browser::start(true).await.unwrap();
    browser.screen(Screen::Desktop).await.unwrap();
    let mut personas = service::account::personas(site.app.db.reader()).await.unwrap();
    personas.sort_by(|one, other| one.area.cmp(&other.area));
    let mut faults = Vec::new();
    let mut shapes: BTreeSet<(String, usize)> = BTreeSet::new();
    let mut count = 0;
    let mut roles = BTreeSet::new();
    let one_of_each_role = personas.iter().filter(|persona| roles.insert(persona.role)).map(Some);
    for who in std::iter::once(None).chain(one_of_each_role) {
        browser.open(&site.at("/sign-in")).await.unwrap();
        if let Some(persona) = who {
            browser.press(&persona.name).await.unwrap();
        }
        let role = who.map_or("nobody", |persona| persona.role.word());
        let mut queue =
            VecDeque::from(["/".to_owned(), "/home".to_owned(), "/sign-in".to_owned(), "/no-such-page".to_owned()]);
        let mut seen: BTreeSet<String> = queue.iter().cloned().collect();
        while let Some(path) = queue.pop_front() {
            if who.is_some() && FOR_EVERYBODY.iter().any(|prefix| path.starts_with(prefix)) {
                continue;
            }
            let key = format!("{role} {}", shape(&path));
            let most = if key.contains('…') { PAGES_OF_A_SHAPE } else { 1 };
            let Some(nth) = (0..most).find(|nth| !shapes.contains(&(key.clone(), *nth))) else { continue };
            shapes.insert((key, nth));
            browser.open(&site.at(&path)).await.unwrap();
            count += 1;
            if let Err(fault) = accessibility(&browser).await {
                faults.push(format!("{role} {fault:#}"));
            }
            let page = raw(&browser, site.at(&path)).await;
            if page.starts_with('<') {
                let name = format!("{count:04} {role} {}.html", shape(&path).replace(['/', '?'], " "));
                tokio::fs::write(saved.path().join(name), page).await.unwrap();
            }
            browser.screen(Screen::Narrow).await.unwrap();
            if browser.overflows().await.unwrap() {
                faults.push(format!("{role} {path}: runs off a screen 320 pixels wide"));
            }
            if let Some(folder) = &pictures {
                let name = format!("{role}{}-{nth}", shape(&path).replace(['/', '?', '&', '…'], "-"));
                browser.screen(Screen::Phone).await.unwrap();
                browser.picture(folder, &format!("{name}-phone")).await.unwrap();
                browser.screen(Screen::Desktop).await.unwrap();
                browser.picture(folder, &name).await.unwrap();
            }
            browser.screen(Screen::Desktop).await.unwrap();
            for link in links(&browser).await {
                if seen.insert(link.clone()) {
                    queue.push_back(link);
                }
            }
        }
        if who.is_some() {
            browser.open(&site.at("/privacy")).await.unwrap();
            browser.press("Sign out").await.unwrap();
        }
    }
    browser.close().await.unwrap();
    if let Err(fault) = validate_html(saved.path()).await {
        faults.push(fault.to_string());
    }
    assert!(count > 30, "only {count} pages were reached");
    assert!(faults.is_empty(), "{} faults on {count} pages:\n{}", faults.len(), faults.join("\n"));
}

/// The page as the server sends it, before the browser mends it.
async fn raw(browser: &Browser, address: String) -> String {
    let cookie = browser.client().get_named_cookie("tapestry").await.ok().map(|cookie| cookie.value().to_owned());
    let ask = move || {
        let mut request = ureq::get(address).config().http_status_as_error(false).build();
        if let Some(cookie) = cookie {
            request = request.header("cookie", format!("tapestry={cookie}"));
        }
        request.call().unwrap().body_mut().read_to_string().unwrap()
    };
    tokio::task::spawn_blocking(ask).await.unwrap()
}

/// Links to pages; what is downloaded is none.
async fn links(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('a[href]:not([download])')].map(link => new URL(link.href))
        .filter(link => link.origin === location.origin).map(link => link.pathname + link.search);";
    let found = browser.client().execute(script, vec![]).await.unwrap();
    found.as_array().into_iter().flatten().filter_map(|link| link.as_str().map(str::to_owned)).collect()
}
