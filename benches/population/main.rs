//! A million people against 60 programmes, on the people and rules of the baselines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark stops at what goes wrong")]

mod one;
mod people;
mod rules;

use exchange::tables::{Columns, ParquetReader, ROWS_AT_ONCE, Reading, Rows, UnknownColumns};
use policy::{
    Gazetteer, Policy,
    population::{Detail, Plan, Population, Screening},
};
use serde_json::{Value, json};
use std::{
    fs::{self, File},
    path::Path,
    sync::Mutex,
    thread,
};
use tapestry_benches::measure::measure;

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
    from_file(&policy, &plan, data, runs, &expected);
    for (what, detail) in [("core", Detail::Verdicts), ("full", Detail::Barriers)] {
        for threads in [1, 2] {
            let (times, screening) = measure(runs, || screen(&plan, &population, detail, threads));
            let ok = as_expected(&screening, &expected, detail);
            times.line("J1", what, population.len(), ok, threads, json!({}));
        }
    }
}

/// From Parquet to verdicts and what stops whom: batches of rows, read and screened side by side.
fn from_file(policy: &Policy, plan: &Plan<'_>, data: &Path, runs: usize, expected: &Value) {
    let path = data.join("columns/people.parquet");
    for threads in [1, 2] {
        let (times, screening) = measure(runs, || read_and_screen(policy, plan, &path, threads));
        let ok = as_expected(&screening, expected, Detail::Barriers);
        times.line("J1", "parquet", usize::try_from(screening.people).unwrap(), ok, threads, json!({}));
    }
}

/// One thread reads a batch at a time; every thread screens what it took.
fn read_and_screen(policy: &Policy, plan: &Plan<'_>, path: &Path, threads: usize) -> Screening {
    let mut reader = ParquetReader::open(File::open(path).unwrap(), ROWS_AT_ONCE).unwrap();
    let names: Vec<String> = reader.names().to_vec();
    let columns = Columns::find(&policy.facts, names.iter().map(String::as_str), UnknownColumns::PassOver).unwrap();
    reader.choose(&policy.facts, &columns).unwrap();
    let (reader, places) = (Mutex::new(reader), Gazetteer::new());
    let reading =
        Reading { facts: &policy.facts, places: &places, columns: &columns, on: plan.on(), told_on: Some(plan.on()) };
    let nobody = || plan.screen(&Population::new(&policy.facts, 0), Detail::Barriers).into_counts();
    thread::scope(|scope| {
        let work = || {
            let mut counted = nobody();
            loop {
                let rows = reader.lock().unwrap().next_rows().unwrap();
                let Some(rows) = rows else { return counted };
                let people = reading.people(&Rows::Parquet(rows)).unwrap().population;
                counted.add_counts(&plan.screen(&people, Detail::Barriers));
            }
        };
        let parts: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut all = nobody();
        parts.into_iter().for_each(|part| all.add_counts(&part.join().unwrap()));
        all
    })
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
