//! People divided in some way: by ward, by age, by whether they are disabled.

use crate::Told;
use policy::population::Bits;
use serde::{Deserialize, Serialize};

/// A way to divide people, and who is in each part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// What it is asked for by: `ward`, or the id of a fact.
    pub id: String,
    /// What it divides by, in words: `Ward`.
    pub says: String,
    /// Whether one person can be in several parts.
    pub overlapping: bool,
    /// The parts in the order in which they are shown.
    pub parts: Vec<Part>,
}

/// A part of a division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The code of the ward, or of the answer.
    pub id: String,
    /// Who they are, in words.
    pub says: String,
    /// Who is in it.
    pub members: Bits,
}

/// What was counted in each part of a division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divided<C> {
    /// What it is asked for by.
    pub id: String,
    /// What it divides by, in words.
    pub says: String,
    /// Whether one person can be in several parts.
    pub overlapping: bool,
    /// What was counted, part by part.
    pub parts: Vec<PartCount<C>>,
}

/// What was counted in one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCount<C> {
    /// The code of the ward, or of the answer.
    pub id: String,
    /// Who they are, in words.
    pub says: String,
    /// What was counted.
    #[serde(flatten)]
    pub counts: C,
}

impl Division {
    /// Counts each part by its members.
    pub(crate) fn count<C>(&self, count: impl Fn(&Bits) -> C) -> Divided<C> {
        let part =
            |part: &Part| PartCount { id: part.id.clone(), says: part.says.clone(), counts: count(&part.members) };
        Divided {
            id: self.id.clone(),
            says: self.says.clone(),
            overlapping: self.overlapping,
            parts: self.parts.iter().map(part).collect(),
        }
    }
}

impl<C> Divided<C> {
    /// The same as it may be told. A part of which the people are too few to be told is left out, like one with nobody.
    pub(crate) fn told<D>(self, mut to: impl FnMut(C) -> D, people: impl Fn(&D) -> Told) -> Divided<D> {
        let part = |part: PartCount<C>| PartCount { id: part.id, says: part.says, counts: to(part.counts) };
        Divided {
            id: self.id,
            says: self.says,
            overlapping: self.overlapping,
            parts: self.parts.into_iter().map(part).filter(|part| !people(&part.counts).is_few()).collect(),
        }
    }
}
