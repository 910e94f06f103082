//! Questions about people that are no programme: who is in a priority group, whose costs a stream may pay.

use super::{Detail, Plan, Population, Screening};
use crate::{Area, Criterion, Policy, PriorityGroup, Programme, Stream, Wording};
use indexmap::IndexMap;
use kernel::Day;
use std::sync::Arc;

/// Questions about people, ready to be put for any day. Each is asked as a programme with its criteria would be.
#[derive(Debug, Clone)]
pub struct Questions {
    /// The policy without its programmes.
    policy: Policy,
    /// The area with the questions in place of its programmes.
    area: Area,
}

impl Questions {
    /// Who is in each priority group of the area, in the order of the text.
    #[must_use]
    pub fn of_priority_groups(policy: &Policy, area: &Area) -> Self {
        Self::new(policy, area, area.priority_groups.iter().map(of_group))
    }

    /// Of whom the criteria of each stream are so. What else a stream asks of a cost is not looked at.
    #[must_use]
    pub fn of_streams<'a>(policy: &Policy, area: &Area, streams: impl IntoIterator<Item = &'a Stream>) -> Self {
        let question = |stream: &Stream| {
            (Arc::clone(&stream.id), Arc::clone(&stream.path), Arc::clone(&stream.name), stream.criteria.clone())
        };
        Self::new(policy, area, streams.into_iter().map(question))
    }

    fn new(policy: &Policy, area: &Area, questions: impl Iterator<Item = Question>) -> Self {
        let programmes = questions.map(|question| (question.0.to_string(), as_programme(question))).collect();
        Self {
            policy: Policy { programmes: IndexMap::new(), ..policy.clone() },
            area: Area { programmes, layered: IndexMap::new(), ..area.clone() },
        }
    }

    /// The answers on a day, in order: of whom it is so (*eligible*), of whom not, and of whom that is not known.
    #[must_use]
    pub fn screen(&self, population: &Population, on: Day, detail: Detail) -> Screening {
        Plan::new(&self.policy, &self.area, on).screen(population, detail)
    }
}

/// Id, path, name and criteria.
type Question = (Arc<str>, Arc<str>, Arc<str>, Vec<Criterion>);

fn of_group(group: &PriorityGroup) -> Question {
    let criterion = Criterion {
        id: Arc::clone(&group.id),
        code: Arc::clone(&group.code),
        says: Wording::with_parameters(&group.says, &[]),
        when: group.when.clone(),
        from: None,
        until: None,
        source: None,
        known_until: None,
        widened: None,
    };
    (Arc::clone(&group.id), Arc::clone(&group.code), group.says.as_str().into(), vec![criterion])
}

fn as_programme((id, path, name, criteria): Question) -> Programme {
    Programme {
        id,
        path,
        says: name.to_string(),
        cites: Wording::with_parameters(&name, &[]),
        name,
        funder: String::new(),
        gives: Vec::new(),
        may_refer: Vec::new(),
        excludes: Vec::new(),
        nations: Vec::new(),
        from: None,
        until: None,
        known_until: None,
        incomplete: None,
        parameters: Vec::new(),
        criteria,
        source: Arc::from(""),
        layer: None,
        standing: Vec::new(),
    }
}
