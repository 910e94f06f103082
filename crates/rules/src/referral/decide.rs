//! May this person be referred to this provider's programme?
//!
//! *Authority*: ADR 0004 on what a referral rests on; each question's own file names its source.
//! *Applies*: to every referral, whoever makes it, before it is sent and again when it is sent.
//! *Simplified*: the order of the questions is that of this file; it decides nothing, as all are asked.
//! *Example*: a council adviser refers to a programme for which only the Jobcentre may refer, and the
//! person has not agreed: two obstacles, `rules/referral/may_refer` and `rules/referral/consent`.

use super::{
    capacity, consent, excludes, may_refer, obstacle::Obstacle, obstacle::Weight, open_referral, provider,
    request::Request, sharing, verdict,
};
use serde::{Deserialize, Serialize};

/// What was decided on a referral. It can be stored: it is evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Everything that stands in the way, in the order of the questions; cautions with their answers.
    pub obstacles: Vec<Obstacle>,
}

impl Decision {
    /// Whether the referral may be made: nothing blocks, and every caution has been answered.
    #[must_use]
    pub fn allowed(&self) -> bool {
        self.stops().next().is_none()
    }

    /// The obstacles that stop it, in order.
    pub fn stops(&self) -> impl Iterator<Item = &Obstacle> {
        self.obstacles.iter().filter(|obstacle| obstacle.stops())
    }

    /// The cautions that only need an answer, in order.
    pub fn unanswered(&self) -> impl Iterator<Item = &Obstacle> {
        self.obstacles.iter().filter(|obstacle| obstacle.weight == Weight::Caution)
    }
}

/// Asks every question of a referral and lists every obstacle.
#[must_use]
pub fn decide(request: &Request<'_>) -> Decision {
    let questions: [fn(&Request<'_>) -> Vec<Obstacle>; 8] = [
        verdict::obstacles,
        may_refer::obstacles,
        excludes::obstacles,
        open_referral::obstacles,
        provider::obstacles,
        capacity::obstacles,
        sharing::obstacles,
        consent::obstacles,
    ];
    let obstacles = questions.iter().flat_map(|question| question(request));
    Decision { obstacles: obstacles.map(|obstacle| with_answer(obstacle, request)).collect() }
}

/// A caution for which the request has an answer, with that answer.
fn with_answer(mut obstacle: Obstacle, request: &Request<'_>) -> Obstacle {
    let answer = request.answers.get(&obstacle.code).map(|text| text.trim()).unwrap_or_default();
    if obstacle.weight == Weight::Caution && !answer.is_empty() {
        obstacle.weight = Weight::Answered(answer.to_owned());
    }
    obstacle
}

#[cfg(test)]
pub(super) mod tests;
