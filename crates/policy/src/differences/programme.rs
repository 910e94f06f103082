//! How one programme differs between two sides.

use super::{Difference, Kind, Only, ProgrammeDifferences, Reading, View, differing};
use crate::{Criterion, Parameter, Programme, Widening};
use kernel::{Day, in_words};

/// How the programme differs; `None` when it takes nobody on the day of either side that has it.
pub(super) fn differences(
    (left, ours): (&View<'_>, Option<&Programme>),
    (right, theirs): (&View<'_>, Option<&Programme>),
) -> Option<ProgrammeDifferences> {
    let open = |programme: Option<&Programme>, view: &View<'_>| programme.is_some_and(|one| one.is_open_on(view.on));
    if !open(ours, left) && !open(theirs, right) {
        return None;
    }
    let either = ours.or(theirs)?;
    let (only, differences) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (None, both((ours, left.on), (theirs, right.on))),
        (Some(ours), None) => (Some(Only::Left), about(Some(ours), None)),
        (None, theirs) => (Some(Only::Right), about(None, theirs)),
    };
    Some(ProgrammeDifferences {
        id: either.id.to_string(),
        name: either.name.to_string(),
        says: either.says.clone(),
        only,
        differences,
    })
}

type OnDay<'a> = (&'a Programme, Day);

fn both(left: OnDay<'_>, right: OnDay<'_>) -> Vec<Difference> {
    let open = differing(Kind::Open, "Takes new people", open(left), open(right));
    let mut found: Vec<Difference> = open.into_iter().collect();
    found.extend(numbers(left, right));
    found.extend(criteria(left, right));
    found.extend(widenings(left, right));
    found.extend(about(Some(left.0), Some(right.0)));
    found
}

fn open((programme, on): OnDay<'_>) -> Reading {
    Reading::new(match (programme.from, programme.until) {
        (Some(from), _) if on < from => format!("Not yet: from {}", in_words(from)),
        (_, Some(until)) if until < on => format!("No more: until {}", in_words(until)),
        _ => match programme.out_of_date_on(on) {
            Some(known) => format!("Not known: last confirmed for {}", in_words(known.day)),
            None => "Yes".to_owned(),
        },
    })
}

/// Numbers with another value; also those that only one side has.
fn numbers((ours, ours_on): OnDay<'_>, (theirs, theirs_on): OnDay<'_>) -> Vec<Difference> {
    let more = theirs.parameters.iter().filter(|parameter| ours.parameter(&parameter.id).is_none());
    let all = ours.parameters.iter().chain(more);
    let read = |programme: &Programme, id: &str, on: Day| {
        programme.parameter(id).map_or_else(Reading::none, |parameter| number(parameter, on))
    };
    let differing = all.filter_map(|parameter| {
        let what = parameter.name();
        differing(Kind::Number, what, read(ours, &parameter.id, ours_on), read(theirs, &parameter.id, theirs_on))
    });
    differing.collect()
}

fn number(parameter: &Parameter, on: Day) -> Reading {
    let Some(value) = parameter.value_on(on) else { return Reading::none() };
    Reading {
        code: value.set_by.as_ref().map(ToString::to_string),
        source: value.source.clone(),
        example: value.example,
        ..Reading::new(parameter.in_words(value.is))
    }
}

/// Criteria that ask something else, or that only one side has on its day. One whose words are the same and only a
/// number of which differs is told by the number.
fn criteria((ours, ours_on): OnDay<'_>, (theirs, theirs_on): OnDay<'_>) -> Vec<Difference> {
    let in_force = |programme: &'_ Programme, on: Day| -> Vec<Criterion> {
        programme.criteria.iter().filter(|criterion| criterion.in_force_on(on)).cloned().collect()
    };
    let (ours, theirs) = (in_force(ours, ours_on), in_force(theirs, theirs_on));
    let find = |all: &[Criterion], id: &str| all.iter().find(|criterion| criterion.id.as_ref() == id).cloned();
    let more = theirs.iter().filter(|criterion| find(&ours, &criterion.id).is_none());
    let mut found = Vec::new();
    for criterion in ours.iter().chain(more) {
        let (left, right) = (find(&ours, &criterion.id), find(&theirs, &criterion.id));
        if let (Some(left), Some(right)) = (&left, &right)
            && left.says.written() == right.says.written()
            && left.of_spine() == right.of_spine()
        {
            continue;
        }
        let what = if left.is_some() && right.is_some() { "Asks something else" } else { "Asks" };
        let same_words =
            left.as_ref().zip(right.as_ref()).is_some_and(|(left, right)| left.says.written() == right.says.written());
        let read = |criterion: Option<Criterion>, on: Day| {
            criterion.map_or_else(Reading::none, |criterion| self::criterion(&criterion, on, same_words))
        };
        found.push(Difference {
            kind: Kind::Criterion,
            what: what.to_owned(),
            left: read(left, ours_on),
            right: read(right, theirs_on),
        });
    }
    found
}

/// The criterion in words; as it is written where the words do not tell the difference.
fn criterion(criterion: &Criterion, on: Day, as_written: bool) -> Reading {
    let says = criterion.says.on(on);
    Reading {
        code: Some(criterion.code.to_string()),
        source: criterion.source.as_ref().map(ToString::to_string),
        ..Reading::new(if as_written { format!("{says} ({})", criterion.of_spine().trim()) } else { says.to_string() })
    }
}

/// Whom one side lets through besides and the other does not, or not with the same words or payer.
fn widenings((ours, ours_on): OnDay<'_>, (theirs, theirs_on): OnDay<'_>) -> Vec<Difference> {
    let (left, right) = (ours.widenings_on(ours_on), theirs.widenings_on(theirs_on));
    let only_in = |own: &Widening, others: &[&Widening], others_on: Day, own_on: Day| {
        !others.iter().any(|other| other.code == own.code && widening(other, others_on) == widening(own, own_on))
    };
    let what = |programme: &Programme, one: &Widening, on: Day| match &one.criterion {
        None => "Also lets through, whatever else the programme asks".to_owned(),
        Some(id) => {
            let asks = programme.criteria.iter().find(|criterion| criterion.id == *id && criterion.in_force_on(on));
            asks.map_or_else(
                || "Also lets through".to_owned(),
                |asks| format!("Also lets through, instead of: {}", asks.says.on(on)),
            )
        }
    };
    let mut found = Vec::new();
    for own in left.iter().filter(|own| only_in(own, &right, theirs_on, ours_on)) {
        let (left, right) = (widening(own, ours_on), Reading::none());
        found.push(Difference { kind: Kind::Widening, what: what(ours, own, ours_on), left, right });
    }
    for own in right.iter().filter(|own| only_in(own, &left, ours_on, theirs_on)) {
        let (left, right) = (Reading::none(), widening(own, theirs_on));
        found.push(Difference { kind: Kind::Widening, what: what(theirs, own, theirs_on), left, right });
    }
    found
}

fn widening(widening: &Widening, on: Day) -> Reading {
    Reading {
        code: Some(widening.code.to_string()),
        source: Some(widening.source.to_string()),
        example: widening.example,
        pays: Some(widening.pays.name.to_string()),
        ..Reading::new(widening.says.on(on).as_ref())
    }
}

/// What else there is to a programme, where it differs.
fn about(left: Option<&Programme>, right: Option<&Programme>) -> Vec<Difference> {
    type Read = fn(&Programme) -> String;
    let rows: [(Kind, &str, Read); 7] = [
        (Kind::About, "Name", |programme| programme.name.to_string()),
        (Kind::About, "What it is", |programme| programme.says.clone()),
        (Kind::Funder, "Who pays", |programme| programme.funder.clone()),
        (Kind::Needs, "What it gives", |programme| programme.gives.join(", ")),
        (Kind::Referrer, "Who may refer", |programme| programme.may_refer.join(", ")),
        (Kind::Excludes, "Not at the same time as", |programme| programme.excludes.join(", ")),
        (Kind::About, "Where it runs", |programme| {
            programme.nations.iter().map(|nation| nation.name()).collect::<Vec<_>>().join(", ")
        }),
    ];
    let read = |programme: Option<&Programme>, row: Read| {
        programme.map(row).filter(|text| !text.is_empty()).map_or_else(Reading::none, Reading::new)
    };
    // Of a programme that only one side has, its name and line are said already.
    let skipped = if left.is_some() && right.is_some() { 0 } else { 2 };
    let rows = rows.into_iter().skip(skipped);
    rows.filter_map(|(kind, what, row)| differing(kind, what, read(left, row), read(right, row))).collect()
}

impl Criterion {
    /// The expression of the spine as it is written, without what an area adds.
    fn of_spine(&self) -> &str {
        self.widened.as_ref().map_or_else(|| self.when.text(), |widened| widened.spine.text())
    }
}

impl Programme {
    /// The area's widenings in force on the day, each once, in the order of the text.
    #[must_use]
    pub fn widenings_on(&self, on: Day) -> Vec<&Widening> {
        let in_force = self.criteria.iter().filter(|criterion| criterion.in_force_on(on));
        let all = in_force.filter_map(|criterion| criterion.widened.as_deref()).flat_map(|widened| &widened.by);
        let mut found: Vec<&Widening> = Vec::new();
        for widening in all {
            if found.iter().all(|known| known.code != widening.code) {
                found.push(widening);
            }
        }
        found
    }
}
