//! `tapestry policy`: publish policy text, and look into it as a whole.

mod ahead;
mod diff;
mod history;
mod publish;
mod recompute;
mod show;

use crate::{failure::Failure, output};
use clap::Subcommand;
use service::ActionError;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Publish a text: new decisions are made under it, on every node, without a restart
    Publish(publish::Arguments),
    /// List what was published, by whom and why
    History(history::Arguments),
    /// Work stored decisions out again, each under the version that it was made under
    Recompute(recompute::Arguments),
    /// List the files of a version, or print one of them
    Show(show::Show),
    /// Write the files of a version into a new folder
    Export(show::Export),
    /// Say how the rules of two areas, two days or two texts differ
    Diff(diff::Arguments),
    /// Say what begins, ends or changes in the coming months, and how many people it touches
    Ahead(ahead::Arguments),
}

pub(crate) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Publish(arguments) => publish::run(arguments).await,
        Command::History(arguments) => history::run(arguments).await,
        Command::Recompute(arguments) => recompute::run(arguments).await,
        Command::Show(arguments) => show::show(arguments).await,
        Command::Export(arguments) => show::export(arguments).await,
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Ahead(arguments) => ahead::run(arguments).await,
    }
}

/// A refusal in words, with its code.
fn said(error: ActionError) -> Failure {
    match error {
        ActionError::Refused { code, says } => Failure::because(format!("{says} [{code}]")),
        ActionError::NotAllowed(codes) => Failure::because(format!(
            "this account may not publish policy text: its role has not the power to [{}]. `tapestry user add \
             --role analyst` makes an account that has",
            codes.join(", ")
        )),
        ActionError::Lost => Failure::because(
            "somebody else published meanwhile. Nothing of yours was published: look at `tapestry policy history`, \
             then publish again what is still right",
        ),
        other => Failure::Fault(anyhow::Error::new(other)),
    }
}

/// Some lines under a heading on standard error.
fn list(heading: &str, lines: &[String]) {
    if !lines.is_empty() {
        output::note(&format!("{heading}:"));
    }
    for line in lines {
        output::note(&format!("  - {line}"));
    }
}
