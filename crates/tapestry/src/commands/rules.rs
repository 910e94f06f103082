//! `tapestry rules`: what is behind a reason code?

mod write;

use crate::{
    arguments::PolicyFolder,
    failure::Failure,
    output, policy_source,
    rule_book::{self, Entry},
};
use clap::{Args, Subcommand};
use serde_json::json;
use std::fmt::Write;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List every reason code with its words
    List(List),
    /// Show one reason code: its words, its text, its file and its source
    Show(Show),
    /// Write every programme's rules in words, as Markdown files with an index
    Write(write::Arguments),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only codes that begin like this, such as spine/programmes/restart
    start: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    policy: PolicyFolder,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The reason code, such as spine/programmes/restart#long-enough or rules/payment/claim_window
    code: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::List(arguments) => list(arguments),
        Command::Show(arguments) => show(arguments),
        Command::Write(arguments) => write::run(arguments),
    }
}

fn list(arguments: &List) -> Result<(), Failure> {
    let ready = policy_source::load(arguments.policy.policy.as_deref())?;
    let start = arguments.start.as_deref().unwrap_or_default();
    let found: Vec<Entry> =
        rule_book::entries(&ready).into_iter().filter(|entry| entry.code.starts_with(start)).collect();
    if found.is_empty() {
        return Err(Failure::because(format!("no reason code begins with `{start}`")));
    }
    ready.say_which();
    if arguments.json {
        return output::print_json(&found.iter().map(as_json).collect());
    }
    let mut text = String::new();
    for entry in &found {
        // Writing to a String does not fail.
        let _ = writeln!(text, "{}\n    {}", entry.code, entry.says);
        if !entry.source.is_empty() {
            let _ = writeln!(text, "    Source: {}", entry.source);
        }
    }
    output::print(&text)
}

fn show(arguments: &Show) -> Result<(), Failure> {
    let ready = policy_source::load(arguments.policy.policy.as_deref())?;
    let entries = rule_book::entries(&ready);
    let Some(entry) = entries.iter().find(|entry| entry.code == arguments.code) else {
        return Err(unknown(&arguments.code, &entries));
    };
    ready.say_which();
    if arguments.json {
        return output::print_json(&as_json(entry));
    }
    let mut text = format!("{}\n\n{}\n", entry.code, entry.says);
    if !entry.text.is_empty() && entry.text != entry.says {
        let _ = write!(text, "\n{}\n", indented(&entry.text));
    }
    let line = line_of(&ready, entry).map(|line| format!(":{line}")).unwrap_or_default();
    let _ = writeln!(text, "\nFile: {}{line}", entry.file);
    if !entry.source.is_empty() {
        let _ = writeln!(text, "Source: {}", entry.source);
    }
    output::print(&text)
}

fn unknown(code: &str, entries: &[Entry]) -> Failure {
    let path = code.split('#').next().unwrap_or_default();
    let near: Vec<&str> = entries
        .iter()
        .map(|entry| entry.code.as_str())
        .filter(|known| !path.is_empty() && (known.starts_with(path) || known.contains(path)))
        .take(8)
        .collect();
    let help = if near.is_empty() {
        "`tapestry rules list` lists them all".to_owned()
    } else {
        format!("did you mean one of: {}", near.join(", "))
    };
    Failure::because(format!("there is no reason code `{code}`; {help}"))
}

fn as_json(entry: &Entry) -> serde_json::Value {
    json!({"code": entry.code, "says": entry.says, "source": entry.source, "file": entry.file, "text": entry.text})
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

/// The line of policy text on which the criterion begins.
fn line_of(ready: &policy_source::Ready, entry: &Entry) -> Option<usize> {
    let (_, id) = entry.code.split_once('#')?;
    let text = ready.source.file(&entry.file)?;
    let wanted = [format!("id = \"{id}\""), format!("@id(\"{id}\")")];
    text.lines().position(|line| wanted.iter().any(|wanted| line.trim() == wanted)).map(|line| line + 1)
}
