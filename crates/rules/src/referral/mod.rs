//! Whether a person may be referred to a provider's programme, and where a referral stands.
//!
//! [`decide`] asks every question, in the order below, and lists every obstacle, not the first:
//! verdict · who may refer · exclusions · an open referral · the provider · its places · the
//! agreement to share · the person's agreement. One file for each.

mod allocation;
mod answer_time;
mod capacity;
mod consent;
mod decide;
mod due;
mod excludes;
mod may_refer;
mod obstacle;
mod open_referral;
pub(crate) mod provider;
mod request;
mod sharing;
mod state;
mod transition;
mod verdict;
mod way_in;

pub use allocation::{Allocation, Candidate, allocate};
pub use answer_time::{FEWEST, usual_days};
pub use decide::{Decision, decide};
pub use due::{Due, due};
pub use excludes::{current_programmes, rivals};
pub use may_refer::kinds_in_words;
pub use obstacle::{Obstacle, Weight};
pub use provider::{ground, offers};
pub use request::{Consent, Ground, KnownReferral, Places, ProgrammeTerms, ProviderTerms, Referrer, Request, Sharing};
pub use sharing::sharing_between;
#[cfg(test)]
pub(crate) use state::tests as state_samples;
pub use state::{Ended, Events, Reasoned, Stamp, Started, State, state};
pub use transition::{Refusal, accept, decline, end, start, withdraw};
pub use way_in::{Asked, WayIn, way_in};
