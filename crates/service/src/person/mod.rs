//! People who are being helped: registering them, what is known of them, and what is due for them.

pub(crate) mod caseload;
mod change_contact;
pub mod handover;
pub(crate) mod held;
pub(crate) mod likeness;
pub mod pages;
mod plain_words;
mod record_agreement;
mod record_answers;
pub(crate) mod reference;
mod register;
pub mod requests;
pub(crate) mod store;

pub(crate) use likeness::on_own_caseload;
pub(crate) use plain_words::in_plain_words;

pub use caseload::{CaseloadLine, caseload};
pub use change_contact::{Contact, change_contact};
pub use record_agreement::record_agreement;
pub use record_answers::{NewAnswer, record_answers};
pub use register::{NewPerson, register, register_another, register_with_answers};
