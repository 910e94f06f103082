//! Worked examples: people made up, with the answer that the program gives each.
//!
//! The first is found at the boundaries of the rules; the second differs from the first by one answer, as little as
//! may be, and the third by one that nobody has given yet. The answers are those of `policy::assess_one`.

use super::words;
use kernel::{Day, in_words};
use policy::{
    Answer, Area, FactDefinition, FactType, Facts, Policy, Programme, ProgrammeVerdict, Truth, Value, Verdict,
    assess_one,
};
use std::collections::BTreeSet;

/// Examples, and what they are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// Where and when the people are asked about, or why there is no example.
    pub introduction: String,
    /// The people.
    pub examples: Vec<Example>,
}

/// A person made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What the example shows.
    pub title: String,
    /// What is known: labels with values.
    pub known: Vec<(String, String)>,
    /// The answer, in words.
    pub answer: String,
    /// What decides it: words with reason codes.
    pub because: Vec<(String, String)>,
}

/// Examples for the programme, in `area` or, where that is `None`, in the first area where it runs.
pub(super) fn worked(policy: &Policy, programme: &Programme, area: Option<&Area>, on: Day) -> Worked {
    let runs_in = |area: &&Area| programme.nations.is_empty() || programme.nations.contains(&area.nation);
    let as_everywhere =
        |area: &&Area| policy.programme(area, &programme.id).is_some_and(|seen| std::ptr::eq(seen, programme));
    let first =
        || policy.areas.values().filter(runs_in).find(as_everywhere).or_else(|| policy.areas.values().find(runs_in));
    let Some(area) = area.or_else(first) else {
        return without("There is no example, because no area of this text lies where the programme runs.");
    };
    // Of a programme that is over, people are asked about on its last day; of one to come, on its first.
    let programme = policy.programme(area, &programme.id).unwrap_or(programme);
    let day = on.min(programme.until.unwrap_or(on)).max(programme.from.unwrap_or(Day::MIN));
    // Of one whose rules are out of date, on the last day for which they are known.
    let day = programme.last_known_day(day);
    let asking = Asking { policy, area, programme, day };
    let Some(first) = policy::somebody_eligible(policy, area, programme, day) else {
        return without("There is no example, because nobody could be made up who meets every rule.");
    };
    let mut examples = vec![asking.may_join(&first)];
    examples.extend(asking.may_not(&first).or_else(|| asking.kept_out()));
    examples.extend(asking.not_yet_known(&first));
    Worked {
        introduction: format!(
            "People made up to show the rules, asked about in {} on {}. The first meets them with nothing to spare.",
            area.name,
            in_words(day)
        ),
        examples,
    }
}

fn without(because: &str) -> Worked {
    Worked { introduction: because.to_owned(), examples: Vec::new() }
}

struct Asking<'a> {
    policy: &'a Policy,
    area: &'a Area,
    programme: &'a Programme,
    day: Day,
}

impl Asking<'_> {
    fn verdict(&self, facts: &Facts) -> ProgrammeVerdict {
        assess_one(self.policy, self.area, self.programme, facts, self.day)
    }

    fn may_join(&self, first: &Facts) -> Example {
        let known = self.lines(first);
        let answer = if known.is_empty() {
            "May join. Nothing about the person is asked."
        } else {
            "May join. Every rule is met."
        };
        Example { title: "Somebody who may join".to_owned(), known, answer: answer.to_owned(), because: Vec::new() }
    }

    /// Like the first but for one answer, which one rule does not let through. Numbers and days are tried
    /// before others: there the rules have a boundary to show.
    fn may_not(&self, first: &Facts) -> Option<Example> {
        let criteria = self.programme.criteria.iter().filter(|criterion| criterion.in_force_on(self.day));
        let mut tried: Vec<&str> = criteria.flat_map(|criterion| self.facts_of(criterion)).collect();
        tried.sort_by_key(|fact| !self.policy.facts.get(fact).is_some_and(is_measured));
        let mut changed = tried.into_iter().filter_map(|fact| {
            let answer = first.get(fact)?;
            let definition = self.policy.facts.get(fact)?;
            beside(definition, &answer.value).into_iter().find_map(|value| {
                let mut facts = first.clone();
                facts.set(fact, Answer { value: value.clone(), ..answer.clone() });
                let verdict = self.verdict(&facts);
                let failed: Vec<_> =
                    verdict.criteria.iter().filter(|criterion| criterion.result == Truth::NotMet).collect();
                let because = failed.iter().map(|one| (one.says.to_string(), one.code.to_string())).collect::<Vec<_>>();
                (failed.len() == 1).then(|| (self.line(fact, &value), because))
            })
        });
        let (line, because) = changed.next()?;
        Some(Example {
            title: "Somebody who may not".to_owned(),
            known: line.into_iter().collect(),
            answer: "Otherwise like the first. May not join, because this is not so:".to_owned(),
            because,
        })
    }

    /// Like the first, but for one answer that is not known.
    fn not_yet_known(&self, first: &Facts) -> Option<Example> {
        let ids: Vec<String> = first.iter().map(|(fact, _)| fact.to_owned()).collect();
        ids.iter().rev().find_map(|fact| {
            let mut facts = first.clone();
            facts.remove(fact);
            let verdict = self.verdict(&facts);
            let definition = self.policy.facts.get(fact)?;
            let open = verdict.criteria.iter().filter(|criterion| criterion.result == Truth::Unknown);
            (verdict.verdict == Verdict::Undetermined).then(|| Example {
                title: "Somebody of whom it cannot be said yet".to_owned(),
                known: vec![(definition.says.clone(), "Not known".to_owned())],
                answer: format!("Otherwise like the first. To be asked: {}", definition.question),
                because: open.map(|one| (one.says.to_string(), one.code.to_string())).collect(),
            })
        })
    }

    /// Somebody whom one rule alone keeps out, who is not like the first.
    fn kept_out(&self) -> Option<Example> {
        let facts = policy::somebody_kept_out(self.policy, self.area, self.programme, self.day)?;
        let verdict = self.verdict(&facts);
        let failed = verdict.criteria.iter().filter(|criterion| criterion.result == Truth::NotMet);
        Some(Example {
            title: "Somebody who may not".to_owned(),
            known: self.lines(&facts),
            answer: "May not join, because this is not so:".to_owned(),
            because: failed.map(|one| (one.says.to_string(), one.code.to_string())).collect(),
        })
    }

    /// What is known, in the order of the spine.
    fn lines(&self, facts: &Facts) -> Vec<(String, String)> {
        let known = self.policy.facts.iter().filter_map(|definition| Some((definition, facts.get(&definition.id)?)));
        known.filter_map(|(definition, answer)| self.line(&definition.id, &answer.value)).collect()
    }

    /// The facts that the criterion reads, by id.
    fn facts_of(&self, criterion: &policy::Criterion) -> Vec<&str> {
        let definitions: Vec<&FactDefinition> = self.policy.facts.iter().collect();
        let facts = criterion.when.facts().iter();
        facts.filter_map(|fact| definitions.get(fact.0)).map(|definition| definition.id.as_ref()).collect()
    }

    fn line(&self, fact: &str, value: &Value) -> Option<(String, String)> {
        let definition = self.policy.facts.get(fact)?;
        let words = match value {
            Value::Date(day) => format!("{} ({})", in_words(*day), words::how_long(*day, self.day)),
            Value::Place(place) => {
                let area = self.policy.areas.values().find(|area| area.lsoas.contains(&place.lsoa));
                area.map_or_else(|| "somewhere else".to_owned(), |area| format!("in {}", area.name))
            }
            other => other.in_words(definition),
        };
        Some((definition.says.clone(), words))
    }
}

/// Whether the fact has values beside each other, so that a rule has a boundary between two of them.
fn is_measured(definition: &FactDefinition) -> bool {
    matches!(definition.kind, FactType::Whole { .. } | FactType::Date | FactType::Pence { .. })
}

/// The answers next to one: a day or a number beside it, the other of yes and no, each other code.
fn beside(definition: &FactDefinition, value: &Value) -> Vec<Value> {
    match value {
        Value::YesNo(yes) => vec![Value::YesNo(!yes)],
        Value::Whole(number) => {
            let inside = |number: &i64| match definition.kind {
                FactType::Whole { minimum, maximum } => {
                    minimum.is_none_or(|least| least <= *number) && maximum.is_none_or(|most| *number <= most)
                }
                _ => true,
            };
            [number.saturating_add(1), number.saturating_sub(1)].into_iter().filter(inside).map(Value::Whole).collect()
        }
        Value::Pence(pence) => [pence.0.saturating_add(1), pence.0.saturating_sub(1)]
            .into_iter()
            .filter(|pence| *pence >= 0)
            .map(|pence| Value::Pence(kernel::Pence(pence)))
            .collect(),
        Value::Date(day) => [day.succ_opt(), day.pred_opt()].into_iter().flatten().map(Value::Date).collect(),
        Value::OneOf(code) => {
            let others = definition.codes().iter().filter(|other| other.code.as_ref() != code);
            others.map(|other| Value::OneOf(other.code.to_string())).collect()
        }
        Value::AnyOf(codes) => {
            let none = Some(BTreeSet::new()).filter(|_| !codes.is_empty());
            let one = definition.codes().iter().map(|code| BTreeSet::from([code.code.to_string()]));
            none.into_iter().chain(one).filter(|other| other != codes).map(Value::AnyOf).collect()
        }
        Value::Place(_) => Vec::new(),
    }
}
