//! How the rules differ between two areas, or on two days.

use super::words;
use crate::{
    App,
    web::{
        PageError, Shell,
        forms::{Choice, DateRule, Form},
        render,
    },
    wording,
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::{Day, in_words};
use policy::{
    Policy,
    differences::{Difference, Differences, Kind, Only, ProgrammeDifferences, Reading, View, differences},
};

/// What stands for the spine alone, in the place of an area.
const SPINE: &str = "spine";

#[derive(Template)]
#[template(path = "rulebook/differences.html")]
struct DifferencesPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    areas: &'a [Choice],
    found: Option<Found>,
}

/// What was found, in words.
struct Found {
    left: String,
    right: String,
    level: Vec<Row>,
    programmes: Vec<Programme>,
    only: Vec<OnlyHere>,
    standards: Vec<Row>,
    same: String,
}

/// A programme that both sides have, and how it differs.
struct Programme {
    id: String,
    name: String,
    rows: Vec<Row>,
}

/// A programme that one side has.
struct OnlyHere {
    id: String,
    name: String,
    says: String,
    side: String,
}

struct Row {
    what: String,
    left: Cell,
    right: Cell,
}

/// How something is on one side.
struct Cell {
    says: String,
    pays: String,
    code: String,
    source: String,
    example: bool,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, mut form: Form) -> Result<Html<String>, PageError> {
    let areas: Vec<Choice> = app
        .policy
        .areas
        .values()
        .map(|area| Choice::new(area.id.to_string(), &area.name))
        .chain([Choice::new(SPINE, "The spine: what holds everywhere")])
        .collect();
    // Somebody who comes for the first time sees the first two areas today.
    for (field, place) in [("first", 0), ("second", 1)] {
        if form.text(field).is_empty()
            && let Some(area) = areas.get(place)
        {
            form = form.with(field, &area.value);
        }
    }
    let first = form.choice("first", &areas, "Choose the first area");
    let second = form.choice("second", &areas, "Choose the second area");
    let today = app.today();
    let first_day = form.date_if_any("first-on", "The first day", DateRule::Any).unwrap_or(today);
    let second_day = form.date_if_any("second-on", "The second day", DateRule::Any).unwrap_or(today);
    let found = match (first, second) {
        (Some(first), Some(second)) if !form.is_faulty() => {
            let (left, right) = (view(&app.policy, &first, first_day), view(&app.policy, &second, second_day));
            form = form.with_date("first-on", Some(first_day)).with_date("second-on", Some(second_day));
            Some(in_plain_words(&app.policy, differences(&left, &right)))
        }
        _ => None,
    };
    render(&DifferencesPage { shell: &shell, form: &form, areas: &areas, found })
}

fn view<'a>(policy: &'a Policy, area: &str, on: Day) -> View<'a> {
    View { policy, area: policy.area(area), on }
}

fn in_plain_words(policy: &Policy, found: Differences) -> Found {
    let Differences { left, right, areas, programmes, standards, same } = found;
    let day = |on: Day| if left.on == right.on { String::new() } else { format!(", {}", in_words(on)) };
    let (left, right) = (format!("{}{}", left.name, day(left.on)), format!("{}{}", right.name, day(right.on)));
    let rows = |all: Vec<Difference>| all.into_iter().map(|one| row(policy, one)).collect();
    let (only, both): (Vec<ProgrammeDifferences>, Vec<_>) =
        programmes.into_iter().partition(|programme| programme.only.is_some());
    let only_here = |programme: ProgrammeDifferences| OnlyHere {
        side: if programme.only == Some(Only::Left) { left.clone() } else { right.clone() },
        id: programme.id,
        name: programme.name,
        says: programme.says,
    };
    Found {
        only: only.into_iter().map(only_here).collect(),
        programmes: both
            .into_iter()
            .map(|one| Programme { id: one.id, name: one.name, rows: rows(one.differences) })
            .collect(),
        level: rows(areas),
        standards: rows(standards),
        same: wording::count(same, "programme is", "programmes are"),
        left,
        right,
    }
}

fn row(policy: &Policy, difference: Difference) -> Row {
    let Difference { kind, what, left, right } = difference;
    Row { what, left: cell(policy, kind, left), right: cell(policy, kind, right) }
}

fn cell(policy: &Policy, kind: Kind, reading: Reading) -> Cell {
    let each = |says: String, word: fn(&str) -> String| -> String {
        says.split(", ").map(word).collect::<Vec<_>>().join("; ")
    };
    let programme_name = |id: &str| {
        let mut all = policy.areas.values().flat_map(|area| policy.programmes_in(area));
        all.find(|one| one.id.as_ref() == id).map_or_else(|| id.to_owned(), |one| one.name.to_string())
    };
    let says = reading.says.map(|says| match kind {
        Kind::Funder => policy.funder(&says),
        Kind::Referrer => each(says, words::referrer),
        Kind::Needs => each(says, words::need),
        Kind::Excludes => says.split(", ").map(programme_name).collect::<Vec<_>>().join("; "),
        _ => says,
    });
    Cell {
        says: says.unwrap_or_else(|| "No such rule".to_owned()),
        pays: reading.pays.map(|pays| policy.funder(&pays)).unwrap_or_default(),
        code: reading.code.unwrap_or_default(),
        source: reading.source.unwrap_or_default(),
        example: reading.example,
    }
}
