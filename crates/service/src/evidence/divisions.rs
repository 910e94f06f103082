//! By what people can be counted.

use super::among::{Among, AskError};
use kernel::Day;
use policy::{
    FactBook, FactType, Gazetteer,
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
/// Facts that pages offer to count by, where the text has them.
const OFFERED_FACTS: [&str; 5] = ["disabled", "ethnicity", "lone_parent", "benefit", "employment"];

/// What a page offers to count by, besides wards: ids and words.
#[must_use]
pub fn offered(facts: &FactBook) -> Vec<(String, String)> {
    let pair = |id: &str, says: &str| (id.to_owned(), says.to_owned());
    let of_facts = OFFERED_FACTS.iter().filter_map(|id| facts.get(id));
    let of_facts = of_facts.map(|definition| pair(&definition.id, &definition.says));
    [pair(AGE, "Age"), pair(PRIORITY_GROUP, "Priority group")].into_iter().chain(of_facts).collect()
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
    found.ok_or_else(|| AskError::Division { id: id.to_owned() })
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
