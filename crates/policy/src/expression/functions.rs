//! The functions that an expression may call.

use super::{
    check::{Checker, Typed},
    ir::{AreaIndex, DayValue, FactIndex, Number, TimeUnit},
};
use crate::{FactType, suggest::did_you_mean};
use cel::IdedExpr;

/// Every function with its arguments, for messages.
const FUNCTIONS: [(&str, &str); 10] = [
    ("date", "date('2024-01-31')"),
    ("years_since", "years_since(day)"),
    ("months_since", "months_since(day)"),
    ("weeks_since", "weeks_since(day)"),
    ("days_since", "days_since(day)"),
    ("age_on", "age_on(day)"),
    ("funding_year_start", "funding_year_start()"),
    ("days_after", "days_after(day, number)"),
    ("area", "area('newcastle')"),
    ("size", "size(any_of_fact)"),
];

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
            ("size", [codes]) => match self.part(codes)? {
                Typed::Codes(fact) => Some(Typed::Number(Number::Size(fact))),
                other => {
                    self.wrong_type(codes, &other, "a set of codes (any-of)");
                    None
                }
            },
            _ => self.no_such_call(node, name),
        }
    }

    fn since(&self, unit: TimeUnit, day: &IdedExpr) -> Option<Typed> {
        let from = Box::new(self.day(day)?);
        Some(Typed::Number(Number::Completed(unit, from, Box::new(DayValue::Today))))
    }

    fn age_on(&self, node: &IdedExpr, day: &IdedExpr) -> Option<Typed> {
        let day = self.day(day)?;
        match self.scope.facts.definitions.get_full(DATE_OF_BIRTH) {
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

    fn area(&self, id: &IdedExpr) -> Option<Typed> {
        let Typed::Text(name) = self.part(id)? else {
            self.fault("policy/wrong-type", id, "`area` needs the id of an area in quotes", |fault| fault);
            return None;
        };
        let position = self.scope.areas.iter().position(|area| area.as_ref() == name);
        if position.is_none() {
            let help = did_you_mean(&name, self.scope.areas.iter().map(AsRef::as_ref))
                .unwrap_or_else(|| "an area is a folder in areas/ with an area.toml".to_owned());
            self.fault("policy/unknown-area", id, format!("there is no area `{name}`"), |fault| {
                fault.label("not known").help(help)
            });
        }
        position.map(|position| Typed::Area(AreaIndex(position)))
    }

    fn no_such_call(&self, node: &IdedExpr, name: &str) -> Option<Typed> {
        match FUNCTIONS.iter().find(|(known, _)| *known == name) {
            Some((_, form)) => {
                self.fault(
                    "policy/wrong-type",
                    node,
                    format!("`{name}` is called with the wrong number of values"),
                    |fault| fault.help(format!("write `{form}`")),
                );
            }
            None => {
                let help = did_you_mean(name, FUNCTIONS.iter().map(|(known, _)| *known)).unwrap_or_else(|| {
                    let forms: Vec<&str> = FUNCTIONS.iter().map(|(_, form)| *form).collect();
                    format!("the functions are {}", forms.join(", "))
                });
                self.fault("policy/unknown-function", node, format!("there is no function `{name}`"), |fault| {
                    fault.label("not known").help(help)
                });
            }
        }
        None
    }
}
