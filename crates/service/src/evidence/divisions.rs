//! By what people can be counted.

use super::among::{Among, AskError, in_a_row};
use kernel::Day;
use policy::{
    FactType, Gazetteer, Policy,
    population::{Detail, Questions},
};
use statistics::{Division, Part, by_age, by_fact, by_place};

/// Counting by ward.
pub const WARD: &str = "ward";
/// Counting by band of age.
pub const AGE: &str = "age";
/// Counting by the area's priority groups.
pub const PRIORITY_GROUP: &str = "priority-group";

/// The fact that says when somebody was born.
const BORN: &str = "date_of_birth";
/// The fact that says where somebody lives.
const HOME: &str = "home";
/// What people can be counted by, besides wards: ids and words. Which facts, the text says (`count_by` of
/// `spine/counting.toml`).
#[must_use]
pub fn offered(policy: &Policy) -> Vec<(String, String)> {
    let pair = |id: &str, says: &str| (id.to_owned(), says.to_owned());
    let facts = policy.counting.iter().flat_map(|counting| &counting.count_by);
    let of_facts = facts.filter_map(|id| policy.facts.get(id)).map(|definition| pair(&definition.id, &definition.says));
    [pair(AGE, "Age"), pair(PRIORITY_GROUP, "Priority group")].into_iter().chain(of_facts).collect()
}

/// That people cannot be counted so, and by what they can be.
pub(super) fn unknown(policy: &Policy, id: &str) -> AskError {
    let ways = offered(policy);
    let known = std::iter::once(WARD).chain(ways.iter().map(|(way, _)| way.as_str()));
    AskError::Division { id: id.to_owned(), known: in_a_row(known) }
}

/// Divides the people by ward, and by each of `by`.
///
/// # Errors
/// When people cannot be divided by one of them.
pub(super) fn divisions(among: Among<'_>, by: &[String], on: Day) -> Result<Vec<Division>, AskError> {
    let others = by.iter().filter(|id| *id != WARD).map(|id| division(among, id, on));
    let ward = std::iter::once_with(|| division(among, WARD, on));
    ward.chain(others).collect()
}

fn division(among: Among<'_>, id: &str, on: Day) -> Result<Division, AskError> {
    let column = |fact: &str| among.population.column(fact);
    let found = match id {
        WARD => column(HOME).map(|homes| by_place(WARD, "Ward", homes, |lsoa| ward_of(among.places, lsoa))),
        AGE => column(BORN).map(|born| by_age(born, on)),
        PRIORITY_GROUP => Some(by_priority_group(among, on)),
        fact => {
            let definition = among.policy.facts.get(fact).filter(|found| found.kind != FactType::Place);
            definition.zip(column(fact)).and_then(|(definition, column)| by_fact(definition, column))
        }
    };
    found.ok_or_else(|| unknown(among.policy, id))
}

/// The ward that an LSOA counts to: its code and its name, where that is known.
fn ward_of(places: &Gazetteer, lsoa: &str) -> Option<(String, String)> {
    let code = places.lsoa(lsoa)?.ward.clone()?;
    let name = places.name(&code).unwrap_or(&code).to_owned();
    Some((code, name))
}

/// One part for each priority group: a person can be in several, or in none.
fn by_priority_group(among: Among<'_>, on: Day) -> Division {
    let groups = Questions::of_priority_groups(among.policy, among.area);
    let groups = groups.screen(among.population, on, Detail::Verdicts).programmes;
    let part = |id: String, says: String, members| Part { id, says, members };
    let parts = groups.into_iter().map(|group| part(group.id.to_string(), group.name.to_string(), group.eligible));
    Division {
        id: PRIORITY_GROUP.to_owned(),
        says: "Priority group".to_owned(),
        overlapping: true,
        parts: parts.collect(),
    }
}
