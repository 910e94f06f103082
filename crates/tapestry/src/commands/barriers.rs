//! `tapestry barriers`: which rules stop people, where, and of which group?

use crate::{
    arguments::day,
    failure::Failure,
    output,
    whom::{Found, Whom},
};
use anyhow::Context;
use clap::Args;
use kernel::{Day, in_words};
use service::{
    account,
    evidence::{self, BarriersAnswer, BarriersQuestion},
};
use statistics::{Barrier, Told};
use std::fmt::Write;

/// Rules that are printed; the others are counted.
const RULES: usize = 25;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    whom: Whom,
    /// The programme's id [default: every one that takes new people there]
    #[arg(long)]
    programme: Option<String>,
    /// The day of the rules [default: today; for people of a database, the day of the count. Of a database only a few days can be asked about]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Option<Day>,
    /// The rule to count by ward and group, by its reason code [default: the one that alone stops most]
    #[arg(long, value_name = "CODE")]
    rule: Option<String>,
    /// What to count by besides wards, with commas between: age, priority-group, or facts
    #[arg(long, value_name = "FACT,FACT", value_delimiter = ',')]
    by: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let (found, on) = arguments.whom.find(arguments.on).await?;
    let question = BarriersQuestion { programme: arguments.programme, on, rule: arguments.rule, by: arguments.by };
    let answer = match found {
        Found::Register(app) => evidence::barriers_of(&app, Some(account::OPERATOR), &arguments.whom.area, question)
            .await
            .map_err(anyhow::Error::from)?,
        Found::File(people) => evidence::barriers_among(people.among()?, &question),
    };
    let answer = answer.map_err(|error| Failure::Usage(error.to_string()))?;
    if arguments.json {
        output::print_json(&serde_json::to_value(&answer).context("the answer cannot be written as JSON")?)
    } else {
        output::print(&words(&answer))
    }
}

fn words(answer: &BarriersAnswer) -> String {
    let mut text = format!("{}, rules of {}, {} people\n", answer.area_name, in_words(answer.on), answer.people);
    // Writing to a String does not fail.
    let _ = writeln!(text, "\n{:>13}  {:>11}", "it alone", "do not");
    let _ = writeln!(text, "{:>13}  {:>11}  rule", "stops", "meet it");
    for rule in answer.rules.iter().take(RULES) {
        let _ = writeln!(text, "{:>13}  {:>11}  {} [{}]", rule.alone, rule.fails, rule.says, rule.code);
    }
    if answer.rules.len() > RULES {
        let _ = writeln!(text, "and {} more rules", answer.rules.len() - RULES);
    }
    if let Some(rule) = &answer.broken_down {
        broken_down(&mut text, rule);
    }
    if let Some(refusals) = &answer.refusals {
        let _ = writeln!(text, "\nPeople whose referral was refused in the year before: {}", refusals.people);
        for reason in &refusals.reasons {
            let _ = writeln!(text, "{:>13}  {:>11}  {}", reason.alone, reason.stopped, reason.code);
        }
    }
    let _ = writeln!(text, "\n{}\nPolicy text {}", answer.how_told, answer.policy);
    text
}

fn broken_down(text: &mut String, rule: &Barrier<Told>) {
    let _ = writeln!(text, "\nWhom this rule stops: {} ({})", rule.says, rule.programme_name);
    for by in &rule.by {
        let _ = writeln!(text, "\n{:>13}  {:>11}  {:>8}  {}", "alone", "do not meet", "people", by.says);
        for part in &by.parts {
            let counts = &part.counts;
            let _ = writeln!(text, "{:>13}  {:>11}  {:>8}  {}", counts.alone, counts.fails, counts.people, part.says);
        }
    }
}
