//! What an analyst will want to mend though the text can be used as it is.

use crate::{Area, Criterion, Parameter, Policy, Programme};
use serde::Serialize;
use std::collections::BTreeSet;

/// Something that the text leaves to guess, and what to write.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Advice {
    /// The path of the file.
    pub path: String,
    /// Which kind it is: `policy/no-known-until`, `policy/no-unit` or `policy/number-in-rule`.
    pub code: &'static str,
    /// What is missing, in one line.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// All that an analyst will want to mend, in order of file: programmes that would answer for ever, numbers without a
/// unit, and numbers inside a rule, which have neither days nor a source.
#[must_use]
pub fn advice(policy: &Policy) -> Vec<Advice> {
    let spine = policy.programmes.values();
    let local = policy.areas.values().flat_map(|area: &Area| area.programmes.values());
    let mut found: BTreeSet<Advice> = spine.chain(local).flat_map(of_programme).collect();
    for area in policy.areas.values() {
        for contract in area.contracts.values() {
            found.extend(contract.parameters.iter().filter_map(|parameter| no_unit(&contract.path, parameter)));
        }
        for layered in area.layered.values() {
            let Some(path) = &layered.layer else { continue };
            let spine = policy.programmes.get(&*layered.id);
            let own =
                layered.parameters.iter().filter(|own| spine.is_none_or(|spine| spine.parameter(&own.id).is_none()));
            found.extend(own.filter_map(|parameter| no_unit(path, parameter)));
        }
    }
    found.into_iter().collect()
}

fn of_programme(programme: &Programme) -> Vec<Advice> {
    let mut found = Vec::new();
    if programme.answers_for_ever() {
        found.push(Advice {
            path: format!("{}.toml", programme.path),
            code: "policy/no-known-until",
            message: format!(
                "`{}` has no last day and no `known_until`: its answers stay definite for ever",
                programme.id
            ),
            help: "write until when the text is known to hold, with its citation: \
                   `known_until = { day = 2027-03-31, source = \"…\" }`; without one, the day of the document itself"
                .to_owned(),
        });
    }
    found.extend(programme.parameters.iter().filter_map(|parameter| no_unit(&programme.path, parameter)));
    found.extend(programme.criteria.iter().filter_map(|criterion| number_in_rule(&programme.path, criterion)));
    found
}

fn no_unit(path: &str, parameter: &Parameter) -> Option<Advice> {
    parameter.unit.trim().is_empty().then(|| Advice {
        path: format!("{path}.toml"),
        code: "policy/no-unit",
        message: format!("the parameter `{}` has no unit", parameter.id),
        help: "add `unit = \"…\"`: pence, days, weeks, months, years, hours a week; `pence` also shows it in pounds"
            .to_owned(),
    })
}

fn number_in_rule(path: &str, criterion: &Criterion) -> Option<Advice> {
    let number = numbers_in(criterion.when.text()).find(|number| !matches!(*number, "0" | "1"))?;
    Some(Advice {
        path: format!("{path}.toml"),
        code: "policy/number-in-rule",
        message: format!("the criterion `{}` has the number {number} inside its rule", criterion.id),
        help:
            "a number that somebody decided changes one day: write it as a [[parameter]] with a unit, its days and its \
               source, and use its name here"
                .to_owned(),
    })
}

/// The whole numbers that stand in an expression by themselves: not in quotes and not in a name.
fn numbers_in(expression: &str) -> impl Iterator<Item = &str> {
    let mut quote: Option<char> = None;
    let outside = move |character: &char| match quote {
        Some(open) => {
            if *character == open {
                quote = None;
            }
            false
        }
        None => {
            if matches!(character, '\'' | '"') {
                quote = Some(*character);
            }
            quote.is_none()
        }
    };
    let mut is_outside = outside;
    expression
        .split(move |character: char| {
            let outside = is_outside(&character);
            !outside || !(character.is_ascii_alphanumeric() || character == '_')
        })
        .filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_quotes_and_in_names_are_no_numbers_of_a_rule() {
        let numbers = |text: &'static str| numbers_in(text).collect::<Vec<_>>();
        assert_eq!(numbers("age_on(today) >= 19 && level_2 && code == '62' && hours>16"), ["19", "16"]);
        assert_eq!(numbers("date('2024-01-31') < today && \"7\" in codes"), Vec::<&str>::new());
    }
}
