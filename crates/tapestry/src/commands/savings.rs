//! `tapestry savings`: what do outcomes save, and what share of it does a partnership earn, from case to case?

mod saving;

use crate::{failure::Failure, input, output};
use anyhow::Context;
use clap::Args;
use kernel::Pence;
use serde::Deserialize;
use serde_json::json;
use statistics::{SavingsCase, SavingsShare};
use std::{collections::BTreeMap, path::PathBuf};

/// The most that any number of a file may be.
const MOST: f64 = 1e15;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The cases: a TOML file as in docs/savings
    file: PathBuf,
    /// A workbook of unit costs in the layout of the Greater Manchester Unit Cost Database, for a file with `unit_cost`
    #[arg(long, value_name = "WORKBOOK.xlsx")]
    unit_costs: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A file of cases: what is the same for all, and each case by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    name: String,
    source: String,
    outcomes: f64,
    cost_pence: f64,
    saving_pence_year: Option<f64>,
    unit_cost: Option<String>,
    prices: Option<Prices>,
    discount_percent: f64,
    #[serde(default)]
    share_percent: f64,
    #[serde(default)]
    baseline_pence: f64,
    case: Vec<GivenCase>,
}

/// In which year's prices the unit cost is told: deflators by year, as the workbook writes years.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Prices {
    year: String,
    deflator: BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenCase {
    name: String,
    deadweight_percent: f64,
    months: f64,
}

/// A case worked out.
struct Worked<'a> {
    name: &'a str,
    case: SavingsCase,
    earned_pence: f64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let name = arguments.file.display();
    let text = input::text(&arguments.file)?;
    let given: Given = toml::from_str(&text).with_context(|| format!("{name} is not a file of cases"))?;
    let saving = match saving::of(&given, arguments.unit_costs.as_deref()) {
        Ok(saving) => saving,
        Err(wrong) => {
            output::note(&format!("{name}: nothing was worked out: {wrong}"));
            return Err(Failure::Said);
        }
    };
    let faults = faults(&given, saving.pence_year);
    if !faults.is_empty() {
        output::note(&format!("{name}: nothing was worked out, because of these faults:\n{}", faults.join("\n")));
        return Err(Failure::Said);
    }
    let worked: Vec<Worked<'_>> = given.case.iter().map(|case| work_out(&given, case, saving.pence_year)).collect();
    if arguments.json {
        let cases: Vec<_> = worked.iter().map(as_json).collect();
        let json = json!({
            "name": given.name,
            "source": given.source,
            "saving_pence_year": saving.pence_year,
            "saving_from": saving.says,
            "cases": cases,
        });
        output::print_json(&json)
    } else {
        let from = saving.says.map(|says| format!("{says}\n\n")).unwrap_or_default();
        output::print(&format!("{from}{}", in_words(&given, &worked)))
    }
}

/// Everything that is wrong with the numbers.
fn faults(given: &Given, saving_pence_year: f64) -> Vec<String> {
    let mut faults = Vec::new();
    let mut between = |what: String, number: f64, least: f64, most: f64| {
        if !(least..=most).contains(&number) {
            faults.push(format!("`{what}` is {number}; it must be from {least} to {most}"));
        }
    };
    // An outcome may cost the public purse more than it saves: a subsidy that is paid for longer than the job lasts.
    between("saving_pence_year".to_owned(), saving_pence_year, -MOST, MOST);
    let mut within = |what: String, number: f64, most: f64| between(what, number, 0.0, most);
    within("outcomes".to_owned(), given.outcomes, MOST);
    within("cost_pence".to_owned(), given.cost_pence, MOST);
    within("discount_percent".to_owned(), given.discount_percent, 100.0);
    within("share_percent".to_owned(), given.share_percent, 100.0);
    within("baseline_pence".to_owned(), given.baseline_pence, MOST);
    for case in &given.case {
        within(format!("deadweight_percent of {}", case.name), case.deadweight_percent, 100.0);
        within(format!("months of {}", case.name), case.months, 1_200.0);
    }
    if given.case.is_empty() {
        faults.push("there is no [[case]]".to_owned());
    }
    faults
}

fn work_out<'a>(given: &Given, case: &'a GivenCase, saving_pence_year: f64) -> Worked<'a> {
    let worked = SavingsCase {
        outcomes: given.outcomes,
        deadweight: case.deadweight_percent / 100.0,
        saving_pence_year,
        months: case.months,
        cost_pence: given.cost_pence,
        discount: given.discount_percent / 100.0,
    };
    let terms = SavingsShare { share: given.share_percent / 100.0, baseline_pence: given.baseline_pence };
    Worked { name: &case.name, earned_pence: worked.earned_pence(&terms), case: worked }
}

fn as_json(worked: &Worked<'_>) -> serde_json::Value {
    let case = &worked.case;
    json!({
        "case": worked.name,
        "additional": case.additional(),
        "saved_pence": case.saved_pence(),
        "net_pence": case.net_pence(),
        "saved_for_each_pound": case.saved_for_each_pound(),
        "break_even_additionality": case.break_even_additionality(),
        "earned_pence": worked.earned_pence,
    })
}

/// A row of the table: its title, and what it says of a case.
type Row<'a> = (&'a str, &'a dyn Fn(&Worked<'_>) -> String);

/// A table for people, a column for each case.
fn in_words(given: &Given, worked: &[Worked<'_>]) -> String {
    let rows: [Row<'_>; 6] = [
        ("additional outcomes", &|one| format!("{:.0}", one.case.additional())),
        ("saved", &|one| pounds(one.case.saved_pence())),
        ("net of cost", &|one| pounds(one.case.net_pence())),
        ("saved for each £1", &|one| {
            one.case.saved_for_each_pound().map_or("-".to_owned(), |each| format!("£{each:.2}"))
        }),
        ("must be additional", &|one| {
            one.case.break_even_additionality().map_or("-".to_owned(), |part| match part {
                part if part > 1.0 => "cannot be reached".to_owned(),
                part => format!("{:.1}%", part * 100.0),
            })
        }),
        ("earned by the partnership", &|one| pounds(one.earned_pence)),
    ];
    let mut text = format!("{} ({})\n\n{:<26}", given.name, given.source, "");
    for one in worked {
        text.push_str(&format!("{:>20}", one.name));
    }
    text.push('\n');
    for (title, said) in rows {
        text.push_str(&format!("{title:<26}"));
        for one in worked {
            text.push_str(&format!("{:>20}", said(one)));
        }
        text.push('\n');
    }
    text
}

/// Whole pounds, rounded to the nearest penny first.
#[expect(clippy::cast_possible_truncation, reason = "the numbers of a file are bounded, and with them their products")]
fn pounds(pence: f64) -> String {
    Pence(pence.round() as i64).to_string()
}
