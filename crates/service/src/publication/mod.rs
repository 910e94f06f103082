//! The policy text as it was published: every version kept by what is in it, who published which one when,
//! why and under which power, and the one that is in force.
//!
//! What is in force is the publication with the highest number whose first day has come. The program keeps
//! the text that it was given, but decides under what was published.

mod affected;
mod begin;
mod changes;
mod history;
mod in_force;
mod kept;
mod pages;
mod publish;
mod store;
mod text;

pub use affected::Affected;
pub use begin::{Begun, begin, keep_extent};
pub use changes::Changes;
pub use history::{Entry, Standing, history};
pub use in_force::{InForce, current, in_force, open, overtaken};
pub use kept::Kept;
pub use pages::routes;
pub use publish::{
    Prepared, Publication, prepare, prepare_from_the_command_line, publish, publish_from_the_command_line,
};
pub use text::{extents, find, text};
