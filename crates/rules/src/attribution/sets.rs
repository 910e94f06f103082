//! Which streams may pay each line of cost?
//!
//! *Authority*: [`lawful`](super::lawful) for the cost, the stream's criteria for the person on the day of the cost.
//! *Applies*: to all lines together. Lines of one kind and one set of years of streams are one group: what follows treats
//! them alike, so that it does not matter how many lines there are.
//! *Simplified*: nothing; the text allows an area at most 256 streams.
//! *Example*: a million lines of a year usually are a few hundred groups.

use super::{
    braid::AttributionError,
    flow::percent_of,
    lawful::lawful,
    line::{CostKind, CostLine, Costs},
};
use kernel::{Day, Pence};
use policy::{
    Area, MAX_STREAMS, Policy, Stream, Truth,
    population::{Detail, ProgrammeScreening, Questions},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Words of a set of streams.
const WORDS: usize = MAX_STREAMS.div_ceil(64);

/// The streams of an area, ready to be asked.
#[derive(Debug, Clone)]
pub struct Streams<'a> {
    pub(super) streams: Vec<&'a Stream>,
    pub(super) questions: Questions,
    /// All of them.
    everyone: StreamSet,
}

impl<'a> Streams<'a> {
    /// The streams of an area of the policy.
    #[must_use]
    pub fn new(policy: &'a Policy, area: &'a Area) -> Self {
        let streams: Vec<&Stream> = area.funding.values().collect();
        let mut everyone = StreamSet::default();
        (0..streams.len()).for_each(|stream| everyone.put(stream));
        Self { questions: Questions::of_streams(policy, area, streams.iter().copied()), streams, everyone }
    }

    /// The streams, in the order in which answers number them.
    #[must_use]
    pub fn all(&self) -> &[&'a Stream] {
        &self.streams
    }
}

/// A set of streams, by their position.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct StreamSet([u64; WORDS]);

impl StreamSet {
    pub(super) fn put(&mut self, stream: usize) {
        if let Some(word) = self.0.get_mut(stream / 64) {
            *word |= 1 << (stream % 64);
        }
    }

    pub(super) fn has(&self, stream: usize) -> bool {
        self.0.get(stream / 64).is_some_and(|word| word >> (stream % 64) & 1 == 1)
    }

    fn both(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
        self
    }

    fn either(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
        self
    }
}

/// The money of a stream for a year: positions of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Allotment {
    pub(super) stream: usize,
    pub(super) year: usize,
}

/// Lines that the same money may pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) kind: CostKind,
    /// For each stream, the position of the year in which the costs lie.
    pub(super) calendar: Arc<[Option<usize>]>,
    /// The money that may pay them, in order.
    pub(super) allotments: Vec<Allotment>,
    /// Whether there are other streams of which it is not known whether they may.
    pub(super) open: bool,
    /// What they cost together.
    pub(super) amount: Pence,
    /// For each share below 100 percent that a stream pays of them, by its percent: the pence that come to when each line's
    /// share is rounded down.
    pub(super) shares: BTreeMap<i64, i64>,
    /// Pence that cannot be given to any of the lines within the shares.
    pub(super) short: i64,
}

/// Lines in their groups.
#[derive(Debug, Clone, Default)]
pub(super) struct Grouped {
    pub(super) groups: Vec<Group>,
    /// The position of each line's group.
    pub(super) of_line: Vec<usize>,
}

/// What lines of one group have in common. The day counts by the years in which it lies: the position of its calendar.
type Key = (CostKind, usize, StreamSet, bool);
/// For each stream, the position of the year in which a day lies.
type Calendar = Arc<[Option<usize>]>;

/// What is asked of a cost.
type Asked<'c> = (Day, CostKind, &'c [Arc<str>], Option<&'c str>, Option<&'c str>, Option<Day>);

/// Who may pay: for certain, and certainly not; the others are open.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Answer {
    may: StreamSet,
    may_not: StreamSet,
}

/// Lines on their way into groups.
pub(super) struct Grouping<'s, 'c> {
    streams: &'s Streams<'s>,
    groups: Vec<Group>,
    known: HashMap<Key, usize>,
    by_cost: HashMap<Asked<'c>, Answer>,
    calendars: Vec<Calendar>,
    by_day: HashMap<Day, usize>,
}

impl<'s, 'c> Grouping<'s, 'c> {
    pub(super) fn new(streams: &'s Streams<'s>) -> Self {
        Self {
            streams,
            groups: Vec::new(),
            known: HashMap::new(),
            by_cost: HashMap::new(),
            calendars: Vec::new(),
            by_day: HashMap::new(),
        }
    }

    /// Adds a line as it would be a given number of months later; `person` says which streams may pay for its person. Returns the
    /// position of its group.
    pub(super) fn add(&mut self, line: &'c CostLine, later: u32, person: &Answer) -> Result<usize, AttributionError> {
        let (on, started_on) = (line.on_later(later), line.started_later(later));
        let calendar = self.calendar(on);
        let (programme, body) = (line.programme.as_deref(), line.body.as_deref());
        let asked = (on, line.kind, &*line.activities, programme, body, started_on);
        let cost = *self.by_cost.entry(asked).or_insert_with(|| self.streams.by_cost(&line.later(later)));
        let answer = if line.kind == CostKind::Management { cost } else { cost.and(person) };
        let key = (line.kind, calendar, answer.may, self.streams.is_open(&answer));
        let at = match self.known.get(&key) {
            Some(at) => *at,
            None => {
                let years = self.calendars.get(calendar).map(Arc::clone).unwrap_or_default();
                self.groups.push(Group::of(&key, years, &self.streams.streams));
                self.known.insert(key, self.groups.len() - 1);
                self.groups.len() - 1
            }
        };
        if let Some(group) = self.groups.get_mut(at) {
            group.amount = group.amount.plus(line.amount)?;
            for (percent, most) in &mut group.shares {
                *most = most.saturating_add(percent_of(line.amount.0, *percent));
            }
        }
        Ok(at)
    }

    /// The position of the calendar of a day; days of the same years have the same.
    fn calendar(&mut self, on: Day) -> usize {
        *self.by_day.entry(on).or_insert_with(|| {
            let calendar = self.streams.calendar(on);
            self.calendars.iter().position(|known| *known == calendar).unwrap_or_else(|| {
                self.calendars.push(calendar);
                self.calendars.len() - 1
            })
        })
    }

    pub(super) fn groups(self) -> Vec<Group> {
        self.groups
    }
}

impl Streams<'_> {
    /// Puts lines into groups; `people` says of each who may pay by its person.
    pub(super) fn grouped(&self, lines: &[CostLine], people: &[Answer]) -> Result<Grouped, AttributionError> {
        let mut grouping = Grouping::new(self);
        let of_line =
            lines.iter().zip(people).map(|(line, person)| grouping.add(line, 0, person)).collect::<Result<_, _>>()?;
        Ok(Grouped { groups: grouping.groups(), of_line })
    }

    /// For each stream, the position of the year that has money for a day.
    fn calendar(&self, on: Day) -> Calendar {
        self.streams.iter().map(|stream| stream.year_on(on)).collect()
    }

    fn is_open(&self, answer: &Answer) -> bool {
        answer.may.either(&answer.may_not) != self.everyone
    }

    /// Who may pay each line, by its person alone, on the day of the cost.
    pub(super) fn by_person(&self, costs: Costs<'_>) -> Vec<Answer> {
        let mut answers = vec![Answer::default(); costs.lines.len()];
        for (on, rows) in by_day(costs.lines) {
            let people = self.questions.screen(&costs.people.pick(&rows), on, Detail::Verdicts).programmes;
            for (at, row) in rows.into_iter().enumerate() {
                if let Some(answer) = answers.get_mut(row) {
                    *answer = of_person(&people, at);
                }
            }
        }
        answers
    }

    fn by_cost(&self, line: &CostLine) -> Answer {
        let mut answer = Answer::default();
        for (position, stream) in self.streams.iter().enumerate() {
            match lawful(stream, line).fold(Truth::Met, |whole, (_, one)| and(whole, one)) {
                Truth::Met => answer.may.put(position),
                Truth::NotMet => answer.may_not.put(position),
                Truth::Unknown => {}
            }
        }
        answer
    }
}

impl Answer {
    /// Who may pay by both.
    fn and(&self, other: &Self) -> Self {
        Self { may: self.may.both(&other.may), may_not: self.may_not.either(&other.may_not) }
    }
}

/// A definite no stays a no, whatever else is unknown.
fn and(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Truth::NotMet, _) | (_, Truth::NotMet) => Truth::NotMet,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (Truth::Met, Truth::Met) => Truth::Met,
    }
}

fn of_person(people: &[ProgrammeScreening], row: usize) -> Answer {
    let mut answer = Answer::default();
    for (position, stream) in people.iter().enumerate() {
        if stream.eligible.get(row) {
            answer.may.put(position);
        } else if stream.not_eligible.get(row) {
            answer.may_not.put(position);
        }
    }
    answer
}

/// The rows of each day, in order.
pub(super) fn by_day(lines: &[CostLine]) -> BTreeMap<Day, Vec<usize>> {
    let mut days: BTreeMap<Day, Vec<usize>> = BTreeMap::new();
    for (row, line) in lines.iter().enumerate() {
        days.entry(line.on).or_default().push(row);
    }
    days
}

impl Group {
    fn of((kind, _, may, open): &Key, calendar: Calendar, streams: &[&Stream]) -> Self {
        let money = calendar.iter().enumerate().filter(|(stream, _)| may.has(*stream));
        let allotments: Vec<Allotment> =
            money.filter_map(|(stream, year)| Some(Allotment { stream, year: (*year)? })).collect();
        let percents = allotments.iter().filter_map(|from| Some(streams.get(from.stream)?.share_percent));
        let shares = percents.filter(|percent| *percent < 100).map(|percent| (percent, 0)).collect();
        Self { kind: *kind, calendar, allotments, open: *open, amount: Pence::ZERO, shares, short: 0 }
    }

    /// A part of its lines, which together cost the pence given; their shares come to no more than that of the whole part.
    pub(super) fn part(&self, pence: i64) -> Self {
        let shares = self.shares.iter().map(|(percent, most)| (*percent, percent_of(pence, *percent).min(*most)));
        Self { amount: Pence(pence), shares: shares.collect(), ..self.clone() }
    }

    /// Whether no money at all may pay them for certain.
    pub(super) fn has_no_money(&self) -> bool {
        self.allotments.is_empty()
    }
}
