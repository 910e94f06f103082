//! Every programme of every area, to search by word and to narrow to one area, need or payer.

use super::{
    DAY_FIELDS, address, day_asked,
    search::{Found, Search, funders, needs, search},
};
use crate::{
    App,
    web::{
        PageError, Paging, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::in_words;

/// Programmes on one page.
const PAGE_SIZE: usize = 20;

#[derive(Template)]
#[template(path = "rulebook/list.html")]
struct RulesPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    areas: &'a [Choice],
    needs: &'a [Choice],
    funders: &'a [Choice],
    /// Programmes with the address of each.
    rows: &'a [(Found, String)],
    found: String,
    paging: &'a Paging,
    version: String,
    on: String,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, mut form: Form) -> Result<Html<String>, PageError> {
    let on = day_asked(&mut form, app.today());
    let asked = Search {
        words: form.text("search").to_owned(),
        area: form.text("area").to_owned(),
        need: form.text("need").to_owned(),
        funder: form.text("funder").to_owned(),
    };
    let found = search(&app.policy, &asked, on);
    let choices = |all: std::collections::BTreeMap<String, String>| {
        let mut choices: Vec<(String, String)> = all.into_iter().collect();
        choices.sort_by(|left, right| left.1.cmp(&right.1));
        choices.into_iter().map(|(id, says)| Choice::new(id, &says)).collect::<Vec<_>>()
    };
    let areas: Vec<Choice> =
        app.policy.areas.values().map(|area| Choice::new(area.id.to_string(), &area.name)).collect();
    let fields = [["search", "area", "need", "funder"].as_slice(), &DAY_FIELDS].concat();
    let page = form.text("page").parse().unwrap_or(1);
    let paging = Paging::new(page, found.len(), PAGE_SIZE, address("/rules", &form, &fields));
    let count = crate::wording::count(found.len(), "programme", "programmes");
    let link = |found: Found| {
        let address = address(&format!("/rules/{}", found.id), &form, &DAY_FIELDS);
        (found, address)
    };
    let rows: Vec<_> = found.into_iter().skip(paging.offset()).take(PAGE_SIZE).map(link).collect();
    render(&RulesPage {
        shell: &shell,
        form: &form,
        areas: &areas,
        needs: &choices(needs(&app.policy)),
        funders: &choices(funders(&app.policy)),
        rows: &rows,
        found: count,
        paging: &paging,
        version: app.policy.version.to_string().chars().take(12).collect(),
        on: in_words(on),
    })
}
