//! A small policy with two areas: one that may change things and one that may not.

use kernel::Day;
use policy::{Facts, Gazetteer, Loaded, Policy, PolicyText};
use std::collections::BTreeMap;

const FACTS: &str = r#"
category = [{ id = "work", says = "Work" }]

[[fact]]
id = "benefit"
type = "one-of"
codes = [
    { code = "UC", says = "Universal Credit" },
    { code = "JSA", says = "Jobseeker's Allowance" },
    { code = "none", says = "None" },
]
says = "Benefit"
question = "Which benefit do you get?"
why = "Most programmes ask"
category = "work"
source = "test"

[[fact]]
id = "benefit_since"
type = "date"
says = "On benefit since"
question = "Since when?"
why = "Some programmes ask"
category = "work"
source = "test"

[[fact]]
id = "care_leaver"
type = "yes-no"
says = "Was in care"
question = "Were you in care?"
why = "Some programmes ask"
category = "work"
source = "test"

[[fact]]
id = "hours_per_week"
type = "whole-number"
minimum = 0
maximum = 168
unit = "hours"
says = "Hours of work a week"
question = "How many hours?"
why = "Some programmes ask"
category = "work"
source = "test"
"#;

const LEVELS: &str = r#"
[[level]]
id = "core"
name = "Core"
says = "Is asked"
powers = ["describe-the-place"]
source = "test"

[[level]]
id = "wrap-around"
name = "Wrap-around"
says = "Adds its own"
powers = ["add-programmes", "set-local-values", "co-commission"]
source = "test"
"#;

const STANDARDS: &str = r#"
[[standard]]
id = "first-meeting"
says = "The provider meets the person within 15 working days."
event_from = "referral-sent"
event_to = "start-recorded"
days = 15
counts = "working-days"
source = "test"
"#;

const RESTART: &str = r#"
id = "restart"
name = "Restart"
says = "Help to find work"
funder = "dwp"
may_refer = ["jobcentre"]
from = 2021-07-01
source = "Act 1"

[[parameter]]
id = "months_on_benefit"
says = "Fewest months on the benefit"
unit = "months"
values = [
    { from = 2021-07-01, is = 12 },
    { from = 2022-01-01, is = 9 },
]
local_range = { wrap-around = [6, 12] }

[[parameter]]
id = "most_hours"
says = "Most hours of work a week"
unit = "hours"
values = [{ from = 2021-07-01, is = 15 }]
local_range = { wrap-around = [10, 20] }

[[parameter]]
id = "oldest_age"
unit = "years"
values = [{ from = 2021-07-01, is = 66 }]

[[criterion]]
id = "on-benefit"
says = "Gets Universal Credit"
when = "benefit == 'UC'"

[[criterion]]
id = "long-enough"
says = "Has been on it for at least {months_on_benefit} months"
when = "months_since(benefit_since) >= months_on_benefit"

[[criterion]]
id = "works-little"
says = "Works no more than {most_hours} hours a week"
when = "hours_per_week <= most_hours"
"#;

const OWN: &str = r#"
id = "town-help"
name = "Town help"
says = "Help in town"
funder = "council"
from = 2021-07-01
source = "Council paper 1"

[[parameter]]
id = "least_hours"
unit = "hours"
values = [{ from = 2021-07-01, is = 4 }]

[[criterion]]
id = "works"
says = "Works at least {least_hours} hours a week"
when = "hours_per_week >= least_hours"
"#;

/// The files of the small policy, by path.
pub(crate) fn files() -> BTreeMap<String, String> {
    let area = |id: &str, level: &str| {
        format!(
            "id = \"{id}\"\nname = \"The {id} area\"\nnation = \"england\"\nlevel = \"{level}\"\nsource = \"test\"\n\
             places = {{ lsoas_of = 2011, lsoas = [\"E01000001\"] }}\n\
             body = [{{ id = \"{id}-council\", name = \"{id} council\", kind = \"council\" }}]\n"
        )
    };
    let files = [
        ("spine/facts.toml", FACTS.to_owned()),
        ("spine/levels.toml", LEVELS.to_owned()),
        ("spine/standards.toml", STANDARDS.to_owned()),
        ("spine/programmes/restart.toml", RESTART.to_owned()),
        ("areas/town/area.toml", area("town", "wrap-around")),
        ("areas/town/programmes/town-help.toml", OWN.to_owned()),
        ("areas/village/area.toml", area("village", "core")),
    ];
    files.into_iter().map(|(path, contents)| (path.to_owned(), contents)).collect()
}

/// The files with `from` in the file at `path` replaced by `to`.
pub(crate) fn files_with(path: &str, from: &str, to: &str) -> BTreeMap<String, String> {
    let mut files = files();
    let contents = files.get_mut(path).unwrap();
    assert!(contents.contains(from), "{from}");
    *contents = contents.replacen(from, to, 1);
    files
}

/// The files with one more.
pub(crate) fn files_and(path: &str, contents: &str) -> BTreeMap<String, String> {
    let mut files = files();
    files.insert(path.to_owned(), contents.to_owned());
    files
}

pub(crate) fn load(files: BTreeMap<String, String>) -> Loaded {
    policy::load(&PolicyText::new(files), &Gazetteer::new())
}

/// The policy of these files, which have no fault.
pub(crate) fn policy(files: BTreeMap<String, String>) -> Policy {
    let loaded = load(files);
    assert!(loaded.faults.is_empty(), "{:#?}", loaded.faults);
    loaded.policy.unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// What is known of a person, as JSON.
pub(crate) fn person(policy: &Policy, facts: serde_json::Value) -> Facts {
    Facts::from_json(&policy.facts, &Gazetteer::new(), &serde_json::json!({ "facts": facts })).unwrap()
}
