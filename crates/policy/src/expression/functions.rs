//! The functions that an expression may call.

use super::{
    check::{Checker, Typed},
    ir::{AreaIndex, Boolean, Comparison, DayValue, FactIndex, Number, TimeUnit},
    lists::MACROS,
    operations::{self, OPERATIONS},
};
use crate::{FactType, suggest::did_you_mean};
use cel::IdedExpr;

/// The fact that `age_on` counts from.
const DATE_OF_BIRTH: &str = "date_of_birth";

impl Checker<'_> {
    /// A call of a function.
    pub(super) fn function(&self, node: &IdedExpr, name: &str, arguments: &[IdedExpr]) -> Option<Typed> {
        match (name, arguments) {
            ("date", [text]) => Some(Typed::Day(DayValue::Constant(self.written_day(text)?))),
            ("years_since", [day]) => self.since(TimeUnit::Years, day),
            ("months_since", [day]) => self.since(TimeUnit::Months, day),
            ("weeks_since", [day]) => self.since(TimeUnit::Weeks, day),
            ("days_since", [day]) => self.since(TimeUnit::Days, day),
            ("age_on", [day]) => self.age_on(node, day),
            ("funding_year_start", []) => Some(Typed::Day(DayValue::FundingYearStart)),
            ("days_after", [day, number]) => {
                let (day, number) = (self.day(day), self.number(number));
                Some(Typed::Day(DayValue::After(Box::new(day?), Box::new(number?))))
            }
            ("area", [id]) => self.area(id),
            ("distance_km", [place, to]) => self.distance(place, to),
            ("size", [value]) => self.size(value),
            ("has", [fact]) => self.has(node, fact),
            _ => self.no_such_call(node, name),
        }
    }

    /// A call on a value: `value.name(arguments)`.
    pub(super) fn method(
        &self,
        node: &IdedExpr,
        name: &str,
        target: &IdedExpr,
        arguments: &[IdedExpr],
    ) -> Option<Typed> {
        match (name, arguments) {
            ("startsWith" | "endsWith" | "contains", [part]) => self.text_question(node, name, target, part),
            ("lowerAscii" | "upperAscii", []) => self.with_case(name, target),
            ("size", []) => self.size(target),
            (name, [variable, body]) if MACROS.contains(&name) => self.macro_call(node, name, target, (variable, body)),
            _ => self.no_such_call(node, name),
        }
    }

    fn since(&self, unit: TimeUnit, day: &IdedExpr) -> Option<Typed> {
        let from = Box::new(self.day(day)?);
        Some(Typed::Number(Number::Completed(unit, from, Box::new(DayValue::Today))))
    }

    fn age_on(&self, node: &IdedExpr, on: &IdedExpr) -> Option<Typed> {
        let day = self.day(on)?;
        match self.scope.facts.definitions.get_full(DATE_OF_BIRTH) {
            Some((position, ..)) if matches!(day, DayValue::Fact(fact) if fact == FactIndex(position)) => {
                self.fault("policy/unreachable", on, "everybody is 0 years old on the day of their birth", |fault| {
                    fault.label("the day to count up to").help("write `age_on(today)`")
                });
                None
            }
            Some((position, _, definition)) if definition.kind == FactType::Date => {
                let born = Box::new(DayValue::Fact(FactIndex(position)));
                Some(Typed::Number(Number::Completed(TimeUnit::Years, born, Box::new(day))))
            }
            _ => {
                self.fault(
                    "policy/unknown-fact",
                    node,
                    format!("`age_on` reads the date fact `{DATE_OF_BIRTH}`, which is not defined"),
                    |fault| fault.help("define it in spine/facts.toml"),
                );
                None
            }
        }
    }

    /// `has(fact)`: met once the fact is known, and unknown until then. It is the fact compared with
    /// itself, so that it needs no meaning of its own.
    fn has(&self, node: &IdedExpr, fact: &IdedExpr) -> Option<Typed> {
        let boolean = match self.part(fact)? {
            Typed::Boolean(Boolean::Fact(fact)) => either_way(Boolean::Fact(fact)),
            Typed::Number(number @ Number::Fact(_)) => Boolean::Numbers(number.clone(), Comparison::Equal, number),
            Typed::Day(day @ DayValue::Fact(_)) => Boolean::Days(day.clone(), Comparison::Equal, day),
            Typed::Code(fact) => Boolean::CodeIn(fact, (0..self.codes(fact).len()).collect()),
            Typed::Codes(fact) => Boolean::Numbers(Number::Size(fact), Comparison::Equal, Number::Size(fact)),
            Typed::Place(fact) if !self.scope.areas.is_empty() => either_way(Boolean::Within(fact, AreaIndex(0))),
            _ => {
                self.fault("policy/has", node, "`has` asks of a fact whether it is known", |fault| {
                    fault.label("not a fact").help("write the name of one fact of spine/facts.toml in the brackets")
                });
                return None;
            }
        };
        self.asks_whether_known.set(true);
        Some(Typed::Boolean(boolean))
    }

    fn no_such_call(&self, node: &IdedExpr, name: &str) -> Option<Typed> {
        let help = match OPERATIONS.iter().find(|operation| operation.name == name) {
            Some(operation) => {
                let message = format!("`{name}` is not written in this way");
                self.fault("policy/wrong-type", node, message, |fault| {
                    fault.help(format!("write `{}`", operation.form))
                });
                return None;
            }
            None => match operations::left_out(name) {
                Some(instead) => instead.to_owned(),
                None => {
                    did_you_mean(name, operations::functions().map(|operation| operation.name)).unwrap_or_else(|| {
                        let forms: Vec<&str> = operations::functions().map(|operation| operation.form).collect();
                        format!("the functions are {}", forms.join(", "))
                    })
                }
            },
        };
        self.fault("policy/unknown-function", node, format!("there is no function `{name}`"), |fault| {
            fault.label("not known").help(help)
        });
        None
    }
}

/// The answer or its opposite: met whenever the fact is known.
fn either_way(answer: Boolean) -> Boolean {
    Boolean::Any(vec![answer.clone(), Boolean::Not(Box::new(answer))])
}
