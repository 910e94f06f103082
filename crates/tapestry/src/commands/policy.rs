//! `tapestry policy`: look into the policy text as a whole.

mod ahead;

use crate::failure::Failure;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what begins, ends or changes in the coming months, and how many people it touches
    Ahead(ahead::Arguments),
}

pub(crate) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Ahead(arguments) => ahead::run(arguments).await,
    }
}
