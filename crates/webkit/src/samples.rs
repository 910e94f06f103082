//! One page with every component on it, for tests and for people's eyes. Only built for tests.

use std::collections::HashSet;

use askama::Template;

use super::forms::{Choice, Form};
use super::{NavigationItem, Notice, Paging, Shell, SignedIn, render};

#[derive(Template)]
#[template(path = "pages/components.html")]
struct ComponentsPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    choices: &'a [Choice],
    paging: &'a Paging,
}

fn page(mut form: Form, faulty: bool) -> String {
    let person = SignedIn {
        name: "Asha Example".into(),
        role_in_words: "Adviser".into(),
        organisation: "Example Jobcentre".into(),
    };
    let links = [
        ("Caseload", "/caseload"),
        ("Find support", "/services"),
        ("Referrals", "/referrals"),
        ("How decisions are made", "/decisions"),
    ];
    let navigation = links.map(|(label, href)| NavigationItem::new(label, href)).to_vec();
    let shell = Shell::signed_in(person, navigation)
        .at("/caseload/1")
        .in_area("East Birmingham and North Solihull")
        .in_demo(true)
        .with_notice(Notice::done("The referral was sent to Example Training."));
    let choices = [
        Choice::new("digital", "Using a computer"),
        Choice::new("english", "English").hint("Reading, writing, speaking or listening"),
        Choice::new("money", "Money and benefits advice"),
    ];
    if faulty {
        form.required("name", "Full name", 100);
        form.required_lines("note", "the reason", 100);
        form.date("born", "Date of birth", super::forms::DateRule::Any);
        form.pence("paid", "Amount", kernel::Pence(100_000));
        form.whole("hours", "Hours a week", 0..=168);
        for field in ["need", "needs", "provider", "postcode"] {
            form.choice(field, &choices, "Select what they need help with");
        }
    }
    let paging = Paging::new(5, 193, 20, "/services?need=digital");
    render(&ComponentsPage { shell: &shell, form: &form, choices: &choices, paging: &paging })
        .map(|html| html.0)
        .unwrap_or_default()
}

fn typed() -> Form {
    Form::read(
        b"name=Jo+%3CBloggs%3E+%26+%22Co%22&need=english&needs=digital&needs=money&provider=money&hours=16&paid=12.50",
    )
    .with_date("born", kernel::Day::from_ymd_opt(1990, 3, 27))
    .with("note", "First line\nSecond line with a <script>alert(1)</script>")
}

/// Every element closed in order, every id once, every reference to an id kept.
fn faults(html: &str) -> Vec<String> {
    const VOID: [&str; 8] = ["meta", "link", "input", "br", "hr", "img", "path", "!DOCTYPE"];
    let mut faults = Vec::new();
    let mut open = Vec::new();
    let mut ids = HashSet::new();
    let mut references = Vec::new();
    for piece in html.split('<').skip(1) {
        let Some((tag, _)) = piece.split_once('>') else {
            faults.push(format!("unfinished: {piece}"));
            continue;
        };
        let name = tag.split_whitespace().next().unwrap_or_default();
        if let Some(closed) = name.strip_prefix('/') {
            let opened: Option<&str> = open.pop();
            if opened != Some(closed) {
                faults.push(format!("</{closed}> closes {opened:?}"));
            }
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
        if tag.contains(" style=") || tag.contains(" onclick=") {
            faults.push(format!("inline style or script: {tag}"));
        }
        for (attribute, value) in attributes(tag) {
            match attribute {
                "id" if !ids.insert(value) => faults.push(format!("id twice: {value}")),
                "for" | "aria-describedby" | "aria-labelledby" | "aria-controls" => references.extend(value.split(' ')),
                "href" => references.extend(value.strip_prefix('#')),
                _ => {}
            }
        }
    }
    faults.extend(open.iter().map(|name| format!("<{name}> is never closed")));
    faults.extend(references.iter().filter(|id| !ids.contains(**id)).map(|id| format!("no id: {id}")));
    faults
}

fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let pieces: Vec<_> = tag.split('"').collect();
    let names = pieces.clone().into_iter().step_by(2);
    names
        .zip(pieces.into_iter().skip(1).step_by(2))
        .filter_map(|(name, value)| Some((name.trim().strip_suffix('=')?.split_whitespace().last()?, value)))
}

/// With TAPESTRY_SAMPLES=folder the pages are kept there, complete with their style, to be looked at.
pub(super) fn keep_to_look_at(name: &str, html: &str) {
    let Some(folder) = std::env::var_os("TAPESTRY_SAMPLES") else {
        return;
    };
    let style = include_str!(concat!(env!("OUT_DIR"), "/tapestry.css"));
    let link = format!("<link rel=\"stylesheet\" href=\"{}\">", super::assets::STYLE);
    let page = html.replace(&link, &format!("<style>{style}</style>"));
    let file = std::path::Path::new(&folder).join(format!("{name}.html"));
    assert!(std::fs::write(&file, page).is_ok(), "{}", file.display());
}

#[test]
fn every_component_is_well_formed() {
    for (name, html) in [("typed", page(typed(), false)), ("faulty", page(Form::blank().with("born-day", "31"), true))]
    {
        assert_eq!(faults(&html), Vec::<String>::new(), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        keep_to_look_at(&format!("components-{name}"), &html);
    }
}

#[test]
fn what_was_typed_comes_back_as_text() {
    let html = page(typed(), false);
    assert!(html.contains("value=\"Jo &#60;Bloggs&#62; &#38; &#34;Co&#34;\""), "{html}");
    assert!(!html.contains("<script>alert"));
}

#[test]
fn messages_lead_to_their_boxes() {
    let html = page(Form::blank().with("born-day", "31"), true);
    assert!(html.contains("<a href=\"#born-month\">Date of birth must include a month and year</a>"), "{html}");
    assert!(html.contains("aria-describedby=\"name-hint name-error\""));
    assert!(html.contains("<title>Error: Components"));
}
