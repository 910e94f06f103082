//! `tapestry check`: is the policy text sound?

use crate::{
    arguments::day,
    failure::Failure,
    output,
    policy_source::{shown, source},
};
use clap::Args;
use exchange::places;
use kernel::{Day, Period, in_words};
use policy::{DayFinding, Fault, FindingKind, Gazetteer, How, Proof, holes_and_overlaps};
use rules::access::Authoriser;
use serde_json::json;
use service::policy_text::Source;
use std::path::PathBuf;

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
    let warnings = loaded.faults.len() + others.len() - errors;
    let files = source.paths().count();
    if arguments.json {
        let faults: Vec<_> = loaded.faults.iter().map(as_json).chain(others.iter().map(other_as_json)).collect();
        let proofs: Vec<_> = loaded.proofs.iter().map(proof_as_json).collect();
        output::print_json(&json!({
            "files": files, "errors": errors, "warnings": warnings, "faults": faults, "proofs": proofs,
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
        for proof in &loaded.proofs {
            output::note(&format!("{} {}: {}", how(proof.how), proof.code, proof.says));
        }
        for one in &found {
            let kind = if one.kind == FindingKind::Hole { "hole" } else { "overlap" };
            output::note(&format!("{kind} {}\n  {} [{}]", one.days_in_words(), one.says, one.code));
        }
        output::print(&summary(files, errors, warnings))?;
        if let Some(days) = days {
            output::print(&days_summary(days, &found))?;
        }
    }
    if errors == 0 && found.is_empty() { Ok(()) } else { Err(Failure::Said) }
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

fn other_as_json(other: &Other) -> serde_json::Value {
    json!({
        "path": other.path, "line": other.line, "code": other.code, "message": other.message,
        "help": null, "severity": "error",
    })
}
