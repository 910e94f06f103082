//! `tapestry places`: bring in tables and outlines, look a postcode up, compare areas, apportion counts.

mod apportion;
mod import;
mod lookup;
mod overlap;

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    failure::Failure,
    policy_source::{self, Ready},
};
use clap::Subcommand;
use service::{db::Database, places::Imported};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Bring tables of postcodes, smaller tables of places and outlines into the database
    Import(import::Arguments),
    /// Say where a postcode lies
    Lookup(lookup::Arguments),
    /// Say how much of one area lies in another
    Overlap(overlap::Arguments),
    /// Turn counts of one geography into counts of another
    Apportion(apportion::Arguments),
}

pub(crate) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Import(arguments) => import::run(arguments).await,
        Command::Lookup(arguments) => lookup::run(arguments).await,
        Command::Overlap(arguments) => overlap::run(arguments).await,
        Command::Apportion(arguments) => apportion::run(arguments).await,
    }
}

/// The policy and the places, with what was brought into the database where there is one.
async fn ready(policy: &PolicyFolder, database: &DatabaseAddress) -> Result<Ready, Failure> {
    let more = match database.known() {
        Some(url) => service::places::all(&Database::open(&url).await?).await?,
        None => Imported::default(),
    };
    policy_source::load_source(policy_source::source(policy.policy.as_deref())?, more)
}
