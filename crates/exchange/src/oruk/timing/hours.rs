//! Times of a day, read strictly: what is not surely a time is said to be none.

use crate::message::shortened;
use serde::{Deserialize, Serialize};

const DAY_MINUTES: u16 = 24 * 60;
/// The longest opening that runs past midnight, in minutes. A closing time before the opening time that would make a
/// longer one is taken for a mistake.
const LONGEST_NIGHT_MINUTES: u16 = 14 * 60;

/// When a service opens and closes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Minutes after midnight at which it opens, below 1,440.
    pub opens: Option<u16>,
    /// Minutes after the same midnight at which it closes; more than 1,440 when that is on the next day.
    pub closes: Option<u16>,
}

impl Hours {
    /// Reads both times; what cannot be read is left out and named.
    pub(super) fn read(opens: Option<&str>, closes: Option<&str>) -> (Self, Vec<String>) {
        let mut faults = Vec::new();
        let mut read = |name: &str, text: Option<&str>, most: u16| {
            let text = text.map(str::trim).filter(|text| !text.is_empty())?;
            let minutes = time_of_day(text).filter(|minutes| *minutes <= most);
            if minutes.is_none() {
                faults.push(format!("`{name}`: `{}` is not a time like 09:30", shortened(text)));
            }
            minutes
        };
        let opens = read("opens_at", opens, DAY_MINUTES - 1);
        let closes = read("closes_at", closes, DAY_MINUTES);
        let (Some(from), Some(until)) = (opens, closes) else { return (Self { opens, closes }, faults) };
        let closes = match (from, until) {
            (0, 0) => DAY_MINUTES,
            (from, until) if from < until => until,
            (from, until) if DAY_MINUTES - from + until <= LONGEST_NIGHT_MINUTES => DAY_MINUTES + until,
            _ => {
                faults.push("it closes before it opens".to_owned());
                return (Self::default(), faults);
            }
        };
        (Self { opens, closes: Some(closes) }, faults)
    }

    /// For people: `9am to 5:30pm`, `8pm to 1am the next day`; empty when neither is known.
    #[must_use]
    pub fn in_words(&self) -> String {
        match (self.opens, self.closes) {
            (Some(0), Some(DAY_MINUTES)) => "all day and night".to_owned(),
            (Some(opens), Some(closes)) if closes > DAY_MINUTES => {
                format!("{} to {} the next day", clock(opens), clock(closes))
            }
            (Some(opens), Some(closes)) => format!("{} to {}", clock(opens), clock(closes)),
            (Some(opens), None) => format!("from {}", clock(opens)),
            (None, Some(closes)) => format!("until {}", clock(closes)),
            (None, None) => String::new(),
        }
    }
}

/// A time as people say it: `9am`, `5:30pm`, `midday`.
fn clock(minutes: u16) -> String {
    let minutes = minutes % DAY_MINUTES;
    let (hour, minute) = (minutes / 60, minutes % 60);
    let (shown, half) = (if hour.is_multiple_of(12) { 12 } else { hour % 12 }, if hour < 12 { "am" } else { "pm" });
    match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{shown}{half}"),
        _ => format!("{shown}:{minute:02}{half}"),
    }
}

/// Minutes after midnight of a time, 0 to 1,440: `09:30`, `09:30:00`, `24:00`, each perhaps with `Z` or an offset that
/// clocks in the United Kingdom can have; or `9:30 am`, `5pm`. `None` for everything else.
///
/// ```
/// use exchange::oruk::time_of_day;
/// assert_eq!(time_of_day("5:30 PM"), Some(17 * 60 + 30));
/// assert_eq!(time_of_day("25:30"), None);
/// ```
#[must_use]
pub fn time_of_day(text: &str) -> Option<u16> {
    let text = text.trim().to_ascii_lowercase();
    match text.strip_suffix("am").map(|rest| (rest, 0)).or_else(|| text.strip_suffix("pm").map(|rest| (rest, 12))) {
        Some((rest, half)) => half_day(rest.trim_end(), half),
        None => whole_day(without_offset(&text)?),
    }
}

/// `9`, `9:30` or `9.30` of a half of the day that begins at hour `half`.
fn half_day(text: &str, half: u16) -> Option<u16> {
    let (hour, minute) = text.split_once([':', '.']).map_or((text, "00"), |parts| parts);
    let hour = digits(hour, 1..=2)?;
    let minute = digits(minute, 2..=2)?;
    ((1..=12).contains(&hour) && minute < 60).then(|| (hour % 12 + half) * 60 + minute)
}

fn whole_day(text: &str) -> Option<u16> {
    let mut parts = text.split(':');
    let hour = digits(parts.next()?, 1..=2)?;
    let minute = digits(parts.next()?, 2..=2)?;
    let second = parts.next().map_or(Some(0), |seconds| {
        let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
        digits(fraction, 1..=9).and(digits(whole, 2..=2))
    })?;
    let is_time = hour < 24 && minute < 60 && second < 60;
    let is_end_of_day = (hour, minute, second) == (24, 0, 0);
    (parts.next().is_none() && (is_time || is_end_of_day)).then(|| hour * 60 + minute)
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<u16> {
    let is_number = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.bytes().fold(0_u16, |sum, byte| sum.wrapping_mul(10).wrapping_add(u16::from(byte - b'0'))))
}

/// The time without its offset; `None` when the offset is none that clocks here can have.
fn without_offset(text: &str) -> Option<&str> {
    if let Some(time) = text.strip_suffix('z') {
        return Some(time);
    }
    match text.find(['+', '-']) {
        None => Some(text),
        Some(at) => {
            let (time, offset) = text.split_at_checked(at)?;
            ["+00:00", "-00:00", "+0000", "+00", "+01:00", "+0100", "+01"].contains(&offset).then_some(time)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(hour: u16, minute: u16) -> Option<u16> {
        Some(hour * 60 + minute)
    }

    #[test]
    fn an_afternoon_is_an_afternoon_and_what_is_no_time_is_none() {
        for (text, read) in [
            ("09:30", minutes(9, 30)),
            ("9:30", minutes(9, 30)),
            ("17:30:00", minutes(17, 30)),
            ("10:00:00.000Z", minutes(10, 0)),
            ("10:00+01:00", minutes(10, 0)),
            ("24:00", minutes(24, 0)),
            ("5:30 PM", minutes(17, 30)),
            ("5.30pm", minutes(17, 30)),
            ("12 am", minutes(0, 0)),
            ("12pm", minutes(12, 0)),
            ("5:30 P", None),
            ("13pm", None),
            ("0am", None),
            ("25:30", None),
            ("24:01", None),
            ("09:60", None),
            ("9", None),
            ("09:3", None),
            ("09:30:61", None),
            ("09:30 to 10", None),
            ("10:00-05:00", None),
            ("soon", None),
            ("", None),
            ("é:pm", None),
        ] {
            assert_eq!(time_of_day(text), read, "{text}");
        }
    }

    #[test]
    fn hours_past_midnight_end_on_the_next_day() {
        let read = |opens, closes| Hours::read(Some(opens), Some(closes));
        assert_eq!(read("20:00", "01:00").0.in_words(), "8pm to 1am the next day");
        assert_eq!(read("20:00", "01:00").0.closes, Some(25 * 60));
        assert_eq!(read("18:00", "00:00").0.in_words(), "6pm to midnight");
        assert_eq!(read("18:00", "24:00").0.in_words(), "6pm to midnight");
        assert_eq!(read("00:00", "24:00").0.in_words(), "all day and night");
        assert_eq!(read("19:00", "08:00").0.in_words(), "7pm to 8am the next day");
        for (opens, closes) in [("17:00", "09:00"), ("09:00", "09:00"), ("14:00", "05:30")] {
            let (hours, faults) = read(opens, closes);
            assert_eq!((hours, faults.len()), (Hours::default(), 1), "{opens} to {closes}");
        }
    }

    #[test]
    fn half_that_can_be_read_is_kept() {
        let (hours, faults) = Hours::read(Some("12:00Z"), Some("soon"));
        assert_eq!(hours.in_words(), "from midday");
        assert_eq!(faults, ["`closes_at`: `soon` is not a time like 09:30"]);
        assert_eq!(Hours::read(None, Some(" ")), (Hours::default(), Vec::new()));
    }
}
