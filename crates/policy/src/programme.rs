//! A programme: what it gives, who it is for, and who may refer to it.

use crate::{Area, Expression, KnownUntil, Nation, Parameter, Widened, Wording};
use kernel::Day;
use std::sync::Arc;

/// A programme as policy text describes it.
#[derive(Debug, Clone)]
pub struct Programme {
    /// The id: the name of its file.
    pub id: Arc<str>,
    /// The path that its reason codes start with: `spine/programmes/restart`.
    pub path: Arc<str>,
    /// The name people know it by.
    pub name: Arc<str>,
    /// What it is, in one plain line for residents.
    pub says: String,
    /// Who pays for it.
    pub funder: String,
    /// Ids of the needs that it meets.
    pub gives: Vec<String>,
    /// Kinds of body that may refer, or `self`.
    pub may_refer: Vec<String>,
    /// Ids of programmes that one may not be on at the same time.
    pub excludes: Vec<String>,
    /// The nations where it runs; empty means all.
    pub nations: Vec<Nation>,
    /// First day on which it takes new people, included; `None` when the text does not say.
    pub from: Option<Day>,
    /// Last day on which it takes new people, included; `None` when no end is known.
    pub until: Option<Day>,
    /// The last day for which what is written here is known to hold; `None` when the text does not say.
    pub known_until: Option<Arc<KnownUntil>>,
    /// What the source leaves out, where it does.
    pub incomplete: Option<String>,
    /// The numbers that its criteria read.
    pub parameters: Vec<Parameter>,
    /// The criteria in the order of the text.
    pub criteria: Vec<Criterion>,
    /// The citation.
    pub source: Arc<str>,
    /// The citation with those of the criteria in force on the day that have their own.
    pub cites: Wording,
    /// The path of the area's text that changes this programme of the spine, `areas/newcastle/layers/restart`; `None`
    /// for a programme as it was written.
    pub layer: Option<Arc<str>>,
    /// Criteria that hold for every programme whose text gives dates (also only that of `known_until`) or nations.
    pub standing: Vec<Standing>,
}

/// A criterion that does not depend on the person.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The reason code: `spine/programmes/restart#open` or `#nation`.
    pub code: Arc<str>,
    /// What must be so, in words.
    pub says: Arc<str>,
    /// Which of the two it is.
    pub kind: StandingKind,
}

/// What a standing criterion asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingKind {
    /// The programme takes new people on the day.
    Open,
    /// The area lies in a nation where the programme runs.
    Nation,
}

impl Programme {
    /// The standing criteria that the text makes: `#open` when it gives dates, or is `dated` by until when it is known
    /// to hold; `#nation` when it gives nations.
    pub(crate) fn standing(
        path: &str,
        days: (Option<Day>, Option<Day>),
        dated: bool,
        nations: &[Nation],
    ) -> Vec<Standing> {
        let open = match days {
            (None, None) => dated.then(|| "Takes new people".to_owned()),
            (Some(from), None) => Some(format!("Takes new people from {}", kernel::in_words(from))),
            (None, Some(until)) => Some(format!("Takes new people until {}", kernel::in_words(until))),
            (Some(from), Some(until)) => {
                Some(format!("Takes new people from {} to {}", kernel::in_words(from), kernel::in_words(until)))
            }
        };
        let names: Vec<&str> = nations.iter().map(|nation| nation.name()).collect();
        let nation = (!names.is_empty()).then(|| format!("Runs in {}", in_a_row(&names)));
        let standing = |kind, name: &str, says: String| Standing {
            code: format!("{path}#{name}").into(),
            says: says.into(),
            kind,
        };
        open.map(|says| standing(StandingKind::Open, "open", says))
            .into_iter()
            .chain(nation.map(|says| standing(StandingKind::Nation, "nation", says)))
            .collect()
    }

    /// The parameter with the id given.
    #[must_use]
    pub fn parameter(&self, id: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.id.as_ref() == id)
    }

    /// Whether a standing criterion holds in `area` on `day`, as the text stands.
    pub(crate) fn meets(&self, standing: StandingKind, area: &Area, day: Day) -> bool {
        match standing {
            StandingKind::Open => self.is_open_on(day),
            StandingKind::Nation => self.nations.contains(&area.nation),
        }
    }

    /// The day for which a standing criterion was last confirmed, when it is over on `day` and leaves the answer open.
    /// A last day that the text names, a first day still to come and the nation stay as they are.
    pub(crate) fn standing_out_of_date_on(&self, standing: StandingKind, day: Day) -> Option<&KnownUntil> {
        let open_end = standing == StandingKind::Open && self.until.is_none() && self.is_open_on(day);
        self.out_of_date_on(day).filter(|_| open_end)
    }

    /// Whether nobody in `area` can join on `day` or later, whatever is known of them: its last day is over, or it does
    /// not run in the area's nation.
    #[must_use]
    pub fn is_over_for(&self, area: &Area, day: Day) -> bool {
        self.until.is_some_and(|until| until < day)
            || (!self.nations.is_empty() && !self.nations.contains(&area.nation))
    }

    /// Whether it takes new people on `day`.
    #[must_use]
    pub fn is_open_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// One thing that must be so for a person to join a programme.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// The id within the programme.
    pub id: Arc<str>,
    /// The reason code: `spine/programmes/restart#long-enough`.
    pub code: Arc<str>,
    /// What must be so in words, with the values of the day.
    pub says: Wording,
    /// What must be so.
    pub when: Expression,
    /// First day on which it is in force, included.
    pub from: Option<Day>,
    /// Last day on which it is in force, included.
    pub until: Option<Day>,
    /// The last day for which it is known to hold, where it is not that of the programme.
    pub known_until: Option<Arc<KnownUntil>>,
    /// The citation of this criterion, where it has its own.
    pub source: Option<Arc<str>>,
    /// What the spine asks and whom the area lets through besides, where an area's text widens it; `when` is then
    /// both together.
    pub widened: Option<Arc<Widened>>,
}

impl Criterion {
    /// Whether it is in force on `day`.
    #[must_use]
    pub fn in_force_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// `England`, `England or Wales`, `England, Wales or Scotland`.
fn in_a_row(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} or {last}", before.join(", ")),
    }
}
