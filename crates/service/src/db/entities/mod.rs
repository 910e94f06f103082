//! One file a table. What a column means is said in the migration that made it.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod blocked_referral;
pub(crate) mod claim;
pub(crate) mod decision;
pub(crate) mod entry;
pub(crate) mod fact_answer;
pub(crate) mod free_places;
pub(crate) mod organisation;
pub(crate) mod person;
pub(crate) mod record_read;
pub(crate) mod referral;
pub(crate) mod session;
pub(crate) mod spell;
