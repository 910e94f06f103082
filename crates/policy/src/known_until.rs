//! Until when a text is known to hold, and what is said of it afterwards.
//!
//! Rules are written down from a document of some day. What the document covers is over one day, and nobody has looked
//! since: the rules may have changed, and an answer that goes on as before would be a guess. From the day after
//! `known_until` the answer is *not known*, with what the rule said when it was last confirmed.
//!
//! A programme has one for all of its rules; a criterion may have its own. An area may confirm a programme of the
//! spine for longer, in its layer. What does not depend on a rule's age stays definite: a programme whose last day is
//! over takes nobody, and one of another nation does not run here.

use crate::{Criterion, Programme, Truth};
use kernel::{Day, in_words};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The last day for which a text is known to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUntil {
    /// The day, included.
    pub day: Day,
    /// On what that rests: the citation, and how the day follows from it where it is not said there.
    pub source: Arc<str>,
    /// Whether it is a made-up example.
    pub example: bool,
    /// The path of the area's text that confirms it for longer than the spine does, `areas/newcastle/layers/restart`.
    pub confirmed_by: Option<Arc<str>>,
}

/// That a rule was last confirmed for a day that is over, and what it said then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastConfirmed {
    /// The last day for which the rule is known to hold, included.
    pub until: Day,
    /// The answer of the rule as it stood then.
    pub then: Truth,
    /// The citation of the day.
    pub cites: Arc<str>,
    /// Whether the day is a made-up example.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example: bool,
}

impl KnownUntil {
    /// Why nothing is said after the day: `this rule was last confirmed for 31 July 2023`.
    #[must_use]
    pub fn reason(&self) -> String {
        reason(self.day)
    }

    /// That the rule, of which the answer was `then`, was last confirmed for the day.
    pub(crate) fn last_confirmed(&self, then: Truth) -> LastConfirmed {
        LastConfirmed { until: self.day, then, cites: Arc::clone(&self.source), example: self.example }
    }

    /// The later of the two: what an area confirms holds where the spine's own day comes sooner.
    pub(crate) fn later(own: Option<&Arc<Self>>, area: &Arc<Self>) -> Option<Arc<Self>> {
        own.map(|own| if own.day < area.day { Arc::clone(area) } else { Arc::clone(own) })
    }
}

impl LastConfirmed {
    /// Why the answer is not known: `this rule was last confirmed for 31 July 2023`.
    #[must_use]
    pub fn reason(&self) -> String {
        reason(self.until)
    }
}

fn reason(day: Day) -> String {
    format!("this rule was last confirmed for {}", in_words(day))
}

impl Programme {
    /// The day for which the programme's text was last confirmed, when it is over on `on`. `None` while it is known,
    /// and when the text names no such day.
    #[must_use]
    pub fn out_of_date_on(&self, on: Day) -> Option<&KnownUntil> {
        self.known_until.as_deref().filter(|known| known.day < on)
    }

    /// The same of one of its criteria, which may have a day of its own.
    #[must_use]
    pub fn criterion_out_of_date_on<'a>(&'a self, criterion: &'a Criterion, on: Day) -> Option<&'a KnownUntil> {
        criterion.known_until.as_deref().or(self.known_until.as_deref()).filter(|known| known.day < on)
    }

    /// The programme as if it were known for ever.
    pub(crate) fn as_if_confirmed(&self) -> Self {
        let mut programme = Self { known_until: None, ..self.clone() };
        for criterion in &mut programme.criteria {
            criterion.known_until = None;
        }
        programme
    }

    /// The last day up to `on` for which all that is in force then is known: `on` itself while everything is.
    #[must_use]
    pub fn last_known_day(&self, on: Day) -> Day {
        let in_force = self.criteria.iter().filter(|criterion| criterion.in_force_on(on));
        let out_of_date = in_force.filter_map(|criterion| self.criterion_out_of_date_on(criterion, on));
        out_of_date.chain(self.out_of_date_on(on)).map(|known| known.day).min().unwrap_or(on)
    }

    /// Whether the text says neither when the programme closed nor until when its rules are known to hold: its answers
    /// would stay definite for ever.
    #[must_use]
    pub fn answers_for_ever(&self) -> bool {
        let undated = |criterion: &Criterion| criterion.known_until.is_none() && criterion.until.is_none();
        let criteria = self.criteria.is_empty() || self.criteria.iter().any(undated);
        self.until.is_none() && self.known_until.is_none() && criteria
    }
}
