//! The three pages.

use super::asked::{self, Asked};
use super::card::Card;
use super::sheet::{Seen, Sheet};
use crate::App;
use crate::directory::ground::KnownPlaces;
use crate::directory::need::Need;
use crate::directory::{search, store};
use crate::web::forms::{Choice, Form};
use crate::web::{PageError, Paging, Shell, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;

/// Services on a page of results.
const PER_PAGE: usize = 10;

#[derive(Template)]
#[template(path = "directory/pages/home.html")]
struct HomePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    needs: &'a [Need],
}

#[derive(Template)]
#[template(path = "directory/pages/results.html")]
struct ResultsPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    needs: &'a [Choice],
    distances: &'a [Choice],
    days: &'a [Choice],
    heading: &'a str,
    /// The address of advice about what to do next, near the place that was typed.
    advice: String,
    /// Whether one of the fields that are folded away is in use.
    narrowed: bool,
    /// What was found; `None` when the search could not be read.
    found: Option<&'a Results>,
}

struct Results {
    /// How many there are, in words.
    heading: String,
    cards: Vec<Card>,
    paging: Paging,
    is_near: bool,
    /// The postcode of a place that is not known.
    unplaced: Option<String>,
    /// The areas that the list is about, in words.
    covers: String,
    /// Nothing has all the words.
    loosely: bool,
    wider: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "directory/pages/service.html")]
struct ServicePage<'a> {
    shell: &'a Shell,
    sheet: &'a Sheet,
    /// The list that led here.
    back: String,
}

/// `/`
pub(super) async fn home(shell: Shell) -> Result<Html<String>, PageError> {
    render(&HomePage { shell: &shell, form: &Form::blank(), needs: &Need::ALL })
}

/// `/services`
pub(super) async fn results(State(app): State<App>, shell: Shell, mut form: Form) -> Result<Html<String>, PageError> {
    let found = match asked::read(&mut form, &app.places) {
        Some(asked) => Some(find(&app, &form, &asked).await?),
        None => None,
    };
    render(&ResultsPage {
        shell: &shell,
        form: &form,
        needs: &asked::needs(),
        distances: &asked::distances(),
        days: &asked::days(),
        heading: Need::by_id(form.text("need")).map_or("Help for you", |need| need.says),
        advice: asked::address_of_need(&form, "careers-advice"),
        narrowed: form.is_faulty() || asked::is_narrowed(&form),
        found: found.as_ref(),
    })
}

async fn find(app: &App, form: &Form, asked: &Asked) -> Result<Results, PageError> {
    let wanted: usize = form.text("page").parse().unwrap_or(1);
    let today = app.today();
    let offset = wanted.clamp(1, usize::MAX / PER_PAGE).saturating_sub(1) * PER_PAGE;
    let asking = (today, app.policy.synonyms.as_slice());
    let mut found = search::search(app.db.reader(), &asked.search, asking, (offset, PER_PAGE)).await?;
    let paging = Paging::new(wanted, found.total, PER_PAGE, asked::address(form, &[]));
    if paging.offset() != offset {
        // A page beyond the last was asked for: the last is shown.
        found = search::search(app.db.reader(), &asked.search, asking, (paging.offset(), PER_PAGE)).await?;
    }
    let ground = KnownPlaces::of(&app.places);
    Ok(Results {
        heading: match found.total {
            0 => "Nothing found".to_owned(),
            1 => "1 service found".to_owned(),
            total => format!("{total} services found"),
        },
        cards: found.hits.iter().map(|hit| Card::of(hit, (today, &ground), form)).collect(),
        paging,
        is_near: asked.is_near,
        unplaced: asked.unplaced.as_ref().map(ToString::to_string),
        covers: covers(app),
        loosely: found.loosely,
        wider: asked::wider(form),
    })
}

/// The names of the areas: "Newcastle and Gateshead".
fn covers(app: &App) -> String {
    let names: Vec<&str> = app.policy.areas.values().map(|area| area.name.as_str()).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    }
}

/// `/services/{id}`; the query is the search that led to it.
pub(super) async fn service(
    State(app): State<App>,
    shell: Shell,
    Path(id): Path<String>,
    form: Form,
) -> Result<Html<String>, PageError> {
    let found = store::with_history(app.db.reader(), &id).await?;
    let (service, withdrawn_at) = found.ok_or(PageError::NotFound)?;
    let ground = KnownPlaces::of(&app.places);
    let withdrawn_on = withdrawn_at.map(|moment| app.policy.time_zone.day(moment));
    let seen = Seen { today: app.today(), ground: &ground, withdrawn_on, form: &form };
    render(&ServicePage { shell: &shell, sheet: &Sheet::of(&service, seen), back: asked::address(&form, &[]) })
}
