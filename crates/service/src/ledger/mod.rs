//! The ledger: entries that sum to zero, what a contract comes to over all its participants, and months that close.
//!
//! Claims are booked here when they are approved, paid and taken back (`claim`); fees, tiers, caps and the like are booked
//! as lines of a contract's statement. Nothing booked is ever changed, and nothing is booked in a month that is closed.

mod close;
mod outlook;
mod pages;
mod post;
mod served;
mod statement;
mod store;
mod sums;

pub use close::{Closed, Month, close, months, would_accrue};
pub use outlook::{Outlook, Soon, of_contracts, of_provider};
pub use pages::routes;
pub(crate) use pages::{MonthRow, month_row, picture};
pub(crate) use post::{approval, payment, reversal};
pub use statement::{Due, book, due, pay};
pub(crate) use store::entries;
pub use sums::{Sums, sums};
