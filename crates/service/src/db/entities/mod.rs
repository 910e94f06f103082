//! One file a table. What a column means is said in the migration that made it.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod blocked_referral;
pub(crate) mod claim;
pub(crate) mod decision;
pub(crate) mod directory_opening;
pub(crate) mod directory_organisation;
pub(crate) mod directory_place;
pub(crate) mod directory_service;
pub(crate) mod directory_service_term;
pub(crate) mod directory_taxonomy;
pub(crate) mod directory_term;
pub(crate) mod entry;
pub(crate) mod fact_answer;
pub(crate) mod free_places;
pub(crate) mod organisation;
pub(crate) mod outline;
pub(crate) mod person;
pub(crate) mod place_table;
pub(crate) mod postcode;
pub(crate) mod record_read;
pub(crate) mod referral;
pub(crate) mod session;
pub(crate) mod spell;
