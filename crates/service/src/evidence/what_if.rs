//! If one number of a programme were another, who would become eligible, at what cost, and from what other help?

use super::{
    among::{Among, AskError, Records, in_a_row},
    barriers::programme,
    divisions::divisions,
};
use kernel::{Day, Pence};
use policy::{
    Counting, FactType, Parameter, Policy, Programme,
    population::{Bits, Detail, Plan, ProgrammeScreening},
};
use rules::{
    payment::{CostPerHead, cost_per_head},
    referral::{ProgrammeTerms, rivals},
};
use serde::{Deserialize, Serialize};
use statistics::{Rival, Told, Verdicts, WhatIf, what_if};
use std::{collections::BTreeSet, sync::Arc};

/// The fact that holds the programmes a person is on.
const CURRENT: &str = "current_programmes";
/// The largest value that makes sense for an amount of money: a million pounds in pence.
const MAX_PENCE: i64 = 100_000_000;
/// The largest value that makes sense for any other number.
const MOST: i64 = 10_000;

/// A question of the kind *what if*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIfQuestion {
    /// The id of the programme.
    pub programme: String,
    /// The id of its number.
    pub parameter: String,
    /// The value the number would have, in its unit.
    pub value: i64,
    /// The day from which it would have it; the rules are those of this day.
    pub from: Day,
    /// What to count by, besides wards.
    pub by: Vec<String>,
}

/// The answer, as it may be told. Serialises to the JSON of `what-if --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIfAnswer {
    /// The id of the area.
    pub area: String,
    /// The name of the area.
    pub area_name: String,
    /// The id of the programme.
    pub programme: String,
    /// The name of the programme.
    pub programme_name: String,
    /// The id of the number.
    pub parameter: String,
    /// The number in words.
    pub parameter_says: String,
    /// Its unit; empty when the text does not say.
    pub unit: String,
    /// The value that the text gives on the day.
    pub is: i64,
    /// The value asked about.
    pub would_be: i64,
    /// The day from which it would hold.
    pub from: Day,
    /// The smallest and largest value that the area may set at its level; `None`: it may not set it.
    pub area_may_set: Option<(i64, i64)>,
    /// The version of the policy text before the change.
    pub policy: String,
    /// Where the people are from.
    pub records: Records,
    /// How counts are told, for whoever reads them.
    #[serde(default = "super::told_formerly")]
    pub how_told: String,
    /// Whom it changes.
    pub change: WhatIf<Told>,
    /// What the newly eligible would cost if all joined; `None`: no price is held, so it is not known.
    pub cost: Option<Cost>,
}

/// What the newly eligible would cost if all of them joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// What one costs.
    pub per_head: CostPerHead,
    /// What all cost who start and reach nothing more; `None` when their number is held back.
    pub least: Option<Pence>,
    /// What all cost who reach everything; `None` when their number is held back.
    pub most: Option<Pence>,
}

/// Answers a question of the kind *what if*.
///
/// # Errors
/// When there is no such programme or number, it has no value on the day, the value makes no sense, or people cannot
/// be counted so.
pub fn what_if_among(among: Among<'_>, question: &WhatIfQuestion) -> Result<WhatIfAnswer, AskError> {
    let programme = programme(among, &question.programme)?;
    let parameter = programme.parameter(&question.parameter).ok_or_else(|| unknown_parameter(programme, question))?;
    let is = value_now(parameter, question)?;
    let changed = among
        .policy
        .with_value(&among.area.id, &programme.id, &parameter.id, question.from, question.value)
        .map_err(|_| unknown_parameter(programme, question))?;
    let (before, others) = screened(among, among.policy, question)?;
    let (after, _) = screened(among, &changed, question)?;
    let change = compared(among, question, programme, (&before, &after), &others)?;
    let per_head = cost_per_head(among.area.contracts.values(), &among.policy.outcomes, &programme.id, question.from);
    let newly = change.all.newly_eligible;
    Ok(WhatIfAnswer {
        area: among.area.id.to_string(),
        area_name: among.area.name.clone(),
        programme: programme.id.to_string(),
        programme_name: programme.name.to_string(),
        parameter: parameter.id.to_string(),
        parameter_says: in_words(parameter),
        unit: parameter.unit.clone(),
        is,
        would_be: question.value,
        from: question.from,
        area_may_set: parameter.local_range.get(&among.area.level).copied(),
        policy: among.policy.version.to_string(),
        records: among.records.clone(),
        how_told: among.rule.in_words(),
        change,
        cost: per_head.map(|per_head| cost(per_head, newly)),
    })
}

/// The smallest and largest value that makes sense for a number, both included.
#[must_use]
pub(super) fn sensible(parameter: &Parameter) -> (i64, i64) {
    match parameter.unit.as_str() {
        "1 yes, 0 no" => (0, 1),
        unit if unit.starts_with("pence") => (0, MAX_PENCE),
        _ => (0, MOST),
    }
}

/// The values that a number can be asked to have of a register, smallest first: what the text gives it on any day, both ends of
/// what areas may set, and some percents of what it is on the day (`what_if_percents` of `spine/counting.toml`).
#[must_use]
pub fn values_offered(counting: &Counting, parameter: &Parameter, from: Day) -> Vec<i64> {
    let (least, most) = sensible(parameter);
    if (least, most) == (0, 1) {
        return vec![0, 1];
    }
    let given = parameter.values.iter().map(|value| value.is);
    let ends = parameter.local_range.values().flat_map(|(least, most)| [*least, *most]);
    let is = parameter.value_on(from).map(|value| value.is);
    let percents = is.into_iter().flat_map(|is| counting.what_if_percents.iter().map(move |percent| (is, *percent)));
    let of_percents = percents.filter_map(|(is, percent)| Some((is.checked_mul(percent)?.checked_add(50)?) / 100));
    let values: BTreeSet<i64> = given.chain(ends).chain(of_percents).collect();
    values.into_iter().filter(|value| (least..=most).contains(value)).collect()
}

/// Whether the value is one that may be asked about of a register.
pub(super) fn is_value_offered(among: Among<'_>, question: &WhatIfQuestion) -> Result<(), AskError> {
    let programme = programme(among, &question.programme)?;
    let parameter = programme.parameter(&question.parameter).ok_or_else(|| unknown_parameter(programme, question))?;
    value_now(parameter, question)?;
    let offered = among.policy.counting.as_ref().map(|text| values_offered(text, parameter, question.from));
    let offered = offered.unwrap_or_default();
    if offered.contains(&question.value) {
        return Ok(());
    }
    let values = offered.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    Err(AskError::ValueNotOffered { parameter: in_words(parameter), value: question.value, values })
}

/// A number in words.
pub(super) fn in_words(parameter: &Parameter) -> String {
    if parameter.says.is_empty() { parameter.id.replace('_', " ") } else { parameter.says.clone() }
}

fn unknown_parameter(programme: &Programme, question: &WhatIfQuestion) -> AskError {
    AskError::Parameter {
        id: question.parameter.clone(),
        programme: programme.name.to_string(),
        known: in_a_row(programme.parameters.iter().map(|parameter| parameter.id.as_ref())),
    }
}

fn value_now(parameter: &Parameter, question: &WhatIfQuestion) -> Result<i64, AskError> {
    let (least, most) = sensible(parameter);
    if !(least..=most).contains(&question.value) {
        return Err(AskError::Value { parameter: in_words(parameter), least, most });
    }
    let value = parameter.value_on(question.from);
    value.map(|value| value.is).ok_or_else(|| AskError::NoValue { parameter: in_words(parameter), on: question.from })
}

/// The verdicts on the programme, and on every programme.
fn screened(
    among: Among<'_>,
    policy: &Policy,
    question: &WhatIfQuestion,
) -> Result<(ProgrammeScreening, Vec<ProgrammeScreening>), AskError> {
    let area = policy.area(&among.area.id).unwrap_or(among.area);
    let all = Plan::new(policy, area, question.from).screen(among.population, Detail::Verdicts).programmes;
    let found = all.iter().find(|programme| programme.id.as_ref() == question.programme).cloned();
    let missing = || AskError::Programme {
        id: question.programme.clone(),
        area: among.area.name.clone(),
        known: in_a_row(all.iter().map(|programme| programme.id.as_ref())),
    };
    Ok((found.ok_or_else(missing)?, all))
}

fn compared(
    among: Among<'_>,
    question: &WhatIfQuestion,
    programme: &Programme,
    (before, after): (&ProgrammeScreening, &ProgrammeScreening),
    others: &[ProgrammeScreening],
) -> Result<WhatIf<Told>, AskError> {
    let rows = among.population.len();
    let (nobody, current) = (Bits::none(rows), among.population.column(CURRENT));
    let on_it = |id: &str| {
        let codes = among.policy.facts.get(CURRENT).map(|definition| match &definition.kind {
            FactType::AnyOf(codes) => codes.as_slice(),
            _ => &[],
        });
        let position = codes?.iter().position(|code| code.code.as_ref() == id)?;
        current?.with_code(position)
    };
    let all: Vec<ProgrammeTerms> = among.policy.programmes_in(among.area).map(ProgrammeTerms::from).collect();
    let terms = ProgrammeTerms::from(programme);
    let rivals: Vec<Rival<'_>> = rivals(&terms, &all)
        .filter_map(|(rival, _)| {
            let screened = others.iter().find(|other| *other.id == *rival.id)?;
            Some(Rival {
                programme: Arc::clone(&screened.id),
                name: Arc::clone(&screened.name),
                on_it: on_it(&rival.id).unwrap_or(&nobody),
                eligible: &screened.eligible,
            })
        })
        .collect();
    let divisions = divisions(among, &question.by, question.from)?;
    let known = current.map_or(&nobody, policy::population::Column::known);
    let (before, after) = (Verdicts::from(before), Verdicts::from(after));
    Ok(what_if(among.keys, (before, after), &divisions, &rivals, known).told(among.rule))
}

fn cost(per_head: CostPerHead, newly: Told) -> Cost {
    let times = |each: Pence| {
        let number = i64::try_from(newly.number()?).ok()?;
        // Of the number as it is told, so that the amount tells no more.
        each.0.checked_mul(number).map(Pence)
    };
    Cost { least: times(per_head.least), most: times(per_head.most), per_head }
}
