//! What the answers have in common when they are shown: words, and the map.

use super::{barriers_shown::BarriersShown, what_if_shown::WhatIfShown};
use crate::{
    App,
    evidence::{Answer, BarriersAnswer, Records, WARD, WhatIfAnswer},
    places,
    web::{
        PageError,
        map::{Drawing, Map, MapPlace, Reading, Scale},
    },
};
use askama::Template;
use kernel::in_words;
use statistics::{ClassRule, Divided, NOT_KNOWN, Told};

/// Classes of a map.
const CLASSES: usize = 5;

/// What an answer rests on.
pub(super) struct Counted {
    pub(super) people: String,
    pub(super) rules: String,
    /// The day of the rules.
    pub(super) until: String,
    /// How counts are told.
    pub(super) how_told: String,
}

/// An answer as HTML, to be put into a page. `link` gives the address at which a rule is broken down.
pub(super) async fn html(
    app: &App,
    answer: &Answer,
    link: &(dyn Fn(&str) -> String + Sync),
) -> Result<String, PageError> {
    Ok(match answer {
        Answer::Barriers(answer) => {
            let map = map_of_barriers(app, answer).await?;
            BarriersShown::new(answer, link, map).render()?
        }
        Answer::WhatIf(answer) => {
            let map = map_of_what_if(app, answer).await?;
            WhatIfShown::new(answer, map).render()?
        }
    })
}

async fn map_of_barriers(app: &App, answer: &BarriersAnswer) -> Result<Option<Drawing>, PageError> {
    let by = answer.broken_down.as_ref().map(|rule| rule.by.as_slice()).unwrap_or_default();
    map(app, "Where the people live whom this rule alone stops", wards(by, |counts| counts.alone)).await
}

async fn map_of_what_if(app: &App, answer: &WhatIfAnswer) -> Result<Option<Drawing>, PageError> {
    let (all, by) = (&answer.change.all, answer.change.by.as_slice());
    let (title, wards) = if all.newly_eligible.is_few() && !all.no_longer_eligible.is_few() {
        let wards = wards(by, |counts| counts.no_longer_eligible);
        ("Where the people live who would not be eligible any more", wards)
    } else {
        ("Where the people live who would become eligible", wards(by, |counts| counts.newly_eligible))
    };
    map(app, title, wards).await
}

/// The wards with their counts, to be drawn.
fn wards<C>(by: &[Divided<C>], count: impl Fn(&C) -> Told) -> Vec<MapPlace> {
    let wards = by.iter().find(|divided| divided.id == WARD).map(|wards| wards.parts.as_slice()).unwrap_or_default();
    let known = wards.iter().filter(|ward| ward.id != NOT_KNOWN);
    known.map(|ward| MapPlace::new(&ward.id, Some(&ward.says), reading(count(&ward.counts)))).collect()
}

/// A map of wards; none where no ward has a count that is told.
async fn map(app: &App, title: &str, places: Vec<MapPlace>) -> Result<Option<Drawing>, PageError> {
    if places.iter().all(|place| place.reading == Reading::Suppressed) {
        return Ok(None);
    }
    let codes: Vec<&str> = places.iter().map(|place| place.code.as_str()).collect();
    let ground = places::ground(app, codes).await?;
    let map = Map {
        title: title.to_owned(),
        about: format!("{title}, by ward: {} wards.", places.len()),
        measure: "People".to_owned(),
        scale: Scale::Steps { rule: ClassRule::EqualSteps, classes: CLASSES, write: |number| format!("{number:.0}") },
        places,
    };
    Ok(Some(map.draw("wards", &ground)?))
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
fn reading(told: Told) -> Reading {
    told.number().map_or(Reading::Suppressed, |number| Reading::Number(number as f64))
}

/// How many people, in words: `about 120 people`, `fewer than 10 people`.
pub(super) fn people(told: Told) -> String {
    if told.is_few() { format!("{told} people") } else { format!("about {told} people") }
}

/// A number with its unit, in the middle of a sentence.
pub(super) fn amount(number: i64, unit: &str) -> String {
    let says = policy::amount_in_words(number, unit);
    if unit == "1 yes, 0 no" { says.to_lowercase() } else { says }
}

pub(super) fn records(count: Told, records: &Records, area: &str) -> String {
    let from = match records {
        Records::Register { counted_until, good_on } => format!(
            "Registered in {area} before {}. Who came since, and what was told since, waits for the next count. Answers count that were still good on {}.",
            in_words(*counted_until),
            in_words(*good_on)
        ),
        Records::File { name } => format!("The people of the file {name}."),
    };
    format!("{count}. {from}")
}

/// The first letters of a version: enough to tell it from others.
pub(super) fn short(version: &str) -> String {
    version.chars().take(12).collect()
}
