//! Every agreement to share of an area, and where each stands.

use super::{areas, words};
use crate::{
    App, access,
    account::SignedIn,
    agreements::store,
    web::{PageError, Shell, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::in_words;
use rules::{access::Action, sharing};

#[derive(Template)]
#[template(path = "agreements/pages/list.html")]
struct ListPage<'a> {
    shell: &'a Shell,
    areas: Vec<InArea>,
    /// Whether there is more than one area to name.
    named: bool,
}

struct InArea {
    name: String,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    between: String,
    what_for: String,
    word: &'static str,
    colour: &'static str,
    why: String,
    review: String,
    /// Whether the day of review has passed.
    late: bool,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeAgreements).await?;
    let mut found = Vec::new();
    for area in areas(&app, &by) {
        let today = app.today_in(&area.id);
        let said = store::said(&store::rows(app.db.reader(), &area.id).await?);
        let rows = area.agreements.values().map(|agreement| {
            let (word, colour, why) = words::standing(area, &sharing::standing(agreement, &said, today));
            Row {
                href: format!("/agreements/{}/{}", area.id, agreement.id),
                name: agreement.name.clone(),
                between: words::bodies(area, &agreement.between),
                what_for: app.policy.purposes.get(&agreement.purpose).map(|one| one.says.clone()).unwrap_or_default(),
                word,
                colour,
                why,
                review: in_words(agreement.review_by),
                late: agreement.review_by < today && agreement.period.contains(today),
            }
        });
        found.push(InArea { name: area.name.clone(), rows: rows.collect() });
    }
    render(&ListPage { shell: &shell, named: found.len() > 1, areas: found })
}
