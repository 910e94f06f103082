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

/// Fills in what a question starts from: the area, and the day of the count. Gives the days to choose from.
async fn begun(app: &App, by: &SignedIn, area: &Area, form: Form, day: &str) -> Result<(Form, Vec<Choice>), PageError> {
    let form = if form.text("area").is_empty() { form.with("area", &area.id) } else { form };
    let (days, usual) = ask::days_offered(app, by, &area.id).await?;
    let form = if form.text(day).is_empty() { form.with(day, usual) } else { form };
    Ok((form, days.into_iter().map(|day| Choice::new(day.to_string(), in_words(day))).collect()))
}

/// What people can be counted by.
fn ways_to_count(app: &App) -> Vec<Choice> {
    super::offered(&app.policy).into_iter().map(|(id, says)| Choice::new(id, says)).collect()
}

/// The day that was chosen, of those there are.
fn day_chosen(form: &mut Form, field: &str, days: &[Choice]) -> Option<Day> {
    form.choice(
        field,
        days,
        "Select a day of the list: rules can be asked about on these days only, so that nobody can be picked out",
    )?
    .parse()
    .ok()
}
