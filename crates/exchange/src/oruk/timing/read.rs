//! A schedule of the standard, read into a rule and hours; what cannot be read is named.

use super::{Hours, Repeats, Timing};
use crate::message::shortened;
use crate::oruk::{Figure, Schedule, Weekday};
use chrono::Datelike;
use kernel::Day;
use std::str::FromStr;

/// The longest interval that is read, in days, weeks, months or years.
const MAX_INTERVAL: u64 = 1_000;
/// The most sessions that `count` may ask for.
const MAX_SESSIONS: u64 = 5_000;
/// Parts of iCalendar that the standard does not name. A rule that has one is not read: without it, it would be another.
const NOT_READ: [&str; 8] = ["bysetpos", "byhour", "byminute", "bysecond", "exdate", "rdate", "exrule", "rrule"];

/// What a schedule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// On which days; `None` when it does not say, or in a way that cannot be read.
    pub timing: Option<Timing>,
    /// At what times.
    pub hours: Hours,
    /// What could not be read, each in one sentence that names the field.
    pub faults: Vec<String>,
}

impl Schedule {
    /// Reads the schedule.
    #[must_use]
    pub fn reading(&self) -> Reading {
        let (hours, mut faults) = match offset(self.timezone.as_ref()) {
            Ok(()) => Hours::read(self.opens_at.as_deref(), self.closes_at.as_deref()),
            Err(fault) => (Hours::default(), vec![fault]),
        };
        let timing = timing(self).unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        Reading { timing, hours, faults }
    }

    /// From when until when the schedule holds, both days included; `None` for no bound, or none that can be read.
    #[must_use]
    pub fn holds(&self) -> (Option<Day>, Option<Day>) {
        match self.reading().timing {
            Some(timing) => (timing.valid_from, timing.ends_on),
            None => {
                let read = |text: &Option<String>| bound("", text.as_deref()).ok().flatten();
                (read(&self.valid_from), read(&self.valid_to))
            }
        }
    }
}

fn offset(timezone: Option<&Figure>) -> Result<(), String> {
    let hours = timezone.map_or(0.0, Figure::as_f64);
    if [0.0, 1.0].contains(&hours) {
        return Ok(());
    }
    Err(format!("`timezone`: {hours} hours from UTC is no time of the United Kingdom"))
}

/// A day written `2026-11-30`, perhaps with a time after it, or `20261130`; `None` for anything else.
#[must_use]
pub fn day_of(text: &str) -> Option<Day> {
    let text = text.trim();
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (day, rest) = match text.split_at_checked(10) {
        Some((day, rest)) if day.contains('-') => (day.parse::<Day>().ok()?, rest),
        _ => {
            let (digits, rest) = text.split_at_checked(8).filter(|(digits, _)| is_digits(digits))?;
            (Day::parse_from_str(digits, "%Y%m%d").ok()?, rest)
        }
    };
    (rest.is_empty() || rest.starts_with(['T', ' '])).then_some(day)
}

/// The day of a field that may be absent. The first and the last day of all stand for none: programs write them so.
fn bound(name: &str, text: Option<&str>) -> Result<Option<Day>, String> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let day = day_of(text).ok_or_else(|| format!("`{name}`: `{}` is not a day like 2026-11-30", shortened(text)))?;
    match (day.year(), day.month(), day.day()) {
        (1, 1, 1) | (9999, 12, 31) => Ok(None),
        (1900..=2199, ..) => Ok(Some(day)),
        _ => Err(format!("`{name}`: `{}` is not a year to plan for", shortened(text))),
    }
}

/// The fields of a rule, read one by one.
struct Parts {
    days: Vec<(i8, Weekday)>,
    month_days: Vec<i8>,
    weeks: Vec<i8>,
    year_days: Vec<i16>,
    months: Vec<u8>,
    starts_on: Option<Day>,
}

fn timing(schedule: &Schedule) -> Result<Option<Timing>, String> {
    let valid_from = bound("valid_from", schedule.valid_from.as_deref())?;
    let valid_to = bound("valid_to", schedule.valid_to.as_deref())?;
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        return Err(format!("it ends on {to}, before it begins on {from}"));
    }
    if let Some(name) = NOT_READ.iter().find(|name| schedule.extra.get(**name).is_some_and(is_said)) {
        return Err(format!("`{name}` is not of the standard, and not read"));
    }
    let parts = Parts {
        days: list("byday", schedule.byday.as_deref(), weekday)?,
        month_days: list("bymonthday", schedule.bymonthday.as_deref(), within(-31..=31))?,
        weeks: list("byweekno", schedule.byweekno.as_deref(), within(-53..=53))?,
        year_days: list("byyearday", schedule.byyearday.as_deref(), within(-366..=366))?,
        months: list("bymonth", schedule.bymonth.as_deref(), within(1..=12))?,
        starts_on: bound("dtstart", schedule.dtstart.as_deref())?,
    };
    let every = whole("interval", schedule.interval.as_ref(), MAX_INTERVAL)?.unwrap_or(1);
    let every = u16::try_from(every).map_err(|fault| fault.to_string())?;
    let Some((repeats, every, months)) = repeats(schedule.freq.as_deref(), &parts, every)? else { return Ok(None) };
    let wkst = schedule.wkst.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let week_start = wkst.map_or(Ok(Weekday::Monday), |text| text.parse().map_err(|()| not_read("wkst", text)))?;
    let mut timing = Timing {
        repeats,
        every,
        months,
        starts_on: parts.starts_on,
        valid_from,
        ends_on: earliest(valid_to, bound("until", schedule.until.as_deref())?),
        week_start,
    };
    if let Some(count) = whole("count", schedule.count.as_ref(), MAX_SESSIONS)? {
        let last = timing.last_of(count).ok_or("`count` without a `dtstart` to count from")?;
        timing.ends_on = earliest(timing.ends_on, Some(last));
    }
    Ok(Some(timing))
}

fn is_said(value: &serde_json::Value) -> bool {
    !(value.is_null() || value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty))
}

fn earliest(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    one.into_iter().chain(other).min()
}

fn not_read(name: &str, text: &str) -> String {
    format!("`{name}`: `{}` could not be read", shortened(text))
}

/// A whole number from 1, where there is one.
fn whole(name: &str, figure: Option<&Figure>, most: u64) -> Result<Option<u64>, String> {
    let Some(figure) = figure else { return Ok(None) };
    let number = figure.as_f64();
    let whole = figure.0.as_u64().or_else(|| (number.fract() == 0.0).then_some(number as u64));
    match whole.filter(|whole| (1..=most).contains(whole)) {
        Some(whole) => Ok(Some(whole)),
        None => Err(format!("`{name}`: {} is not a whole number from 1 to {most}", figure.0)),
    }
}

/// The parts of a text with commas, in order, each once.
fn list<T: Ord>(name: &str, text: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    let text = text.unwrap_or_default();
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let mut values = parts.map(|part| read(part).ok_or_else(|| not_read(name, text))).collect::<Result<Vec<T>, _>>()?;
    values.sort_unstable();
    values.dedup();
    Ok(values)
}

/// Reads a whole number of a range, not 0.
fn within<T: FromStr + PartialOrd + Default>(range: std::ops::RangeInclusive<T>) -> impl Fn(&str) -> Option<T> {
    move |text| {
        let number = text.strip_prefix('+').unwrap_or(text).parse::<T>().ok()?;
        (range.contains(&number) && number != T::default()).then_some(number)
    }
}

/// `MO`, `Monday`, `2MO`, `-1 FR`: which one in the month (0 for every one), and the day of the week.
fn weekday(text: &str) -> Option<(i8, Weekday)> {
    let at = text.find(|sign: char| sign.is_ascii_alphabetic())?;
    let (number, day) = text.split_at_checked(at)?;
    let number = number.trim();
    let nth = if number.is_empty() { 0 } else { within(-5..=5)(number)? };
    Some((nth, day.parse().ok()?))
}

type Rule = Option<(Repeats, u16, Vec<u8>)>;

/// The kind of rule, its interval and its months; `None` when the fields say nothing of days.
fn repeats(freq: Option<&str>, parts: &Parts, every: u16) -> Result<Rule, String> {
    let freq = freq.unwrap_or_default().trim().to_ascii_uppercase();
    let has_nth = parts.days.iter().any(|(nth, _)| *nth != 0);
    let freq = match freq.as_str() {
        "" if has_nth || !parts.month_days.is_empty() => "MONTHLY",
        "" if !parts.days.is_empty() => "WEEKLY",
        "" => {
            let once = parts.starts_on.filter(|_| parts.year_days.is_empty() && parts.weeks.is_empty());
            return Ok(once.map(|day| (Repeats::Once(day), 1, Vec::new())));
        }
        named => named,
    };
    let only = |fine: bool| if fine { Ok(()) } else { Err(format!("its parts do not go with `freq` {freq}")) };
    let says_days = !(parts.days.is_empty() && parts.month_days.is_empty());
    let of_the_month = || (parts.weeks.is_empty() && parts.year_days.is_empty(), monthly(parts));
    let (repeats, every) = match freq {
        "DAILY" => {
            let (fine, monthly) = of_the_month();
            only(fine && !has_nth)?;
            match monthly.filter(|_| says_days) {
                None => (Repeats::Daily, every),
                Some(rule) => {
                    only(every == 1)?;
                    (plain_week(rule), 1)
                }
            }
        }
        "WEEKLY" => {
            only(!has_nth && parts.month_days.is_empty() && parts.year_days.is_empty())?;
            only(parts.weeks.is_empty() || every == 1)?;
            let Some(days) = days_or_start(parts) else { return Ok(None) };
            let weekly = Repeats::Weekly(days.clone());
            (if parts.weeks.is_empty() { weekly } else { Repeats::WeeksOfYear(parts.weeks.clone(), days) }, every)
        }
        "MONTHLY" => {
            let (fine, monthly) = of_the_month();
            only(fine)?;
            match monthly {
                Some(rule) if !has_nth && every == 1 => (plain_week(rule), 1),
                Some(rule) => (rule, every),
                None if says_days => return Err(format!("its parts do not go with `freq` {freq}")),
                None => return Ok(None),
            }
        }
        "YEARLY" => {
            let Some((repeats, months)) = yearly(parts, has_nth, every, &only)? else { return Ok(None) };
            return Ok(Some((repeats, 1, months)));
        }
        _ => return Err(not_read("freq", freq)),
    };
    Ok(Some((repeats, every, parts.months.clone())))
}

fn days_or_start(parts: &Parts) -> Option<Vec<Weekday>> {
    let days: Vec<Weekday> = parts.days.iter().map(|(_, day)| *day).collect();
    if days.is_empty() { parts.starts_on.map(|day| vec![Weekday::of(day)]) } else { Some(days) }
}

/// A rule of the month; without days, that of the day it starts on.
fn monthly(parts: &Parts) -> Option<Repeats> {
    let plain = || parts.days.iter().map(|(_, day)| *day).collect();
    match (parts.days.is_empty(), parts.month_days.is_empty()) {
        (true, true) => {
            let day = i8::try_from(parts.starts_on?.day()).ok()?;
            Some(Repeats::DaysOfMonth(vec![day]))
        }
        (true, false) => Some(Repeats::DaysOfMonth(parts.month_days.clone())),
        (false, true) => Some(Repeats::WeekdaysOfMonth(parts.days.clone())),
        (false, false) if parts.days.iter().all(|(nth, _)| *nth == 0) => {
            Some(Repeats::WeekdaysOnDaysOfMonth(plain(), parts.month_days.clone()))
        }
        (false, false) => None,
    }
}

/// A rule of the year, said as one of its months, weeks or days.
fn yearly(
    parts: &Parts,
    has_nth: bool,
    every: u16,
    only: &impl Fn(bool) -> Result<(), String>,
) -> Result<Option<(Repeats, Vec<u8>)>, String> {
    only(every == 1)?;
    if !parts.weeks.is_empty() {
        only(!has_nth && parts.month_days.is_empty() && parts.year_days.is_empty() && parts.months.is_empty())?;
        return Ok(days_or_start(parts).map(|days| (Repeats::WeeksOfYear(parts.weeks.clone(), days), Vec::new())));
    }
    if !parts.year_days.is_empty() {
        only(parts.days.is_empty() && parts.month_days.is_empty() && parts.months.is_empty())?;
        return Ok(Some((Repeats::DaysOfYear(parts.year_days.clone()), Vec::new())));
    }
    // Numbers before days count in the month where months are named, and in the year where not.
    only(!has_nth || !parts.months.is_empty())?;
    let says_days = !(parts.days.is_empty() && parts.month_days.is_empty());
    let of_start = || parts.starts_on.and_then(|day| u8::try_from(day.month()).ok()).into_iter().collect();
    let months = if parts.months.is_empty() && !says_days { of_start() } else { parts.months.clone() };
    let rule = monthly(parts).map(|rule| if has_nth { rule } else { plain_week(rule) });
    only(rule.is_some() || !says_days)?;
    Ok(rule.map(|rule| (rule, months)))
}

/// Every one of some days of the week in every month is the same as every week.
fn plain_week(rule: Repeats) -> Repeats {
    match rule {
        Repeats::WeekdaysOfMonth(days) => Repeats::Weekly(days.into_iter().map(|(_, day)| day).collect()),
        rule => rule,
    }
}
