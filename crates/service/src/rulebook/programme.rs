//! One programme's rules in words.

use super::words;
use crate::{
    App,
    web::{Address, PageError, Shell, render},
    wording,
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::{Day, in_words};
use policy::{Criterion, DatedValue, Parameter, Policy, Programme};

#[derive(Template)]
#[template(path = "rulebook/programme.html")]
struct ProgrammePage<'a> {
    shell: &'a Shell,
    programme: &'a Programme,
    whose: String,
    funder: String,
    gives: Vec<String>,
    may_refer: Vec<String>,
    excludes: Vec<(String, String)>,
    standing: Vec<(String, String)>,
    today: String,
    in_force: Vec<Rule>,
    other: Vec<Rule>,
    numbers: Vec<Number>,
}

/// A criterion, in words.
struct Rule {
    says: String,
    code: String,
    /// From when and until when it is in force; "" when always.
    days: String,
    source: String,
    /// As it is written in the policy text.
    written: String,
}

/// A number of the rules, with the values it has had.
struct Number {
    says: String,
    values: Vec<NumberRow>,
    local: Vec<String>,
}

/// A value with its days.
struct NumberRow {
    value: String,
    days: String,
    source: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    Address(id): Address<String>,
) -> Result<Html<String>, PageError> {
    let (programme, whose) = find(&app.policy, &id).ok_or(PageError::NotFound)?;
    let today = app.clock.today();
    let (in_force, other): (Vec<_>, Vec<_>) =
        programme.criteria.iter().partition(|criterion| criterion.in_force_on(today));
    let excluded = |id: &String| {
        let name = find(&app.policy, id).map_or_else(|| id.clone(), |(other, _)| other.name.to_string());
        (format!("/rules/{id}"), name)
    };
    render(&ProgrammePage {
        shell: &shell,
        whose,
        funder: wording::funder(&programme.funder),
        gives: programme.gives.iter().map(|id| words::need(id)).collect(),
        may_refer: programme.may_refer.iter().map(|kind| words::referrer(kind)).collect(),
        excludes: programme.excludes.iter().map(excluded).collect(),
        standing: programme.standing.iter().map(|one| (one.says.to_string(), one.code.to_string())).collect(),
        today: in_words(today),
        in_force: in_force.into_iter().map(|criterion| rule(criterion, today)).collect(),
        other: other.into_iter().map(|criterion| rule(criterion, today)).collect(),
        numbers: programme.parameters.iter().map(|parameter| number(&app.policy, parameter)).collect(),
        programme,
    })
}

/// The programme and whose it is: the spine's, or an area's.
fn find<'a>(policy: &'a Policy, id: &str) -> Option<(&'a Programme, String)> {
    let spine = policy.programmes.get(id).map(|programme| (programme, "National".to_owned()));
    spine.or_else(|| policy.areas.values().find_map(|area| Some((area.programmes.get(id)?, area.name.clone()))))
}

fn rule(criterion: &Criterion, today: Day) -> Rule {
    // A rule that is over reads as on its last day, one to come as on its first.
    let on = criterion.until.filter(|until| *until < today).or(criterion.from.filter(|from| *from > today));
    Rule {
        says: criterion.says.on(on.unwrap_or(today)).to_string(),
        code: criterion.code.to_string(),
        days: days(criterion.from, criterion.until),
        source: criterion.source.as_deref().unwrap_or_default().to_owned(),
        written: criterion.when.text().trim().to_owned(),
    }
}

fn days(from: Option<Day>, until: Option<Day>) -> String {
    match (from, until) {
        (None, None) => String::new(),
        (Some(from), None) => format!("From {}", in_words(from)),
        (None, Some(until)) => format!("Until {}", in_words(until)),
        (Some(from), Some(until)) => format!("From {} to {}", in_words(from), in_words(until)),
    }
}

fn number(policy: &Policy, parameter: &Parameter) -> Number {
    let row = |value: &DatedValue| NumberRow {
        value: if value.example {
            format!("{} (example value)", parameter.in_words(value.is))
        } else {
            parameter.in_words(value.is)
        },
        days: days(Some(value.period.from), value.period.until),
        source: value.source.clone().unwrap_or_default(),
    };
    let local = parameter.local_range.iter().map(|(level, (least, most))| {
        let level = policy.levels.get(level).map_or(level.as_str(), |level| &level.name);
        format!("{level}: {} to {}", parameter.in_words(*least), parameter.in_words(*most))
    });
    Number {
        says: if parameter.says.is_empty() {
            words::plain(&parameter.id.replace('_', " "))
        } else {
            parameter.says.clone()
        },
        values: parameter.values.iter().map(row).collect(),
        local: local.collect(),
    }
}
