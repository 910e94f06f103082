//! The rule book: every programme's rules in words, for anyone to read, search and print.
//!
//! Written out afresh from the policy text at each request, so that it cannot say anything else. The same content
//! makes the pages and the Markdown files of `docs/rules` ([`files`]).

mod content;
mod differences;
mod list;
mod markdown;
mod programme;
mod search;
mod words;
mod worked;

pub use content::{LocalRules, Number, NumberRow, ProgrammeRules, Rule, programme_rules};
pub use markdown::{files, made_for};
pub use search::{Found, Search, search};
pub use worked::{Example, Worked};

use crate::{
    App,
    web::forms::{DateRule, Form},
};
use axum::{Router, routing::get};
use kernel::Day;

/// The field of the day for which the rules are read.
const ON: &str = "on";

/// `/rules`, `/rules/differences` and `/rules/{programme}`: public.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/rules", get(list::show))
        .route("/rules/differences", get(differences::show))
        .route("/rules/{programme}", get(programme::show))
}

/// The day that the form asks about; today when it names none, or none that there is.
fn day_asked(form: &mut Form, today: Day) -> Day {
    form.date_if_any(ON, "The day", DateRule::Any).unwrap_or(today)
}

/// The address with what was searched for, so that a link leads to the same day.
fn address(path: &str, form: &Form, fields: &[&str]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for field in fields.iter().filter(|field| !form.text(field).is_empty()) {
        query.append_pair(field, form.text(field));
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The fields of [`ON`].
const DAY_FIELDS: [&str; 3] = ["on-day", "on-month", "on-year"];
