//! Which programmes may a person join on a day, for which reasons, and what to ask next?

use crate::{
    Area, Criterion, Expression, Facts, KnownUntil, LastConfirmed, Policy, Programme, Standing, Widened,
    ask_next::{AskNext, Wanted},
    expression::{Evaluation, Situation, ir::FactIndex},
    facts::Known,
};
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The answer for one person in one area on one day. Serialises to the JSON of `eligible --json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The id of the area.
    pub area: String,
    /// The day asked about.
    pub on: Day,
    /// The version of the policy text.
    pub policy: String,
    /// A verdict for every programme: the spine's by file name, then the area's own.
    pub programmes: Vec<ProgrammeVerdict>,
    /// Open questions, the one that would settle most first.
    pub ask_next: Vec<AskNext>,
}

/// The answer for one programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgrammeVerdict {
    /// The id of the programme.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// The answer.
    pub verdict: Verdict,
    /// Every criterion in force on the day, in the order of the text after the standing ones.
    pub criteria: Vec<CriterionResult>,
    /// The citation.
    pub cites: Arc<str>,
}

/// May the person join?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every criterion is met.
    Eligible,
    /// At least one criterion is not met, whatever else is unknown.
    NotEligible,
    /// No criterion fails and at least one is unknown.
    Undetermined,
}

/// One of three answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Truth {
    /// It is so.
    Met,
    /// It is not so.
    NotMet,
    /// It cannot be said from what is known.
    Unknown,
}

/// The answer for one criterion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriterionResult {
    /// The reason code: `spine/programmes/restart#long-enough`.
    pub code: Arc<str>,
    /// What must be so, in words, with the values in force on the day.
    pub says: Arc<str>,
    /// The answer.
    pub result: Truth,
    /// The known facts that the criterion reads.
    pub facts: Vec<Arc<FactUsed>>,
    /// Ids of the facts that are not known and could still change the answer.
    pub needs: Vec<Arc<str>>,
    /// How it came out by the spine alone and by each widening of the area, where the area widens it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub widened: Option<Box<WidenedResult>>,
    /// That the rule was last confirmed for a day that is over, where that is why the answer is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_confirmed: Option<Box<LastConfirmed>>,
}

/// The parts of the answer for a criterion that an area widens: it is met when any of them is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WidenedResult {
    /// The answer by the spine alone.
    pub spine: Truth,
    /// The answer by each widening in force, in the order of the area's text.
    pub by: Vec<WideningResult>,
}

/// The answer for one widening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WideningResult {
    /// The reason code: `areas/newcastle/layers/restart#care-leavers`.
    pub code: Arc<str>,
    /// Whom it lets through, in words, with the values in force on the day.
    pub says: Arc<str>,
    /// The answer.
    pub result: Truth,
    /// Who pays for those whom only this lets through, by name.
    pub pays: Arc<str>,
    /// The citation.
    pub cites: Arc<str>,
    /// Whether it is a made-up example.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example: bool,
}

impl CriterionResult {
    /// The widenings of the area that let the person through where the spine alone does not; the first of them is
    /// enough. None when the spine's own criterion is met, or this one is not.
    pub fn let_through_by(&self) -> impl Iterator<Item = &WideningResult> {
        let widened = self.widened.as_deref().filter(|widened| widened.spine != Truth::Met);
        widened.into_iter().flat_map(|widened| &widened.by).filter(|by| by.result == Truth::Met)
    }
}

/// A fact that an answer rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactUsed {
    /// The id of the fact.
    pub id: Arc<str>,
    /// The value as JSON.
    pub value: serde_json::Value,
    /// Where it came from.
    pub source: Arc<str>,
}

/// Which programmes may the person join on the day `on`, in `area`?
///
/// `ask_next` lists the facts that undetermined programmes need, ordered by the number of those
/// programmes (`decides`), then by the order of the spine. A fact that is not good any more on the
/// day counts as unknown.
#[must_use]
pub fn assess(policy: &Policy, area: &Area, facts: &Facts, on: Day) -> Assessment {
    let asking = Asking::new(policy, area, facts, on);
    let used = Used::new(&asking, facts);
    let mut wanted = Wanted::new(policy.facts.len());
    let programmes = policy.programmes_in(area);
    let programmes = programmes.map(|programme| asking.programme(programme, &used, &mut wanted)).collect();
    Assessment {
        area: area.id.to_string(),
        on,
        policy: policy.version.to_string(),
        programmes,
        ask_next: wanted.ask_next(&policy.facts),
    }
}

/// May the person join this one programme on the day `on`?
#[must_use]
pub fn assess_one(policy: &Policy, area: &Area, programme: &Programme, facts: &Facts, on: Day) -> ProgrammeVerdict {
    let asking = Asking::new(policy, area, facts, on);
    asking.programme(programme, &Used::new(&asking, facts), &mut Wanted::new(policy.facts.len()))
}

/// The same as [`assess_one`] by the rules as they are written, whether or not they are out of date: for what they read
/// of a person, not for whether somebody may join.
#[must_use]
pub fn assess_as_written(
    policy: &Policy,
    area: &Area,
    programme: &Programme,
    facts: &Facts,
    on: Day,
) -> ProgrammeVerdict {
    assess_one(policy, area, &programme.as_if_confirmed(), facts, on)
}

/// Does the expression hold for the person on the day `on`?
#[must_use]
pub fn holds(policy: &Policy, area: &Area, expression: &Expression, facts: &Facts, on: Day) -> Truth {
    let asking = Asking::new(policy, area, facts, on);
    asking.evaluation(expression).truth(expression.root())
}

/// One person on one day, made ready to be asked about many programmes.
pub(crate) struct Asking<'a> {
    policy: &'a Policy,
    area: &'a Area,
    situation: Situation<'a>,
}

/// The facts that are known of a person, by position, each written once for all criteria that use it.
struct Used(Vec<Option<Arc<FactUsed>>>);

impl Used {
    fn new(asking: &Asking<'_>, facts: &Facts) -> Self {
        let used = asking.policy.facts.iter().enumerate().map(|(position, definition)| {
            let answer = facts.get(&definition.id).filter(|_| asking.knows(FactIndex(position)))?;
            Some(Arc::new(FactUsed {
                id: Arc::clone(&definition.id),
                value: answer.value.to_json(),
                source: Arc::from(answer.source.as_str()),
            }))
        });
        Self(used.collect())
    }
}

impl<'a> Asking<'a> {
    fn new(policy: &'a Policy, area: &'a Area, facts: &'a Facts, on: Day) -> Self {
        let known = policy.facts.iter().map(|definition| {
            let answer = facts.get(&definition.id);
            answer.map_or(Known::Unknown, |answer| Known::from_answer(definition, answer, on))
        });
        let situation = Situation { known: known.collect(), on, areas: &policy.areas, lies_in: Vec::new() };
        Self { policy, area, situation }
    }

    /// A person whose situation has been worked out.
    pub(crate) fn of(policy: &'a Policy, area: &'a Area, situation: Situation<'a>) -> Self {
        Self { policy, area, situation }
    }

    /// Whether the fact is known.
    pub(crate) fn knows(&self, fact: FactIndex) -> bool {
        self.situation.known.get(fact.0).is_some_and(|known| *known != Known::Unknown)
    }

    fn evaluation<'b>(&'b self, expression: &'b Expression) -> Evaluation<'b> {
        Evaluation { situation: &self.situation, parameters: expression.parameters() }
    }

    /// Whether it is so; if that is unknown, adds the facts that could still change it.
    pub(crate) fn ask(&self, expression: &Expression, needs: &mut Vec<FactIndex>) -> Truth {
        let evaluation = self.evaluation(expression);
        let result = evaluation.truth(expression.root());
        if result == Truth::Unknown {
            evaluation.needs(expression.root(), needs);
        }
        result
    }

    fn programme(&self, programme: &Programme, used: &Used, wanted: &mut Wanted) -> ProgrammeVerdict {
        let on = self.situation.on;
        let mut all_needs = Vec::new();
        let mut criteria = Vec::with_capacity(programme.standing.len() + programme.criteria.len());
        criteria.extend(programme.standing.iter().map(|standing| self.standing(programme, standing)));
        let in_force = programme.criteria.iter().filter(|criterion| criterion.in_force_on(on));
        criteria.extend(in_force.map(|criterion| self.criterion((programme, criterion), used, &mut all_needs)));
        let verdict = Verdict::of(criteria.iter().map(|criterion| criterion.result));
        if verdict == Verdict::Undetermined {
            wanted.programme_needs(&all_needs);
        }
        ProgrammeVerdict {
            id: Arc::clone(&programme.id),
            name: Arc::clone(&programme.name),
            verdict,
            criteria,
            cites: Arc::clone(programme.cites.on(on)),
        }
    }

    fn standing(&self, programme: &Programme, standing: &Standing) -> CriterionResult {
        let on = self.situation.on;
        let then = Truth::from(programme.meets(standing.kind, self.area, on));
        let (result, last_confirmed) = as_known(then, programme.standing_out_of_date_on(standing.kind, on));
        CriterionResult {
            code: Arc::clone(&standing.code),
            says: Arc::clone(&standing.says),
            result,
            facts: Vec::new(),
            needs: Vec::new(),
            widened: None,
            last_confirmed,
        }
    }

    fn criterion(
        &self,
        (programme, criterion): (&Programme, &Criterion),
        used: &Used,
        all_needs: &mut Vec<FactIndex>,
    ) -> CriterionResult {
        let mut needs = Vec::new();
        let then = self.ask(&criterion.when, &mut needs);
        let (result, last_confirmed) = as_known(then, programme.criterion_out_of_date_on(criterion, self.situation.on));
        if last_confirmed.is_some() {
            // No answer of the person settles what the rule is today.
            needs.clear();
        }
        all_needs.extend_from_slice(&needs);
        let used = criterion.when.facts().iter().filter_map(|fact| used.0.get(fact.0)?.clone());
        let definition = |fact: &FactIndex| self.policy.facts.definitions.get_index(fact.0);
        CriterionResult {
            code: Arc::clone(&criterion.code),
            says: Arc::clone(criterion.says.on(self.situation.on)),
            result,
            facts: used.collect(),
            needs: needs.iter().filter_map(definition).map(|(id, _)| Arc::clone(id)).collect(),
            widened: criterion.widened.as_deref().map(|widened| Box::new(self.widened(widened))),
            last_confirmed,
        }
    }

    /// How a criterion that the area widens comes out by each of its parts.
    pub(crate) fn widened(&self, widened: &Widened) -> WidenedResult {
        let truth = |expression: &Expression| self.evaluation(expression).truth(expression.root());
        let by = widened.by.iter().map(|widening| WideningResult {
            code: Arc::clone(&widening.code),
            says: Arc::clone(widening.says.on(self.situation.on)),
            result: truth(&widening.when),
            pays: Arc::clone(&widening.pays.name),
            cites: Arc::clone(&widening.source),
            example: widening.example,
        });
        WidenedResult { spine: truth(&widened.spine), by: by.collect() }
    }
}

/// The answer of a rule that came out as `then`: not known when it is out of date.
fn as_known(then: Truth, out_of_date: Option<&KnownUntil>) -> (Truth, Option<Box<LastConfirmed>>) {
    match out_of_date {
        None => (then, None),
        Some(known) => (Truth::Unknown, Some(Box::new(known.last_confirmed(then)))),
    }
}

impl Verdict {
    /// Not eligible if any criterion fails; undetermined if any is unknown; otherwise eligible.
    pub(crate) fn of(criteria: impl Iterator<Item = Truth>) -> Self {
        let mut verdict = Verdict::Eligible;
        for result in criteria {
            match result {
                Truth::NotMet => return Verdict::NotEligible,
                Truth::Unknown => verdict = Verdict::Undetermined,
                Truth::Met => {}
            }
        }
        verdict
    }
}
