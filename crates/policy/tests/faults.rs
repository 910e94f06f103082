//! What an author sees: every fault at once, each with its place and what to do.
#![expect(clippy::unwrap_used, reason = "tests")]

use miette::{GraphicalReportHandler, GraphicalTheme};
use policy::{Fault, Gazetteer, PolicyText, load};
use proptest::prelude::*;

const FACTS: &str = r#"[[category]]
id = "work"
says = "Work and benefits"

[[fact]]
id = "benefit"
type = "one-of"
codes = [
    { code = "UC", says = "Universal Credit" },
    { code = "JSA-new-style", says = "New Style Jobseeker's Allowance" },
    { code = "none", says = "None" },
]
says = "Benefit"
question = "Which benefit do you get?"
why = "Most programmes ask for one"
category = "work"
source = "FACTS 1"

[[fact]]
id = "benefit_since"
type = "date"
says = "On benefit since"
question = "Since when?"
why = "Some programmes ask how long"
category = "work"
source = "FACTS 1"

[[fact]]
id = "hours_per_week"
type = "whole-number"
unit = "hours"
minimum = 0
maximum = 168
says = "Hours of work a week"
question = "How many hours a week do you work?"
why = "Some programmes are for people who work little"
category = "work"
"#;

const PROGRAMME: &str = r#"id = "restart"
name = "Restart Scheme"
says = "Help to find work"
funder = "dwp"
gives = ["job-search", "job-hunting"]
may_refer = ["jobcentre"]
excludes = ["jets"]
from = 2021-07-12
source = "PQ 20515, 30 June 2021"

[[parameter]]
id = "months_on_benefit"
unit = "months"
values = [
    { from = 2021-07-12, until = 2021-12-31, is = 12 },
    { from = 2022-02-01, is = 9 },
]

[[criterion]]
id = "on-benefit"
says = "Gets Universal Credit"
when = "benefit == 'UCC'"

[[criterion]]
id = "long-enough"
says = "Has been on it for {months} months"
when = "months_since(benefit_sinse) >= months_on_benefit"

[[criterion]]
id = "wrong-type"
says = "Started after the scheme"
when = "benefit_since > '2021-07-12'"

[[criterion]]
id = "works-little"
says = "Works little"
when = "hours_per_week < 10 && hours_per_week > 12"

[[criterion]]
id = "works-much"
says = "Works much"
when = """
    benefit == 'UC' &&
    hours_per_week > 200
"""

[[criterion]]
id = "half-done"
says = "Breaks off"
whenn = "true"
when = "benefit == 'UC' &&"
"#;

/// Facts without a fault.
const SOUND: &str = r#"
category = [{ id = "all", says = "All" }]
[[fact]]
id = "carer"
says = "Cares for somebody"
type = "yes-no"
question = "Do you care for somebody?"
why = "Some help is for carers"
category = "all"
source = "test"
"#;

fn text(files: &[(&str, &str)]) -> PolicyText {
    PolicyText::new(files.iter().map(|(path, contents)| ((*path).to_owned(), (*contents).to_owned())))
}

fn rendered(files: &[(&str, &str)]) -> String {
    let loaded = load(&text(files), &Gazetteer::new());
    assert!(loaded.policy.is_none());
    report(&loaded.faults)
}

fn report(faults: &[Fault]) -> String {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
    let mut report = String::new();
    for fault in faults {
        handler.render_report(&mut report, fault).unwrap();
    }
    report
}

#[test]
fn planted_faults() {
    insta::assert_snapshot!(rendered(&[("spine/facts.toml", FACTS), ("spine/programmes/restart.toml", PROGRAMME)]));
}

#[test]
fn a_synonym_without_words_or_with_signs_is_a_fault_and_an_area_adds_its_own() {
    let good = "source = \"s\"\n[[words]]\nasked = [\"Fork  lift\"]\nalso = [\"driving\"]\nexample = true\n";
    let bad = "source = \"s\"\n[[words]]\nasked = [\"fork-lift\"]\n";
    let faults = |spine: &str, area: &str| {
        let loaded = load(
            &text(&[("spine/facts.toml", FACTS), ("spine/synonyms.toml", spine), ("areas/a/synonyms.toml", area)]),
            &Gazetteer::new(),
        );
        let of_synonyms = loaded.faults.iter().filter(|fault| fault.path().ends_with("synonyms.toml"));
        of_synonyms.map(|fault| format!("{} {}", fault.path(), fault.code())).collect::<Vec<_>>()
    };
    assert_eq!(faults(good, good), Vec::<String>::new());
    assert_eq!(
        faults(bad, "[[words]]\nasked = [\"a\"]\nalso = [\"b\"]\n"),
        [
            "areas/a/synonyms.toml policy/missing-citation",
            "spine/synonyms.toml policy/missing-key",
            "spine/synonyms.toml policy/malformed-word",
        ]
    );
    let loaded = load(&text(&[("spine/facts.toml", SOUND), ("spine/synonyms.toml", good)]), &Gazetteer::new());
    let synonyms = loaded.policy.as_ref().map(|policy| policy.synonyms.clone()).unwrap_or_default();
    let asked: Vec<&[String]> = synonyms.iter().map(|synonym| synonym.asked.as_slice()).collect();
    assert_eq!(asked, [["fork lift"]], "{:?}", loaded.faults);
}

#[test]
fn broken_toml_is_reported_once_and_the_rest_is_still_checked() {
    let broken = "id = \"restart\"\nname = Restart Scheme\nsource = \"x\n";
    insta::assert_snapshot!(rendered(&[("spine/facts.toml", FACTS), ("spine/programmes/restart.toml", broken)]));
}

#[test]
fn nothing_at_all_is_a_fault() {
    let loaded = load(&PolicyText::default(), &Gazetteer::new());
    assert!(loaded.policy.is_none());
    assert_eq!(loaded.faults.iter().map(Fault::code).collect::<Vec<_>>(), ["policy/missing-file"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Any part of the text may be missing, doubled or replaced by anything.
    #[test]
    fn damaged_text_never_panics(
        at in any::<prop::sample::Index>(), length in 0..80_usize, with in "[\\[\\]{}=\"'a-z0-9_.,\n éß-]{0,12}",
        which in 0..2_usize,
    ) {
        let mut files = [FACTS.to_owned(), PROGRAMME.to_owned()];
        if let Some(file) = files.get_mut(which) {
            let mut characters: Vec<char> = file.chars().collect();
            let start = at.index(characters.len());
            let end = (start + length).min(characters.len());
            characters.splice(start..end, with.chars());
            *file = characters.into_iter().collect();
        }
        let [facts, programme] = files;
        let files = [("spine/facts.toml", facts.as_str()), ("spine/programmes/restart.toml", programme.as_str())];
        rendered_or_clean(&files);
    }

    #[test]
    fn arbitrary_text_never_panics(contents in "(?s).{0,200}", path in "(spine|areas)/[a-z/]{0,20}\\.toml") {
        rendered_or_clean(&[(&path, &contents), ("spine/facts.toml", &contents), ("areas/a/area.toml", &contents)]);
    }

    #[test]
    fn arbitrary_tables_never_panic(
        lines in proptest::collection::vec(
            "(\\[\\[(fact|category|criterion|parameter|body|outcome|price|agreement|keep|number|published)\\]\\]|(id|type|codes|values|from|until|when|says|source|places|minimum|months|between|nations) = (\"[a-z{} ]{0,8}\"|[0-9]{1,20}|-?[0-9]{4}-[01][0-9]-[0-3][0-9]|true|\\[\\]|\\[1, 2\\]|\\{ from = 2024-01-01, is = 1 \\}|\\[\\{ from = 9999-12-31, until = 0001-01-01, is = 3 \\}, \\{ from = 0000-01-01, is = 9 \\}\\]))",
            0..30,
        ),
        path in proptest::sample::select(vec![
            "spine/facts.toml", "spine/outcomes.toml", "spine/standards.toml", "spine/levels.toml", "spine/purposes.toml", "spine/retention.toml", "spine/counting.toml",
            "spine/programmes/a.toml", "areas/a/area.toml", "areas/a/programmes/b.toml", "areas/a/contracts/c.toml",
        ]),
    ) {
        rendered_or_clean(&[(path, &lines.join("\n"))]);
    }
}

fn rendered_or_clean(files: &[(&str, &str)]) -> String {
    report(&load(&text(files), &Gazetteer::new()).faults)
}
