//! Which rules stop the people of an area, and for the one that stops most, where and of which group?

use super::{
    among::{Among, AskError, Records, in_a_row},
    divisions::divisions,
};
use kernel::Day;
use policy::{
    Programme,
    population::{Detail, Plan, ProgrammeScreening},
};
use serde::{Deserialize, Serialize};
use statistics::{Barrier, Barriers, Refusals, StoppedBy, Told, barriers};
use std::sync::Arc;

/// A question about barriers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarriersQuestion {
    /// The programme; `None` for every one that takes new people in the area on the day.
    pub programme: Option<String>,
    /// The day of the rules.
    pub on: Day,
    /// The rule to break down, by its reason code; `None` for the one that alone stops most.
    pub rule: Option<String>,
    /// What to count by, besides wards.
    pub by: Vec<String>,
}

/// The answer, as it may be told. Serialises to the JSON of `barriers --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarriersAnswer {
    /// The id of the area.
    pub area: String,
    /// The name of the area.
    pub area_name: String,
    /// The id and the name of the programme; `None` for every one that takes new people.
    pub programme: Option<(String, String)>,
    /// The day of the rules.
    pub on: Day,
    /// The version of the policy text.
    pub policy: String,
    /// Where the people are from.
    pub records: Records,
    /// How counts are told, for whoever reads them.
    #[serde(default = "super::told_formerly")]
    pub how_told: String,
    /// How many people were looked at.
    pub people: Told,
    /// The rules that stop enough people to be told: the one that alone stops most first.
    pub rules: Vec<Barrier<Told>>,
    /// One of them by ward and group: the one asked for, else the first.
    pub broken_down: Option<Barrier<Told>>,
    /// What stopped referrals that were really tried; `None` for people of a file.
    pub refusals: Option<Refusals<Told>>,
}

/// Answers a question about barriers, without the refusals of real referrals.
///
/// # Errors
/// When there is no such programme or rule, or people cannot be counted so.
pub fn barriers_among(among: Among<'_>, question: &BarriersQuestion) -> Result<BarriersAnswer, AskError> {
    let programme = question.programme.as_ref().map(|id| programme(among, id)).transpose()?;
    let screening = Plan::new(among.policy, among.area, question.on).screen(among.population, Detail::Rows);
    let wanted = |id: &str| match programme {
        Some(programme) => programme.id.as_ref() == id,
        None => among.policy.programme(among.area, id).is_some_and(|found| takes_people(among, found, question.on)),
    };
    let programmes: Vec<&ProgrammeScreening> =
        screening.programmes.iter().filter(|programme| wanted(&programme.id)).collect();
    let counted = barriers(among.keys, programmes.iter().flat_map(|programme| stops(programme)), &[]);
    let Barriers { people, barriers: rules } = counted.told(among.rule);
    let first = rules.first().map(|rule| rule.code.to_string());
    let broken_down = match question.rule.clone().or(first) {
        Some(code) => Some(broken_down(among, question, &programmes, &code)?),
        None => None,
    };
    Ok(BarriersAnswer {
        area: among.area.id.to_string(),
        area_name: among.area.name.clone(),
        programme: programme.map(|programme| (programme.id.to_string(), programme.name.to_string())),
        on: question.on,
        policy: among.policy.version.to_string(),
        records: among.records.clone(),
        how_told: among.rule.in_words(),
        people,
        rules,
        broken_down,
        refusals: None,
    })
}

/// The programme of the area with this id; else the ids that there are.
pub(super) fn programme<'a>(among: Among<'a>, id: &str) -> Result<&'a Programme, AskError> {
    among.policy.programme(among.area, id).ok_or_else(|| AskError::Programme {
        id: id.to_owned(),
        area: among.area.name.clone(),
        known: in_a_row(among.policy.programmes_in(among.area).map(|programme| programme.id.as_ref())),
    })
}

/// Whether the programme takes new people in the area on the day: what is closed stops everybody, and says nothing.
fn takes_people(among: Among<'_>, programme: &Programme, on: Day) -> bool {
    programme.is_open_on(on) && (programme.nations.is_empty() || programme.nations.contains(&among.area.nation))
}

fn stops(programme: &ProgrammeScreening) -> impl Iterator<Item = StoppedBy<'_>> {
    programme.barriers.iter().filter_map(|barrier| {
        let rows = barrier.rows.as_ref()?;
        Some(StoppedBy {
            programme: Arc::clone(&programme.id),
            programme_name: Arc::clone(&programme.name),
            code: Arc::clone(&barrier.code),
            says: Arc::clone(&barrier.says),
            fails: &rows.fails,
            alone: &rows.alone,
        })
    })
}

fn broken_down(
    among: Among<'_>,
    question: &BarriersQuestion,
    programmes: &[&ProgrammeScreening],
    code: &str,
) -> Result<Barrier<Told>, AskError> {
    let divisions = divisions(among, &question.by, question.on)?;
    let all = programmes.iter().flat_map(|programme| stops(programme));
    let one = all.filter(|stopped| stopped.code.as_ref() == code);
    let found = barriers(among.keys, one, &divisions).first_told(among.rule);
    found.ok_or_else(|| AskError::Rule { code: code.to_owned() })
}
