//! The directory: who offers what, where, when and to whom; found by anyone, taken in from other
//! directories and served to them in Open Referral UK 3.0.
//!
//! * [`import`] takes in a feed or a file, page by page; [`export()`] writes everything out again.
//! * [`search`] answers the finder: words, need, postcode and distance, age, day.
//! * [`routes`] has the public pages, [`oruk_routes`] the open interface under `/oruk`.
//!
//! Nothing here is about a person: what somebody looks for is neither kept nor logged.

mod example;
mod export;
mod ground;
pub mod import;
mod locate;
pub mod need;
mod oruk;
mod pages;
pub mod search;
mod store;
mod words;

pub use example::{example_services, load_example};
pub use export::export;
pub use locate::{Located, locate};
pub use oruk::routes as oruk_routes;
pub use pages::routes;

use sha2::{Digest, Sha256};

/// A UUID that is always the same for the same parts (version 8, from a SHA-256 hash).
pub(crate) fn steady_id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0_u8; 16];
    for (byte, from) in bytes.iter_mut().zip(digest.iter()) {
        *byte = *from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}
