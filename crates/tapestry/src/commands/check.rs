//! `tapestry check`: is the policy text sound?

use crate::{
    arguments::day,
    edge,
    failure::Failure,
    output,
    policy_source::{shown, source},
};
use clap::Args;
use exchange::places;
use kernel::{Day, Period, in_words};
use policy::{Advice, DayFinding, Fault, FindingKind, Gazetteer, How, Policy, Proof, advice, holes_and_overlaps};
use rules::{
    access::Authoriser,
    readiness::{Readiness, Step, readiness},
};
use serde_json::json;
use service::policy_text::Source;
use std::{fmt::Write, path::PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder that holds spine/ and areas/ (and places/); without it, the text built into the program
    path: Option<PathBuf>,
    /// Also look for holes and overlaps from this day …
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "to")]
    from: Option<Day>,
    /// … to this one, both included
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "from")]
    to: Option<Day>,
    /// Also say what would stop the first referral, claim and payment in each area
    #[arg(long)]
    ready: bool,
    /// The day to ask about with --ready [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "ready")]
    on: Option<Day>,
    /// Print the faults as JSON
    #[arg(long)]
    json: bool,
}

/// What is wrong with a file that is not TOML.
struct Other {
    path: String,
    line: Option<u64>,
    code: &'static str,
    message: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let source = source(arguments.path.as_deref())?;
    let mut others = Vec::new();
    let gazetteer = gazetteer(&source, &mut others);
    let loaded = policy::load(&source.policy_text(), &gazetteer);
    let categories: Vec<String> = loaded.policy.iter().flat_map(|policy| policy.categories.keys().cloned()).collect();
    others.extend(access_faults(&source, categories));
    let days = within(arguments)?;
    let found = days.map(|days| holes_and_overlaps(&source.policy_text(), &gazetteer, days)).unwrap_or_default();
    let errors = loaded.faults.iter().filter(|fault| fault.is_error()).count() + others.len();
    let advice = loaded.policy.as_ref().map(advice).unwrap_or_default();
    let warnings = loaded.faults.len() + others.len() + advice.len() - errors;
    let files = source.paths().count();
    let on = arguments.on.unwrap_or_else(|| edge::today(source.zone()));
    let ready = loaded.policy.as_ref().filter(|_| arguments.ready).map(|policy| readiness_of(policy, on));
    let stopped = ready.iter().flatten().any(|(_, readiness)| !readiness.stops.is_empty());
    if arguments.json {
        let faults: Vec<_> = loaded
            .faults
            .iter()
            .map(as_json)
            .chain(others.iter().map(other_as_json))
            .chain(advice.iter().map(advice_as_json))
            .collect();
        let proofs: Vec<_> = loaded.proofs.iter().map(proof_as_json).collect();
        output::print_json(&json!({
            "files": files, "errors": errors, "warnings": warnings, "faults": faults, "proofs": proofs,
            "ready": ready.as_ref().map(|areas| areas.iter().map(|(area, found)| json!({
                "area": area, "on": on, "programmes": found.programmes, "stops": found.stops, "outside": found.outside,
            })).collect::<Vec<_>>()),
            "days": days.map(|days| json!({"from": days.from, "to": days.until, "found": found})),
        }))?;
    } else {
        for fault in &loaded.faults {
            output::note(&shown(fault));
        }
        for other in &others {
            let line = other.line.map(|line| format!(":{line}")).unwrap_or_default();
            output::note(&format!("{}\n  × {}\n   ╭─[{}{line}]\n", other.code, other.message, other.path));
        }
        for one in &advice {
            output::note(&format!("{}\n  ⚠ {}\n   ╭─[{}]\n  help: {}\n", one.code, one.message, one.path, one.help));
        }
        for proof in &loaded.proofs {
            output::note(&format!("{} {}: {}", how(proof.how), proof.code, proof.says));
        }
        for one in &found {
            let kind = if one.kind == FindingKind::Hole { "hole" } else { "overlap" };
            output::note(&format!("{kind} {}\n  {} [{}]", one.days_in_words(), one.says, one.code));
        }
        output::print(&summary(files, errors, warnings))?;
        for (area, found) in ready.iter().flatten() {
            output::print(&ready_in_words(area, on, found))?;
        }
        if let Some(days) = days {
            output::print(&days_summary(days, &found))?;
        }
    }
    if errors == 0 && found.is_empty() && !stopped { Ok(()) } else { Err(Failure::Said) }
}

fn readiness_of(policy: &Policy, on: Day) -> Vec<(String, Readiness)> {
    policy.areas.values().map(|area| (area.id.to_string(), readiness(policy, area, on))).collect()
}

/// What stops each step in an area, and what the text cannot tell.
fn ready_in_words(area: &str, on: Day, found: &Readiness) -> String {
    let mut text = format!("\n{area}, on {}\n", in_words(on));
    for (step, heading) in
        [(Step::Referral, "first referral"), (Step::Claim, "first claim"), (Step::Payment, "first payment")]
    {
        let stops: Vec<_> = found.stops.iter().filter(|stop| stop.step == step).collect();
        // Writing to a String does not fail.
        let _ = match stops.len() {
            0 => writeln!(text, "  {heading}: the text stops nothing"),
            count => writeln!(text, "  {heading}: {count} in the way"),
        };
        for stop in stops {
            let _ = writeln!(text, "    {} [{}]", stop.says, stop.code);
        }
    }
    text.push_str("  not in the text, and needed:\n");
    for one in &found.outside {
        let _ = writeln!(text, "    {one}");
    }
    text
}

/// The days to look at, if any were given.
fn within(arguments: &Arguments) -> Result<Option<Period>, Failure> {
    let (Some(from), Some(to)) = (arguments.from, arguments.to) else { return Ok(None) };
    Period::new(from, Some(to)).map(Some).map_err(|error| Failure::Usage(format!("--from and --to: {error}")))
}

/// How a claim of an area's layer is known to be so.
fn how(how: How) -> String {
    match how {
        How::ByForm => "by form".to_owned(),
        How::Proven => "proven".to_owned(),
        How::Searched { people } => format!("searched ({people} people tried)"),
        How::Example => "shown".to_owned(),
    }
}

fn days_summary(days: Period, found: &[DayFinding]) -> String {
    let until = days.until.map(in_words).unwrap_or_default();
    let from = in_words(days.from);
    match found.len() {
        0 => format!("From {from} to {until}: no hole and no overlap.\n"),
        1 => format!("From {from} to {until}: 1 hole or overlap.\n"),
        count => format!("From {from} to {until}: {count} holes and overlaps.\n"),
    }
}

fn summary(files: usize, errors: usize, warnings: usize) -> String {
    let count = |number: usize, one: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    };
    let files = count(files, "file");
    match (errors, warnings) {
        (0, 0) => format!("{files} checked: no fault found.\n"),
        (0, _) => format!("{files} checked: {}, and nothing that must be mended.\n", count(warnings, "warning")),
        (_, 0) => format!("{files} checked: {}.\n", count(errors, "error")),
        _ => format!("{files} checked: {} and {}.\n", count(errors, "error"), count(warnings, "warning")),
    }
}

/// The places of the tables, as far as they can be read.
fn gazetteer(source: &Source, others: &mut Vec<Other>) -> Gazetteer {
    let mut gazetteer = Gazetteer::new();
    for path in source.paths().filter(|path| path.ends_with(".csv")) {
        let fault = |line, message| Other { path: path.to_owned(), line, code: "places/table", message };
        let text = source.file(path).unwrap_or_default().as_bytes();
        if let Some(table) = places::place_table(text) {
            others.extend(table.faults.iter().map(|found| fault(Some(found.line), found.why.clone())));
            table.add_to(&mut gazetteer);
            continue;
        }
        match places::read(text) {
            Ok(table) => {
                others.extend(table.faults.into_iter().map(|found| fault(Some(found.line), found.why)));
                for (postcode, record) in table.records {
                    gazetteer.insert(postcode, record);
                }
            }
            Err(header) => others.push(fault(Some(1), header.to_string())),
        }
    }
    gazetteer
}

fn access_faults(source: &Source, categories: Vec<String>) -> Vec<Other> {
    let fault = |path: &str, message: String| Other { path: path.to_owned(), line: None, code: "access/text", message };
    let [text, schema] = ["spine/access.cedar", "spine/access.cedarschema"];
    match (source.file(text), source.file(schema)) {
        (Some(policies), Some(shapes)) => {
            let faults = Authoriser::load(policies, shapes, categories).err().unwrap_or_default();
            faults.into_iter().map(|message| fault(text, message)).collect()
        }
        (found, _) => {
            let path = if found.is_some() { schema } else { text };
            vec![fault(path, "there is no such file: without it nobody may do or see anything".to_owned())]
        }
    }
}

fn proof_as_json(proof: &Proof) -> serde_json::Value {
    json!({"code": proof.code, "says": proof.says, "how": how(proof.how)})
}

fn as_json(fault: &Fault) -> serde_json::Value {
    json!({
        "path": fault.path(), "line": fault.line(), "code": fault.code(), "message": fault.message(),
        "help": fault.help_text(), "severity": if fault.is_error() { "error" } else { "warning" },
    })
}

fn advice_as_json(advice: &Advice) -> serde_json::Value {
    json!({
        "path": advice.path, "line": null, "code": advice.code, "message": advice.message,
        "help": advice.help, "severity": "warning",
    })
}

fn other_as_json(other: &Other) -> serde_json::Value {
    json!({
        "path": other.path, "line": other.line, "code": other.code, "message": other.message,
        "help": null, "severity": "error",
    })
}
