//! The calendar of what is coming.

use super::{Ahead, AheadItem, look_ahead};
use crate::{
    App, access,
    account::SignedIn,
    web::{
        PageError, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{Router, extract::State, response::Html, routing::get};
use kernel::in_words;
use policy::{Area, Happens, Policy};
use rules::access::Action;

/// Months looked at when nobody says how many.
const USUAL_MONTHS: i64 = 12;
/// Months looked at at most.
const MAX_MONTHS: i64 = 120;

/// `/ahead`.
pub fn routes() -> Router<App> {
    Router::new().route("/ahead", get(show))
}

#[derive(Template)]
#[template(path = "ahead/ahead.html")]
struct AheadPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    areas: &'a [Choice],
    area: &'a Area,
    months: Option<Vec<Month>>,
    asked: String,
    /// How people were counted.
    how_told: String,
}

/// A month in the words of the page.
struct Month {
    name: String,
    cliff: String,
    items: Vec<Item>,
}

/// One thing that comes, in the words of the page.
struct Item {
    machine_day: String,
    day: String,
    colour: &'static str,
    happens: &'static str,
    what: &'static str,
    name: String,
    says: String,
    /// Names of the programmes it touches, where it is none of them itself.
    touches: String,
    people: String,
    code: String,
    href: String,
}

async fn show(State(app): State<App>, shell: Shell, by: SignedIn, form: Form) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeReport).await?;
    let open: Vec<&Area> =
        app.policy.areas.values().filter(|area| by.area().is_none_or(|own| own == &*area.id)).collect();
    let areas: Vec<Choice> = open.iter().map(|area| Choice::new(area.id.to_string(), area.name.clone())).collect();
    let asked = form.text("area").to_owned();
    let area = if asked.is_empty() { open.first() } else { open.iter().find(|area| *area.id == *asked) };
    let area = *area.ok_or(PageError::NotFound)?;
    let form = if asked.is_empty() { form.with("area", &area.id) } else { form };
    let mut form = if form.text("months").is_empty() { form.with("months", USUAL_MONTHS) } else { form };
    let wanted = form.whole("months", "How many months ahead", 1..=MAX_MONTHS);
    let months = match wanted.and_then(|months| u32::try_from(months).ok()) {
        Some(months) => {
            Some(shown(&app.policy, area, look_ahead(&app, &area.id, app.today_in(&area.id), months).await?))
        }
        None => None,
    };
    let asked = match wanted {
        Some(1) => "the next month".to_owned(),
        Some(months) => format!("the next {months} months"),
        None => String::new(),
    };
    let how_told = match &app.policy.counting {
        Some(_) => app.held.counter(&app, &area.id).await?.how_told(),
        None => "Nobody is counted, because the policy text does not say how.".to_owned(),
    };
    render(&AheadPage { shell: &shell, form: &form, areas: &areas, area, months, asked, how_told })
}

fn shown(policy: &Policy, area: &Area, ahead: Ahead) -> Vec<Month> {
    let month = |month: super::AheadMonth| Month {
        name: month.month.format("%B %Y").to_string(),
        cliff: month.cliff.map(|people| people.to_string()).unwrap_or_default(),
        items: month.items.into_iter().map(|one| item(policy, area, one)).collect(),
    };
    ahead.calendar.into_iter().map(month).collect()
}

fn item(policy: &Policy, area: &Area, item: AheadItem) -> Item {
    let (colour, happens) = match item.happens {
        Happens::Ends => ("orange", "Ends"),
        Happens::Begins => ("green", "Begins"),
        Happens::Changes => ("blue", "Changes"),
    };
    let what = match item.what.as_str() {
        "programme" => "Programme",
        "criterion" => "Condition",
        "parameter" => "Number",
        "contract" => "Contract",
        "price" => "Price",
        "funding" => "Money",
        "agreement" => "Agreement to share",
        _ => "Service",
    };
    let people = match (item.people_on, item.people_eligible) {
        (Some(on), Some(could)) => {
            format!("People on it or referred to it: {on}. People who could join: {could}.")
        }
        _ => "It is not known how many people it touches.".to_owned(),
    };
    let name = |id: &String| policy.programme(area, id).map_or_else(|| id.clone(), |one| one.name.to_string());
    let touches: Vec<String> = match what {
        "Contract" | "Price" | "Money" | "Agreement to share" => item.programmes.iter().map(name).collect(),
        _ => Vec::new(),
    };
    let programme = item.code.split(['#']).next().and_then(|path| path.split_once("programmes/")).map(|(_, id)| id);
    let href = match programme {
        Some(id) => format!("/rules/{id}"),
        None if what == "Service" => format!("/services/{}", item.code),
        None => String::new(),
    };
    Item {
        machine_day: item.on.to_string(),
        day: in_words(item.on),
        colour,
        happens,
        what,
        name: item.name,
        says: item.says,
        touches: touches.join(", "),
        people,
        code: if what == "Service" { String::new() } else { item.code },
        href,
    }
}
