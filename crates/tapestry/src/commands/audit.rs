//! `tapestry audit`: is the audit as it was written?

use crate::{arguments::DatabaseAddress, failure::Failure, output};
use anyhow::Context;
use clap::{Args, Subcommand};
use serde_json::json;
use service::{
    audit::{self, Head, Verified},
    db::Database,
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Hold every line of the audit and every look at a record against its seal
    Verify(Arguments),
}

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A seal noted down earlier, NUMBER:SEAL; the chain must still have it at that place
    #[arg(long, value_name = "NUMBER:SEAL", value_parser = noted)]
    expect: Option<Noted>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
}

/// A seal noted down.
#[derive(Debug, Clone)]
struct Noted(Head);

fn noted(text: &str) -> Result<Noted, String> {
    let wrong = || "a seal is noted down as NUMBER:SEAL, the seal in 64 hexadecimal digits".to_owned();
    let (number, seal) = text.split_once(':').ok_or_else(wrong)?;
    let sequence = number.parse().ok().filter(|number| *number > 0).ok_or_else(wrong)?;
    let is_seal = seal.len() == 64 && seal.chars().all(|c| c.is_ascii_hexdigit());
    if is_seal { Ok(Noted(Head { sequence, seal: seal.to_ascii_lowercase() })) } else { Err(wrong()) }
}

pub(crate) async fn run(command: Command) -> Result<(), Failure> {
    let Command::Verify(arguments) = command;
    let db = Database::open(&arguments.database.needed()?).await?;
    let mut found = audit::verify(&db).await.context("the audit cannot be read")?;
    if let Some(Noted(noted)) = &arguments.expect {
        let there = audit::seal_at(db.reader(), noted.sequence).await.context("the audit cannot be read")?;
        if there.as_ref() != Some(&noted.seal) {
            found.count += 1;
            found.faults.push(format!(
                "seal {} is not the one that was noted down: the chain was made anew, or is of other records",
                noted.sequence
            ));
        }
    }
    if arguments.json {
        let head = found.head.as_ref().map(|head| json!({ "sequence": head.sequence, "seal": head.seal }));
        let json = json!({ "head": head, "waiting": found.waiting, "faults": found.faults, "count": found.count });
        output::print_json(&json)?;
    } else {
        output::print(&in_words(&found))?;
    }
    if found.count == 0 { Ok(()) } else { Err(Failure::Said) }
}

fn in_words(found: &Verified) -> String {
    let mut text = String::new();
    for fault in &found.faults {
        text.push_str(&format!("{fault}\n"));
    }
    let more = found.count.saturating_sub(found.faults.len());
    if more > 0 {
        text.push_str(&format!("and {more} more\n"));
    }
    match &found.head {
        None => text.push_str("Nothing is sealed yet. `tapestry serve` seals lines as they are written.\n"),
        Some(head) if found.count == 0 => {
            text.push_str(&format!("{} lines are as they were written.\n", head.sequence));
        }
        Some(head) => text.push_str(&format!("{} lines were looked at; {} faults.\n", head.sequence, found.count)),
    }
    if found.waiting > 0 {
        text.push_str(&format!("{} lines are not sealed yet.\n", found.waiting));
    }
    if let Some(head) = &found.head {
        text.push_str(&format!("Note this down elsewhere, for --expect: {}:{}\n", head.sequence, head.seal));
    }
    text
}
