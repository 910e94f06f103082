//! Who may do and see what. The text is `spine/access.cedar`; the answer is no unless it says yes.
//!
//! [`Authoriser::may`] is asked before anything is done or read, and [`visible_facts`] is the only way
//! to a person's facts: it lets through the categories that the decision names. A [`ReadLine`] records
//! each look at a person's record, for the person to see.
//!
//! What is deliberately not here: sessions and passwords, and finding out which relationships hold.

mod action;
mod after_the_end;
mod authoriser;
mod decision;
mod load;
mod relationship;
mod remembered;
mod scope;
mod shared;
mod visible;

pub use action::Action;
pub use after_the_end::{kept_until, may_keep, seen_until};
pub use authoriser::{Authoriser, Principal, Resource, Role};
pub use decision::{Decision, Ground};
pub use relationship::{Relationship, of_referral};
pub use scope::SCOPES;
pub(crate) use shared::HELPING;
pub use shared::{Passing, Shared, needed, shared};
pub use visible::{CONTACT, NAME, ReadLine, Visible, visible_facts};
