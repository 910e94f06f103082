//! A person made up, in words that a policy officer can check.

use super::{
    World,
    search::{Answer, Person},
};
use crate::{FactBook, FactDefinition, FactType, Facts, Place, Value};
use kernel::{Day, Pence, completed_days, completed_months, completed_years, in_words};

impl Person {
    /// What is known of the person, as answers.
    pub(crate) fn facts(&self, book: &FactBook) -> Facts {
        let mut facts = Facts::new();
        for (fact, answer) in &self.facts {
            let Some((id, definition)) = book.definitions.get_index(fact.0) else { continue };
            if let Some(value) = value(definition, answer) {
                facts.set(id, crate::Answer { value, source: "made up".to_owned(), known_on: None });
            }
        }
        facts
    }

    /// The day asked about.
    pub(crate) fn on(&self) -> Day {
        self.on
    }

    /// What is known of the person, a line for each fact: `Benefit: Universal Credit`.
    pub(crate) fn lines(&self, world: World<'_>) -> Vec<String> {
        let facts = self.facts.iter().filter_map(|(fact, answer)| {
            let (_, definition) = world.facts.definitions.get_index(fact.0)?;
            Some(format!("{}: {}", definition.says, in_plain_words(world, definition, answer, self.on)))
        });
        facts.collect()
    }
}

/// The answer as a value of the fact; `None` when the two do not go together.
fn value(definition: &FactDefinition, answer: &Answer) -> Option<Value> {
    let text = |code: &usize| definition.codes().get(*code).map(|code| code.code.to_string());
    Some(match (answer, &definition.kind) {
        (Answer::YesNo(yes), _) => Value::YesNo(*yes),
        (Answer::Number(number), FactType::Pence { .. }) => Value::Pence(Pence(*number)),
        (Answer::Number(number), _) => Value::Whole(*number),
        (Answer::Day(day), _) => Value::Date(*day),
        (Answer::Codes(codes), FactType::OneOf(_)) => Value::OneOf(text(codes.first()?)?),
        (Answer::Codes(codes), _) => Value::AnyOf(codes.iter().filter_map(text).collect()),
        (Answer::Lsoa(lsoa), _) => Value::Place(Place { lsoa: lsoa.clone(), ward: None, district: None, nation: None }),
    })
}

fn in_plain_words(world: World<'_>, definition: &FactDefinition, answer: &Answer, on: Day) -> String {
    match answer {
        Answer::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Answer::Number(number) if matches!(definition.kind, FactType::Pence { .. }) => Pence(*number).to_string(),
        Answer::Number(number) => {
            format!("{number} {}", definition.unit.as_deref().unwrap_or_default()).trim_end().to_owned()
        }
        Answer::Day(day) => format!("{} ({})", in_words(*day), how_long(*day, on)),
        Answer::Codes(codes) => {
            let says: Vec<&str> =
                codes.iter().filter_map(|code| definition.codes().get(*code)).map(|code| code.says.as_str()).collect();
            if says.is_empty() { "none".to_owned() } else { says.join(", ") }
        }
        Answer::Lsoa(lsoa) => {
            let area = world.areas.values().find(|area| area.lsoas.contains(lsoa));
            area.map_or_else(|| "in no area of this text".to_owned(), |area| format!("in {}", area.name))
        }
    }
}

/// How long before or after the day asked about, in the largest unit that fits.
fn how_long(day: Day, on: Day) -> String {
    if day == on {
        return "the same day".to_owned();
    }
    let (earlier, later, word) = if day < on { (day, on, "before") } else { (on, day, "later") };
    let (years, months) = (completed_years(earlier, later), completed_months(earlier, later));
    let (count, unit) = match (years, months) {
        (years, _) if years >= 3 => (years, "year"),
        (_, months) if months >= 1 => (months, "month"),
        _ => (completed_days(earlier, later), "day"),
    };
    format!("{count} {unit}{} {word}", if count == 1 { "" } else { "s" })
}
