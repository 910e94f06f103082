//! How long does one person against 60 programmes take, with the full explanation?
//!
//! The programmes are made from text: 263 criteria in all, four or five to a programme, over 24
//! facts, with dated parameters, an area of 150 LSOAs and every kind of comparison. The person's
//! facts are known but for every fifth. Run with `cargo bench -p tapestry-benches`.
#![expect(clippy::unwrap_used, reason = "a benchmark stops at what goes wrong")]

use divan::{Bencher, black_box};
use kernel::Day;
use policy::{Facts, Gazetteer, Policy, PolicyText, assess, load};
use std::fmt::Write;

const PROGRAMMES: usize = 60;
const CRITERIA: usize = 263;

fn main() {
    divan::main();
}

/// A fact's table, of the type given with its further lines.
fn fact(text: &mut String, id: &str, kind: &str) {
    write!(
        text,
        "[[fact]]\nid = \"{id}\"\n{kind}\nsays = \"{id}\"\nquestion = \"What is {id}?\"\nwhy = \"benchmark\"\n\
         category = \"all\"\nsource = \"benchmark\"\n"
    )
    .unwrap();
}

fn facts() -> String {
    let mut text = "category = [{ id = \"all\", says = \"All\" }]\n".to_owned();
    for number in 0..8 {
        fact(&mut text, &format!("yes_{number}"), "type = \"yes-no\"");
        fact(&mut text, &format!("number_{number}"), "type = \"whole-number\"\nminimum = 0\nmaximum = 100");
    }
    for number in 0..3 {
        fact(&mut text, &format!("since_{number}"), "type = \"date\"");
        let codes: Vec<String> =
            (0..7).map(|code| format!("{{ code = \"c{code}\", says = \"Code {code}\" }}")).collect();
        fact(&mut text, &format!("code_{number}"), &format!("type = \"one-of\"\ncodes = [{}]", codes.join(", ")));
    }
    fact(&mut text, "home", "type = \"place\"");
    fact(&mut text, "current_programmes", "type = \"any-of\"\ncodes_from = \"programmes\"");
    text
}

/// The expression of the criterion with the number given.
fn when(number: usize) -> String {
    let (few, eight, code) = (number % 3, number % 8, number % 7);
    match number % 7 {
        0 => format!("code_{few} in ['c{code}', 'c{}']", (code + 2) % 7),
        1 => format!("months_since(since_{few}) >= months"),
        2 => format!("yes_{eight} || number_{eight} < {}", 10 + number % 80),
        3 => format!("!(yes_{eight} && code_{few} == 'c{code}')"),
        4 => "home in area('here')".to_owned(),
        5 => format!("number_{eight} >= {} && number_{eight} <= {}", 1 + number % 19, 60 + number % 30),
        _ => format!("years_since(since_{few}) < 40 || 'p{}' in current_programmes", number % PROGRAMMES),
    }
}

fn programme(number: usize) -> String {
    let mut text = format!(
        "id = \"p{number}\"\nname = \"Programme {number}\"\nsays = \"Help\"\nfunder = \"benchmark\"\n\
         from = 2021-01-01\nsource = \"Guidance {number}, page 3\"\n[[parameter]]\nid = \"months\"\n\
         values = [{{ from = 2021-01-01, is = 12 }}, {{ from = 2022-01-01, is = 9 }}]\n"
    );
    let share = CRITERIA / PROGRAMMES + usize::from(number < CRITERIA % PROGRAMMES);
    for criterion in 0..share {
        let when = when(number * 5 + criterion);
        write!(
            text,
            "[[criterion]]\nid = \"c{criterion}\"\nsays = \"At least {{months}} months\"\nwhen = \"{when}\"\n"
        )
        .unwrap();
    }
    text
}

fn policy() -> Policy {
    let lsoas: Vec<String> = (0..150).map(|number| format!("\"E0100{:04}\"", number * 3)).collect();
    let area = format!(
        "id = \"here\"\nname = \"Here\"\nnation = \"england\"\nlevel = \"core\"\nsource = \"benchmark\"\n\
         places = {{ lsoas_of = 2011, lsoas = [{}] }}\n",
        lsoas.join(", ")
    );
    let level = "level = [{ id = \"core\", name = \"Core\", says = \"All\", source = \"benchmark\" }]".to_owned();
    let mut files = vec![
        ("spine/facts.toml".to_owned(), facts()),
        ("spine/levels.toml".to_owned(), level),
        ("areas/here/area.toml".to_owned(), area),
    ];
    files.extend((0..PROGRAMMES).map(|number| (format!("spine/programmes/p{number}.toml"), programme(number))));
    let loaded = load(&PolicyText::new(files), &Gazetteer::new());
    assert!(loaded.faults.is_empty(), "{:#?}", loaded.faults);
    loaded.policy.unwrap()
}

/// A person of whom every fact but each fifth is known.
fn person() -> serde_json::Value {
    let mut facts = serde_json::Map::new();
    let mut know = |id: String, value: serde_json::Value| facts.insert(id, value);
    for number in 0..8 {
        know(format!("yes_{number}"), (number % 2 == 0).into());
        know(format!("number_{number}"), (number * 12).into());
    }
    for number in 0..3 {
        know(format!("since_{number}"), format!("202{number}-03-15").into());
        know(format!("code_{number}"), format!("c{number}").into());
    }
    know("home".to_owned(), "E01000030".into());
    know("current_programmes".to_owned(), vec!["p3", "p40"].into());
    let mut position = 0;
    facts.retain(|_, _| {
        position += 1;
        position % 5 != 0
    });
    serde_json::json!({ "facts": facts })
}

fn on() -> Day {
    "2024-06-03".parse().unwrap()
}

/// The facts are ready in memory; the answer is the explanation in memory.
#[divan::bench]
fn one_person_explained(bencher: Bencher<'_, '_>) {
    let policy = policy();
    let area = policy.area("here").unwrap();
    let facts = Facts::from_json(&policy.facts, &Gazetteer::new(), &person()).unwrap();
    bencher.bench_local(|| assess(black_box(&policy), area, black_box(&facts), on()));
}

/// From the JSON text of a person file to the JSON text of the explanation.
#[divan::bench]
fn one_person_from_json_to_json(bencher: Bencher<'_, '_>) {
    let policy = policy();
    let area = policy.area("here").unwrap();
    let (text, gazetteer) = (person().to_string(), Gazetteer::new());
    bencher.bench_local(|| {
        let person: serde_json::Value = serde_json::from_str(black_box(&text)).unwrap();
        let facts = Facts::from_json(&policy.facts, &gazetteer, &person).unwrap();
        serde_json::to_string(&assess(&policy, area, &facts, on())).unwrap()
    });
}

/// Reading and checking the text of all 60 programmes.
#[divan::bench(sample_count = 20)]
fn sixty_programmes_loaded() -> Policy {
    policy()
}
