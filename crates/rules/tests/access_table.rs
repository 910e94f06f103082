//! Every role, action and relationship against the reviewed table in `access_table.txt`.
//!
//! When the policies change on purpose, run with `WRITE_ACCESS_TABLE=1`, read the difference, and commit it.
#![expect(clippy::expect_used, clippy::panic, reason = "tests")]

use rules::access::{Action, Authoriser, Decision, Principal, Relationship, Resource, Role};
use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

/// Categories as a reader of the table should think of them: what the programme asks about, what the
/// agreement covers, both, and neither.
const CATEGORIES: [&str; 4] = ["needed-and-shared", "needed-only", "shared-only", "neither"];

fn spine(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spine").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn authoriser() -> Authoriser {
    let categories = CATEGORIES.map(str::to_owned);
    Authoriser::load(&spine("access.cedar"), &spine("access.cedarschema"), categories)
        .unwrap_or_else(|faults| panic!("{}", faults.join("\n")))
}

fn principal(role: Role) -> Principal {
    Principal { account: None, role, organisation: None, scope: None }
}

fn resource(relationships: &[Relationship]) -> Resource {
    let words = |list: [&str; 2]| list.map(str::to_owned).into_iter().collect::<BTreeSet<_>>();
    Resource::related(relationships.iter().copied())
        .needing(words(["needed-and-shared", "needed-only"]))
        .sharing(words(["needed-and-shared", "shared-only"]))
}

fn may(authoriser: &Authoriser, role: Role, action: Action, relationships: &[Relationship]) -> Decision {
    authoriser.may(&principal(role), action, &resource(relationships))
}

/// One line for each role and relationship: the actions it allows, then the categories it shows.
fn table(authoriser: &Authoriser) -> String {
    let mut table = String::new();
    let relationships: Vec<Option<Relationship>> = [None].into_iter().chain(Relationship::ALL.map(Some)).collect();
    for role in Role::ALL {
        for relationship in &relationships {
            let related: Vec<Relationship> = relationship.iter().copied().collect();
            let (mut actions, mut shown) = (Vec::new(), BTreeSet::new());
            for action in Action::ALL {
                let decision = may(authoriser, role, *action, &related);
                if decision.allowed {
                    actions.push(action.word());
                    shown.extend(decision.categories);
                }
            }
            let word = relationship.map_or("unrelated", Relationship::word);
            let shown = if shown.is_empty() { "-".to_owned() } else { shown.into_iter().collect::<Vec<_>>().join(" ") };
            writeln!(table, "{} | {word} | {} | {shown}", role.word(), actions.join(" ")).expect("writing to a string");
        }
    }
    table
}

#[test]
fn every_combination_is_as_reviewed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/access_table.txt");
    let found = table(&authoriser());
    if std::env::var_os("WRITE_ACCESS_TABLE").is_some() {
        fs::write(&path, &found).expect("the table can be written");
    }
    let reviewed = fs::read_to_string(&path).expect("the reviewed table is there");
    for (found, reviewed) in found.lines().zip(reviewed.lines()) {
        assert_eq!(found, reviewed);
    }
    assert_eq!(found.lines().count(), reviewed.lines().count());
}

#[test]
fn a_further_relationship_never_takes_anything_away() {
    let authoriser = authoriser();
    for role in Role::ALL {
        for action in Action::ALL {
            for one in Relationship::ALL {
                let alone = may(&authoriser, role, *action, &[one]);
                for other in Relationship::ALL {
                    let both = may(&authoriser, role, *action, &[one, other]);
                    assert!(both.allowed || !alone.allowed, "{role:?} {action:?} {one:?} {other:?}");
                    assert!(both.categories.is_superset(&alone.categories));
                }
            }
        }
    }
}

#[test]
fn every_decision_names_its_grounds() {
    let authoriser = authoriser();
    for role in Role::ALL {
        for action in Action::ALL {
            let decision = may(&authoriser, role, *action, &[]);
            assert!(!decision.reasons.is_empty(), "{role:?} {action:?}");
            assert!(decision.reasons.iter().all(|ground| ground.code.starts_with("spine/access.cedar")));
            assert!(decision.allowed || decision.categories.is_empty());
        }
    }
    let open = may(&authoriser, Role::Adviser, Action::SeePerson, &[Relationship::OwnCaseload]);
    let codes: Vec<&str> = open.reasons.iter().map(|ground| ground.code.as_str()).collect();
    assert_eq!(codes, ["spine/access.cedar#adviser-own-caseload", "spine/access.cedar#adviser-own-caseload-facts"]);
    let stranger = may(&authoriser, Role::Adviser, Action::SeePerson, &[]);
    assert_eq!(stranger.reasons.first().map(|ground| ground.code.as_str()), Some("spine/access.cedar"));
    let administrator = may(&authoriser, Role::Administrator, Action::SeePerson, &[Relationship::OwnCaseload]);
    assert_eq!(
        administrator.reasons.first().map(|ground| ground.code.as_str()),
        Some("spine/access.cedar#administrator-no-people")
    );
}

#[test]
fn faults_in_the_text_are_named() {
    let schema = spine("access.cedarschema");
    let load = |text: &str| Authoriser::load(text, &schema, []).err().unwrap_or_default().join("\n");
    assert_eq!(load("@id(\"a\") @says(\"All.\") permit (principal, action, resource);"), "");
    assert!(load("permit (principal").contains("spine/access.cedar: "));
    assert!(load("@id(\"a\") permit (principal, action, resource);").contains("policy `a` has no @says"));
    assert!(load("@says(\"a\") permit (principal, action, resource);").contains("policy number 1 has no @id"));
    let twice = "@id(\"a\") @says(\"All.\") permit (principal, action, resource);".repeat(2);
    assert!(load(&twice).contains("two policies have the id `a`"));
    let misspelt = "@id(\"a\") @says(\"b\") permit (principal, action == Action::\"se-person\", resource);";
    assert!(load(misspelt).contains("se-person"), "{}", load(misspelt));
    let missing = Authoriser::load(
        "",
        "entity Account; entity System; action x appliesTo { principal: Account, resource: System };",
        [],
    );
    assert!(missing.err().unwrap_or_default().join("\n").contains("no action `see-person`"));
    assert!(Authoriser::load("", "entity", []).is_err());
}
