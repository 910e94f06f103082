//! Delivery: what happens once a provider has accepted somebody: the start, the work found, the end.

mod pages;
mod record_spell;
mod record_start;
pub(crate) mod store;

pub(crate) use pages::outcome_name;
pub use pages::routes;
pub use record_spell::{NewSpell, correct_spell, record_spell};
pub use record_start::{record_end, record_start};
