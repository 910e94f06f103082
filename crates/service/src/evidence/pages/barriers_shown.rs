//! The answer about barriers in the words of the pages: the same for a page and for a note.

use super::shown::{Counted, people, records, short};
use crate::{
    evidence::BarriersAnswer,
    web::{chart::BarChart, map::Drawing},
};
use askama::Template;
use kernel::in_words;
use statistics::{Barrier, Divided, Stopped, Told};

/// Rules shown in the table; the others are counted.
const RULES: usize = 25;

/// The answer about barriers, as part of a page.
#[derive(Template)]
#[template(path = "evidence/pages/barriers_answer.html")]
pub(super) struct BarriersShown {
    headline: String,
    rules: Vec<RuleLine>,
    more: Option<usize>,
    broken: Option<Broken>,
    referrals: Option<String>,
    reasons: Vec<ReasonLine>,
    every_programme: bool,
    map: Option<Drawing>,
    counted: Counted,
}

/// A rule in the table.
struct RuleLine {
    says: String,
    programme: String,
    code: String,
    /// Where it is broken down; "" where it is not to be asked.
    href: String,
    alone: String,
    fails: String,
    referrals: String,
}

/// A rule by ward and group.
struct Broken {
    says: String,
    programme: String,
    parts: Vec<StoppedParts>,
}

struct StoppedParts {
    says: String,
    caption: String,
    overlapping: bool,
    rows: Vec<StoppedRow>,
    chart: BarChart,
}

struct StoppedRow {
    says: String,
    people: String,
    fails: String,
    alone: String,
}

/// A reason that stopped referrals.
struct ReasonLine {
    says: String,
    code: String,
    stopped: String,
    alone: String,
}

impl BarriersShown {
    /// `link` gives the address at which a rule is broken down.
    pub(super) fn new(answer: &BarriersAnswer, link: &dyn Fn(&str) -> String, map: Option<Drawing>) -> Self {
        let line = |rule: &Barrier<Told>| RuleLine {
            says: rule.says.to_string(),
            programme: rule.programme_name.to_string(),
            code: rule.code.to_string(),
            href: link(&rule.code),
            alone: rule.alone.to_string(),
            fails: rule.fails.to_string(),
            referrals: refused(answer, &rule.code),
        };
        Self {
            headline: headline(answer),
            rules: answer.rules.iter().take(RULES).map(line).collect(),
            more: answer.rules.len().checked_sub(RULES).filter(|more| *more > 0),
            broken: answer.broken_down.as_ref().map(broken),
            referrals: answer.refusals.as_ref().map(|refusals| refusals.people.to_string()),
            reasons: reasons(answer),
            every_programme: answer.programme.is_none(),
            map,
            counted: Counted {
                people: records(answer.people, &answer.records, &answer.area_name),
                rules: format!("As they stand on {}, policy text {}.", in_words(answer.on), short(&answer.policy)),
                until: in_words(answer.on),
                how_told: answer.how_told.clone(),
            },
        }
    }
}

fn headline(answer: &BarriersAnswer) -> String {
    let whom = match &answer.programme {
        Some((_, name)) => format!("joining {name}"),
        None => "joining a programme".to_owned(),
    };
    match answer.rules.first() {
        None => format!("No rule stops enough people from {whom} to be told: few people, or nobody."),
        Some(rule) if rule.alone.is_few() => {
            format!(
                "No rule alone stops enough people from {whom} to be told: who is stopped is mostly stopped by more than one."
            )
        }
        Some(rule) => {
            let of = if answer.programme.is_none() { format!(" ({})", rule.programme_name) } else { String::new() };
            format!("One rule alone stops {} from {whom}: “{}”{of}.", people(rule.alone), rule.says)
        }
    }
}

fn refused(answer: &BarriersAnswer, code: &str) -> String {
    let Some(refusals) = &answer.refusals else { return "–".to_owned() };
    let found = refusals.reasons.iter().find(|reason| reason.code == code);
    // Reasons that stopped few are not in the list: what is said of them is what is said of nobody.
    found.map_or_else(|| "few or nobody".to_owned(), |reason| reason.stopped.to_string())
}

fn broken(rule: &Barrier<Told>) -> Broken {
    Broken {
        says: rule.says.to_string(),
        programme: rule.programme_name.to_string(),
        parts: rule.by.iter().map(stopped_parts).collect(),
    }
}

fn stopped_parts(divided: &Divided<Stopped<Told>>) -> StoppedParts {
    let row = |says: &str, counts: &Stopped<Told>| StoppedRow {
        says: says.to_owned(),
        people: counts.people.to_string(),
        fails: counts.fails.to_string(),
        alone: counts.alone.to_string(),
    };
    let caption = format!("People whom this rule alone stops, by {}", divided.says.to_lowercase());
    StoppedParts {
        says: divided.says.clone(),
        caption: format!("By {}", divided.says.to_lowercase()),
        overlapping: divided.overlapping,
        rows: divided.parts.iter().map(|part| row(&part.says, &part.counts)).collect(),
        chart: BarChart::new(caption, divided.parts.iter().map(|part| (part.says.as_str(), part.counts.alone))),
    }
}

/// The reasons of refused referrals that are not rules of a programme: those stand in the table above.
fn reasons(answer: &BarriersAnswer) -> Vec<ReasonLine> {
    let Some(refusals) = &answer.refusals else { return Vec::new() };
    let line = |reason: &statistics::Reason<Told>| {
        let rule = answer.rules.iter().find(|rule| *rule.code == *reason.code);
        ReasonLine {
            says: rule.map_or_else(|| reason_in_words(&reason.code).to_owned(), |rule| rule.says.to_string()),
            code: reason.code.clone(),
            stopped: reason.stopped.to_string(),
            alone: reason.alone.to_string(),
        }
    };
    refusals.reasons.iter().map(line).collect()
}

/// What a rule for referrals asks, in words.
fn reason_in_words(code: &str) -> &'static str {
    match code.rsplit('/').next().unwrap_or_default() {
        "verdict" => "It is not known whether the person may join",
        "may_refer" => "Bodies of this kind may not refer to the programme",
        "excludes" => "The person is on another programme that cannot be had at the same time, or it is not known",
        "open_referral" => "The person has a referral to the programme already",
        "provider" => "The provider does not offer the programme here",
        "capacity" => "The provider has no free place, or it is not known",
        "sharing" => "No agreement lets the two bodies share what is needed",
        "consent" => "The person has not agreed",
        _ => "A rule that was in force then",
    }
}
