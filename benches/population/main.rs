//! A million people against 60 programmes, on the people and rules of the baselines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark stops at what goes wrong")]

mod measure;
mod one;
mod people;
mod rules;

use measure::measure;
use policy::population::{Detail, Plan, Population, Screening};
use serde_json::{Value, json};
use std::{fs, path::Path, thread};

fn main() {
    let Some(data) = std::env::var_os("PERF_DATA") else {
        println!("PERF_DATA is not set: no people to screen (see benches/compare)");
        return;
    };
    let data = Path::new(&data);
    let runs = std::env::var("REPS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(9);
    let expected: Value = serde_json::from_str(&fs::read_to_string(data.join("j1_expected.json")).unwrap()).unwrap();
    let policy = rules::policy(data);
    let area = policy.areas.values().next().unwrap();
    let plan = Plan::new(&policy, area, "2024-06-03".parse().unwrap());
    if wanted("one") {
        one::explained(&policy, area, data, runs, &expected);
    }
    if !wanted("many") {
        return;
    }
    let population = people::population(&policy, data);
    for (what, detail) in [("core", Detail::Verdicts), ("full", Detail::Barriers)] {
        for threads in [1, 2] {
            let (times, screening) = measure(runs, || screen(&plan, &population, detail, threads));
            let ok = as_expected(&screening, &expected, detail);
            times.line("J1", what, population.len(), ok, threads, json!({}));
        }
    }
}

/// Whether a job is asked for; all are when none is named.
fn wanted(job: &str) -> bool {
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    named.is_empty() || named.iter().any(|named| named == job)
}

/// Screens rows side by side on so many threads.
fn screen(plan: &Plan<'_>, population: &Population, detail: Detail, threads: usize) -> Screening {
    if threads == 1 {
        return plan.screen(population, detail);
    }
    let share = population.len().div_ceil(threads).next_multiple_of(64);
    thread::scope(|scope| {
        let part = |at: usize| scope.spawn(move || plan.screen_rows(population, at * share..(at + 1) * share, detail));
        let parts: Vec<_> = (0..threads).map(part).collect();
        let mut parts = parts.into_iter().map(|part| part.join().unwrap());
        let mut all = parts.next().unwrap();
        parts.for_each(|part| all.append(&part));
        all
    })
}

/// Whether every count is that of the baselines: not eligible, eligible, undetermined for each rule; fails and
/// alone for each criterion.
fn as_expected(screening: &Screening, expected: &Value, detail: Detail) -> bool {
    screening.programmes.iter().enumerate().all(|(at, programme)| {
        let counts = &programme.counts;
        let barriers: Vec<[u64; 2]> = programme.barriers.iter().map(|barrier| [barrier.fails, barrier.alone]).collect();
        json!([counts.not_eligible, counts.eligible, counts.undetermined]) == expected["counts"][at]
            && (detail == Detail::Verdicts || json!(barriers) == expected["blocked"][at])
    })
}
