//! A widening: whom an area lets through besides, and who pays for them.

use crate::{Expression, Parameter, Wording};
use kernel::Day;
use std::sync::Arc;

/// Whom an area's text lets through besides those whom the spine lets through.
#[derive(Debug, Clone)]
pub struct Widening {
    /// The id within the area's layer of the programme.
    pub id: Arc<str>,
    /// The reason code: `areas/newcastle/layers/restart#care-leavers`.
    pub code: Arc<str>,
    /// The id of the criterion that it widens; `None` when it widens the programme as a whole, that is, each of its
    /// criteria.
    pub criterion: Option<Arc<str>>,
    /// Whom it lets through, in words, with the values of the day.
    pub says: Wording,
    /// Whom it lets through.
    pub when: Expression,
    /// Who pays for those whom only the area lets through.
    pub pays: Payer,
    /// First day on which it is in force, included.
    pub from: Option<Day>,
    /// Last day on which it is in force, included.
    pub until: Option<Day>,
    /// The citation.
    pub source: Arc<str>,
    /// Whether it is a made-up example.
    pub example: bool,
}

/// The two halves of a criterion that an area widens. The criterion is met when either is.
#[derive(Debug, Clone)]
pub struct Widened {
    /// What the spine asks, by itself.
    pub spine: Expression,
    /// The area's widenings in force on the days of the criterion, in the order of the text; at least one.
    pub by: Vec<Arc<Widening>>,
}

/// Who pays: a body of the area, or a funder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// The id.
    pub id: Arc<str>,
    /// The name people know it by; the id where the text has no name.
    pub name: Arc<str>,
}

impl Widened {
    pub(crate) fn with_parameters(&self, parameters: &Arc<[Parameter]>) -> Self {
        Self {
            spine: self.spine.with_parameters(parameters),
            by: self.by.iter().map(|widening| Arc::new(widening.with_parameters(parameters))).collect(),
        }
    }
}

impl Widening {
    /// Whether it is in force on `day`.
    #[must_use]
    pub fn in_force_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it widens the criterion with the id given.
    #[must_use]
    pub fn widens(&self, criterion: &str) -> bool {
        self.criterion.as_deref().is_none_or(|own| own == criterion)
    }

    pub(crate) fn with_parameters(&self, parameters: &Arc<[Parameter]>) -> Self {
        Self { when: self.when.with_parameters(parameters), says: self.says.with_values_of(parameters), ..self.clone() }
    }
}
