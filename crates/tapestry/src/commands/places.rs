//! `tapestry places`: bring in tables and outlines, look a postcode up, compare areas, apportion counts.

mod apportion;
mod import;
mod lookup;
mod overlap;

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    failure::Failure,
    policy_source::{self, Ready},
    web,
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

/// The policy and the places, with what was brought into the database where there is one. The text asked is that of
/// `--policy`; else the one in force in the database, where there is one; else that built into the program.
async fn ready(policy: &PolicyFolder, database: &DatabaseAddress) -> Result<Ready, Failure> {
    let folder = policy.policy.as_deref();
    let (mut more, mut in_force) = (Imported::default(), None);
    if let Some(url) = database.known() {
        let db = Database::open(&url).await?;
        more = service::places::all(&db).await?;
        if folder.is_none() {
            in_force = web::text_in_force(&db).await?;
        }
    }
    match in_force {
        Some(source) => policy_source::load_source(source, web::IN_FORCE, more),
        None => policy_source::load_source(policy_source::source(folder)?, &policy_source::from_in_words(folder), more),
    }
}
