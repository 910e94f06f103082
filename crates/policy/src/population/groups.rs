//! Who is in the priority groups of an area?

use super::{Detail, Plan, Population, ProgrammeScreening};
use crate::{Area, Criterion, Policy, PriorityGroup, Programme, Wording};
use indexmap::IndexMap;
use kernel::Day;
use std::sync::Arc;

/// For each priority group of the area, in the order of the text: who is in it (*eligible*), who is not, and of whom
/// it is not known. A group is asked as a programme with one criterion would be.
#[must_use]
pub fn in_priority_groups(policy: &Policy, area: &Area, population: &Population, on: Day) -> Vec<ProgrammeScreening> {
    let groups = area.priority_groups.iter().map(|group| (group.id.to_string(), as_programme(group)));
    let asked = Area { programmes: groups.collect(), layered: IndexMap::new(), ..area.clone() };
    let asked_policy = Policy { programmes: IndexMap::new(), ..policy.clone() };
    Plan::new(&asked_policy, &asked, on).screen(population, Detail::Verdicts).programmes
}

fn as_programme(group: &PriorityGroup) -> Programme {
    let says = Wording::with_parameters(&group.says, &[]);
    let criterion = Criterion {
        id: Arc::clone(&group.id),
        code: Arc::clone(&group.code),
        says: says.clone(),
        when: group.when.clone(),
        from: None,
        until: None,
        source: None,
        widened: None,
    };
    Programme {
        id: Arc::clone(&group.id),
        path: Arc::clone(&group.code),
        name: group.says.as_str().into(),
        says: group.says.clone(),
        funder: String::new(),
        gives: Vec::new(),
        may_refer: Vec::new(),
        excludes: Vec::new(),
        nations: Vec::new(),
        from: None,
        until: None,
        incomplete: None,
        parameters: Vec::new(),
        criteria: vec![criterion],
        source: Arc::from(""),
        layer: None,
        cites: says,
        standing: Vec::new(),
    }
}
