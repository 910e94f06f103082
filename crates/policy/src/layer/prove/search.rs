//! Somebody for whom a rule is met, made up from the boundaries of the rule.
//!
//! One fact after another is filled in. As soon as what is filled in decides the rule, the rest does not matter: a
//! rule that cannot be met any more is given up at once, and a person for whom it is met needs no other fact.

use super::{World, boundaries::Boundaries, people};
use crate::{
    Truth,
    expression::{
        Evaluation, Situation,
        ir::{Boolean, FactIndex},
    },
    facts::Known,
};
use kernel::Day;

/// The most people that are tried, so that `check` always answers soon.
const MAX_PEOPLE: u32 = 100_000;

/// A person made up: the facts that matter, and the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(super) on: Day,
    pub(super) facts: Vec<(FactIndex, Answer)>,
}

/// An answer of a person made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    YesNo(bool),
    Number(i64),
    Day(Day),
    Codes(Vec<usize>),
    Lsoa(String),
}

/// What the search came to.
pub(super) enum Found {
    Somebody(Person),
    Nobody { tried: u32 },
    GaveUp,
}

/// Looks for somebody for whom `rule` is met on the day, with the last fact that the rule names filled in first.
pub(super) fn somebody(world: World<'_>, rule: Boolean, on: Day) -> Found {
    let mut named = Boundaries::of(&rule);
    named.facts.reverse();
    filled_in(world, rule, named, on)
}

/// Looks for somebody typical for whom `rule` is met on the day: the first fact that the rule names is filled in first.
pub(super) fn somebody_typical(world: World<'_>, rule: Boolean, on: Day) -> Found {
    let named = Boundaries::of(&rule);
    filled_in(world, rule, named, on)
}

fn filled_in(world: World<'_>, rule: Boolean, named: Boundaries, on: Day) -> Found {
    let answers: Vec<(FactIndex, Vec<Known<'_>>)> =
        named.facts.iter().map(|fact| (*fact, people::answers(world, &named, *fact, on))).collect();
    let known = vec![Known::Unknown; world.facts.len()];
    let mut search =
        Search { situation: Situation { known, on, areas: world.areas, lies_in: Vec::new() }, rule, tried: 0 };
    match search.fill(&answers) {
        Some(true) => Found::Somebody(search.person(&answers)),
        Some(false) => Found::Nobody { tried: search.tried },
        None => Found::GaveUp,
    }
}

struct Search<'a> {
    situation: Situation<'a>,
    rule: Boolean,
    tried: u32,
}

impl<'a> Search<'a> {
    /// Fills in the facts given until the rule is met. Whether it is; `None` when too many were tried.
    fn fill(&mut self, open: &[(FactIndex, Vec<Known<'a>>)]) -> Option<bool> {
        self.tried += 1;
        if self.tried > MAX_PEOPLE {
            return None;
        }
        let evaluation = Evaluation { situation: &self.situation, parameters: &[] };
        match evaluation.truth(&self.rule) {
            Truth::Met => return Some(true),
            Truth::NotMet => return Some(false),
            Truth::Unknown => {}
        }
        let Some(((fact, answers), rest)) = open.split_first() else { return Some(false) };
        for answer in answers {
            self.set(*fact, answer.clone());
            if self.fill(rest)? {
                return Some(true);
            }
        }
        self.set(*fact, Known::Unknown);
        Some(false)
    }

    fn set(&mut self, fact: FactIndex, answer: Known<'a>) {
        if let Some(known) = self.situation.known.get_mut(fact.0) {
            *known = answer;
        }
    }

    fn person(&self, answers: &[(FactIndex, Vec<Known<'a>>)]) -> Person {
        let facts = answers.iter().filter_map(|(fact, _)| {
            let answer = match self.situation.known.get(fact.0)? {
                Known::Unknown => return None,
                Known::YesNo(yes) => Answer::YesNo(*yes),
                Known::Number(number) => Answer::Number(*number),
                Known::Day(day) => Answer::Day(*day),
                Known::Code(code) => Answer::Codes(vec![*code]),
                Known::Codes(codes) => Answer::Codes(codes.clone()),
                Known::Lsoa(lsoa) => Answer::Lsoa((*lsoa).to_owned()),
            };
            Some((*fact, answer))
        });
        let mut facts: Vec<(FactIndex, Answer)> = facts.collect();
        facts.sort_by_key(|(fact, _)| *fact);
        Person { on: self.situation.on, facts }
    }
}
