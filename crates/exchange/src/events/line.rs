//! One line of the table, read by itself.

use crate::message::shortened;
use csv::StringRecord;
use kernel::{Day, Pence};

/// The longest name of a participant or an employer, in characters.
const MAX_NAME_LENGTH: usize = 200;
/// The hours of a week.
const HOURS_OF_A_WEEK: f64 = 168.0;

/// The columns of the longest table.
pub(super) const COLUMNS: usize = 11;
/// What may happen, and the columns that say more of it besides `participant`, `event`, `from` and `evidence`.
const EVENTS: [(&str, &[&str]); 7] = [
    ("start", &["kind"]),
    ("spell", &["until", "employer", "kind", "hours_per_week", "earnings_pence_week"]),
    ("end", &[]),
    ("pay", &["until", "employer", "amount_pence"]),
    ("benefit", &["until"]),
    ("benefit-known", &[]),
    ("recorded", &["kind", "hours"]),
];

/// A line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct EventLine {
    /// The line of the file, from 1.
    pub line: u64,
    /// Whom it is about, as the table calls them.
    pub participant: String,
    /// What happened.
    pub event: Event,
    /// What bears it out, when given: `payslip`, `employer-letter` …
    pub evidence: Option<String>,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person started on the programme.
    Start {
        /// The day.
        on: Day,
        /// The payment group, where it is given (in the column `kind`).
        group: Option<String>,
    },
    /// The person was in work.
    Spell(SpellLine),
    /// The person left the programme.
    End {
        /// The day.
        on: Day,
    },
    /// What an employer paid for some days.
    Pay(PayLine),
    /// The person was on benefit on these days, both ends included; without the last, still is.
    Benefit {
        /// The days.
        from: Day,
        /// The last day.
        until: Option<Day>,
    },
    /// Every day on benefit is in the table, and there may be none.
    BenefitKnown,
    /// Something else was recorded.
    Recorded {
        /// The day.
        on: Day,
        /// Its kind, as definitions of outcomes name it.
        kind: String,
        /// Whole hours, for a day of learning, when known.
        hours: Option<i64>,
    },
}

/// What an employer paid for some days.
#[derive(Debug, Clone, PartialEq)]
pub struct PayLine {
    /// The first day it is for.
    pub from: Day,
    /// The last day it is for.
    pub until: Day,
    /// The employer.
    pub employer: String,
    /// Pay before tax, not negative.
    pub earned: Pence,
}

/// Time in one piece of work.
#[derive(Debug, Clone, PartialEq)]
pub struct SpellLine {
    /// The first day in work.
    pub from: Day,
    /// The last day in work; `None` while it runs on.
    pub until: Option<Day>,
    /// The employer, when given.
    pub employer: Option<String>,
    /// Employed or self-employed.
    pub kind: SpellKind,
    /// Hours a week, more than 0 and at most 168, when known.
    pub hours_per_week: Option<f64>,
    /// Earnings a week before tax, not negative, when known.
    pub earnings_week: Option<Pence>,
}

/// Whether a person works for somebody or for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpellKind {
    /// Works for an employer: `employee`.
    Employee,
    /// Works for themselves: `self-employed`.
    SelfEmployed,
}

/// Reads one line; gives every fault of it.
pub(super) fn read(line: u64, fields: &StringRecord, columns: usize) -> Result<EventLine, Vec<String>> {
    let all: [&str; COLUMNS] = std::array::from_fn(|index| fields.get(index).map(str::trim).unwrap_or_default());
    if fields.len() != columns {
        return Err(vec![format!("{columns} fields are needed, there are {}", fields.len())]);
    }
    let [participant, event, from, until, employer, kind, hours_week, earnings, hours, amount, evidence] = all;
    let mut faults = Faults(Vec::new());
    let participant = faults.take(named("participant", participant));
    if participant.as_deref() == Some("") {
        faults.0.push("`participant` is empty".to_owned());
    }
    let from = faults.take(needed_day(from));
    let evidence = faults.take(named("evidence", evidence)).filter(|kind| !kind.is_empty());
    faults.expect_empty(
        event,
        &[
            ("until", until),
            ("employer", employer),
            ("kind", kind),
            ("hours_per_week", hours_week),
            ("earnings_pence_week", earnings),
            ("hours", hours),
            ("amount_pence", amount),
        ],
    );
    let event = match event {
        "start" => start(&mut faults, from, kind),
        "end" => from.map(|on| Event::End { on }),
        "spell" => spell(&mut faults, from, [until, employer, kind, hours_week, earnings]).map(Event::Spell),
        "pay" => pay(&mut faults, from, [until, employer, amount]).map(Event::Pay),
        "benefit" => benefit(&mut faults, from, until),
        "benefit-known" => from.map(|_| Event::BenefitKnown),
        "recorded" => recorded(&mut faults, from, [kind, hours]),
        other => {
            let known = EVENTS.map(|(event, _)| event).join(", ");
            faults.0.push(format!("`event` is `{}`, not one of {known}", shortened(other)));
            None
        }
    };
    match (participant, event) {
        (Some(participant), Some(event)) if faults.0.is_empty() => Ok(EventLine { line, participant, event, evidence }),
        _ => Err(faults.0),
    }
}

fn start(faults: &mut Faults, from: Option<Day>, group: &str) -> Option<Event> {
    let group = faults.take(named("kind", group))?;
    Some(Event::Start { on: from?, group: Some(group).filter(|group| !group.is_empty()) })
}

fn pay(faults: &mut Faults, from: Option<Day>, [until, employer, amount]: [&str; 3]) -> Option<PayLine> {
    let until = faults.take(needed("until", until, day));
    let employer = faults.take(named("employer", employer));
    let earned = faults.take(needed("amount_pence", amount, whole_pence));
    if let (Some(from), Some(until)) = (from, until) {
        faults.expect_order(from, Some(until));
    }
    Some(PayLine { from: from?, until: until?, employer: employer?, earned: earned? })
}

fn benefit(faults: &mut Faults, from: Option<Day>, until: &str) -> Option<Event> {
    let until = faults.take(optional("until", until, day))?;
    let from = from?;
    faults.expect_order(from, until);
    Some(Event::Benefit { from, until })
}

fn recorded(faults: &mut Faults, from: Option<Day>, [kind, hours]: [&str; 2]) -> Option<Event> {
    let kind = faults.take(named("kind", kind));
    if kind.as_deref() == Some("") {
        faults.0.push("`kind` is empty: it says what was recorded, such as training-complete".to_owned());
    }
    let hours = faults.take(optional("hours", hours, whole_hours));
    Some(Event::Recorded { on: from?, kind: kind?, hours: hours? })
}

fn spell(faults: &mut Faults, from: Option<Day>, rest: [&str; 5]) -> Option<SpellLine> {
    let [until, employer, kind, hours, earnings] = rest;
    let until = faults.take(optional("until", until, day));
    let employer = faults.take(named("employer", employer));
    let kind = faults.take(match kind {
        "employee" => Ok(SpellKind::Employee),
        "self-employed" => Ok(SpellKind::SelfEmployed),
        other => Err(format!("`kind` is `{}`, not one of employee, self-employed", shortened(other))),
    });
    let hours_per_week = faults.take(optional("hours_per_week", hours, hours_of_a_week));
    let earnings_week = faults.take(optional("earnings_pence_week", earnings, whole_pence));
    let (from, until) = (from?, until?);
    faults.expect_order(from, until);
    Some(SpellLine {
        from,
        until,
        employer: Some(employer?).filter(|name| !name.is_empty()),
        kind: kind?,
        hours_per_week: hours_per_week?,
        earnings_week: earnings_week?,
    })
}

/// The faults of a line, gathered while its fields are read.
struct Faults(Vec<String>);

impl Faults {
    fn take<T>(&mut self, field: Result<T, String>) -> Option<T> {
        field.map_err(|why| self.0.push(why)).ok()
    }

    fn expect_order(&mut self, from: Day, until: Option<Day>) {
        if until.is_some_and(|until| until < from) {
            self.0.push("`until` is before `from`".to_owned());
        }
    }

    /// Reports what a line of this event says in columns that are not its own.
    fn expect_empty(&mut self, event: &str, columns: &[(&str, &str)]) {
        let Some((_, own)) = EVENTS.iter().find(|(known, _)| *known == event) else { return };
        for (column, field) in columns {
            if !field.is_empty() && !own.contains(column) {
                self.0.push(format!("a line of `{event}` has no `{column}`"));
            }
        }
    }
}

fn named(field: &str, text: &str) -> Result<String, String> {
    if text.chars().count() > MAX_NAME_LENGTH || text.chars().any(char::is_control) {
        Err(format!("`{field}` is longer than {MAX_NAME_LENGTH} characters or holds control characters"))
    } else {
        Ok(text.to_owned())
    }
}

fn needed_day(text: &str) -> Result<Day, String> {
    needed("from", text, day)
}

fn needed<T>(field: &str, text: &str, read: impl Fn(&str) -> Result<T, &'static str>) -> Result<T, String> {
    optional(field, text, read)?.ok_or_else(|| format!("`{field}` is empty"))
}

fn optional<T>(field: &str, text: &str, read: impl Fn(&str) -> Result<T, &'static str>) -> Result<Option<T>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    read(text).map(Some).map_err(|should_be| format!("`{field}` is `{}`, not {should_be}", shortened(text)))
}

/// A day between 1900 and 2199, written in full. Other years are slips of the hand.
fn day(text: &str) -> Result<Day, &'static str> {
    const SHOULD_BE: &str = "a day from 1900 to 2199 written YYYY-MM-DD";
    let day: Day = text.parse().map_err(|_| SHOULD_BE)?;
    if text.len() == 10 && kernel::is_likely(day) { Ok(day) } else { Err(SHOULD_BE) }
}

fn hours_of_a_week(text: &str) -> Result<f64, &'static str> {
    let hours = text.parse::<f64>().ok().filter(|hours| *hours > 0.0 && *hours <= HOURS_OF_A_WEEK);
    hours.ok_or("a number of hours above 0 and up to 168")
}

fn whole_hours(text: &str) -> Result<i64, &'static str> {
    let hours = text.parse::<i64>().ok().filter(|hours| (0..=24).contains(hours));
    hours.ok_or("a whole number of hours, from 0 to 24")
}

fn whole_pence(text: &str) -> Result<Pence, &'static str> {
    /// A billion pounds a week.
    const MOST: i64 = 100_000_000_000;
    let pence = text.parse::<i64>().ok().filter(|pence| (0..=MOST).contains(pence));
    pence.map(Pence).ok_or("a whole number of pence, 0 or more")
}
