//! The work: a room for each area of it, the database they keep their records in, and the web.
//!
//! A room has a front door (`mod.rs`), a file for each thing a user does, its queries (`store.rs`)
//! and its pages. Rooms meet only through their front doors. No rule is decided here: `rules` and
//! `policy` are asked, and screens, API, command line and reports ask through the same functions.

pub mod access;
pub mod account;
mod action;
pub mod agreements;
pub mod ahead;
mod alike;
mod application;
pub mod audit;
pub mod claim;
pub use records as db;
pub mod decision;
pub mod delivery;
pub mod demo;
pub mod directory;
pub mod emergency;
pub mod evidence;
pub mod ledger;
pub mod letters;
pub mod money;
pub use webkit::notice;
mod once;
pub mod operations;
pub mod performance;
pub mod person;
pub mod places;
pub mod policy_text;
pub mod publication;
pub mod referral;
pub mod retention;
pub mod rulebook;
mod settings;
mod site;
pub use webkit as web;
use webkit::wording;

pub use action::ActionError;
pub use application::{App, Application, Mode};
pub use settings::Settings;
pub use site::{router, router_when_full, watched_router};
