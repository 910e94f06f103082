//! A rule in the words of people: `First Monday of the month`, `Every second week on Tuesday`.

use super::{Repeats, Timing};
use crate::oruk::Weekday;
use kernel::Day;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Timing {
    /// On which days, without when it begins or ends: `Monday and Friday`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let every = self.every;
        let month = if every == 1 { "the month".to_owned() } else { format!("every {}", nth_of(every, "month")) };
        let said = match &self.repeats {
            Repeats::Once(day) => kernel::in_words(*day),
            Repeats::Daily if every == 1 => "Every day".to_owned(),
            Repeats::Daily => format!("Every {}", nth_of(every, "day")),
            Repeats::Weekly(days) if every == 1 => weekdays_in_words(days),
            Repeats::Weekly(days) => format!("Every {} on {}", nth_of(every, "week"), weekdays_in_words(days)),
            Repeats::WeeksOfYear(weeks, days) => {
                let weeks: Vec<String> = weeks.iter().map(|week| from_end(i16::from(*week), "week")).collect();
                format!("{} in the {} of the year", weekdays_in_words(days), joined(&weeks))
            }
            Repeats::DaysOfMonth(days) => {
                format!("The {} of {month}", joined(&days_of(days.iter().map(|day| i16::from(*day)))))
            }
            Repeats::WeekdaysOfMonth(days) => format!("{} of {month}", capital(&nth_weekdays(days))),
            Repeats::WeekdaysOnDaysOfMonth(days, of_month) => format!(
                "{}, when it is the {} of {month}",
                weekdays_in_words(days),
                joined_or(&days_of(of_month.iter().map(|day| i16::from(*day))))
            ),
            Repeats::DaysOfYear(days) => format!("The {} of the year", joined(&days_of(days.iter().copied()))),
        };
        let months: Vec<String> = self
            .months
            .iter()
            .filter_map(|month| MONTHS.get(usize::from(*month).checked_sub(1)?))
            .map(|name| (*name).to_owned())
            .collect();
        if months.is_empty() { said } else { format!("{said} in {}", joined(&months)) }
    }

    /// When it begins, where that lies ahead, and when it ends, where that is known: `from 7 December 2026`.
    #[must_use]
    pub fn bounds_in_words(&self, today: Day) -> String {
        if matches!(self.repeats, Repeats::Once(_)) {
            return String::new();
        }
        let from = [self.starts_on, self.valid_from].into_iter().flatten().max().filter(|from| today < *from);
        let from = from.map(|day| format!("from {}", kernel::in_words(day)));
        let until = self.ends_on.map(|day| format!("until {}", kernel::in_words(day)));
        from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
    }
}

/// Days of the week for people: `Monday to Friday`, `Monday, Wednesday and Friday`; empty for none.
#[must_use]
pub fn weekdays_in_words(days: &[Weekday]) -> String {
    let names: Vec<&str> = days.iter().map(|day| day.name()).collect();
    match names.as_slice() {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] => "Monday to Friday".to_owned(),
        _ if names.len() == 7 => "Every day".to_owned(),
        names => joined(names),
    }
}

/// `second week`, `6 weeks`: after "every".
fn nth_of(every: u16, unit: &str) -> String {
    match every {
        1 => unit.to_owned(),
        2 => format!("second {unit}"),
        3 => format!("third {unit}"),
        4 => format!("fourth {unit}"),
        _ => format!("{every} {unit}s"),
    }
}

/// `first and third Monday`, `first Monday and last Friday`. Days with the same numbers stand together.
fn nth_weekdays(days: &[(i8, Weekday)]) -> String {
    let mut weekdays: Vec<Weekday> = days.iter().map(|(_, day)| *day).collect();
    weekdays.sort_unstable();
    weekdays.dedup();
    let groups: Vec<String> = weekdays
        .into_iter()
        .map(|weekday| {
            let mut numbers: Vec<i8> = days.iter().filter(|(_, day)| *day == weekday).map(|(nth, _)| *nth).collect();
            numbers.sort_by_key(|nth| if *nth < 0 { 100 - i16::from(nth.unsigned_abs()) } else { i16::from(*nth) });
            let numbers: Vec<String> = numbers.into_iter().map(nth_in_words).collect();
            format!("{} {}", joined(&numbers), weekday.name())
        })
        .collect();
    joined(&groups)
}

fn nth_in_words(nth: i8) -> String {
    let name = |nth: u8| ["every", "first", "second", "third", "fourth", "fifth"].get(usize::from(nth)).copied();
    match nth {
        -1 => "last".to_owned(),
        ..0 => format!("{} from last", name(nth.unsigned_abs()).unwrap_or_default()),
        _ => name(nth.unsigned_abs()).unwrap_or_default().to_owned(),
    }
}

/// `2nd`, `last day`, `3rd last day`, those from the end after the others.
fn days_of(days: impl Iterator<Item = i16>) -> Vec<String> {
    let mut days: Vec<i16> = days.collect();
    days.sort_by_key(|day| (*day < 0, *day));
    let is_from_end = days.iter().any(|day| *day < 0);
    days.into_iter().map(|day| if is_from_end { from_end(day, "day") } else { numbered(day) }).collect()
}

fn from_end(number: i16, unit: &str) -> String {
    match number {
        -1 => format!("last {unit}"),
        ..0 => format!("{} last {unit}", numbered(-number)),
        _ => format!("{} {unit}", numbered(number)),
    }
}

/// `1st`, `22nd`, `113th`.
fn numbered(number: i16) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn joined<T: AsRef<str>>(parts: &[T]) -> String {
    with_word(parts, "and")
}

fn joined_or(parts: &[String]) -> String {
    with_word(parts, "or")
}

fn with_word<T: AsRef<str>>(parts: &[T], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", first.join(", "), last.as_ref())
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
