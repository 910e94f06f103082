//! Asking what a change of one number would do.

use super::{
    area_asked,
    barriers::sentence,
    begun, day_chosen,
    shown::{self, amount},
    ways_to_count,
};
use crate::{
    App,
    account::SignedIn,
    evidence::{Answer, AskError, WhatIfAnswer, WhatIfQuestion, ask_what_if, values_offered, what_if},
    web::{
        PageError, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::Day;
use policy::{Area, Parameter, Programme};

/// Fields of the question, in the order of the form.
const FIELDS: [&str; 4] = ["area", "change", "value", "from"];

#[derive(Template)]
#[template(path = "evidence/pages/what_if.html")]
struct WhatIfPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    area: &'a Area,
    areas: &'a [Choice],
    changes: &'a [Choice],
    /// What to say of the values that can be asked about.
    values: String,
    days: &'a [Choice],
    ways: &'a [Choice],
    answer: Option<String>,
    /// The question as the form sent it, to be sent again when the answer is saved.
    asked: Vec<(String, String)>,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Response, PageError> {
    page(&app, &shell, &by, form, StatusCode::OK).await
}

/// The page with the answer to what was asked, or with what is wrong with the question.
pub(super) async fn page(
    app: &App,
    shell: &Shell,
    by: &SignedIn,
    form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (area, areas) = area_asked(app, by, &form)?;
    let is_asked = !form.text("change").is_empty() || !form.text("value").is_empty();
    let (mut form, days) = begun(app, by, area, form, "from").await?;
    let answer = if is_asked { answer(app, by, area, &mut form, &days).await? } else { None };
    let shown = match &answer {
        Some(answer) => Some(shown::html(app, answer, &|_| String::new()).await?),
        None => None,
    };
    let form = match &answer {
        Some(Answer::WhatIf(answer)) if !form.is_faulty() => form.with("title", title(answer)),
        _ => form,
    };
    let page = WhatIfPage {
        shell,
        form: &form,
        area,
        areas: &areas,
        changes: &changes(app, area, app.today_in(&area.id)),
        values: values(app, area, &form),
        days: &days,
        ways: &ways_to_count(app),
        answer: shown,
        asked: asked(&form),
    };
    Ok((status, render(&page)?).into_response())
}

/// The answer; `None` when the question is wrong, and the form says how.
pub(super) async fn answer(
    app: &App,
    by: &SignedIn,
    area: &Area,
    form: &mut Form,
    days: &[Choice],
) -> Result<Option<Answer>, PageError> {
    let offered = changes(app, area, app.today_in(&area.id));
    let change = form.choice("change", &offered, "Select what would change");
    let named = change.as_deref().and_then(|change| change.split_once('/'));
    let found = named.and_then(|(programme, parameter)| Some((app.policy.programme(area, programme)?, parameter)));
    let bounds = found.and_then(|(programme, parameter)| Some(what_if::sensible(programme.parameter(parameter)?)));
    let (least, most) = bounds.unwrap_or((0, i64::MAX));
    let value = form.whole("value", "The new value", least..=most);
    let from = day_chosen(form, "from", days);
    let (Some((programme, parameter)), Some(value), Some(from)) = (named, value, from) else { return Ok(None) };
    let question = WhatIfQuestion {
        programme: programme.to_owned(),
        parameter: parameter.to_owned(),
        value,
        from,
        by: form.choices("by", &ways_to_count(app)),
    };
    match ask_what_if(app, by, &area.id, question).await? {
        Ok(answer) => Ok(Some(Answer::WhatIf(Box::new(answer)))),
        Err(error) => {
            let field = match error {
                AskError::Value { .. } | AskError::ValueNotOffered { .. } => "value",
                AskError::NoValue { .. } | AskError::Day { .. } => "from",
                AskError::Division { .. } => "by",
                AskError::Programme { .. } | AskError::Parameter { .. } | AskError::Rule { .. } => "change",
            };
            form.errors.push(field, sentence(&error));
            Ok(None)
        }
    }
}

/// What a note of the answer is called, unless somebody calls it something else.
fn title(answer: &WhatIfAnswer) -> String {
    let (would_be, is) = (amount(answer.would_be, &answer.unit), amount(answer.is, &answer.unit));
    format!("{}: {would_be} and not {is}", answer.programme_name)
}

/// Every number of every programme that the area sees, with the value of the day.
fn changes(app: &App, area: &Area, on: Day) -> Vec<Choice> {
    let numbers = |programme: &'_ Programme| -> Vec<Choice> {
        programme.parameters.iter().map(|parameter| change(programme, parameter, on)).collect()
    };
    app.policy.programmes_in(area).flat_map(numbers).collect()
}

fn change(programme: &Programme, parameter: &Parameter, on: Day) -> Choice {
    let is = match parameter.value_on(on) {
        Some(value) => format!("now {}", amount(value.is, &parameter.unit)),
        None => "no value today".to_owned(),
    };
    let says = format!("{}: {} ({is})", programme.name, what_if::in_words(parameter));
    Choice::new(format!("{}/{}", programme.id, parameter.id), says)
}

/// What to say of the values that can be asked about: which they are, once a number was chosen.
fn values(app: &App, area: &Area, form: &Form) -> String {
    let offered = || {
        let (programme, parameter) = form.text("change").split_once('/')?;
        let parameter = app.policy.programme(area, programme)?.parameter(parameter)?;
        let from = form.text("from").parse().ok()?;
        Some(values_offered(app.policy.counting.as_ref()?, parameter, from))
    };
    let unit = "A whole number. Where the rule is a yes or no, 1 for yes and 0 for no; amounts of money in pence";
    match offered() {
        Some(values) => {
            let values = values.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            format!("{unit}. You can ask about {values}. Only these, so that nobody can be picked out")
        }
        None => format!(
            "{unit}. Only some values can be asked about, so that nobody can be picked out. The page says which"
        ),
    }
}

fn asked(form: &Form) -> Vec<(String, String)> {
    let one = FIELDS.into_iter().map(|field| (field.to_owned(), form.text(field).to_owned()));
    let ways = form.all("by").map(|by| ("by".to_owned(), by.to_owned()));
    one.chain(ways).filter(|(_, value)| !value.is_empty()).collect()
}
