//! All queries of the directory.

mod find;
mod lists;
mod read;
mod save;
mod shape;
mod terms;

pub(super) use find::{Candidate, Filter, Opening, candidates, points};
pub(super) use lists::{Part, organisation, organisations, taxonomies, taxonomy, term, terms};
pub(super) use read::{Listed, count_services, every_service, place, places, service, service_at_locations, services};
pub(super) use save::{Saved, save_service};
pub(super) use shape::minute_of_day;
pub(super) use terms::{save_taxonomy, save_term};
