//! `tapestry policy diff`: how do the rules of two areas, two days or two texts differ?

use crate::{
    arguments::{PolicyFolder, day},
    edge,
    failure::Failure,
    output,
    policy_source::{self, Ready},
};
use anyhow::Context;
use clap::Args;
use kernel::{Day, in_words};
use policy::{
    Area,
    differences::{Difference, Differences, Only, ProgrammeDifferences, Reading, Side, View, differences},
};
use std::{fmt::Write, path::PathBuf};

/// What stands for the spine alone, in the place of an area.
const SPINE: &str = "spine";

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    tapestry policy diff newcastle east-birmingham-north-solihull\n  \
    tapestry policy diff spine newcastle --on 2026-05-01\n  \
    tapestry policy diff newcastle --from 2021-12-31 --to 2022-01-01\n  \
    tapestry policy diff newcastle --policy old-text --against new-text")]
pub(crate) struct Arguments {
    /// The area's id, such as newcastle; `spine` for what holds everywhere
    area: String,
    /// The area to compare it with [default: the same]
    other: Option<String>,
    /// The day for both [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, conflicts_with_all = ["from", "to"])]
    on: Option<Day>,
    /// The day of the first side [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<Day>,
    /// The day of the second side [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    to: Option<Day>,
    /// Folder with the text of the second side [default: that of the first]
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (other, days) = (&arguments.other, arguments.from.is_some() || arguments.to.is_some());
    if other.is_none() && !days && arguments.against.is_none() {
        return Err(Failure::Usage(
            "say what to compare it with: another area, two days (--from and --to), or another text (--against)"
                .to_owned(),
        ));
    }
    let ours = policy_source::load(arguments.policy.policy.as_deref())?;
    let both = arguments.on.unwrap_or_else(|| edge::today(ours.policy.zone(&arguments.area)));
    let theirs = arguments.against.as_deref().map(|folder| policy_source::load(Some(folder))).transpose()?;
    let left = view(&ours, &arguments.area, arguments.from.unwrap_or(both))?;
    let other = other.as_ref().unwrap_or(&arguments.area);
    let right = view(theirs.as_ref().unwrap_or(&ours), other, arguments.to.unwrap_or(both))?;
    let found = differences(&left, &right);
    ours.say_which();
    if let Some(theirs) = &theirs {
        theirs.say_which();
    }
    if arguments.json {
        let json = serde_json::to_value(&found).context("the differences cannot be written as JSON")?;
        output::print_json(&json)
    } else {
        output::print(&said(&found))
    }
}

fn view<'a>(ready: &'a Ready, id: &str, on: Day) -> Result<View<'a>, Failure> {
    let area: Option<&Area> = match (id, ready.policy.area(id)) {
        (SPINE, _) => None,
        (_, Some(area)) => Some(area),
        (_, None) => {
            let known: Vec<&str> = ready.policy.areas.keys().map(String::as_str).collect();
            let message = format!("there is no area `{id}`; there are: {SPINE}, {}", known.join(", "));
            return Err(Failure::Usage(message));
        }
    };
    Ok(View { policy: &ready.policy, area, on })
}

fn said(found: &Differences) -> String {
    let (left, right) = (name(&found.left, &found.right), name(&found.right, &found.left));
    let mut text = format!("{left} and {right}\n");
    let says = Words { left: &left, right: &right };
    for difference in &found.areas {
        says.difference(&mut text, "\n", difference);
    }
    for programme in &found.programmes {
        says.programme(&mut text, programme);
    }
    if !found.standards.is_empty() {
        text.push_str("\nService standards\n");
    }
    for difference in &found.standards {
        says.difference(&mut text, "  ", difference);
    }
    // Writing to a String does not fail.
    let _ = match (found.programmes.len(), found.same) {
        (0, same) => writeln!(text, "\nNo programme differs; {same} are the same."),
        (_, 1) => writeln!(text, "\n1 other programme is the same."),
        (_, same) => writeln!(text, "\n{same} other programmes are the same."),
    };
    text
}

/// What a side is called: its area; and its day and the start of its version where those differ.
fn name(side: &Side, other: &Side) -> String {
    let day = if side.on == other.on { String::new() } else { format!(" on {}", in_words(side.on)) };
    let version: String = side.policy.chars().take(12).collect();
    let text = if side.policy == other.policy { String::new() } else { format!(", text {version}") };
    format!("{}{day}{text}", side.name)
}

/// What the two sides are called.
struct Words<'a> {
    left: &'a str,
    right: &'a str,
}

impl Words<'_> {
    fn programme(&self, text: &mut String, programme: &ProgrammeDifferences) {
        let only = match programme.only {
            None => String::new(),
            Some(Only::Left) => format!(": only in {}", self.left),
            Some(Only::Right) => format!(": only in {}", self.right),
        };
        let _ = writeln!(text, "\n{} [{}]{only}", programme.name, programme.id);
        if programme.only.is_some() {
            let _ = writeln!(text, "  {}", programme.says);
        }
        for difference in &programme.differences {
            match programme.only {
                None => self.difference(text, "  ", difference),
                Some(Only::Left) => only_here(text, difference, &difference.left),
                Some(Only::Right) => only_here(text, difference, &difference.right),
            }
        }
    }

    fn difference(&self, text: &mut String, indent: &str, difference: &Difference) {
        let _ = writeln!(text, "{indent}{}", difference.what);
        let indent = indent.trim_start_matches('\n');
        for (side, reading) in [(self.left, &difference.left), (self.right, &difference.right)] {
            let _ = writeln!(text, "{indent}  {side}: {}", in_full(reading));
        }
    }
}

fn only_here(text: &mut String, difference: &Difference, reading: &Reading) {
    let _ = writeln!(text, "  {}: {}", difference.what, in_full(reading));
}

/// The words, with where they are written and whether they are an example.
fn in_full(reading: &Reading) -> String {
    let Some(says) = &reading.says else { return "nothing".to_owned() };
    let code = reading.code.as_ref().map(|code| format!(" [{code}]")).unwrap_or_default();
    let example = if reading.example { " (example)" } else { "" };
    let pays = reading.pays.as_ref().map(|pays| format!("; paid by {pays}")).unwrap_or_default();
    format!("{says}{pays}{example}{code}")
}
