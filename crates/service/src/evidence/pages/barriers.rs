//! Asking which rules stop people.

use super::{area_asked, begun, day_chosen, shown, ways_to_count};
use crate::{
    App,
    account::SignedIn,
    evidence::{Answer, AskError, BarriersAnswer, BarriersQuestion, ask_barriers},
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
use policy::Area;

#[derive(Template)]
#[template(path = "evidence/pages/barriers.html")]
struct BarriersPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    area: &'a Area,
    areas: &'a [Choice],
    programmes: &'a [Choice],
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
    let (mut form, days) = begun(app, by, area, first_asked(form), "on").await?;
    let answer = answer(app, by, area, &mut form, &days).await?;
    let link = |code: &str| format!("/barriers?{}", encoded(&asked(&form, Some(code))));
    let shown = match &answer {
        Some(answer) => Some(shown::html(app, answer, &link).await?),
        None => None,
    };
    let form = match &answer {
        Some(Answer::Barriers(answer)) if !form.is_faulty() => form.with("title", title(answer)),
        _ => form,
    };
    let page = BarriersPage {
        shell,
        form: &form,
        area,
        areas: &areas,
        programmes: &programmes(app, area),
        days: &days,
        ways: &ways_to_count(app),
        answer: shown,
        asked: asked(&form, None),
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
    let programme = match form.text("programme") {
        "" => Some(None),
        _ => form.choice("programme", &programmes(app, area), "Select a programme of the list").map(Some),
    };
    let on = day_chosen(form, "on", days);
    let (Some(programme), Some(on)) = (programme, on) else { return Ok(None) };
    let rule = Some(form.text("rule").to_owned()).filter(|rule| !rule.is_empty());
    let question = BarriersQuestion { programme, on, rule, by: form.choices("by", &ways_to_count(app)) };
    match ask_barriers(app, by, &area.id, question).await? {
        Ok(answer) => Ok(Some(Answer::Barriers(Box::new(answer)))),
        Err(error) => {
            let field = match error {
                AskError::Division { .. } => "by",
                AskError::Day { .. } => "on",
                _ => "programme",
            };
            form.errors.push(field, sentence(&error));
            Ok(None)
        }
    }
}

/// What a note of the answer is called, unless somebody calls it something else.
fn title(answer: &BarriersAnswer) -> String {
    match &answer.programme {
        Some((_, name)) => format!("What stops people from joining {name} in {}", answer.area_name),
        None => format!("What stops people from joining programmes in {}", answer.area_name),
    }
}

/// A fault of a question as a form says it.
pub(super) fn sentence(error: &AskError) -> String {
    crate::wording::capitalised(&error.to_string())
}

/// Somebody who has not asked anything is shown people by age and by disability.
fn first_asked(form: Form) -> Form {
    let anything = ["area", "programme", "rule", "by", "on"].iter().any(|field| !form.text(field).is_empty());
    if anything { form } else { form.with("by", crate::evidence::AGE).with("by", "disabled") }
}

fn programmes(app: &App, area: &Area) -> Vec<Choice> {
    let all = app.policy.programmes_in(area);
    all.map(|programme| Choice::new(programme.id.to_string(), programme.name.to_string())).collect()
}

/// The question as fields: with a rule, for a link; else as it was asked.
fn asked(form: &Form, rule: Option<&str>) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> =
        ["area", "programme", "on"].into_iter().map(|field| (field.to_owned(), form.text(field).to_owned())).collect();
    fields.push(("rule".to_owned(), rule.unwrap_or(form.text("rule")).to_owned()));
    fields.extend(form.all("by").map(|by| ("by".to_owned(), by.to_owned())));
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

fn encoded(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
