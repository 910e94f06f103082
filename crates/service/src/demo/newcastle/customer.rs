//! The customers of the year: when each registered, when they found work, where they live, and what
//! makes them a priority customer.

use super::{FirstYear, working_day};
use crate::demo::{draw::Draw, home::Homes, names, stage::Made};
use anyhow::Result;
use chrono::Days;
use kernel::Day;
use policy::Value;

/// The days of the year; 2008 is a leap year.
const DAYS_OF_YEAR: usize = 366;
/// One person in this many has not said their ethnic group.
const ONE_SILENT_IN: usize = 190;

/// One customer, as they are to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Customer {
    /// A working day of the year.
    pub(super) registered_on: Day,
    /// The first day of their first job, where they find one.
    pub(super) into_work_on: Option<Day>,
    /// Whether they live in one of the 20% most deprived small areas.
    deprived: bool,
    /// Whether they are a priority customer; `None`: it cannot be told from what they have said.
    priority: Option<bool>,
}

/// Everybody, in order of registration.
pub(super) fn all(chance: &mut Draw, size: FirstYear, first_day: Day) -> Vec<Customer> {
    let last_day = first_day + Days::new(DAYS_OF_YEAR as u64 - 1);
    // Who registers in the last month finds work after the year, if at all.
    let early = size.registered * 11 / 12;
    let mut finds_work = chance.pack(size.into_work, early);
    finds_work.resize(size.registered, false);
    let mut deprived = chance.pack((size.into_work * 70 + 50) / 100, size.into_work).into_iter();
    let mut priority = shares(chance, size.into_work, 75).into_iter();
    let customers = finds_work.into_iter().enumerate().map(|(number, finds_work)| {
        let day = number * (DAYS_OF_YEAR - 4) / size.registered.max(1);
        let registered_on = working_day(first_day + Days::new(day as u64 + 1));
        if finds_work {
            let left = (last_day - registered_on).num_days();
            let after = chance.number(10..=left.min(170));
            let into_work_on = working_day(registered_on + Days::new(after.unsigned_abs())).min(last_day);
            let (deprived, priority) = (deprived.next().unwrap_or_default(), priority.next().flatten());
            Customer { registered_on, into_work_on: Some(into_work_on), deprived, priority }
        } else {
            let into_work_on = chance.percent(6).then(|| working_day(last_day + Days::new(30)));
            let (deprived, priority) = (chance.percent(62), Some(chance.percent(66)));
            Customer { registered_on, into_work_on, deprived, priority }
        }
    });
    customers.collect()
}

/// Yes for the percentage given of those who say; a few have not said.
fn shares(chance: &mut Draw, people: usize, percent: usize) -> Vec<Option<bool>> {
    let silent = people / ONE_SILENT_IN;
    let said = people - silent;
    let mut answers: Vec<Option<bool>> = chance.pack((said * percent + 50) / 100, said).into_iter().map(Some).collect();
    for number in 0..silent {
        answers.insert(number * ONE_SILENT_IN, None);
    }
    answers
}

/// What makes somebody a priority customer, more common ones more often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    IncapacityBenefit,
    LoneParent,
    Ethnicity,
    ExOffender,
    Homeless,
    Young,
}

const GROUNDS: [Ground; 12] = [
    Ground::IncapacityBenefit,
    Ground::IncapacityBenefit,
    Ground::IncapacityBenefit,
    Ground::IncapacityBenefit,
    Ground::LoneParent,
    Ground::LoneParent,
    Ground::LoneParent,
    Ground::Ethnicity,
    Ground::Ethnicity,
    Ground::ExOffender,
    Ground::Homeless,
    Ground::Young,
];

impl Customer {
    /// The person, with what they answer when they register.
    pub(super) fn make(&self, chance: &mut Draw, homes: &Homes) -> Result<Made> {
        let priority = self.priority == Some(true);
        let ground = if priority { chance.one_of(&GROUNDS).copied() } else { None };
        let is = |wanted: Ground| ground == Some(wanted);
        let ethnicity =
            if is(Ground::Ethnicity) { chance.word(&["asian", "asian", "black", "mixed", "other"]) } else { "white" };
        let (given_name, family_name) = names::draw(chance, ethnicity);
        let ages = if is(Ground::Young) { 18..=24 } else { 25..=59 };
        let benefit = match ground {
            Some(Ground::IncapacityBenefit) => "other",
            Some(Ground::LoneParent) => "IS",
            _ => chance.word(&["JSA-income-based", "JSA-income-based", "JSA-new-style", "none"]),
        };
        let code = |code: &str| Value::OneOf(code.to_owned());
        let mut answers = vec![
            ("date_of_birth", Value::Date(chance.born(self.registered_on, ages))),
            ("home", Value::Place(homes.draw(chance, self.deprived)?)),
            ("employment", code("not-working")),
            ("benefit", code(benefit)),
            ("incapacity_benefit", Value::YesNo(is(Ground::IncapacityBenefit))),
            ("lone_parent", Value::YesNo(is(Ground::LoneParent))),
            ("ex_offender", Value::YesNo(is(Ground::ExOffender))),
            ("homeless", Value::YesNo(is(Ground::Homeless))),
            ("in_education", Value::YesNo(false)),
            ("in_training", Value::YesNo(false)),
        ];
        if self.priority.is_some() {
            answers.push(("ethnicity", code(ethnicity)));
        }
        Ok(Made { given_name, family_name, answers })
    }
}
