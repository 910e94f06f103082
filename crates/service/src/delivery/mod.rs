//! Delivery: what happens once a provider has accepted somebody: the start, the work found, the end.

mod pages;
mod record_event;
mod record_spell;
mod record_start;
pub(crate) mod store;

pub use pages::routes;
pub(crate) use pages::{RecordRow, outcome_name, recorded};
pub(crate) use record_event::asked;
pub use record_event::{NewEvent, record_event, records_asked_of, take_back_event};
pub use record_spell::{NewSpell, correct_spell, record_spell};
pub use record_start::{record_end, record_start};
