//! What an analyst reads when a word is wrong: each message is enough to mend it without looking elsewhere.
#![expect(clippy::unwrap_used, reason = "tests")]

use insta::assert_snapshot;
use policy::{
    Gazetteer, PolicyText, advice, load,
    places::{Place, PlaceRecord},
};

const FACTS: &str = r#"
category = [{ id = "work", says = "Work" }]

[[fact]]
id = "employment"
type = "one-of"
codes = [
    { code = "employee", says = "Employee" },
    { code = "self-employed", says = "Self-employed" },
    { code = "not-working", says = "Not working" },
]
says = "Work"
question = "Do you work?"
why = "Most rules ask"
category = "work"
source = "test"

[[fact]]
id = "date_of_birth"
type = "date"
says = "Born"
question = "When were you born?"
why = "Most rules ask"
category = "work"
source = "test"

[[fact]]
id = "home"
type = "place"
says = "Home"
question = "Where do you live?"
why = "Most rules ask"
category = "work"
source = "test"
"#;

const LEVELS: &str = "level = [{ id = \"core\", name = \"Core\", says = \"All\", source = \"test\" }]";

const PURPOSES: &str = r#"
[[purpose]]
id = "referral"
says = "To refer"
serves = "referral"
lawful_basis = "public-task"
gateway = "law"
categories = ["work"]
source = "test"
"#;

const AREA: &str = r#"id = "here"
name = "Here"
nation = "england"
level = "core"
source = "test"
"#;

const PLACES: &str = "[places]\nlsoas_of = 2011\ndistricts = [\"E08000021\"]\n";

fn gazetteer() -> Gazetteer {
    let mut gazetteer = Gazetteer::new();
    for (postcode, lsoa, ward, district) in
        [("NE1 1AD", "E01033545", "E05011453", "E08000021"), ("B9 5QT", "E01033561", "E05011118", "E08000025")]
    {
        let place = Place {
            lsoa: lsoa.to_owned(),
            ward: Some(ward.to_owned()),
            district: Some(district.to_owned()),
            nation: Some("england".to_owned()),
        };
        gazetteer.insert(postcode.parse().unwrap(), PlaceRecord { place, coordinates: None, imd_decile: None });
    }
    gazetteer.insert_name("E08000021".to_owned(), "Newcastle upon Tyne".to_owned());
    gazetteer.insert_name("E08000025".to_owned(), "Birmingham".to_owned());
    gazetteer
}

fn programme(head: &str, tables: &str) -> String {
    format!(
        "id = \"help\"\nname = \"Help\"\nsays = \"Help\"\nfunder = \"dwp\"\ngives = [\"training\"]\n\
         may_refer = [\"self\"]\nsource = \"test\"\n{head}\n{tables}"
    )
}

/// Every fault that such a programme and area have, as an analyst reads them.
fn told(programme: &str, area: &str) -> String {
    let files = [
        ("spine/facts.toml", FACTS),
        ("spine/levels.toml", LEVELS),
        ("spine/purposes.toml", PURPOSES),
        ("spine/programmes/help.toml", programme),
        ("areas/here/area.toml", area),
    ];
    let text = PolicyText::new(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let faults = load(&text, &gazetteer()).faults;
    let told = faults.iter().map(|fault| {
        let help = fault.help_text().map(|help| format!("\n  help: {help}")).unwrap_or_default();
        format!("{}:{} {}: {}{help}", fault.path(), fault.line(), fault.code(), fault.message())
    });
    told.collect::<Vec<_>>().join("\n")
}

/// The faults of a rule.
fn of_rule(when: &str) -> String {
    let criterion = format!("[[criterion]]\nid = \"rule\"\nsays = \"A rule\"\nwhen = \"{when}\"\n");
    told(&programme("", &criterion), &format!("{AREA}{PLACES}"))
}

fn of_area(more: &str) -> String {
    told(&programme("", ""), &format!("{AREA}{more}"))
}

#[test]
fn the_opposite_of_a_code_is_not_suggested_and_every_code_is_named() {
    assert_snapshot!(of_rule("employment == 'unemployed'"));
}

#[test]
fn an_age_is_asked_for_with_a_function() {
    assert_snapshot!(of_rule("age >= 19"));
}

#[test]
fn a_code_without_quotes_is_told_as_one() {
    let told = ["employment == not-working", "employment == self-employed", "employment == employee"].map(of_rule);
    assert_snapshot!(told.join("\n---\n"));
}

#[test]
fn quotes_dashes_and_signs_of_a_word_processor_are_named() {
    let told = ["employment == ‘employee’", "employment in ['self–employed']", "age_on(today) ≥ 19"].map(of_rule);
    assert_snapshot!(told.join("\n---\n"));
}

#[test]
fn pounds_are_told_as_pence() {
    let values = |is: &str| {
        let parameter =
            format!("[[parameter]]\nid = \"most\"\nunit = \"pence\"\nvalues = [{{ from = 2026-04-01, is = {is} }}]\n");
        told(&programme("", &parameter), &format!("{AREA}{PLACES}"))
    };
    let in_rule = of_rule("900.00 < 1");
    assert_snapshot!([values("900.00"), values("\"900\""), values("12.5"), in_rule].join("\n---\n"));
}

#[test]
fn a_day_in_words_is_one_fault_that_says_how_to_write_it() {
    let values = |from: &str| {
        let parameter =
            format!("[[parameter]]\nid = \"most\"\nunit = \"days\"\nvalues = [{{ from = {from}, is = 1 }}]\n");
        told(&programme("", &parameter), &format!("{AREA}{PLACES}"))
    };
    assert_snapshot!([values("\"1 April 2026\""), values("\"soon\"")].join("\n---\n"));
}

#[test]
fn a_place_that_is_not_there_is_told_with_those_that_are() {
    let told = [
        "[places]\nlsoas_of = 2011\ndistricts = [\"E08000022\"]\n",
        "[places]\nlsoas_of = 2011\ndistricts = [\"Newcastle upon Tyne\"]\n",
        "[places]\nlsoas_of = 2011\nwards = [\"E05011454\"]\n",
        "[places]\nlsoas_of = 2011\nlsoas = [\"banana\"]\n",
        "[places]\nlsoas_of = 2011\nlsoas = [\"E08000021\", \"E02001708\"]\n",
        "[places]\nlsoas_of = 2011\nlsoas = [\"E01033545\", \"E01099999\"]\n",
        "",
    ]
    .map(of_area);
    assert_snapshot!(told.join("\n---\n"));
}

#[test]
fn an_agreement_without_its_signing_is_told_the_words_that_there_are() {
    let bodies = "[[body]]\nid = \"one\"\nname = \"One\"\nkind = \"council\"\n\n\
                  [[body]]\nid = \"two\"\nname = \"Two\"\nkind = \"provider\"\n";
    let agreement = "[[agreement]]\nid = \"both\"\nname = \"Both\"\npurpose = \"referral\"\nbetween = [\"one\", \"two\"]\n\
                     controllers = \"separate\"\ngateway = \"law\"\nfrom = 2026-01-01\nuntil = 2026-12-31\n\
                     review_by = 2026-06-30\nkeep_months = 12\nsource = \"test\"\n";
    assert_snapshot!(of_area(&format!("{PLACES}\n{bodies}\n{agreement}")));
}

#[test]
fn curly_quotes_around_a_name_are_named_as_such() {
    assert_snapshot!(told(&programme("", "").replace("\"Help\"\nsays", "“Help”\nsays"), &format!("{AREA}{PLACES}")));
}

#[test]
fn until_when_a_text_is_known_is_told_how_to_be_written() {
    let told = [
        "known_until = 2024-07-31",
        "known_until = { source = \"test\" }",
        "known_until = { day = 2024-07-31 }",
        "from = 2025-01-01\nknown_until = { day = 2024-07-31, source = \"test\" }",
    ]
    .map(|head| told(&programme(head, ""), &format!("{AREA}{PLACES}")));
    assert_snapshot!(told.join("\n---\n"));
}

#[test]
fn what_is_left_to_guess_is_said_though_the_text_can_be_used() {
    let tables = "[[parameter]]\nid = \"most\"\nvalues = [{ from = 2026-04-01, is = 1 }]\n\n\
                  [[criterion]]\nid = \"old-enough\"\nsays = \"Is 19 or older\"\nwhen = \"age_on(today) >= 19\"\n\n\
                  [[criterion]]\nid = \"more\"\nsays = \"More\"\nwhen = \"age_on(today) > most\"\n";
    let files = [
        ("spine/facts.toml", FACTS.to_owned()),
        ("spine/levels.toml", LEVELS.to_owned()),
        ("spine/programmes/help.toml", programme("", tables)),
    ];
    let text = PolicyText::new(files.map(|(path, text)| (path.to_owned(), text)));
    let loaded = load(&text, &gazetteer());
    assert!(loaded.faults.is_empty(), "{:#?}", loaded.faults);
    let told = advice(&loaded.policy.unwrap());
    let told = told.iter().map(|one| format!("{} {}: {}\n  help: {}", one.path, one.code, one.message, one.help));
    assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
}
