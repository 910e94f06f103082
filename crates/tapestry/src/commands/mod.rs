//! The subcommands, one file each.

mod attribute;
mod audit;
mod backup;
mod barriers;
mod check;
mod contract;
mod demo;
mod directory;
mod doctor;
mod eligible;
mod pay;
mod places;
mod policy;
mod restore;
mod rules;
mod sample;
mod savings;
mod screen;
mod serve;
mod user;
mod what_if;

use crate::failure::Failure;
use clap::{Parser, Subcommand};

/// Employment and skills partnerships: who may join what, why, and what is owed for it.
#[derive(Debug, Parser)]
#[command(
    name = "tapestry",
    version,
    about,
    after_help = "Exit code: 0 done, 1 the answer is no or there are faults, 2 bad usage.\n\
                  Try `tapestry demo` first: made-up people, nothing to set up."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show a worked example in the browser, with made-up people
    Demo(demo::Arguments),
    /// Serve the real thing
    Serve(serve::Arguments),
    /// Check policy text, and show every fault
    Check(check::Arguments),
    /// Say which programmes a person may join, and why
    Eligible(eligible::Arguments),
    /// Say the same for a whole table of people, and count what stops them
    Screen(screen::Arguments),
    /// Say which rules stop the people of an area, where, and of which group
    Barriers(barriers::Arguments),
    /// Say who would become eligible if one number of a programme were another, and at what cost
    WhatIf(what_if::Arguments),
    /// Work out what a contract owes for a table of starts and work
    Pay(pay::Arguments),
    /// Try a contract on people drawn by chance before it is let
    #[command(subcommand)]
    Contract(contract::Command),
    /// Say which stream of money pays which cost, and why
    Attribute(attribute::Arguments),
    /// Draw payments to be looked at, and extrapolate the mistakes found
    #[command(subcommand)]
    Sample(sample::Command),
    /// Work out what outcomes save, and what share of it a partnership earns
    Savings(savings::Arguments),
    /// Take in other directories of services, and give ours
    #[command(subcommand)]
    Directory(directory::Command),
    /// Look up the rules behind a reason code
    #[command(subcommand)]
    Rules(rules::Command),
    /// Bring in tables of places, look a postcode up, compare areas, apportion counts
    #[command(subcommand)]
    Places(places::Command),
    /// Publish policy text, and look into it as a whole
    #[command(subcommand)]
    Policy(policy::Command),
    /// Write a whole copy of the records while others work
    Backup(backup::Arguments),
    /// Tell whether the audit is as it was written
    #[command(subcommand)]
    Audit(audit::Command),
    /// Put a copy back where no records are yet
    Restore(restore::Arguments),
    /// Check that everything needed is there
    Doctor(doctor::Arguments),
    /// Look after who can sign in
    #[command(subcommand)]
    User(user::Command),
}

/// Runs a subcommand.
pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo(arguments) => wait(demo::run(arguments)),
        Command::Serve(arguments) => wait(serve::run(arguments)),
        Command::Check(arguments) => check::run(&arguments),
        Command::Eligible(arguments) => eligible::run(&arguments),
        Command::Barriers(arguments) => wait(barriers::run(arguments)),
        Command::WhatIf(arguments) => wait(what_if::run(arguments)),
        Command::Screen(arguments) => wait(screen::run(arguments)),
        Command::Pay(arguments) => pay::run(&arguments),
        Command::Contract(command) => contract::run(&command),
        Command::Attribute(arguments) => attribute::run(&arguments),
        Command::Sample(command) => sample::run(&command),
        Command::Savings(arguments) => savings::run(&arguments),
        Command::Directory(command) => wait(directory::run(command)),
        Command::Rules(command) => rules::run(&command),
        Command::Places(command) => wait(places::run(command)),
        Command::Policy(command) => wait(policy::run(command)),
        Command::Backup(arguments) => wait(backup::run(arguments)),
        Command::Audit(command) => wait(audit::run(command)),
        Command::Restore(arguments) => wait(restore::run(arguments)),
        Command::Doctor(arguments) => wait(doctor::run(arguments)),
        Command::User(command) => wait(user::run(command)),
    }
}

/// Runs a command that waits for the network or the database.
fn wait(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::because(format!("cannot start: {error}")))?;
    runtime.block_on(work)
}
