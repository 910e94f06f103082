//! A payment run over a million participants, on the starts and work of the baselines.
#![expect(clippy::unwrap_used, reason = "a benchmark stops at what goes wrong")]

use exchange::tables::{
    Columns, Ids, ParquetReader, ROWS_AT_ONCE, Reading, Rows, UnknownColumns, columns_of_starts, columns_of_work,
};
use kernel::{Day, Pence};
use policy::{FactBook, Gazetteer, Policy, PolicyText, load, population::Population};
use rules::payment::run::{PaymentRun, RunLine, StartGroup, Starts, Work};
use serde_json::{Value, json};
use std::{
    fmt::Write,
    fs::{self, File},
    path::Path,
};
use tapestry_benches::measure::measure;

/// The baselines count days from 1 January 2021.
const DAY_ZERO: &str = "2021-01-01";
/// The last day looked at: day 1460.
const AS_OF: &str = "2024-12-31";
const WEEKS: [u32; 3] = [13, 26, 52];
/// Pence by group, then by weeks.
const TARIFF: [[u32; 3]; 4] =
    [[70_000, 90_000, 120_000], [90_000, 120_000, 160_000], [110_000, 160_000, 220_000], [150_000, 210_000, 300_000]];

fn main() {
    let Some(data) = std::env::var_os("PERF_DATA") else {
        println!("PERF_DATA is not set: no participants to pay for (see benches/pay.py)");
        return;
    };
    let data = Path::new(&data);
    let runs = std::env::var("REPS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(9);
    let policy = policy();
    let contract = policy.contract("example").unwrap();
    let (starts, work) = (starts(&data.join("starts.parquet")), work(&data.join("work.parquet")));
    let (times, result) = measure(runs, || {
        let run = PaymentRun::new(contract, &policy.outcomes, AS_OF.parse().unwrap()).unwrap();
        let mut lines: Vec<RunLine> = Vec::new();
        let totals = run.run(&starts, &work, |line| lines.push(line));
        (lines, totals)
    });
    let (lines, totals) = result;
    let zero: Day = DAY_ZERO.parse().unwrap();
    let days = lines.iter().map(|line| line.owed.unwrap().reached_on().signed_duration_since(zero).num_days());
    let found = json!([totals.owed, totals.amount.unwrap().0, days.sum::<i64>(), totals.totals.len()]);
    let expected: Value = serde_json::from_str(&fs::read_to_string(data.join("j3_expected.json")).unwrap()).unwrap();
    let more = json!({ "spells": work.len(), "result": found });
    times.line("J3", "payment run", starts.len(), found == expected, 1, more);
}

/// The repository's policy with the rules of the baselines: work at £150 a week or more, breaks of 28 days at most.
fn policy() -> Policy {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["spine", "areas"] {
        read(&root, &root.join(folder), &mut files);
    }
    let outcomes = files.iter_mut().find(|(name, _)| name == "spine/outcomes.toml").unwrap();
    for weeks in WEEKS {
        write!(
            outcomes.1,
            "\n[[outcome]]\nid = \"weeks-{weeks}\"\nname = \"{weeks} weeks\"\nsays = \"{weeks} weeks\"\nsource = \"-\"\n\
             counts = \"weeks-in-work\"\nweeks = {weeks}\nlongest_break_days = 28\nall_breaks_days = 9999\n\
             least_pence_week = 15000\n"
        )
        .unwrap();
    }
    files.push(("areas/newcastle/contracts/example.toml".to_owned(), contract()));
    let loaded = load(&PolicyText::new(files), &Gazetteer::new());
    let errors: Vec<_> = loaded.faults.iter().filter(|fault| fault.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    loaded.policy.unwrap()
}

fn read(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Four payment groups with prices of their own, and 1,000 days from the start.
fn contract() -> String {
    let mut text =
        "id = \"example\"\nname = \"Example\"\nprogramme = \"flexible-new-deal\"\nbuyer = \"dwp-newcastle\"\n\
                    provider = \"tyne-routes\"\nfrom = 2021-01-01\nsource = \"-\"\nnote = \"Made up.\"\n"
            .to_owned();
    for group in 0..TARIFF.len() {
        write!(
            text,
            "[[group]]\nid = \"g{group}\"\nsays = \"Group {group}\"\nwhen = \"age_on(today) < {}\"\n",
            group + 20
        )
        .unwrap();
    }
    for weeks in WEEKS {
        write!(
            text,
            "[[outcome]]\nid = \"w{weeks}\"\ndefinition = \"weeks-{weeks}\"\nwithin_days = 1000\n[[price]]\noutcome = \
             \"w{weeks}\"\nvalues = [{{ from = 2021-01-01, is = 1 }}]\nexample = true\n"
        )
        .unwrap();
    }
    for (group, tariff) in TARIFF.iter().enumerate() {
        for (weeks, pence) in WEEKS.iter().zip(tariff) {
            write!(
                text,
                "[[price]]\noutcome = \"w{weeks}\"\ngroup = \"g{group}\"\nvalues = [{{ from = 2021-01-01, is = {pence} }}]\n\
                 example = true\n"
            )
            .unwrap();
        }
    }
    text
}

fn starts(path: &Path) -> Starts {
    let mut starts = Starts::default();
    each_batch(path, &columns_of_starts(["g0", "g1", "g2", "g3"]), |people, ids| {
        let [days, groups] = ["started_on", "group"].map(|column| people.column(column).unwrap());
        for (row, id) in ids.iter().enumerate() {
            // Participants go by their number from zero, in order.
            assert_eq!(*id, i64::try_from(starts.len()).unwrap());
            let group = u8::try_from(groups.number(row).unwrap()).unwrap();
            starts.push(day(days.number(row)), StartGroup::At(group));
        }
    });
    starts
}

fn work(path: &Path) -> Work {
    let mut work = Work::default();
    each_batch(path, &columns_of_work(), |people, ids| {
        let [from, until, pay] = ["from", "until", "earnings_pence_week"].map(|column| people.column(column).unwrap());
        for (row, id) in ids.iter().enumerate() {
            let days = (day(from.number(row)).unwrap(), day(until.number(row)));
            work.push(u32::try_from(*id).unwrap(), days, None, pay.number(row).map(Pence));
        }
    });
    work
}

fn day(number: Option<i64>) -> Option<Day> {
    number.map(|number| Day::from_num_days_from_ce_opt(i32::try_from(number).unwrap()).unwrap())
}

fn each_batch(path: &Path, book: &FactBook, mut take: impl FnMut(&Population, &[i64])) {
    let mut reader = ParquetReader::open(File::open(path).unwrap(), ROWS_AT_ONCE).unwrap();
    let names: Vec<String> = reader.names().to_vec();
    let columns = Columns::find(book, names.iter().map(String::as_str), UnknownColumns::Refuse).unwrap();
    reader.choose(book, &columns).unwrap();
    let places = Gazetteer::new();
    let reading = Reading { facts: book, places: &places, columns: &columns, on: Day::MAX, told_on: None };
    while let Some(rows) = reader.next_rows().unwrap() {
        let people = reading.people(&Rows::Parquet(rows)).unwrap();
        let Ids::Numbers(ids) = people.ids else { unreachable!("the baselines number people") };
        take(&people.population, &ids.into_iter().map(Option::unwrap).collect::<Vec<_>>());
    }
}
