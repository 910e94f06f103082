//! The numbers, days and codes that rules name, beside which people are made up.

use crate::{
    expression::ir::{AreaIndex, Boolean, CodeIndex, DayValue, FactIndex, Number, TimeUnit},
    places::Distances,
};
use kernel::Day;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What a rule names.
#[derive(Debug, Default)]
pub(super) struct Boundaries {
    /// The facts that it reads, in the order of the rule.
    pub(super) facts: Vec<FactIndex>,
    pub(super) numbers: BTreeSet<i64>,
    pub(super) days: BTreeSet<Day>,
    pub(super) units: Vec<TimeUnit>,
    pub(super) codes: BTreeMap<FactIndex, BTreeSet<CodeIndex>>,
    pub(super) areas: Vec<AreaIndex>,
    /// How far places are from the points that it names.
    pub(super) distances: Vec<Arc<Distances>>,
    /// Whether it asks about 1 August before the day asked about.
    pub(super) funding_year: bool,
    /// Whether it multiplies or adds.
    pub(super) arithmetic: bool,
}

impl Boundaries {
    /// Everything that the rule names.
    pub(super) fn of(rule: &Boolean) -> Self {
        let mut found = Self::default();
        found.boolean(rule);
        found
    }

    fn fact(&mut self, fact: FactIndex) {
        if !self.facts.contains(&fact) {
            self.facts.push(fact);
        }
    }

    fn code(&mut self, fact: FactIndex, codes: impl IntoIterator<Item = CodeIndex>) {
        self.fact(fact);
        self.codes.entry(fact).or_default().extend(codes);
    }

    fn boolean(&mut self, rule: &Boolean) {
        match rule {
            Boolean::Constant(_) => {}
            Boolean::Fact(fact) => self.fact(*fact),
            Boolean::Not(inner) => self.boolean(inner),
            Boolean::All(parts) | Boolean::Any(parts) => parts.iter().for_each(|part| self.boolean(part)),
            Boolean::Same(left, right) => [left, right].into_iter().for_each(|side| self.boolean(side)),
            Boolean::Numbers(left, _, right) => [left, right].into_iter().for_each(|side| self.number(side)),
            Boolean::Days(left, _, right) => [left, right].into_iter().for_each(|side| self.day(side)),
            Boolean::CodeIn(fact, codes) => self.code(*fact, codes.iter().copied()),
            Boolean::Contains(fact, code) => self.code(*fact, [*code]),
            Boolean::Within(fact, area) => {
                self.fact(*fact);
                self.areas.push(*area);
            }
            Boolean::Choice(condition, yes, no) => {
                [condition, yes, no].into_iter().for_each(|part| self.boolean(part));
            }
        }
    }

    fn number(&mut self, number: &Number) {
        match number {
            Number::Constant(constant) => {
                self.numbers.insert(*constant);
            }
            Number::Fact(fact) | Number::Size(fact) => self.fact(*fact),
            Number::Distance(fact, distances) => {
                self.fact(*fact);
                self.distances.push(Arc::clone(distances));
            }
            Number::Parameter(_) => {}
            Number::Arithmetic(left, _, right) => {
                self.arithmetic = true;
                [left, right].into_iter().for_each(|side| self.number(side));
            }
            Number::Negative(inner) => {
                self.arithmetic = true;
                self.number(inner);
            }
            Number::Completed(unit, from, to) => {
                if !self.units.contains(unit) {
                    self.units.push(*unit);
                }
                [from, to].into_iter().for_each(|day| self.day(day));
            }
            Number::Choice(condition, yes, no) => {
                self.boolean(condition);
                [yes, no].into_iter().for_each(|part| self.number(part));
            }
        }
    }

    fn day(&mut self, day: &DayValue) {
        match day {
            DayValue::Constant(day) => {
                self.days.insert(*day);
            }
            DayValue::Today => {}
            DayValue::Fact(fact) => self.fact(*fact),
            DayValue::FundingYearStart => self.funding_year = true,
            DayValue::After(day, number) => {
                self.units.extend((!self.units.contains(&TimeUnit::Days)).then_some(TimeUnit::Days));
                self.day(day);
                self.number(number);
            }
            DayValue::Choice(condition, yes, no) => {
                self.boolean(condition);
                [yes, no].into_iter().for_each(|part| self.day(part));
            }
        }
    }
}
