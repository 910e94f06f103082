//! Delivery: what happens once a provider has accepted somebody: the start, the work found, the end.

mod likeness;
mod money_back;
mod pages;
mod record_event;
mod record_spell;
mod record_start;
pub(crate) mod store;

pub use likeness::Beside;
pub(crate) use likeness::{jobs_like, records_like, say_same};
pub use money_back::MoneyBack;
pub use pages::routes;
pub(crate) use pages::{RecordRow, outcome_name, recorded};
pub(crate) use record_event::asked;
pub use record_event::{
    NewEvent, correct_event, money_back_of_correcting, money_back_of_taking_back, record_event, record_event_beside,
    records_asked_of, take_back_event,
};
pub use record_spell::{
    NewSpell, correct_job_beside, correct_spell, money_back_of_correction, record_job_beside, record_spell,
};
pub use record_start::{record_end, record_start};
