//! What has to be recorded besides work for the outcomes of a contract to be worked out?
//!
//! *Authority*: the definitions that the contract names, and its terms of repetition.
//! *Applies*: to what a provider is offered to record; a contract that asks for nothing else offers nothing.
//! *Simplified*: nothing.
//! *Example*: a skills contract asks for days of learning, the end of training and an offer; the Work Programme for
//! days on benefit.

use indexmap::{IndexMap, IndexSet};
use policy::{Contract, Counts, OutcomeDefinition};

/// Something that may be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RecordAsked {
    /// An event of a kind, with the definition's name: `training-complete`.
    Event {
        /// The kind, as definitions name it.
        kind: String,
        /// What it leads to, in words.
        name: String,
    },
    /// A day of learning with its hours.
    LearningDay,
    /// Days on benefit.
    Benefit,
    /// That every day on benefit is recorded, and there may be none.
    BenefitKnown,
    /// What an employer paid for some days.
    Pay,
}

impl RecordAsked {
    /// The word for it: `event-training-complete`, `learning-day`, `benefit`, `benefit-known`, `pay`.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Event { kind, .. } => format!("event-{kind}"),
            Self::LearningDay => "learning-day".to_owned(),
            Self::Benefit => "benefit".to_owned(),
            Self::BenefitKnown => "benefit-known".to_owned(),
            Self::Pay => "pay".to_owned(),
        }
    }
}

/// What a contract asks for, in the order of its outcomes.
#[must_use]
pub fn records_asked(contract: &Contract, definitions: &IndexMap<String, OutcomeDefinition>) -> Vec<RecordAsked> {
    let mut found = IndexSet::new();
    for outcome in &contract.outcomes {
        if let Some(definition) = definitions.get(&outcome.definition) {
            match &definition.counts {
                Counts::Recorded { event } => {
                    found.insert(RecordAsked::Event { kind: event.clone(), name: definition.name.clone() });
                }
                Counts::Attendance { .. } => drop(found.insert(RecordAsked::LearningDay)),
                Counts::Earnings { .. } => drop(found.insert(RecordAsked::Pay)),
                _ => {}
            }
        }
        if outcome.repeats.as_ref().is_some_and(|repeats| repeats.off_benefit) {
            found.insert(RecordAsked::Benefit);
            found.insert(RecordAsked::BenefitKnown);
        }
    }
    found.into_iter().collect()
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::payment::claim_lines::tests::{contract, definitions};
    use policy::Repeats;

    #[test]
    fn a_contract_asks_for_what_its_outcomes_are_counted_from_and_for_each_thing_once() {
        let mut known = definitions();
        let like = |id: &str, counts| OutcomeDefinition { id: id.into(), counts, ..definitions()["start"].clone() };
        known.insert("done".into(), like("done", Counts::Recorded { event: "training-complete".into() }));
        known.insert("days".into(), like("days", Counts::Attendance { days: 5, hours: 5 }));
        let words = |ids: &[&str], off_benefit: Option<bool>| -> Vec<String> {
            let outcomes: Vec<(&str, &str, Option<i64>)> = ids.iter().map(|id| (*id, *id, None)).collect();
            let mut contract = contract(&outcomes, Vec::new());
            if let (Some(outcome), Some(off_benefit)) = (contract.outcomes.first_mut(), off_benefit) {
                outcome.repeats = Some(Repeats {
                    after: "start".into(),
                    every_weeks: 4,
                    at_most: vec![(None, 13)],
                    off_benefit,
                    wait_working_days: 0,
                    break_ends_after_weeks: None,
                });
            }
            records_asked(&contract, &known).iter().map(RecordAsked::word).collect()
        };
        assert_eq!(words(&["start", "weeks-13", "own"], None), Vec::<String>::new());
        assert_eq!(
            words(&["done", "earnings", "days", "done"], None),
            ["event-training-complete", "pay", "learning-day"]
        );
        assert_eq!(words(&["weeks-13"], Some(true)), ["benefit", "benefit-known"]);
        assert_eq!(words(&["weeks-13"], Some(false)), Vec::<String>::new());
        let named = contract(&[("done", "done", None)], Vec::new());
        let expected = RecordAsked::Event { kind: "training-complete".into(), name: "start".into() };
        assert_eq!(records_asked(&named, &known), [expected]);
    }
}
