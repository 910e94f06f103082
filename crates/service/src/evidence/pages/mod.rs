//! Pages of evidence: asking which rules stop people, asking what a change would do, and the notes.

mod barriers;
mod barriers_shown;
mod notes;
mod shown;
mod what_if;
mod what_if_shown;

use super::ask;
use crate::{
    App,
    account::SignedIn,
    web::{
        PageError,
        forms::{Choice, Form},
    },
};
use axum::{Router, routing::get};
use kernel::{Day, in_words};
use policy::Area;

/// `/barriers`, `/what-if`, `/notes` and `/notes/{note}`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/barriers", get(barriers::show))
        .route("/what-if", get(what_if::show))
        .route("/notes", get(notes::list).post(notes::save))
        .route("/notes/{note}", get(notes::show))
}

/// The areas the account may ask about: its own; every one when it works for the whole.
fn open_to<'a>(app: &'a App, by: &SignedIn) -> Vec<&'a Area> {
    app.policy.areas.values().filter(|area| by.area().is_none_or(|own| own == &*area.id)).collect()
}

/// The area asked about, and those there are to choose from.
///
/// # Errors
/// [`PageError::NotFound`] when the account has none, or asks about another's.
fn area_asked<'a>(app: &'a App, by: &SignedIn, form: &Form) -> Result<(&'a Area, Vec<Choice>), PageError> {
    let open = open_to(app, by);
    let asked = form.text("area");
    let area = if asked.is_empty() { open.first() } else { open.iter().find(|area| *area.id == *asked) };
    let choices = open.iter().map(|area| Choice::new(area.id.to_string(), area.name.clone())).collect();
    Ok((*area.ok_or(PageError::NotFound)?, choices))
}

/// Fills in what a question starts from: the area, and the newest day that its records reach.
async fn begun(app: &App, by: &SignedIn, area: &Area, form: Form, day: &str) -> Result<Form, PageError> {
    let form = if form.text("area").is_empty() { form.with("area", &area.id) } else { form };
    if !form.boxes(day).is_empty() {
        return Ok(form);
    }
    let newest = ask::newest_day(app, by, &area.id).await?;
    Ok(form.with_date(day, Some(newest)))
}

/// What people can be counted by.
fn ways_to_count(app: &App) -> Vec<Choice> {
    super::offered(&app.policy.facts).into_iter().map(|(id, says)| Choice::new(id, says)).collect()
}

/// The days on which rules are looked at: within what a calendar of people's lives needs.
fn a_sensible_day(form: &mut Form, field: &str, day: Option<Day>) -> Option<Day> {
    let (first, last) = (Day::from_ymd_opt(1990, 1, 1)?, Day::from_ymd_opt(2100, 12, 31)?);
    let says = format!("The day must be from {} to {}", in_words(first), in_words(last));
    form.keep(field, day.filter(|day| (first..=last).contains(day)).ok_or(says))
}
