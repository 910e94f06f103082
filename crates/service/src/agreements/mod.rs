//! Agreements to share people's data: what each says, who has signed it, and what does not flow for want of one.
//!
//! What an agreement says is policy text, published like the rest of it. That a party signs or withdraws is kept here, and
//! nothing that was said is ever changed. Whoever asks what may be shared asks `stopped` what is suspended or unsigned.

mod pages;
mod say;
mod store;

pub use pages::routes;
pub use say::{sign, withdraw};
pub(crate) use store::stopped;
