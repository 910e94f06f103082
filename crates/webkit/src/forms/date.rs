//! A date typed into three boxes, with the GOV.UK messages for what can be wrong with it.

use kernel::{Day, LIKELY_YEARS, in_words};

use super::text::{clean_line, starting, within};

/// The boxes as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateBoxes {
    /// "27".
    pub day: String,
    /// "3", "03", "mar" or "March".
    pub month: String,
    /// "2026": four figures.
    pub year: String,
}

/// Which days a date may be, besides being real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateRule {
    /// Any real date of a likely year ([`kernel::is_likely`], as for every rule).
    Any,
    /// Before today (the day given).
    Past(Day),
    /// Today (the day given) or before.
    TodayOrPast(Day),
    /// Today (the day given) or after.
    TodayOrFuture(Day),
    /// From the first to the last of these days, both included; `None` where there is no such bound.
    Within {
        /// The first day, and the last.
        ends: (Option<Day>, Option<Day>),
        /// The day it is, by which the bounds are worded.
        today: Day,
    },
}

/// What is wrong with a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFault {
    /// The message for the field.
    pub message: String,
    /// The boxes to mend, of "day", "month" and "year", in this order; never empty.
    pub wrong_boxes: Vec<&'static str>,
}

impl DateFault {
    fn new(message: String, wrong_boxes: &[&'static str]) -> Self {
        Self { message, wrong_boxes: wrong_boxes.to_vec() }
    }
}

const ALL: [&str; 3] = ["day", "month", "year"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl DateBoxes {
    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.missing().len() == ALL.len()
    }

    fn missing(&self) -> Vec<&'static str> {
        let boxes = [&self.day, &self.month, &self.year];
        ALL.into_iter().zip(boxes).filter(|(_, typed)| clean_line(typed).is_empty()).map(|(part, _)| part).collect()
    }

    /// The day typed. `what` is the field in words: "Date of birth".
    ///
    /// # Errors
    /// The message, and the boxes to mend.
    pub fn parse(&self, what: &str, rule: DateRule) -> Result<Day, DateFault> {
        let name = starting(what);
        let missing = self.missing();
        if missing.len() == ALL.len() {
            return Err(DateFault::new(format!("Enter {}", within(what)), &ALL));
        }
        if !missing.is_empty() {
            return Err(DateFault::new(format!("{name} must include a {}", missing.join(" and ")), &missing));
        }
        let (day, month, year) = (number(&self.day), month(&self.month), number(&self.year));
        if year.is_none() || clean_line(&self.year).len() != 4 {
            return Err(DateFault::new(format!("{name} must include a year of 4 numbers"), &["year"]));
        }
        let not_real = || {
            let wrong = [("day", day.is_none_or(|day| !(1..=31).contains(&day))), ("month", month.is_none())];
            let wrong: Vec<_> = wrong.iter().filter(|(_, wrong)| *wrong).map(|(part, _)| *part).collect();
            DateFault::new(format!("{name} must be a real date"), if wrong.is_empty() { &ALL } else { &wrong })
        };
        let real = year
            .zip(month)
            .zip(day)
            .and_then(|((year, month), day)| Day::from_ymd_opt(i32::try_from(year).ok()?, month, day));
        let real = real.ok_or_else(not_real)?;
        if !kernel::is_likely(real) {
            let (first, last) = (LIKELY_YEARS.start(), LIKELY_YEARS.end());
            return Err(DateFault::new(format!("{name} must include a year from {first} to {last}"), &["year"]));
        }
        rule.check(real, &name)
    }
}

impl DateRule {
    fn check(self, day: Day, name: &str) -> Result<Day, DateFault> {
        if let Self::Within { ends: (first, last), today } = self {
            let before = first.filter(|first| day < *first).map(|first| match first == today {
                true => "today or in the future".to_owned(),
                false => format!("{} or after", in_words(first)),
            });
            let after = last.filter(|last| *last < day).map(|last| match last == today {
                true => "today or in the past".to_owned(),
                false => format!("{} or before", in_words(last)),
            });
            let Some(says) = before.or(after) else { return Ok(day) };
            return Err(DateFault::new(format!("{name} must be {says}"), &ALL));
        }
        let (holds, says) = match self {
            Self::Any | Self::Within { .. } => (true, ""),
            Self::Past(today) => (day < today, "in the past"),
            Self::TodayOrPast(today) => (day <= today, "today or in the past"),
            Self::TodayOrFuture(today) => (day >= today, "today or in the future"),
        };
        if holds { Ok(day) } else { Err(DateFault::new(format!("{name} must be {says}"), &ALL)) }
    }
}

fn number(typed: &str) -> Option<u32> {
    let typed = clean_line(typed);
    let figures = !typed.is_empty() && typed.len() <= 4 && typed.bytes().all(|byte| byte.is_ascii_digit());
    if figures { typed.parse().ok() } else { None }
}

/// A month by its number or its English name, whole or from three letters on.
fn month(typed: &str) -> Option<u32> {
    let name = clean_line(typed).to_lowercase();
    let by_name = || MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(name.as_str()));
    number(typed).filter(|month| (1..=12).contains(month)).or_else(|| u32::try_from(by_name()? + 1).ok())
}
