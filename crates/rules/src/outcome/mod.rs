//! What a person has reached: a start, a job, weeks in work, earnings, months of self-employment.
//!
//! One entry, [`reached`], computes an outcome from dated employment spells under the definition that
//! a contract names. Spells may come in any order, overlap, leave gaps and have no end yet; a spell
//! without an end is taken to go on up to the day asked about.
//!
//! What is deliberately not here: money for an outcome (`payment`), and where spells come from.

mod attendance;
mod earnings;
mod job_start;
pub(crate) mod least;
mod progress;
mod reached;
mod recorded;
mod self_employment;
mod spells;
mod start;
pub(crate) mod stretch;
mod weeks_in_window;
pub(crate) mod weeks_in_work;
pub(crate) mod work_from;

pub use attendance::LEARNING_DAY;
pub use progress::Progress;
pub use reached::{Parameters, reached};
pub use spells::{Evidence, Group, Participation, PayPeriod, RecordedEvent, Spell, SpellKind};
pub(crate) use spells::{Run, ids_within, runs};
