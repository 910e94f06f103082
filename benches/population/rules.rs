//! The rules of the baselines as policy text: facts, an area for every set of areas, a programme for every
//! rule. Our own loader and checker read it.

use policy::{Gazetteer, Policy, PolicyText, load};
use serde_json::Value;
use std::{fmt::Write, fs, path::Path, sync::Arc};

/// Codes of the one-of facts, in the order of the generator (gen.py).
const CODES: [(&str, &[&str]); 4] = [
    ("benefit_type", &["none", "UC_intensive", "UC_light", "UC_working", "UC_no_wr", "UC_prep", "JSA", "ESA", "IS"]),
    ("health_condition", &["none", "mental", "musculoskeletal", "learning", "sensory", "other"]),
    (
        "ethnicity",
        &[
            "eth00", "eth01", "eth02", "eth03", "eth04", "eth05", "eth06", "eth07", "eth08", "eth09", "eth10", "eth11",
            "eth12", "eth13", "eth14", "eth15", "eth16", "eth17", "eth18",
        ],
    ),
    ("gender", &["female", "male", "other", "prefer_not"]),
];

/// The other facts. The name `area` means something in expressions: the fact is called `home` here.
const NUMBERS: [&str; 6] = ["age", "months_out", "qual_level", "hours", "dependants", "english_level"];
const YES_NO: [&str; 13] = [
    "disability",
    "lone_parent",
    "ex_offender",
    "on_programme",
    "completed_programme",
    "care_leaver",
    "refugee",
    "armed_forces",
    "homeless",
    "right_to_work",
    "substance_misuse",
    "carer",
    "driving_licence",
];

/// The name of a column of the baselines as a fact of the policy.
pub fn fact_of(column: &str) -> &str {
    if column == "area" { "home" } else { column }
}

fn read(data: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(data.join("rules.json")).unwrap()).unwrap()
}

/// The codes of places, in the order of the generator.
pub fn lsoas(data: &Path) -> Arc<[Arc<str>]> {
    read(data)["areas"].as_array().unwrap().iter().map(|area| Arc::from(area.as_str().unwrap())).collect()
}

/// The policy of the rules in the folder.
pub fn policy(data: &Path) -> Policy {
    let rules = read(data);
    let mut files = vec![
        ("spine/facts.toml".to_owned(), facts()),
        (
            "spine/levels.toml".to_owned(),
            "level = [{ id = \"core\", name = \"Core\", says = \"All\", source = \"benchmark\" }]".to_owned(),
        ),
    ];
    let mut sets = Vec::new();
    for rule in rules["rules"].as_array().unwrap() {
        let id = rule["id"].as_str().unwrap();
        files.push((format!("spine/programmes/{id}.toml"), programme(id, &rule["criteria"], &mut sets)));
    }
    for (number, lsoas) in sets.iter().enumerate() {
        files.push((format!("areas/a{number}/area.toml"), area(number, lsoas)));
    }
    let loaded = load(&PolicyText::new(files), &Gazetteer::new());
    assert!(loaded.policy.is_some(), "{:#?}", loaded.faults);
    loaded.policy.unwrap()
}

fn facts() -> String {
    let mut text = "category = [{ id = \"all\", says = \"All\" }]\n".to_owned();
    let mut fact = |id: &str, kind: &str| {
        write!(
            text,
            "[[fact]]\nid = \"{id}\"\n{kind}\nsays = \"{id}\"\nquestion = \"What is {id}?\"\nwhy = \"benchmark\"\n\
             category = \"all\"\nsource = \"benchmark\"\n"
        )
        .unwrap();
    };
    NUMBERS.iter().for_each(|id| fact(id, "type = \"whole-number\""));
    YES_NO.iter().for_each(|id| fact(id, "type = \"yes-no\""));
    fact("weekly_earnings", "type = \"pence\"");
    fact("home", "type = \"place\"");
    for (id, codes) in CODES {
        let codes: Vec<String> =
            codes.iter().map(|code| format!("{{ code = \"{code}\", says = \"{code}\" }}")).collect();
        fact(id, &format!("type = \"one-of\"\ncodes = [{}]", codes.join(", ")));
    }
    text
}

fn area(number: usize, lsoas: &Value) -> String {
    format!(
        "id = \"a{number}\"\nname = \"Area {number}\"\nnation = \"england\"\nlevel = \"core\"\nsource = \"benchmark\"\n\
         places = {{ lsoas = {lsoas}, lsoas_of = 2011 }}\n"
    )
}

fn programme(id: &str, criteria: &Value, sets: &mut Vec<Value>) -> String {
    let mut text = format!(
        "id = \"{id}\"\nname = \"Programme {id}\"\nsays = \"Help\"\nfunder = \"benchmark\"\nsource = \"Guidance {id}, page 3\"\n"
    );
    for (number, criterion) in criteria.as_array().unwrap().iter().enumerate() {
        let when = expression(criterion, sets);
        write!(
            text,
            "[[criterion]]\nid = \"c{number}\"\nsays = \"Meets what {id} asks, point {number}\"\nwhen = \"{when}\"\n"
        )
        .unwrap();
    }
    text
}

/// A rule of the baselines as an expression.
fn expression(rule: &Value, sets: &mut Vec<Value>) -> String {
    let operation = rule["op"].as_str().unwrap();
    let mut joined = |sign: &str| {
        let parts: Vec<String> = rule["args"].as_array().unwrap().iter().map(|part| expression(part, sets)).collect();
        format!("({})", parts.join(sign))
    };
    match operation {
        "any" => return joined(" || "),
        "all" => return joined(" && "),
        "not" => return format!("!({})", expression(&rule["arg"], sets)),
        _ => {}
    }
    let fact = fact_of(rule["fact"].as_str().unwrap());
    match (operation, &rule["value"]) {
        ("in", set) if fact == "home" => {
            sets.push(set.clone());
            format!("home in area('a{}')", sets.len() - 1)
        }
        ("in", codes) => format!("{fact} in {}", codes.to_string().replace('"', "'")),
        ("eq", Value::Bool(true)) => fact.to_owned(),
        ("eq", Value::Bool(false)) => format!("!{fact}"),
        (comparison, value) => {
            let signs = [("eq", "=="), ("ne", "!="), ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">=")];
            let sign = signs.iter().find(|(name, _)| *name == comparison).unwrap().1;
            format!("{fact} {sign} {}", value.to_string().replace('"', "'"))
        }
    }
}
