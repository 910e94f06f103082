//! How do the rules of two areas, two days or two texts differ, programme by programme?
//!
//! One function answers for pages, files and the command line. It compares what people meet: programmes as an area
//! sees them on a day. A programme that takes nobody on either day is left out.

mod programme;

use crate::{Area, Level, Policy, Programme, Standard};
use indexmap::IndexMap;
use kernel::Day;
use serde::{Deserialize, Serialize};

/// One side of a comparison: a policy as it is in an area, or in the spine alone, on a day.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The area; `None` for the spine alone.
    pub area: Option<&'a Area>,
    /// The day.
    pub on: Day,
}

/// How two sides differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differences {
    /// The first side.
    pub left: Side,
    /// The second side.
    pub right: Side,
    /// What is not the same of the areas themselves: their level.
    pub areas: Vec<Difference>,
    /// Programmes that differ: those of the first side in its order, then those that only the second has.
    pub programmes: Vec<ProgrammeDifferences>,
    /// Service standards that differ.
    pub standards: Vec<Difference>,
    /// The number of programmes that are the same on both sides.
    pub same: usize,
}

/// A side in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The id of the area; `None` for the spine alone.
    pub area: Option<String>,
    /// The name of the area, or `The spine`.
    pub name: String,
    /// The day.
    pub on: Day,
    /// The version of the policy text.
    pub policy: String,
}

/// How a programme differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeDifferences {
    /// The id of the programme.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is, in one plain line.
    pub says: String,
    /// Whether only one side has it.
    pub only: Option<Only>,
    /// What differs; for a programme that only one side has, who pays for it and who may refer.
    pub differences: Vec<Difference>,
}

/// Which side has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Only {
    /// The first.
    Left,
    /// The second.
    Right,
}

/// One thing that differs, as it reads on each side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What sort of thing it is.
    pub kind: Kind,
    /// What it is, in words.
    pub what: String,
    /// How it is on the first side.
    pub left: Reading,
    /// How it is on the second side.
    pub right: Reading,
}

/// How something is on one side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// In words; `None` where the side has nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// Who pays for it, by name, where it is a widening.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pays: Option<String>,
    /// Where it is written: a reason code or a path, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The citation, where it has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether it is a made-up example.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example: bool,
}

/// What sort of thing differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The level of devolution.
    Level,
    /// Whether it takes new people.
    Open,
    /// A number of the rules.
    Number,
    /// A criterion.
    Criterion,
    /// Whom an area lets through besides.
    Widening,
    /// Who may refer: kinds of body.
    Referrer,
    /// Who pays for the programme: the id of a funder.
    Funder,
    /// What it gives: ids of needs.
    Needs,
    /// What one may not be on at the same time: ids of programmes.
    Excludes,
    /// What else there is to a programme: its name, its line, where it runs.
    About,
    /// A service standard.
    Standard,
}

impl Reading {
    pub(super) fn new(says: impl Into<String>) -> Self {
        Self { says: Some(says.into()), ..Self::default() }
    }

    pub(super) fn none() -> Self {
        Self::default()
    }
}

/// A difference, where there is one.
fn differing(kind: Kind, what: impl Into<String>, left: Reading, right: Reading) -> Option<Difference> {
    ((&left.says, &left.pays) != (&right.says, &right.pays)).then(|| Difference {
        kind,
        what: what.into(),
        left,
        right,
    })
}

/// How the two sides differ.
#[must_use]
pub fn differences(left: &View<'_>, right: &View<'_>) -> Differences {
    let (ours, theirs) = (left.programmes(), right.programmes());
    let mut programmes = Vec::new();
    let mut same = 0;
    let ids = ours.keys().chain(theirs.keys().filter(|id| !ours.contains_key(*id)));
    for id in ids {
        match programme::differences((left, ours.get(id).copied()), (right, theirs.get(id).copied())) {
            Some(found) if found.only.is_none() && found.differences.is_empty() => same += 1,
            Some(found) => programmes.push(found),
            None => {}
        }
    }
    let level = differing(Kind::Level, "Level of devolution", left.level(), right.level());
    Differences {
        left: left.side(),
        right: right.side(),
        areas: level.filter(|_| left.area.is_some() && right.area.is_some()).into_iter().collect(),
        programmes,
        standards: standards(left, right),
        same,
    }
}

impl<'a> View<'a> {
    fn programmes(&self) -> IndexMap<&'a str, &'a Programme> {
        let all: Vec<&Programme> = match self.area {
            Some(area) => self.policy.programmes_in(area).collect(),
            None => self.policy.programmes.values().collect(),
        };
        all.into_iter().map(|programme| (programme.id.as_ref(), programme)).collect()
    }

    fn side(&self) -> Side {
        Side {
            area: self.area.map(|area| area.id.to_string()),
            name: self.area.map_or_else(|| "The spine".to_owned(), |area| area.name.clone()),
            on: self.on,
            policy: self.policy.version.to_string(),
        }
    }

    fn level(&self) -> Reading {
        let level = self.area.and_then(|area| self.policy.levels.get(&area.level));
        level.map_or_else(Reading::none, |level: &Level| Reading::new(format!("{}: {}", level.name, level.says)))
    }

    fn standard(&self, id: &str) -> Reading {
        let local = self
            .area
            .and_then(|area| area.standards.iter().find(|own| own.standard.id == id && own.period.contains(self.on)));
        let reading = |standard: &Standard, code: String| Reading {
            code: Some(code),
            source: Some(standard.source.clone()),
            example: standard.example,
            ..Reading::new(&standard.says)
        };
        match (local, self.policy.standards.get(id)) {
            (Some(local), _) => reading(&local.standard, local.code.to_string()),
            (None, Some(spine)) => reading(spine, format!("spine/standards#{id}")),
            (None, None) => Reading::none(),
        }
    }
}

fn standards(left: &View<'_>, right: &View<'_>) -> Vec<Difference> {
    let more = right.policy.standards.keys().filter(|id| !left.policy.standards.contains_key(*id));
    let ids = left.policy.standards.keys().chain(more);
    let name = |id: &str| {
        let text = id.replace('-', " ");
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    ids.filter_map(|id| differing(Kind::Standard, name(id), left.standard(id), right.standard(id))).collect()
}
