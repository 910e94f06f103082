//! What is told of a referral that was just stopped.

use super::{DecisionId, ObstacleView, Weight};
use rules::referral::Decision;

/// A referral that was stopped and kept as evidence.
pub(super) struct Stopped {
    /// Where the decision is explained.
    pub(super) href: String,
    /// Everything that stood in the way.
    pub(super) obstacles: Vec<ObstacleView>,
    /// How the provider was drawn; empty when it was chosen.
    pub(super) drawn: String,
}

impl Stopped {
    pub(super) fn new(decision: DecisionId, decided: &Decision, drawn: String) -> Self {
        let obstacles = decided.stops().map(ObstacleView::from).collect();
        Self { href: format!("/decisions/{decision}"), obstacles, drawn: drawn.trim().to_owned() }
    }
}

impl ObstacleView {
    /// Whether it only has to be answered for.
    pub(super) fn is_caution(&self) -> bool {
        self.weight == Weight::Caution
    }
}
