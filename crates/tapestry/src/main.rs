//! The `tapestry` command: the arguments, and a file for each subcommand.
//!
//! Exit code 0 when it is done, 1 when the answer is "no" or there are faults, 2 for bad usage.
//! What was asked for goes to standard output; everything else to standard error.

mod arguments;
mod commands;
mod contract_source;
mod edge;
mod failure;
mod input;
mod listening;
mod output;
mod people_table;
mod policy_source;
mod post;
mod rule_book;
mod settings_file;
mod upkeep;
mod web;
mod whom;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = commands::Cli::parse().command;
    match commands::run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}
