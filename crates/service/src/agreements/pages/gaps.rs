//! What cannot flow: facts that a programme asks about and no agreement lets through, with what would let them.

use super::{areas, words};
use crate::{
    App, access,
    account::SignedIn,
    agreements::store,
    web::{PageError, Shell, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use indexmap::IndexMap;
use policy::Area;
use rules::{
    access::{Action, Role},
    sharing::{self, Gap, GapBetween},
};

/// The most agreements named as near for one gap.
const MAX_NEAR: usize = 2;

#[derive(Template)]
#[template(path = "agreements/pages/gaps.html")]
struct GapsPage<'a> {
    shell: &'a Shell,
    pairs: Vec<Pair>,
    /// The name of the account's organisation when only its own gaps are shown.
    own: Option<String>,
}

/// Two bodies between which something cannot flow.
struct Pair {
    heading: String,
    rows: Vec<Row>,
}

/// Kinds of fact that the same programmes ask for and the same would let flow.
struct Row {
    what: String,
    asked_by: String,
    near: Vec<Near>,
}

/// An agreement that would let them flow: its address, its name, and what would have to happen.
#[derive(PartialEq, Eq, Hash)]
struct Near {
    href: String,
    name: String,
    why: String,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeAgreements).await?;
    let narrow = matches!(by.role, Role::Adviser | Role::ProviderStaff | Role::DataLead);
    let own = by.organisation.as_ref().filter(|_| narrow);
    let mut pairs = Vec::new();
    for area in areas(&app, &by) {
        let said = store::said(&store::rows(app.db.reader(), &area.id).await?);
        let mut found = sharing::gaps_in(&app.policy, area, &said, app.today_in(&area.id));
        if let Some(own) = own {
            found.retain(|one| one.sender == own.body || one.receiver == own.body);
        }
        pairs.extend(by_pair(&app, area, found));
    }
    render(&GapsPage { shell: &shell, pairs, own: own.map(|own| own.name.clone()) })
}

/// What is told of one category: the programmes that ask for it, and what would let it flow.
type Asked = (Vec<String>, Gap);

/// The gaps of each pair of bodies, those alike told together.
fn by_pair(app: &App, area: &Area, found: Vec<GapBetween>) -> Vec<Pair> {
    let mut pairs: IndexMap<String, IndexMap<String, Asked>> = IndexMap::new();
    for one in found {
        let programme = app.policy.programme(area, &one.programme);
        let programme = programme.map_or_else(|| one.programme.clone(), |found| found.name.to_string());
        let heading = format!("{} to {}", words::body(area, &one.sender), words::body(area, &one.receiver));
        let categories = pairs.entry(heading).or_default();
        categories.entry(one.gap.category.clone()).or_insert_with(|| (Vec::new(), one.gap)).0.push(programme);
    }
    pairs.into_iter().map(|(heading, asked)| Pair { heading, rows: rows(app, area, asked) }).collect()
}

fn rows(app: &App, area: &Area, asked: IndexMap<String, Asked>) -> Vec<Row> {
    let mut alike: IndexMap<(Vec<String>, Vec<Near>), Vec<String>> = IndexMap::new();
    for (category, (programmes, gap)) in asked {
        alike.entry((programmes, near(area, &gap))).or_default().push(category);
    }
    let row = |((programmes, near), categories): ((Vec<String>, Vec<Near>), Vec<String>)| Row {
        what: words::categories(&app.policy, &categories),
        asked_by: crate::wording::listed(programmes),
        near,
    };
    alike.into_iter().map(row).collect()
}

fn near(area: &Area, gap: &Gap) -> Vec<Near> {
    let near = gap.would_let.iter().take(MAX_NEAR).map(|(agreement, why)| Near {
        href: format!("/agreements/{}/{agreement}", area.id),
        name: area.agreements.get(agreement).map_or_else(|| agreement.clone(), |found| found.name.clone()),
        why: words::would_let(area, why),
    });
    near.collect()
}
