//! `tapestry sample`: payments drawn by chance to be looked at, and what the mistakes found come to over all of them.

use crate::{failure::Failure, input, output};
use anyhow::Context;
use clap::{Args, Subcommand};
use kernel::Pence;
use serde::{Deserialize, Serialize};
use serde_json::json;
use statistics::{Extrapolation, SampledPayment, extrapolate};
use std::{
    io::Write,
    path::{Path, PathBuf},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Draw payments by chance, each as likely as any other
    Draw(Draw),
    /// Say what the mistakes of a sample come to over all payments
    Extrapolate(Extrapolate),
}

#[derive(Debug, Args)]
pub(crate) struct Draw {
    /// Every payment: a CSV file with the columns claim and paid_pence
    #[arg(long, value_name = "FILE.csv")]
    payments: PathBuf,
    /// How many to look at
    #[arg(long)]
    size: usize,
    /// Where chance begins: the same number draws the same payments
    #[arg(long)]
    seed: u64,
    /// Where to write them, with an empty column owed_pence to fill in
    #[arg(long, value_name = "FILE.csv")]
    out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Extrapolate {
    /// Every payment: the file that the sample was drawn from
    #[arg(long, value_name = "FILE.csv")]
    payments: PathBuf,
    /// The sample, with owed_pence filled in
    #[arg(long, value_name = "FILE.csv")]
    sample: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Deserialize)]
struct Payment {
    claim: String,
    paid_pence: i64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Sampled {
    claim: String,
    paid_pence: i64,
    owed_pence: Option<i64>,
}

pub(crate) fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Draw(arguments) => draw(arguments),
        Command::Extrapolate(arguments) => told(arguments),
    }
}

fn draw(arguments: &Draw) -> Result<(), Failure> {
    let payments = payments(&arguments.payments)?;
    if arguments.size == 0 || arguments.size > payments.len() {
        return Err(Failure::Usage(format!("--size must be from 1 to {}, the number of payments", payments.len())));
    }
    let drawn = service::claim::draw(payments.len(), arguments.size, arguments.seed);
    let cannot = || format!("cannot write {}", arguments.out.display());
    let mut table = csv::Writer::from_writer(Vec::new());
    for payment in drawn.into_iter().filter_map(|at| payments.get(at)) {
        let sampled = Sampled { claim: payment.claim.clone(), paid_pence: payment.paid_pence, owed_pence: None };
        table.serialize(sampled).with_context(cannot)?;
    }
    let mut beside = output::beside(&arguments.out)?;
    beside.write_all(&table.into_inner().with_context(cannot)?).with_context(cannot)?;
    output::put_in_place(beside, &arguments.out)?;
    output::note(&format!(
        "{} of {} payments drawn, from seed {}. Write into owed_pence what each was owed, then `tapestry sample extrapolate`.",
        arguments.size,
        payments.len(),
        arguments.seed
    ));
    Ok(())
}

fn payments(path: &Path) -> Result<Vec<Payment>, Failure> {
    let all: Vec<Payment> = rows(path)?;
    match all.iter().zip(2..).find(|(payment, _)| payment.paid_pence <= 0) {
        Some((_, line)) => {
            Err(Failure::because(format!("{}: line {line}: paid_pence must be above zero", path.display())))
        }
        None => Ok(all),
    }
}

fn rows<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    let table = input::bytes(path, input::TABLE_BYTES)?;
    let rows: Result<Vec<T>, csv::Error> = csv::Reader::from_reader(table.as_slice()).deserialize().collect();
    Ok(rows.with_context(|| format!("cannot read {}", path.display()))?)
}

fn told(arguments: &Extrapolate) -> Result<(), Failure> {
    let payments = payments(&arguments.payments)?;
    let sample: Vec<Sampled> = rows(&arguments.sample)?;
    let name = arguments.sample.display();
    let mut looked_at = Vec::new();
    for (sampled, line) in sample.iter().zip(2..) {
        let known = payments.iter().find(|payment| payment.claim == sampled.claim);
        if known.is_none_or(|payment| payment.paid_pence != sampled.paid_pence) {
            return Err(Failure::because(format!(
                "{name}: line {line}: this is none of the payments, or of another amount"
            )));
        }
        let owed = sampled.owed_pence.filter(|owed| *owed >= 0);
        let Some(owed) = owed else {
            return Err(Failure::because(format!(
                "{name}: line {line}: owed_pence is not filled in; 0 if nothing was owed"
            )));
        };
        looked_at.push(SampledPayment { paid: sampled.paid_pence, owed });
    }
    let total =
        Pence::total(payments.iter().map(|payment| Pence(payment.paid_pence))).context("the payments are too large")?;
    let found = extrapolate(payments.len(), total.0, &looked_at)
        .ok_or_else(|| Failure::because(format!("{name}: there is nothing to extrapolate from")))?;
    if arguments.json {
        return output::print_json(&json!({
            "payments": payments.len(), "paid_pence": total, "sampled": found.sampled, "wrong": found.wrong,
            "overpaid_rate": found.rate, "overpaid_pence": found.overpaid.round(), "low_pence": found.low.round(),
            "high_pence": found.high.round(), "confidence": 0.95,
        }));
    }
    output::print(&in_words(payments.len(), total, &found))
}

#[expect(clippy::cast_possible_truncation, reason = "an estimate below all that was paid")]
fn in_words(count: usize, total: Pence, found: &Extrapolation) -> String {
    let pounds = |pence: f64| Pence(pence.round() as i64).to_string();
    let mut text = format!(
        "{} of {count} payments were looked at; {} were wrong. Overpaid in the sample: {:.2}% of what was paid.\n\
         Over all {total}: about {} overpaid. In nineteen samples of twenty the range holds the truth: from {} to {}.\n\
         Method: ratio estimator, payments drawn by chance without one drawn twice, one stratum.\n",
        found.sampled,
        found.wrong,
        found.rate * 100.0,
        pounds(found.overpaid),
        pounds(found.low),
        pounds(found.high)
    );
    if found.is_thin() {
        text.push_str(
            "The sample is small or has hardly a mistake: the range is narrower than what is really known.\n",
        );
    }
    text
}
