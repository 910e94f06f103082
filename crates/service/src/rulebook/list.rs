//! Every programme of every area, to search by word and to narrow to one area.

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
use policy::Programme;

/// Programmes on one page.
const PAGE_SIZE: usize = 20;

#[derive(Template)]
#[template(path = "rulebook/list.html")]
struct RulesPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    areas: &'a [Choice],
    rows: &'a [Row],
    paging: &'a Paging,
    version: String,
}

/// A programme of the list.
struct Row {
    id: String,
    name: String,
    says: String,
    whose: String,
    open: bool,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, form: Form) -> Result<Html<String>, PageError> {
    let search = form.text("search").trim().to_lowercase();
    let wanted = form.text("area");
    let today = app.clock.today();
    let spine = app.policy.programmes.values().map(|programme| (programme, "National".to_owned(), None));
    let local = app.policy.areas.values().flat_map(|area| {
        area.programmes.values().map(|programme| (programme, area.name.clone(), Some(area.id.as_ref())))
    });
    let found: Vec<Row> = spine
        .chain(local)
        .filter(|(_, _, area)| wanted.is_empty() || area.is_none_or(|area| area == wanted))
        .filter(|(programme, ..)| search.split_whitespace().all(|word| mentions(programme, word)))
        .map(|(programme, whose, _)| Row {
            id: programme.id.to_string(),
            name: programme.name.to_string(),
            says: programme.says.clone(),
            whose,
            open: programme.is_open_on(today),
        })
        .collect();
    let areas: Vec<Choice> =
        app.policy.areas.values().map(|area| Choice::new(area.id.to_string(), &area.name)).collect();
    let page = form.text("page").parse().unwrap_or(1);
    let paging = Paging::new(page, found.len(), PAGE_SIZE, address(&form));
    let rows: Vec<Row> = found.into_iter().skip(paging.offset()).take(PAGE_SIZE).collect();
    let version = app.policy.version.to_string().chars().take(12).collect();
    render(&RulesPage { shell: &shell, form: &form, areas: &areas, rows: &rows, paging: &paging, version })
}

/// Whether the programme's text has the word in its name, its line, or what it asks.
fn mentions(programme: &Programme, word: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(word);
    has(&programme.name)
        || has(&programme.id)
        || has(&programme.says)
        || programme.criteria.iter().any(|criterion| has(criterion.says.written()))
}

fn address(form: &Form) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for field in ["search", "area"].into_iter().filter(|field| !form.text(field).is_empty()) {
        query.append_pair(field, form.text(field));
    }
    format!("/rules?{}", query.finish())
}
