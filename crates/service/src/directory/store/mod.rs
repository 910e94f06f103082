//! All queries of the directory.

mod find;
mod ids;
mod lists;
mod read;
mod save;
mod shape;
mod terms;
mod vanish;

pub(super) use find::{Candidate, Filter, Opening, candidates, points};
pub(super) use lists::{Part, organisation, organisations, taxonomies, taxonomy, term, terms};
pub(super) use read::{
    Listed, count_services, every_service, place, places, service, service_at_locations, services, with_history,
};
pub(super) use save::{Origin, Saved, save_service};
pub(super) use shape::hash_of;
pub(super) use terms::{save_taxonomy, save_term};
pub(super) use vanish::{OfSource, elsewhere, of_source, set_standing};
