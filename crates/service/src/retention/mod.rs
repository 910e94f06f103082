//! How long people's records are kept: what is due to go, what stands in the way, and erasing it, with a certificate.
//!
//! When something is due is decided by `rules/retention`. The data protection lead of the body that keeps a record decides.
//! What is erased is gone: no copy is kept here. What stays, without a name, is what the accounts and counts are made of.

mod again;
pub(crate) mod alike;
mod certificate;
mod erase;
mod keep_longer;
mod kept;
mod names;
mod pages;
mod parts;
mod standing;
mod store;

pub use again::{Again, erase_again};
pub use alike::{Alike, Answer, alike, say_alike};
pub(crate) use certificate::of_person;
pub use certificate::{Certificate, Ground, Part, certificate, certificates};
pub use erase::erase;
pub use keep_longer::keep_longer;
pub use kept::{Asked, KeptPart, Record, asked, due, record};
pub(crate) use kept::{kept_in_words, kind_says, until};
pub use pages::routes;
