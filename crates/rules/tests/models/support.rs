//! The worked contracts as policy text of an area, and people to try them on.

use kernel::{Day, Pence, Period};
use policy::{Contract, Facts, Gazetteer, Policy, PolicyText, load};
use rules::{
    outcome::{Evidence, Group, Participation, RecordedEvent, Spell, SpellKind},
    payment::{OutcomeLine, claim_lines, group},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{LazyLock, OnceLock},
};

/// Contracts of Newcastle's bodies; all others are of East Birmingham's.
const NEWCASTLE: [&str; 4] =
    ["flexible-new-deal", "work-programme", "newcastle-futures-26-weeks", "fair-start-scotland-both-ways"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn area_of(name: &str) -> &'static str {
    if NEWCASTLE.contains(&name) { "newcastle" } else { "east-birmingham-north-solihull" }
}

/// The text of the repository with every worked contract in its area.
static POLICY: LazyLock<Policy> = LazyLock::new(|| load_all(files()));

/// The files of the repository's policy, with every worked contract in its area.
pub fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["spine", "areas"] {
        read(&root(), &root().join(folder), &mut files);
    }
    for entry in fs::read_dir(root().join("docs/contracts")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let place = format!("areas/{}/contracts/{name}.toml", area_of(&name));
        files.retain(|(path, _)| *path != place);
        files.push((place, fs::read_to_string(&path).unwrap()));
    }
    files
}

/// The policy of files that have no errors.
pub fn load_all(files: Vec<(String, String)>) -> Policy {
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
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The policy with every worked contract.
pub fn policy() -> &'static Policy {
    static LOADED: OnceLock<&'static Policy> = OnceLock::new();
    LOADED.get_or_init(|| &POLICY)
}

/// The worked contract with the id given.
pub fn contract(id: &str) -> &'static Contract {
    policy().areas[area_of(id)].contracts.get(id).unwrap_or_else(|| panic!("there is no docs/contracts/{id}.toml"))
}

/// The payment group of somebody with these facts, by the contract, on the day of the start.
pub fn group_of(id: &str, facts: serde_json::Value, started_on: &str) -> Group {
    let policy = policy();
    let json = serde_json::json!({ "facts": facts });
    let facts = Facts::from_json(&policy.facts, &Gazetteer::new(), &json).unwrap();
    group(policy, &policy.areas[area_of(id)], contract(id), &facts, day(started_on))
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Somebody who started on a day, in a payment group if one is given.
pub fn started(on: &str, group: Option<&str>) -> Participation {
    Participation {
        id: "p".into(),
        started_on: Some(day(on)),
        group: group.map_or(Group::None, |group| Group::Is(group.to_owned())),
        ..Participation::default()
    }
}

/// A job of 20 hours a week at a weekly pay in pence, if one is given.
pub fn job(id: &str, from: &str, until: Option<&str>, pence_week: Option<i64>) -> Spell {
    Spell {
        id: id.into(),
        employer: format!("Employer {id}"),
        kind: SpellKind::Employee,
        period: Period::new(day(from), until.map(day)).unwrap(),
        hours_per_week: Some(20),
        earnings_pence_week: pence_week.map(Pence),
    }
}

/// Something recorded.
pub fn event(id: &str, kind: &str, on: &str) -> RecordedEvent {
    RecordedEvent { id: id.into(), kind: kind.into(), on: day(on), hours: None }
}

/// What bears a spell or an event out.
pub fn evidence(of: &str, kind: &str) -> Evidence {
    Evidence { of: of.into(), kind: kind.into() }
}

/// The lines of a contract for somebody.
pub fn lines(id: &str, person: &Participation, as_of: &str) -> Vec<OutcomeLine> {
    claim_lines(contract(id), &policy().outcomes, person, day(as_of))
}

/// What is owed: outcome, day and pounds.
pub fn owed(id: &str, person: &Participation, as_of: &str) -> Vec<(String, String, i64)> {
    let lines = lines(id, person, as_of);
    let owed = lines.iter().filter_map(OutcomeLine::owed);
    owed.map(|line| (line.outcome.clone(), line.reached_on.to_string(), line.amount.0 / 100)).collect()
}

/// Everything that a line says.
pub fn says(line: &OutcomeLine) -> String {
    line.reasons().iter().map(|reason| reason.says.as_str()).collect::<Vec<_>>().join(" ")
}
