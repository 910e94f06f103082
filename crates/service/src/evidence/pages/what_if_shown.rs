//! The answer to a what-if in the words of the pages: the same for a page and for a note.

use super::shown::{Counted, amount, people, records, short};
use crate::{
    evidence::{Cost, WhatIfAnswer},
    web::{chart::BarChart, map::Drawing},
};
use askama::Template;
use kernel::{Pence, in_words};
use statistics::{Divided, Shift, Told};

/// The answer to a what-if, as part of a page.
#[derive(Template)]
#[template(path = "evidence/pages/what_if_answer.html")]
pub(super) struct WhatIfShown {
    headline: String,
    who_may: String,
    verdicts: Vec<(&'static str, String, String)>,
    shifts: Vec<(&'static str, String)>,
    cost: Option<CostShown>,
    parts: Vec<ShiftParts>,
    moves: Vec<(String, String, String)>,
    not_known: Option<String>,
    map: Option<Drawing>,
    counted: Counted,
}

struct CostShown {
    per_head: String,
    all: String,
    from: String,
}

struct ShiftParts {
    says: String,
    caption: String,
    overlapping: bool,
    rows: Vec<ShiftRow>,
    chart: BarChart,
}

struct ShiftRow {
    says: String,
    people: String,
    before: String,
    after: String,
    newly: String,
    no_longer: String,
}

impl WhatIfShown {
    pub(super) fn new(answer: &WhatIfAnswer, map: Option<Drawing>) -> Self {
        let all = &answer.change.all;
        let moves = answer.change.moves.iter();
        Self {
            headline: change_in_words(answer),
            who_may: who_may(answer),
            verdicts: vec![
                ("Eligible", all.eligible_before.to_string(), all.eligible_after.to_string()),
                ("Not eligible", all.not_eligible_before.to_string(), all.not_eligible_after.to_string()),
                ("Not yet known", all.undetermined_before.to_string(), all.undetermined_after.to_string()),
            ],
            shifts: vec![
                ("Become eligible", all.newly_eligible.to_string()),
                ("Are not eligible any more", all.no_longer_eligible.to_string()),
                ("Were not eligible, and now it depends on answers not yet given", all.newly_open.to_string()),
            ],
            cost: answer.cost.as_ref().map(|found| cost(found, all.newly_eligible)),
            parts: answer.change.by.iter().map(shift_parts).collect(),
            moves: moves
                .map(|found| (found.name.to_string(), found.on_it.to_string(), found.eligible.to_string()))
                .collect(),
            not_known: Some(answer.change.programmes_not_known).filter(|told| !told.is_few()).map(people),
            map,
            counted: Counted {
                people: records(all.people, &answer.records, &answer.area_name),
                rules: format!(
                    "As they stand on {}, policy text {}, with the one number changed.",
                    in_words(answer.from),
                    short(&answer.policy)
                ),
                until: in_words(answer.from),
                how_told: answer.how_told.clone(),
            },
        }
    }
}

fn change_in_words(answer: &WhatIfAnswer) -> String {
    let all = &answer.change.all;
    let mut effects = Vec::new();
    if !all.newly_eligible.is_few() || all.no_longer_eligible.is_few() {
        effects.push(format!("{} would become eligible", people(all.newly_eligible)));
    }
    if !all.no_longer_eligible.is_few() {
        effects.push(format!("{} would not be eligible any more", people(all.no_longer_eligible)));
    }
    format!(
        "If “{}” of {} were {} and not {} from {}, {}.",
        lower_first(&answer.parameter_says),
        answer.programme_name,
        amount(answer.would_be, &answer.unit),
        amount(answer.is, &answer.unit),
        in_words(answer.from),
        effects.join(", and ")
    )
}

fn who_may(answer: &WhatIfAnswer) -> String {
    match answer.area_may_set {
        Some((least, most)) if (least..=most).contains(&answer.would_be) => format!(
            "{} may set this itself: at its level, from {} to {}.",
            answer.area_name,
            amount(least, &answer.unit),
            amount(most, &answer.unit)
        ),
        Some((least, most)) => format!(
            "{} may set this from {} to {} at its level, so it cannot make this change alone.",
            answer.area_name,
            amount(least, &answer.unit),
            amount(most, &answer.unit)
        ),
        None => format!("{} may not change this itself. This answer is evidence for those who can.", answer.area_name),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn cost(cost: &Cost, newly: Told) -> CostShown {
    let range =
        |least: Pence, most: Pence| if least == most { least.to_string() } else { format!("{least} to {most}") };
    CostShown {
        per_head: range(cost.per_head.least, cost.per_head.most),
        all: match (cost.least, cost.most) {
            (Some(least), Some(most)) => format!("{} for {}", range(least, most), people(newly)),
            _ => "Not told, because it would give a small number of people away".to_owned(),
        },
        from: format!(
            "{}{}",
            cost.per_head.contracts.join("; "),
            if cost.per_head.example { ". The prices are made-up examples" } else { "" }
        ),
    }
}

fn shift_parts(divided: &Divided<Shift<Told>>) -> ShiftParts {
    let row = |says: &str, counts: &Shift<Told>| ShiftRow {
        says: says.to_owned(),
        people: counts.people.to_string(),
        before: counts.eligible_before.to_string(),
        after: counts.eligible_after.to_string(),
        newly: counts.newly_eligible.to_string(),
        no_longer: counts.no_longer_eligible.to_string(),
    };
    let parts = || divided.parts.iter();
    let loses = parts().all(|part| part.counts.newly_eligible.is_few());
    let by = divided.says.to_lowercase();
    let chart = if loses {
        let counts = parts().map(|part| (part.says.as_str(), part.counts.no_longer_eligible));
        BarChart::new(format!("People who would not be eligible any more, by {by}"), counts)
    } else {
        let counts = parts().map(|part| (part.says.as_str(), part.counts.newly_eligible));
        BarChart::new(format!("People who would become eligible, by {by}"), counts)
    };
    ShiftParts {
        says: divided.says.clone(),
        caption: format!("By {}", divided.says.to_lowercase()),
        overlapping: divided.overlapping,
        rows: parts().map(|part| row(&part.says, &part.counts)).collect(),
        chart,
    }
}
