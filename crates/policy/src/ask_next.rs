//! Which open question would settle most, and so should be asked first?

use crate::{FactBook, expression::ir::FactIndex};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A question that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskNext {
    /// The id of the fact.
    pub fact: Arc<str>,
    /// The question to ask.
    pub question: Arc<str>,
    /// The number of undetermined programmes for which the fact is needed.
    pub decides: usize,
}

/// Counts, for each fact, the undetermined programmes that need it.
pub(crate) struct Wanted {
    programmes: Vec<usize>,
}

impl Wanted {
    /// Counts of zero for the number of facts given.
    pub(crate) fn new(facts: usize) -> Self {
        Self { programmes: vec![0; facts] }
    }

    /// Counts one undetermined programme that needs the facts given; repeats count once.
    pub(crate) fn programme_needs(&mut self, needs: &[FactIndex]) {
        for (position, fact) in needs.iter().enumerate() {
            let repeated = needs.iter().take(position).any(|earlier| earlier == fact);
            if let Some(count) = self.programmes.get_mut(fact.0).filter(|_| !repeated) {
                *count += 1;
            }
        }
    }

    /// The questions by the number of programmes, most first; the same number in the spine's order.
    pub(crate) fn ask_next(&self, book: &FactBook) -> Vec<AskNext> {
        let mut questions: Vec<AskNext> = self
            .programmes
            .iter()
            .zip(book.iter())
            .filter(|(decides, _)| **decides > 0)
            .map(|(decides, definition)| AskNext {
                fact: Arc::clone(&definition.id),
                question: Arc::clone(&definition.question),
                decides: *decides,
            })
            .collect();
        questions.sort_by_key(|question| std::cmp::Reverse(question.decides));
        questions
    }
}
