//! A trial in words.

use kernel::{Pence, in_words as day_in_words};
use policy::Contract;
use rules::payment::{Drift, Mix, Trial, TrialGroup};
use std::fmt::Write;

pub(super) fn in_words(contract: &Contract, mix: &Mix, trial: &Trial) -> String {
    let people: u32 = mix.groups.iter().map(|group| group.starts).sum();
    let mut text = format!(
        "{}: {people} people who start from {}, drawn {} times.\n\n",
        contract.name,
        day_in_words(mix.from),
        trial.runs
    );
    // Writing to a String does not fail.
    for (spread, says) in [(&trial.paid, "the contract pays"), (&trial.margin, "the provider keeps")] {
        let (mean, low, high) = (spread.mean.to_string(), spread.low, spread.high);
        let _ = writeln!(text, "{mean:>16}  {says}; in nine runs of ten from {low} to {high}");
    }
    let _ = writeln!(text, "\n{:>8}  {:>12}  {:>12}  {:>12}  for each start", "starts", "paid", "costs", "leaves");
    for group in &trial.groups {
        let [paid, cost, margin] = [group.paid_per_start, group.cost_per_start, group.margin_per_start].map(pounds);
        let _ = writeln!(text, "{:>8}  {paid:>12}  {cost:>12}  {margin:>12}  {}", group.starts, group.says);
    }
    text.push('\n');
    for group in &trial.groups {
        let _ = writeln!(text, "{}: {}", group.says, drift(group));
        if let Some((outcome, wanted, reached)) = &group.target {
            let (wanted, reached) = (wanted * 100.0, reached * 100.0);
            let falls = if reached < wanted { "falls short of it" } else { "is met" };
            let _ = writeln!(
                text,
                "  the area wants {wanted:.0}% to reach {outcome}; {reached:.1}% do: the target {falls}"
            );
        }
        for (outcome, reason) in &group.unpaid {
            let _ = writeln!(text, "  nobody reaches {outcome}; for most it is so: {} ({})", reason.says, reason.code);
        }
        match group.level_price {
            Some(factor) if group.drift != Drift::Even => {
                let _ = writeln!(text, "  its outcome prices times {factor:.2} would leave what one of the mix leaves");
            }
            None => text.push_str("  nothing is paid for it, so no price of an outcome can level it\n"),
            Some(_) => {}
        }
    }
    text.push_str("\nWork, wages and costs are the assumptions of the mix; fees, tiers and caps are in the total and in no group.\n");
    text
}

fn drift(group: &TrialGroup) -> &'static str {
    match group.drift {
        Drift::Park => "each start loses money: a provider that seeks profit would leave them aside",
        Drift::Cream => "each start leaves more than the mix does: a provider that seeks profit would pick them",
        Drift::Even => "nothing draws a provider to or from them",
    }
}

/// Pence as pounds, rounded to the penny.
#[expect(clippy::cast_possible_truncation, reason = "a mean of pence per person")]
fn pounds(pence: f64) -> String {
    Pence(pence.round() as i64).to_string()
}
