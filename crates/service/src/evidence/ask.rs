//! Asking about the people registered in an area: access, the people, the answer, and a line of the audit.

use super::{
    among::{Among, AskError, Records},
    barriers::{BarriersAnswer, BarriersQuestion, barriers_among},
    divisions,
    held::People,
    refused::refused,
    what_if::{WhatIfAnswer, WhatIfQuestion, is_value_offered, what_if_among},
};
use crate::{Application, access, account::SignedIn, action::ActionError, audit};
use anyhow::Context;
use kernel::{AccountId, Day};
use rules::access::Action;
use statistics::days_to_ask;
use std::sync::Arc;

/// What the audit says of a question about something that the text does not have.
const NOT_OF_THE_TEXT: &str = "not-of-the-text";

/// An answer, or what is wrong with the question.
type Asked<A> = Result<Result<A, AskError>, ActionError>;

/// Which rules stop the people of an area?
///
/// # Errors
/// [`ActionError::NotAllowed`] when the account may not ask; [`ActionError::NotFound`] for another area than its own; a
/// fault when the database refuses. What is wrong with the question is the inner error.
pub async fn ask_barriers(
    app: &Application,
    by: &SignedIn,
    area: &str,
    question: BarriersQuestion,
) -> Asked<BarriersAnswer> {
    let area = open(app, by, area).await?;
    barriers_of(app, Some(by.id), &area, question).await
}

/// The same for a program beside the database, such as the command line: whoever runs it holds the records.
///
/// # Errors
/// As [`ask_barriers`], without a look at an account.
pub async fn barriers_of(
    app: &Application,
    account: Option<AccountId>,
    area: &str,
    question: BarriersQuestion,
) -> Asked<BarriersAnswer> {
    let (of, on) = (question.programme.clone(), question.on);
    let asked = asked_about(app, area, of.as_deref(), question.rule.as_deref());
    leave_line(app, account, "barriers", vec![format!("areas/{area}"), asked]).await?;
    if let Err(wrong) = offered(app, area, on, &question.by).await? {
        return Ok(Err(wrong));
    }
    let answer = among(app, area, on, move |among| barriers_among(among, &question)).await?;
    let refusals = refused(app, area, of.as_deref(), on).await?;
    Ok(answer.map(|answer| BarriersAnswer { refusals: Some(refusals), ..answer }))
}

/// What would a change do to the people of an area?
///
/// # Errors
/// As [`ask_barriers`].
pub async fn ask_what_if(
    app: &Application,
    by: &SignedIn,
    area: &str,
    question: WhatIfQuestion,
) -> Asked<WhatIfAnswer> {
    let area = open(app, by, area).await?;
    what_if_of(app, Some(by.id), &area, question).await
}

/// The same for a program beside the database.
///
/// # Errors
/// As [`barriers_of`].
pub async fn what_if_of(
    app: &Application,
    account: Option<AccountId>,
    area: &str,
    question: WhatIfQuestion,
) -> Asked<WhatIfAnswer> {
    let change = changed(app, area, &question);
    leave_line(app, account, "what-if", vec![format!("areas/{area}"), change]).await?;
    let on = question.from;
    if let Err(wrong) = offered(app, area, on, &question.by).await? {
        return Ok(Err(wrong));
    }
    among(app, area, on, move |among| {
        is_value_offered(among, &question)?;
        what_if_among(among, &question)
    })
    .await
}

/// The days whose rules can be asked about in an area, earliest first, and the one that a question starts from: the day of
/// the count.
///
/// # Errors
/// As [`ask_barriers`].
pub async fn days_offered(app: &Application, by: &SignedIn, area: &str) -> Result<(Vec<Day>, Day), ActionError> {
    let area = open(app, by, area).await?;
    days_of(app, &area).await
}

/// The same for a program beside the database.
///
/// # Errors
/// A refusal when the text does not say how people are counted; a fault when the database refuses.
pub async fn days_of(app: &Application, area: &str) -> Result<(Vec<Day>, Day), ActionError> {
    let counter = app.held.counter(app, area).await?;
    Ok((days_to_ask(counter.counting(), counter.until(), app.today_in(area)), counter.until()))
}

/// Whether the question is one of those that may be asked of a register: only a few days, and a few ways to divide people.
async fn offered(app: &Application, area: &str, on: Day, by: &[String]) -> Asked<()> {
    let (days, _) = days_of(app, area).await?;
    if !days.contains(&on) {
        let days = days.iter().map(|day| kernel::in_words(*day)).collect::<Vec<_>>().join(", ");
        return Ok(Err(AskError::Day { on, days }));
    }
    let ways = divisions::offered(&app.policy);
    let known = |id: &String| id == divisions::WARD || ways.iter().any(|(way, _)| way == id);
    Ok(match by.iter().find(|id| !known(id)) {
        Some(id) => Err(divisions::unknown(&app.policy, id)),
        None => Ok(()),
    })
}

/// Reads the people of every area into memory, so that nobody waits for it at the first question.
///
/// # Errors
/// A fault when the database refuses.
pub async fn warm(app: &Application) -> Result<(), ActionError> {
    if app.policy.counting.is_none() {
        return Ok(());
    }
    for area in app.policy.areas.keys() {
        app.held.people(app, area, |until| until).await?;
    }
    Ok(())
}

/// The area, if the account may ask about it: its own; any when it works for the whole.
async fn open(app: &Application, by: &SignedIn, area: &str) -> Result<String, ActionError> {
    access::general(app, by, Action::SeeBarriers).await?;
    let known = app.policy.area(area).filter(|_| by.area().is_none_or(|own| own == area));
    known.map(|area| area.id.to_string()).ok_or(ActionError::NotFound)
}

/// Puts a question to everybody of an area. It computes away from the threads that answer requests.
async fn among<A: Send + 'static>(
    app: &Application,
    area: &str,
    on: Day,
    ask: impl FnOnce(Among<'_>) -> Result<A, AskError> + Send + 'static,
) -> Asked<A> {
    // Answers as good on the day of the count, or on an earlier day: nobody knows yet what will be out of date.
    let People { population, keys, counter } = app.held.people(app, area, |until| on.min(until)).await?;
    let (policy, places, area) = (Arc::clone(&app.policy), Arc::clone(&app.places), area.to_owned());
    let answered = tokio::task::spawn_blocking(move || {
        let area = policy.area(&area)?;
        let until = counter.until();
        let records = Records::Register { counted_until: until, good_on: on.min(until) };
        Some(ask(Among {
            policy: &policy,
            area,
            places: &places,
            population: &population,
            keys: &keys,
            rule: counter.rule(),
            records: &records,
        }))
    });
    answered.await.context("a question was not answered")?.ok_or(ActionError::NotFound)
}

/// What a question is about as the audit keeps it: a rule or a programme of the text, by its own name. What is none of them
/// was typed by somebody, and may be anything.
fn asked_about(app: &Application, area: &str, programme: Option<&str>, rule: Option<&str>) -> String {
    let Some(area) = app.policy.area(area) else { return NOT_OF_THE_TEXT.to_owned() };
    let known = match (rule, programme) {
        (Some(rule), _) => {
            let mut criteria = app.policy.programmes_in(area).flat_map(|programme| &programme.criteria);
            criteria.find(|criterion| *criterion.code == *rule).map(|criterion| criterion.code.to_string())
        }
        (None, Some(id)) => app.policy.programme(area, id).map(|programme| programme.id.to_string()),
        (None, None) => Some("every-programme".to_owned()),
    };
    known.unwrap_or_else(|| NOT_OF_THE_TEXT.to_owned())
}

/// The same of a change of one number.
fn changed(app: &Application, area: &str, question: &WhatIfQuestion) -> String {
    let programme = app.policy.area(area).and_then(|area| app.policy.programme(area, &question.programme));
    let parameter = programme.and_then(|programme| Some((programme, programme.parameter(&question.parameter)?)));
    parameter.map_or_else(
        || NOT_OF_THE_TEXT.to_owned(),
        |(programme, parameter)| format!("{}#{}={}", programme.id, parameter.id, question.value),
    )
}

async fn leave_line(
    app: &Application,
    account: Option<AccountId>,
    kind: &'static str,
    asked: Vec<String>,
) -> Result<(), ActionError> {
    let line = audit::Line {
        account,
        action: Action::SeeBarriers.word(),
        subject_kind: kind,
        subject: None,
        allowed: true,
        reasons: asked,
    };
    Ok(audit::record(app, app.db.reader(), line).await?)
}
