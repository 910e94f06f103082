//! `tapestry what-if`: if one number of a programme were another, who would become eligible, and at what cost?

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
    evidence::{self, WhatIfAnswer, WhatIfQuestion},
};
use std::fmt::Write;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    whom: Whom,
    /// The programme's id, such as restart
    #[arg(long)]
    programme: String,
    /// The number and what it would be, such as months_on_benefit=6
    #[arg(long, value_name = "NUMBER=VALUE", value_parser = change)]
    set: (String, i64),
    /// The day from which it would be so; the other rules are those of this day [default: today; for people of a database, the day of the count. Of a database only a few days can be asked about]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<Day>,
    /// What to count by besides wards, with commas between: age, priority-group, or facts
    #[arg(long, value_name = "FACT,FACT", value_delimiter = ',')]
    by: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A number with the value it would have.
fn change(text: &str) -> Result<(String, i64), String> {
    let (parameter, value) = text.split_once('=').ok_or("write the number, `=` and its value: months_on_benefit=6")?;
    let value = value.trim().parse().map_err(|_| format!("`{value}` is not a whole number, such as 6"))?;
    Ok((parameter.trim().to_owned(), value))
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let (found, on) = arguments.whom.find(arguments.from).await?;
    let (parameter, value) = arguments.set;
    let question = WhatIfQuestion { programme: arguments.programme, parameter, value, from: on, by: arguments.by };
    let answer = match found {
        Found::Register(app) => evidence::what_if_of(&app, Some(account::OPERATOR), &arguments.whom.area, question)
            .await
            .map_err(anyhow::Error::from)?,
        Found::File(people) => evidence::what_if_among(people.among()?, &question),
    };
    let answer = answer.map_err(|error| Failure::Usage(error.to_string()))?;
    if arguments.json {
        output::print_json(&serde_json::to_value(&answer).context("the answer cannot be written as JSON")?)
    } else {
        output::print(&words(&answer))
    }
}

fn words(answer: &WhatIfAnswer) -> String {
    let all = &answer.change.all;
    let mut text = format!(
        "{}: {} from {}: {} and not {} {}\n\n",
        answer.area_name,
        answer.programme_name,
        in_words(answer.from),
        answer.would_be,
        answer.is,
        answer.unit
    );
    // Writing to a String does not fail.
    for (says, count) in [
        ("people", all.people),
        ("eligible now", all.eligible_before),
        ("eligible with the change", all.eligible_after),
        ("become eligible", all.newly_eligible),
        ("are not eligible any more", all.no_longer_eligible),
        ("were not eligible, and now it depends on answers not yet given", all.newly_open),
    ] {
        let _ = writeln!(text, "{count:>11}  {says}");
    }
    costs(&mut text, answer);
    for found in &answer.change.moves {
        let _ = writeln!(text, "{:>11}  of those who become eligible are on {}", found.on_it, found.name);
        let _ = writeln!(text, "{:>11}  of them are eligible for {} too", found.eligible, found.name);
    }
    for by in &answer.change.by {
        let _ = writeln!(text, "\n{:>11}  {:>11}  {:>8}  {}", "newly", "no longer", "people", by.says);
        for part in &by.parts {
            let (counts, says) = (&part.counts, &part.says);
            let (newly, gone) = (counts.newly_eligible, counts.no_longer_eligible);
            let _ = writeln!(text, "{newly:>11}  {gone:>11}  {:>8}  {says}", counts.people);
        }
    }
    let _ = writeln!(text, "\n{}\nPolicy text {}", answer.how_told, answer.policy);
    text
}

fn costs(text: &mut String, answer: &WhatIfAnswer) {
    let _ = match &answer.cost {
        None => writeln!(text, "  not known  what one costs: no contract with a price is in force here on the day"),
        Some(cost) => {
            let made_up = if cost.per_head.example { " (made-up example prices)" } else { "" };
            let (least, most) = (cost.per_head.least, cost.per_head.most);
            let written =
                writeln!(text, "{least:>11}  to {most} for each, from the start alone to everything{made_up}");
            match (cost.least, cost.most) {
                (Some(least), Some(most)) => writeln!(text, "{least:>11}  to {most} if all of them joined"),
                _ => written,
            }
        }
    };
}
