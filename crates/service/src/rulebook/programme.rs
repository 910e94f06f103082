//! One programme's rules in words, as on a day.

use super::{
    DAY_FIELDS, address,
    content::{ProgrammeRules, programme_rules},
    day_asked,
};
use crate::{
    App,
    web::{Address, PageError, Shell, forms::Form, render},
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::in_words;

#[derive(Template)]
#[template(path = "rulebook/programme.html")]
struct ProgrammePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    rules: ProgrammeRules,
    on: String,
    /// Programmes not at the same time, with their addresses.
    excludes: Vec<(String, String)>,
    other_day: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    Address(id): Address<String>,
    mut form: Form,
) -> Result<Html<String>, PageError> {
    let today = app.today();
    let on = day_asked(&mut form, today);
    let rules = programme_rules(&app.policy, &id, on).ok_or(PageError::NotFound)?;
    let link = |(id, name): &(String, String)| (address(&format!("/rules/{id}"), &form, &DAY_FIELDS), name.clone());
    let excludes = rules.excludes.iter().map(link).collect();
    render(&ProgrammePage { shell: &shell, form: &form, rules, on: in_words(on), excludes, other_day: on != today })
}
