//! Answers already given, so that the same question is not worked out twice.
//!
//! The text does not change while it is loaded and nothing else is read, so the same question has
//! the same answer. What is remembered is bounded; when it is full, all of it is forgotten.

use super::{
    action::Action,
    authoriser::{Principal, Resource},
    decision::Decision,
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// The most answers remembered.
const MOST: usize = 10_000;

/// Who, to do what, to what.
type Question = (Principal, Action, Resource);

/// Answers by question.
#[derive(Debug, Default)]
pub(super) struct Remembered(Mutex<HashMap<Question, Decision>>);

impl Remembered {
    /// The answer to a question: remembered, or worked out now.
    pub(super) fn answer(
        &self,
        principal: &Principal,
        action: Action,
        resource: &Resource,
        decide: impl FnOnce() -> Decision,
    ) -> Decision {
        let question = (principal.clone(), action, resource.clone());
        // A thread that panicked while it held the lock left whole answers only.
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&question) {
            return known.clone();
        }
        let decision = decide();
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MOST {
            answers.clear();
        }
        answers.insert(question, decision.clone());
        decision
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;

    #[test]
    fn each_question_is_worked_out_once() {
        let remembered = Remembered::default();
        let ask = |role, worked_out: &mut u32| {
            let principal = Principal { role, ..Principal::visitor() };
            remembered.answer(&principal, Action::SeeAudit, &Resource::unrelated(), || {
                *worked_out += 1;
                Decision { allowed: role == Role::Auditor, ..Decision::no(Vec::new()) }
            })
        };
        let mut worked_out = 0;
        for _ in 0..3 {
            assert!(ask(Role::Auditor, &mut worked_out).allowed);
            assert!(!ask(Role::Adviser, &mut worked_out).allowed);
        }
        assert_eq!(worked_out, 2);
    }
}
