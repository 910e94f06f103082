//! People who are being helped: registering them, and what is known of them.

mod record_answers;
mod reference;
mod register;
pub(crate) mod store;

pub use record_answers::{NewAnswer, record_answers};
pub use register::{NewPerson, register};
