//! `tapestry contract`: what a contract would do before it is let.

mod chart;
mod mix;
mod words;

use crate::{arguments::PolicyFolder, contract_source, failure::Failure, output};
use anyhow::{Context, anyhow};
use clap::{Args, Subcommand};
use rand::{RngExt, SeedableRng, rngs::ChaCha12Rng};
use rules::payment::trial;
use std::{io::Write, path::PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Draw people by chance, and say what it would pay for each group and which a provider would leave aside
    Try(Try),
}

#[derive(Debug, Args)]
pub(crate) struct Try {
    /// The contract: a TOML file as in areas/…/contracts, or the id of a contract of the policy text
    #[arg(value_name = "FILE|ID")]
    contract: String,
    /// The mix of people: a TOML file as docs/mixes/work-programme.toml
    #[arg(long, value_name = "FILE")]
    mix: PathBuf,
    /// Where chance begins: the same number gives the same answer
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write a picture of what each group leaves here, as SVG
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) fn run(command: &Command) -> Result<(), Failure> {
    let Command::Try(arguments) = command;
    let (ready, id) = contract_source::load(&arguments.contract, arguments.policy.policy.as_deref())?;
    let contract = ready.policy.contract(&id).ok_or_else(|| anyhow!("the contract `{id}` was not loaded"))?;
    let mix = mix::read(&arguments.mix, contract, &ready.policy.outcomes)?;
    let mut generator = ChaCha12Rng::seed_from_u64(arguments.seed);
    let mut chance = || generator.random::<f64>();
    let trial = trial(contract, &ready.policy.outcomes, &mix, &mut chance).context("the sums are too large")?;
    if let Some(path) = &arguments.chart {
        let mut beside = output::beside(path)?;
        beside.write_all(chart::svg(&trial).as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
        output::put_in_place(beside, path)?;
    }
    ready.say_which();
    if arguments.json {
        output::print_json(&serde_json::to_value(&trial).context("the answer cannot be written as JSON")?)
    } else {
        output::print(&words::in_words(contract, &mix, &trial))
    }
}
