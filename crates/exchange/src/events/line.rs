//! One line of the table, read by itself.

use crate::message::shortened;
use csv::StringRecord;
use kernel::{Day, Pence};

/// The longest name of a participant or an employer, in characters.
const LONGEST_NAME: usize = 200;
/// The hours of a week.
const HOURS_OF_A_WEEK: f64 = 168.0;

/// A line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct EventLine {
    /// The line of the file, from 1.
    pub line: u64,
    /// Whom it is about, as the table calls them.
    pub participant: String,
    /// What happened.
    pub event: Event,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person started on the programme.
    Start {
        /// The day.
        on: Day,
    },
    /// The person was in work.
    Spell(SpellLine),
    /// The person left the programme.
    End {
        /// The day.
        on: Day,
    },
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
pub(super) fn read(line: u64, fields: &StringRecord) -> Result<EventLine, Vec<String>> {
    let [participant, event, from, until, employer, kind, hours, earnings] =
        std::array::from_fn(|index| fields.get(index).map(str::trim).unwrap_or_default());
    if fields.len() != 8 {
        return Err(vec![format!("8 fields are needed, there are {}", fields.len())]);
    }
    let mut faults = Faults(Vec::new());
    let participant = faults.take(named("participant", participant));
    if participant.as_deref() == Some("") {
        faults.0.push("`participant` is empty".to_owned());
    }
    let from = faults.take(needed_day(from));
    let rest = [until, employer, kind, hours, earnings];
    let event = match event {
        "start" | "end" if rest.iter().any(|field| !field.is_empty()) => {
            faults.0.push(format!("a line of `{event}` has nothing after `from`"));
            None
        }
        "start" => from.map(|on| Event::Start { on }),
        "end" => from.map(|on| Event::End { on }),
        "spell" => spell(&mut faults, from, rest).map(Event::Spell),
        other => {
            faults.0.push(format!("`event` is `{}`, not one of start, spell, end", shortened(other)));
            None
        }
    };
    match (participant, event) {
        (Some(participant), Some(event)) if faults.0.is_empty() => Ok(EventLine { line, participant, event }),
        _ => Err(faults.0),
    }
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
    if until.is_some_and(|until| until < from) {
        faults.0.push("`until` is before `from`".to_owned());
    }
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
}

fn named(field: &str, text: &str) -> Result<String, String> {
    if text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        Err(format!("`{field}` is longer than {LONGEST_NAME} characters or holds control characters"))
    } else {
        Ok(text.to_owned())
    }
}

fn needed_day(text: &str) -> Result<Day, String> {
    optional("from", text, day)?.ok_or_else(|| "`from` is empty".to_owned())
}

fn optional<T>(field: &str, text: &str, read: impl Fn(&str) -> Result<T, &'static str>) -> Result<Option<T>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    read(text).map(Some).map_err(|should_be| format!("`{field}` is `{}`, not {should_be}", shortened(text)))
}

/// A day between 1900 and 2199, written in full. Other years are slips of the hand.
fn day(text: &str) -> Result<Day, &'static str> {
    use chrono::Datelike;
    const SHOULD_BE: &str = "a day written YYYY-MM-DD";
    let day: Day = text.parse().map_err(|_| SHOULD_BE)?;
    if text.len() == 10 && (1900..2200).contains(&day.year()) { Ok(day) } else { Err(SHOULD_BE) }
}

fn hours_of_a_week(text: &str) -> Result<f64, &'static str> {
    let hours = text.parse::<f64>().ok().filter(|hours| *hours > 0.0 && *hours <= HOURS_OF_A_WEEK);
    hours.ok_or("a number of hours above 0 and up to 168")
}

fn whole_pence(text: &str) -> Result<Pence, &'static str> {
    /// A billion pounds a week.
    const MOST: i64 = 100_000_000_000;
    let pence = text.parse::<i64>().ok().filter(|pence| (0..=MOST).contains(pence));
    pence.map(Pence).ok_or("a whole number of pence, 0 or more")
}
