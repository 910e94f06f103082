//! One programme's rules in words: what the page shows and what the Markdown file says, made in one place.
//!
//! Nothing here decides: what is in force, what a number is and who may join are asked of `policy`.

use super::{
    words,
    worked::{Worked, worked},
};
use kernel::{Day, in_words};
use policy::{Area, Criterion, DatedValue, KnownUntil, Parameter, Policy, Programme, Standing, Widening};

/// Whose programmes the spine's are, in words.
pub(super) const NATIONAL: &str = "National";

/// A programme's rules as they read on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgrammeRules {
    /// The id, which is the last part of the page's address and the name of the file.
    pub id: String,
    /// The name people know it by.
    pub name: String,
    /// What it is, in one plain line.
    pub says: String,
    /// `National`, or the name of the area whose programme it is.
    pub whose: String,
    /// Who pays.
    pub funder: String,
    /// What it gives, in words.
    pub gives: Vec<String>,
    /// Who may refer, in words.
    pub may_refer: Vec<String>,
    /// Programmes that one may not be on at the same time: ids with names.
    pub excludes: Vec<(String, String)>,
    /// The citation.
    pub source: String,
    /// The day on which everything here is so.
    pub on: Day,
    /// Whether it takes new people on that day, in words.
    pub open: String,
    /// Until when the text is known to hold, in words; empty when it names no day.
    pub known_until: String,
    /// On what that rests.
    pub known_until_source: String,
    /// What must be so of everybody on that day.
    pub in_force: Vec<Rule>,
    /// The rules of other days.
    pub other: Vec<Rule>,
    /// The numbers that the rules name.
    pub numbers: Vec<Number>,
    /// What is otherwise in single areas.
    pub local: Vec<LocalRules>,
    /// What the source leaves out, where it does.
    pub incomplete: Option<String>,
    /// People made up, with the answer that each gets.
    pub worked: Worked,
}

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What must be so.
    pub says: String,
    /// The reason code.
    pub code: String,
    /// From when and until when it is in force; empty when always.
    pub days: String,
    /// Its own citation; empty when it has that of the programme.
    pub source: String,
    /// As it is written in the policy text; empty for what does not depend on the person.
    pub written: String,
}

/// A number of the rules, with the values it has had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// What it is.
    pub says: String,
    /// Its values in order of date; those of single areas after those of everywhere.
    pub values: Vec<NumberRow>,
    /// What an area may set by its level, in words.
    pub range: Vec<String>,
}

/// A value with its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRow {
    /// The value with its unit, and where it holds when not everywhere.
    pub value: String,
    /// The days on which it holds.
    pub days: String,
    /// Its citation; empty when it has that of the programme.
    pub source: String,
}

/// What is otherwise in one area on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalRules {
    /// The area's name.
    pub area: String,
    /// The rules that read otherwise there.
    pub rules: Vec<Rule>,
}

/// Every programme: the spine's, then those of the areas with their area.
pub(super) fn programmes(policy: &Policy) -> impl Iterator<Item = (&Programme, Option<&Area>)> {
    let spine = policy.programmes.values().map(|programme| (programme, None));
    let local = policy.areas.values().flat_map(|area| area.programmes.values().map(move |own| (own, Some(area))));
    spine.chain(local)
}

/// The rules of the programme with the id given, as they read on `on`; `None` when there is none.
#[must_use]
pub fn programme_rules(policy: &Policy, id: &str, on: Day) -> Option<ProgrammeRules> {
    let (programme, area) = programmes(policy).find(|(programme, _)| programme.id.as_ref() == id)?;
    let (in_force, other): (Vec<_>, Vec<_>) =
        programme.criteria.iter().partition(|criterion| criterion.in_force_on(on));
    let standing = programme.standing.iter().map(standing_rule);
    let excluded = |id: &String| {
        let found = programmes(policy).find(|(other, _)| other.id.as_ref() == id);
        (id.clone(), found.map_or_else(|| id.clone(), |(other, _)| other.name.to_string()))
    };
    Some(ProgrammeRules {
        id: id.to_owned(),
        name: programme.name.to_string(),
        says: programme.says.clone(),
        whose: area.map_or_else(|| NATIONAL.to_owned(), |area| area.name.clone()),
        funder: policy.funder(&programme.funder),
        gives: programme.gives.iter().map(|id| words::need(id)).collect(),
        may_refer: programme.may_refer.iter().map(|kind| words::referrer(kind)).collect(),
        excludes: programme.excludes.iter().map(excluded).collect(),
        source: programme.source.to_string(),
        on,
        open: takes_people(programme, on),
        known_until: programme.known_until.as_deref().map(known_until).unwrap_or_default(),
        known_until_source: programme.known_until.as_deref().map(|known| known.source.to_string()).unwrap_or_default(),
        in_force: standing.chain(in_force.into_iter().map(|criterion| rule(criterion, on))).collect(),
        other: other.into_iter().map(|criterion| rule(criterion, on)).collect(),
        numbers: programme.parameters.iter().map(|parameter| number(policy, programme, parameter)).collect(),
        local: local(policy, programme, on),
        incomplete: programme.incomplete.clone(),
        worked: worked(policy, programme, area, on),
    })
}

/// Whether the programme takes new people on the day: `Yes`, `No`, or since when it is not known.
pub(super) fn takes_people(programme: &Programme, on: Day) -> String {
    if !programme.is_open_on(on) {
        return "No".to_owned();
    }
    let out_of_date = programme.out_of_date_on(on).filter(|_| programme.until.is_none());
    out_of_date.map_or_else(|| "Yes".to_owned(), |known| format!("Not known after {}", in_words(known.day)))
}

fn known_until(known: &KnownUntil) -> String {
    let example = if known.example { " (an example)" } else { "" };
    format!("{}{example}", in_words(known.day))
}

fn standing_rule(standing: &Standing) -> Rule {
    Rule {
        says: standing.says.to_string(),
        code: standing.code.to_string(),
        days: String::new(),
        source: String::new(),
        written: String::new(),
    }
}

fn rule(criterion: &Criterion, on: Day) -> Rule {
    // A rule that is over reads as on its last day, one to come as on its first.
    let read_on = criterion.until.filter(|until| *until < on).or(criterion.from.filter(|from| *from > on));
    Rule {
        says: criterion.says.on(read_on.unwrap_or(on)).to_string(),
        code: criterion.code.to_string(),
        days: days_known(criterion),
        source: source(criterion),
        written: criterion.when.text().trim().to_owned(),
    }
}

/// From when and until when it is in force, and until when that is known where it has a day of its own.
fn days_known(criterion: &Criterion) -> String {
    let days = days(criterion.from, criterion.until);
    match &criterion.known_until {
        None => days,
        Some(known) if days.is_empty() => format!("Last confirmed for {}", known_until(known)),
        Some(known) => format!("{days}. Last confirmed for {}", known_until(known)),
    }
}

fn source(criterion: &Criterion) -> String {
    let own = criterion.source.as_deref().into_iter();
    own.chain(criterion.known_until.as_deref().map(|known| &*known.source)).collect::<Vec<_>>().join("; ")
}

/// The days from one to another, in words; empty for all days.
fn days(from: Option<Day>, until: Option<Day>) -> String {
    match (from, until) {
        (None, None) => String::new(),
        (Some(from), None) => format!("From {}", in_words(from)),
        (None, Some(until)) => format!("Until {}", in_words(until)),
        (Some(from), Some(until)) => format!("From {} to {}", in_words(from), in_words(until)),
    }
}

/// The programme as each area sees it that sees it otherwise than the spine has it.
fn seen_otherwise<'a>(policy: &'a Policy, programme: &'a Programme) -> impl Iterator<Item = (&'a Area, &'a Programme)> {
    let seen = policy.areas.values().filter_map(|area| Some((area, policy.programme(area, &programme.id)?)));
    seen.filter(|(_, seen)| seen.path == programme.path && !std::ptr::eq(*seen, programme))
}

/// The rules that read otherwise in an area than everywhere, and whom the area lets through besides.
fn local(policy: &Policy, programme: &Programme, on: Day) -> Vec<LocalRules> {
    let everywhere: Vec<String> = programme.criteria.iter().map(|criterion| rule(criterion, on).says).collect();
    let areas = seen_otherwise(policy, programme).map(|(area, seen)| {
        let in_force = || seen.criteria.iter().filter(|criterion| criterion.in_force_on(on));
        let otherwise = in_force().map(|criterion| rule(criterion, on)).filter(|rule| !everywhere.contains(&rule.says));
        let mut rules: Vec<Rule> = otherwise.collect();
        for widening in in_force().filter_map(|criterion| criterion.widened.as_ref()).flat_map(|widened| &widened.by) {
            let besides = besides(widening, on);
            if !rules.contains(&besides) {
                rules.push(besides);
            }
        }
        LocalRules { area: area.name.clone(), rules }
    });
    areas.filter(|area| !area.rules.is_empty()).collect()
}

/// Whom an area lets through besides, and who pays for them.
fn besides(widening: &Widening, on: Day) -> Rule {
    let when = match days(widening.from, widening.until) {
        always if always.is_empty() => "Lets people through besides".to_owned(),
        days => format!("{days} this lets people through besides"),
    };
    let example = if widening.example { " (example)" } else { "" };
    Rule {
        says: widening.says.on(on).to_string(),
        code: widening.code.to_string(),
        days: format!("{when}; {} pays for them{example}", widening.pays.name),
        source: widening.source.to_string(),
        written: widening.when.text().trim().to_owned(),
    }
}

fn number(policy: &Policy, programme: &Programme, parameter: &Parameter) -> Number {
    let everywhere = parameter.values.iter().map(|value| row(parameter, value, ""));
    let local = seen_otherwise(policy, programme).flat_map(|(area, seen)| {
        let values = seen.parameter(&parameter.id).map(|parameter| parameter.values.as_slice()).unwrap_or_default();
        // A value that reads as everywhere on its first day is the spine's, on the days that the area leaves to it.
        let as_everywhere =
            |value: &DatedValue| parameter.value_on(value.period.from).is_some_and(|all| all.is == value.is);
        let own = values.iter().filter(|value| !as_everywhere(value));
        own.map(|value| row(parameter, value, &area.name)).collect::<Vec<_>>()
    });
    let range = parameter.local_range.iter().map(|(level, (least, most))| {
        let level = policy.levels.get(level).map_or(level.as_str(), |level| &level.name);
        format!("{level}: {} to {}", parameter.in_words(*least), parameter.in_words(*most))
    });
    Number {
        says: if parameter.says.is_empty() {
            words::plain(&parameter.id.replace('_', " "))
        } else {
            parameter.says.clone()
        },
        values: everywhere.chain(local).collect(),
        range: range.collect(),
    }
}

fn row(parameter: &Parameter, value: &DatedValue, area: &str) -> NumberRow {
    let place = if area.is_empty() { String::new() } else { format!(" in {area}") };
    let example = if value.example { " (example value)" } else { "" };
    NumberRow {
        value: format!("{}{place}{example}", parameter.in_words(value.is)),
        days: days(Some(value.period.from), value.period.until),
        source: value.source.clone().unwrap_or_default(),
    }
}
