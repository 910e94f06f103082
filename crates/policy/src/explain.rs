//! The explanation of one person after another, straight to JSON.
//!
//! The text is that of [`assess`](crate::assess) written as JSON, from the same evaluation. Most of it is the same
//! for everybody (codes, wording, citations): that is made ready once, and copied.

use crate::{
    Area, Criterion, FactDefinition, Facts, Gazetteer, KnownUntil, PersonFileError, Policy, Programme, Truth, Value,
    Verdict, Widened,
    ask_next::Wanted,
    assess::Asking,
    expression::{Situation, ir::FactIndex},
    facts::{Known, SOURCE, values_of_text},
    population::Areas,
};
use kernel::Day;
use serde::Serialize;
use std::ops::Range;

/// Explains what people may join in an area on a day, as JSON.
#[derive(Debug, Clone)]
pub struct Explainer<'a> {
    policy: &'a Policy,
    area: &'a Area,
    on: Day,
    areas: Areas<'a>,
    size_hint: usize,
    head: Vec<u8>,
    programmes: Vec<ProgrammeText<'a>>,
    facts: Vec<FactText>,
}

/// What is the same for everybody of a programme.
#[derive(Debug, Clone)]
struct ProgrammeText<'a> {
    /// Up to the verdict.
    head: Vec<u8>,
    criteria: Vec<CriterionText<'a>>,
    /// From behind the criteria.
    tail: Vec<u8>,
}

/// What is the same for everybody of a criterion.
#[derive(Debug, Clone)]
struct CriterionText<'a> {
    /// From the comma before it up to the facts, where it is met, not met and unknown.
    heads: [Vec<u8>; 3],
    test: Test<'a>,
    /// When it was last confirmed, where that is over: it is not known then, whatever it would say.
    out_of_date: Option<&'a KnownUntil>,
}

#[derive(Debug, Clone)]
enum Test<'a> {
    /// The same for everybody.
    Standing(Truth),
    Person(&'a Criterion),
}

/// What is the same for everybody of a fact.
#[derive(Debug, Clone)]
struct FactText {
    /// Its id, in quotation marks.
    id: Vec<u8>,
    /// Up to the value, where the fact has been used.
    head: Vec<u8>,
}

/// An answer that is good on the day.
struct Held<'a> {
    value: &'a Value,
    source: &'a str,
}

/// The answers to the criteria of a programme.
#[derive(Default)]
struct Answers {
    results: Vec<Answered>,
    needs: Vec<FactIndex>,
    /// Of the criterion that is being asked.
    own_needs: Vec<FactIndex>,
}

/// The answer to one criterion.
struct Answered {
    result: Truth,
    /// The answer of the rule as it is written, whether or not it is out of date.
    then: Truth,
    /// Its part of the needs.
    needs: Range<usize>,
}

impl<'a> Explainer<'a> {
    /// Makes ready what is the same for everybody.
    #[must_use]
    pub fn new(policy: &'a Policy, area: &'a Area, on: Day) -> Self {
        let (id, version) = (json(&*area.id), json(policy.version.as_str()));
        let head =
            [b"{\"area\":", &*id, b",\"on\":", &json(&on), b",\"policy\":", &version, b",\"programmes\":["].concat();
        let programme = |programme| ProgrammeText::new(programme, area, on);
        let fact = |id: &str| FactText { id: json(id), head: [b"{\"id\":", &*json(id), b",\"value\":"].concat() };
        let programmes: Vec<ProgrammeText<'_>> = policy.programmes_in(area).map(programme).collect();
        Self {
            policy,
            area,
            on,
            areas: Areas::all(policy),
            size_hint: size_hint(&programmes),
            head,
            programmes,
            facts: policy.facts.iter().map(|definition| fact(&definition.id)).collect(),
        }
    }

    /// Writes the assessment of one person as JSON (UTF-8) behind what `out` holds: what serialising
    /// [`assess`](crate::assess) gives.
    pub fn explain(&self, facts: &Facts, out: &mut Vec<u8>) {
        let held = self.policy.facts.iter().map(|definition| {
            let answer = facts.get(&definition.id).filter(|answer| definition.is_good_on(answer, self.on))?;
            Some(Held { value: &answer.value, source: &answer.source })
        });
        self.write(&held.collect::<Vec<_>>(), out);
    }

    /// [`Explainer::explain`] for the text of a person file ([`Facts::from_json_text`]).
    ///
    /// # Errors
    /// When the text is not a person file, as [`Facts::from_json_text`]. Nothing is written then.
    pub fn explain_person_file(
        &self,
        text: &str,
        gazetteer: &Gazetteer,
        out: &mut Vec<u8>,
    ) -> Result<(), PersonFileError> {
        let values = values_of_text(&self.policy.facts, gazetteer, text)?;
        let held = values.iter().map(|value| value.as_ref().map(|value| Held { value, source: SOURCE }));
        self.write(&held.collect::<Vec<_>>(), out);
        Ok(())
    }

    fn write(&self, held: &[Option<Held<'_>>], out: &mut Vec<u8>) {
        let asking = Asking::of(self.policy, self.area, self.situation(held));
        let mut texts = Vec::new();
        let parts = self.used(&asking, held, &mut texts);
        let used = |fact: &FactIndex| texts.get(parts.get(fact.0)?.clone()).filter(|text| !text.is_empty());
        let mut wanted = Wanted::new(self.policy.facts.len());
        let mut answers = Answers::default();
        out.reserve(self.size_hint);
        out.extend_from_slice(&self.head);
        for (at, programme) in self.programmes.iter().enumerate() {
            answers.ask(&asking, programme);
            let verdict = Verdict::of(answers.results.iter().map(|answered| answered.result));
            if verdict == Verdict::Undetermined {
                wanted.programme_needs(&answers.needs);
            }
            comma_unless_first(out, at);
            out.extend_from_slice(&programme.head);
            out.extend_from_slice(verdict_json(verdict));
            for (at, (criterion, answered)) in programme.criteria.iter().zip(&answers.results).enumerate() {
                let head = criterion.head(answered.result);
                out.extend_from_slice(if at == 0 { head.get(1..).unwrap_or_default() } else { head });
                separated(out, criterion.facts().iter().filter_map(used));
                match answers.needs.get(answered.needs.clone()) {
                    None | Some([]) => out.extend_from_slice(b"],\"needs\":[]"),
                    Some(needs) => {
                        out.extend_from_slice(b"],\"needs\":[");
                        separated(out, needs.iter().filter_map(|fact| Some(&*self.facts.get(fact.0)?.id)));
                        out.push(b']');
                    }
                }
                if let Some(widened) = criterion.widened() {
                    out.extend_from_slice(b",\"widened\":");
                    write_json(out, &asking.widened(widened));
                }
                if let Some(known) = criterion.out_of_date {
                    out.extend_from_slice(b",\"last_confirmed\":");
                    write_json(out, &known.last_confirmed(answered.then));
                }
                out.push(b'}');
            }
            out.extend_from_slice(&programme.tail);
        }
        out.extend_from_slice(b"],\"ask_next\":");
        write_json(out, &wanted.ask_next(&self.policy.facts));
        out.push(b'}');
    }

    /// What is known of a person, and in which areas the places lie.
    fn situation<'v>(&'v self, held: &[Option<Held<'v>>]) -> Situation<'v> {
        let mut lies_in = Vec::new();
        let known = |(position, (definition, held)): (usize, (&FactDefinition, &Option<Held<'v>>))| {
            let known = held.as_ref().map_or(Known::Unknown, |held| Known::from_value(definition, held.value));
            if let Known::Lsoa(lsoa) = known {
                lies_in.push((FactIndex(position), self.areas.words(lsoa)));
            }
            known
        };
        let known = self.policy.facts.iter().zip(held).enumerate().map(known).collect();
        Situation { known, on: self.on, areas: &self.policy.areas, lies_in }
    }

    /// Writes every fact that is known, one after the other; gives where each stands.
    fn used(&self, asking: &Asking<'_>, held: &[Option<Held<'_>>], out: &mut Vec<u8>) -> Vec<Range<usize>> {
        let write = |(position, (held, text)): (usize, (&Option<Held<'_>>, &FactText))| {
            let start = out.len();
            if let Some(held) = held.as_ref().filter(|_| asking.knows(FactIndex(position))) {
                out.extend_from_slice(&text.head);
                write_value(out, held.value);
                out.extend_from_slice(b",\"source\":");
                write_json(out, held.source);
                out.push(b'}');
            }
            start..out.len()
        };
        held.iter().zip(&self.facts).enumerate().map(write).collect()
    }
}

/// About as many bytes as an explanation has.
fn size_hint(programmes: &[ProgrammeText<'_>]) -> usize {
    let criteria = programmes.iter().flat_map(|programme| &programme.criteria);
    let criteria: usize = criteria.flat_map(|criterion| criterion.heads.first()).map(|head| head.len() + 128).sum();
    let around: usize = programmes.iter().map(|text| text.head.len() + text.tail.len() + 32).sum();
    criteria + around + 4096
}

impl<'a> ProgrammeText<'a> {
    fn new(programme: &'a Programme, area: &Area, on: Day) -> Self {
        let standing = programme.standing.iter().map(|standing| CriterionText {
            heads: criterion_heads(&standing.code, &standing.says),
            test: Test::Standing(Truth::from(programme.meets(standing.kind, area, on))),
            out_of_date: programme.standing_out_of_date_on(standing.kind, on),
        });
        let in_force = programme.criteria.iter().filter(|criterion| criterion.in_force_on(on));
        let in_force = in_force.map(|criterion| CriterionText {
            heads: criterion_heads(&criterion.code, criterion.says.on(on)),
            test: Test::Person(criterion),
            out_of_date: programme.criterion_out_of_date_on(criterion, on),
        });
        Self {
            head: [b"{\"id\":", &*json(&*programme.id), b",\"name\":", &json(&*programme.name), b",\"verdict\":"]
                .concat(),
            criteria: standing.chain(in_force).collect(),
            tail: [b"],\"cites\":", &*json(&**programme.cites.on(on)), b"}"].concat(),
        }
    }
}

impl<'a> CriterionText<'a> {
    fn head(&self, result: Truth) -> &[u8] {
        let [met, not_met, unknown] = &self.heads;
        match result {
            Truth::Met => met,
            Truth::NotMet => not_met,
            Truth::Unknown => unknown,
        }
    }

    fn facts(&self) -> &'a [FactIndex] {
        match self.test {
            Test::Standing(_) => &[],
            Test::Person(criterion) => criterion.when.facts(),
        }
    }

    fn widened(&self) -> Option<&'a Widened> {
        match self.test {
            Test::Standing(_) => None,
            Test::Person(criterion) => criterion.widened.as_deref(),
        }
    }
}

impl Answers {
    /// Asks every criterion of a programme; what was asked before is forgotten.
    fn ask(&mut self, asking: &Asking<'_>, programme: &ProgrammeText<'_>) {
        self.results.clear();
        self.needs.clear();
        for criterion in &programme.criteria {
            let start = self.needs.len();
            self.own_needs.clear();
            let then = match criterion.test {
                Test::Standing(result) => result,
                Test::Person(criterion) => asking.ask(&criterion.when, &mut self.own_needs),
            };
            let result = if criterion.out_of_date.is_some() { Truth::Unknown } else { then };
            if criterion.out_of_date.is_none() {
                self.needs.extend_from_slice(&self.own_needs);
            }
            self.results.push(Answered { result, then, needs: start..self.needs.len() });
        }
    }
}

fn criterion_heads(code: &str, says: &str) -> [Vec<u8>; 3] {
    [Truth::Met, Truth::NotMet, Truth::Unknown].map(|result| {
        [b",{\"code\":", &*json(code), b",\"says\":", &json(says), b",\"result\":", &json(&result), b",\"facts\":["]
            .concat()
    })
}

fn verdict_json(verdict: Verdict) -> &'static [u8] {
    match verdict {
        Verdict::Eligible => b"\"eligible\",\"criteria\":[",
        Verdict::NotEligible => b"\"not-eligible\",\"criteria\":[",
        Verdict::Undetermined => b"\"undetermined\",\"criteria\":[",
    }
}

/// Writes texts with commas between.
fn separated<'t>(out: &mut Vec<u8>, texts: impl Iterator<Item = &'t [u8]>) {
    for (at, text) in texts.enumerate() {
        comma_unless_first(out, at);
        out.extend_from_slice(text);
    }
}

fn comma_unless_first(out: &mut Vec<u8>, position: usize) {
    if position > 0 {
        out.push(b',');
    }
}

fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::YesNo(yes) => out.extend_from_slice(if *yes { b"true" } else { b"false" }),
        Value::Whole(whole) => write_json(out, whole),
        Value::Pence(pence) => write_json(out, &pence.0),
        Value::OneOf(code) => write_json(out, code),
        Value::Place(place) => write_json(out, &place.lsoa),
        Value::Date(_) | Value::AnyOf(_) => write_json(out, &value.to_json()),
    }
}

/// Writes a value that has a form in JSON.
fn write_json<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    // Writing to memory does not fail, and nothing here has a key that is not text.
    let _ = serde_json::to_writer(out, value);
}

fn json<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    write_json(&mut out, value);
    out
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::{
        assess,
        population::tests::{day, facts, people, policy, programmes},
    };
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_text_is_that_of_the_assessment(mut programmes in programmes(), people in people(4), days in 0..120_u64) {
            for criterion in programmes.iter_mut().flat_map(|programme| programme.criteria.first_mut()) {
                let widened = Widened { spine: criterion.when.clone(), by: Vec::new() };
                criterion.widened = Some(std::sync::Arc::new(widened));
            }
            let policy = policy(programmes);
            let area = policy.area("here").unwrap();
            let on = day("2023-12-15") + chrono::Days::new(days);
            let explainer = Explainer::new(&policy, area, on);
            for person in &people {
                let facts = facts(&policy, person);
                let mut text = Vec::new();
                explainer.explain(&facts, &mut text);
                let assessment = serde_json::to_string(&assess(&policy, area, &facts, on)).unwrap();
                prop_assert_eq!(String::from_utf8(text).unwrap(), assessment);
            }
        }
    }
}
