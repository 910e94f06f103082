//! `/people/{person}/facts/{fact}`: one question, its answer, and on to the next.

mod flow;

use super::answer;
use crate::{
    App, Application,
    access::{self, SeenPerson},
    account::SignedIn,
    notice,
    person::{NewAnswer, record_answers},
    web::{
        Notice, PageError, Shell,
        forms::{Choice, DateRule, Form},
        id_of, render,
    },
    wording,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use flow::Flow;
use kernel::PersonId;
use policy::{DayKind, FactDefinition, FactType};
use rules::access::Action;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "person/pages/fact.html")]
struct FactPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    id: PersonId,
    name: String,
    definition: &'a FactDefinition,
    /// `choices`, `many`, `date`, `whole`, `pence` or `place`.
    kind: &'static str,
    choices: Vec<Choice>,
    hint: String,
    why: &'a str,
    category: String,
    /// What is recorded now, with where it came from.
    recorded: Option<String>,
    /// How long an answer stays good, in words.
    good_for: Option<String>,
    flow: Flow,
}

impl FactPage<'_> {
    /// Whether where the answer comes from has to be shown at once.
    fn source_is_faulty(&self) -> bool {
        ["source", "known"].iter().any(|field| self.form.errors.get(field).is_some())
    }

    fn back(&self) -> String {
        super::address(self.id)
    }

    fn programmes(&self, decides: &usize) -> String {
        wording::count(*decides, "programme", "programmes")
    }

    fn source_in_words(&self) -> String {
        let day = self.form.boxes("known");
        match self.form.text("source") {
            "" => "Where the answer comes from".to_owned(),
            source => {
                format!("{source}, {} {} {}. Was it somebody or some day else?", day.day, month(&day.month), day.year)
            }
        }
    }
}

/// The name of a month that was typed as a number; what else was typed stays.
fn month(typed: &str) -> String {
    let named = typed.parse().ok().and_then(|month| kernel::Day::from_ymd_opt(2000, month, 1));
    named.map_or_else(|| typed.to_owned(), |day| day.format("%B").to_string())
}

async fn open<'a>(
    app: &'a Application,
    by: &SignedIn,
    person: &str,
    fact: &str,
) -> Result<(SeenPerson, &'a FactDefinition), PageError> {
    super::for_advisers(by)?;
    let seen = access::person(app, by, id_of(person)?, Action::RecordFact).await?;
    let definition = app.policy.facts.get(fact).ok_or(PageError::NotFound)?;
    seen.may_see(&definition.category)?;
    Ok((seen, definition))
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Path((person, fact)): Path<(String, String)>,
    form: Form,
) -> Result<Html<String>, PageError> {
    let (seen, definition) = open(&app, &by, &person, &fact).await?;
    let flow = Flow::read(&app, &seen, definition, &form);
    let known = seen.recorded(&fact).and_then(|recorded| recorded.value.as_ref());
    let form = known.map_or_else(Form::blank, |value| answer::fill(Form::blank(), value));
    let form =
        form.with("source", format!("Told to {}", by.name)).with_date("known", Some(app.today_in(&seen.person.area)));
    page(&app, &shell, &form, &seen, definition, flow)
}

fn page(
    app: &Application,
    shell: &Shell,
    form: &Form,
    seen: &SeenPerson,
    definition: &FactDefinition,
    flow: Flow,
) -> Result<Html<String>, PageError> {
    let recorded = seen.recorded(&definition.id).and_then(|recorded| {
        let value = crate::person::in_plain_words(app, recorded.value.as_ref()?, definition);
        Some(format!("{value} ({}, {})", recorded.source, kernel::in_words(recorded.known_on)))
    });
    let good_for = definition.good_for_days.map(|days| format!("We ask again after {}.", length(days)));
    render(&FactPage {
        shell,
        form,
        id: seen.id(),
        name: seen.name(),
        definition,
        kind: kind(&definition.kind),
        choices: answer::choices(definition),
        hint: hint(definition),
        why: &definition.why,
        category: super::show::facts::category_says(app, &definition.category),
        recorded,
        good_for,
        flow,
    })
}

/// A number of days as people say it: `2 years`, `about 6 months`, `14 days`.
fn length(days: i64) -> String {
    match days {
        365 => "a year".to_owned(),
        days if days % 365 == 0 => format!("{} years", days / 365),
        30 => "about a month".to_owned(),
        days if days % 30 == 0 => format!("about {} months", days / 30),
        days => format!("{days} days"),
    }
}

/// The hint of the text, with how to answer where that is not plain from the boxes.
fn hint(definition: &FactDefinition) -> String {
    let how = match &definition.kind {
        FactType::Date => "For example, 27 3 2021",
        FactType::AnyOf(_) => "Select all that apply",
        FactType::YesNo | FactType::Whole { .. } | FactType::Pence { .. } | FactType::OneOf(_) | FactType::Place => "",
    };
    match definition.hint.as_deref() {
        Some(hint) if how.is_empty() => hint.to_owned(),
        Some(hint) => format!("{} {how}", hint.trim()),
        None => how.to_owned(),
    }
}

fn kind(kind: &FactType) -> &'static str {
    match kind {
        FactType::YesNo | FactType::OneOf(_) => "choices",
        FactType::AnyOf(_) => "many",
        FactType::Date => "date",
        FactType::Whole { .. } => "whole",
        FactType::Pence { .. } => "pence",
        FactType::Place => "place",
    }
}

pub(super) async fn save(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    session: Session,
    Path((person, fact)): Path<(String, String)>,
    mut form: Form,
) -> Result<Response, PageError> {
    let (seen, definition) = open(&app, &by, &person, &fact).await?;
    let flow = Flow::read(&app, &seen, definition, &form);
    let answered = answer::read(&app, app.today_in(&seen.person.area), definition, &mut form);
    let source = form.required("source", "Where the answer comes from", 200);
    let today = app.today_in(&seen.person.area);
    let rule = DateRule::Within { ends: app.policy.bounds(DayKind::Known).ends(today), today };
    let known_on = form.date("known", "The day on which it was so", rule);
    let (Some(value), Some(source), Some(known_on)) = (answered, source, known_on) else {
        let html = page(&app, &shell, &form, &seen, definition, flow)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
    };
    let next = flow.after(&app, &seen, definition, value.as_ref());
    let is_known = value.is_some();
    record_answers(&app, &by, seen.id(), vec![NewAnswer { fact, value, source, known_on }]).await?;
    if let Some(next) = next {
        return Ok(Redirect::to(&next).into_response());
    }
    let says = match (flow.asks_on(), is_known) {
        (true, _) => "Saved. There is nothing left to ask for now.".to_owned(),
        (false, true) => format!("{} is saved.", wording::capitalised(&definition.says)),
        (false, false) => format!("It is saved that this is not known: {}.", definition.says),
    };
    let anchor = match (flow.asks_on(), is_known) {
        (true, _) => "options".to_owned(),
        (false, true) => format!("fact-{}", definition.id),
        (false, false) => "facts".to_owned(),
    };
    notice::leave(&session, Notice::done(says).at(anchor)).await?;
    Ok(Redirect::to(&super::address(seen.id())).into_response())
}
