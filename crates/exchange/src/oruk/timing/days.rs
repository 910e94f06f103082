//! The days on which a rule falls, as an RFC 5545 library counts them.
//!
//! A rule is never counted from its beginning, which may lie centuries back: its start is moved by whole intervals to
//! just before the days that are asked for. Only `count` needs counting from the start, and is bounded.

use super::{Repeats, Standing, Timing};
use crate::oruk::Weekday;
use chrono::{Datelike, Days, Months, NaiveTime, TimeZone};
use kernel::Day;
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Tz};

/// How many days, from today on, a search for a day of the week goes through: every first Monday of a month comes in
/// them.
pub const DAYS_LOOKED_AHEAD: u64 = 35;
/// The most days that are given of one rule.
const MAX_DAYS: u16 = 5_000;

impl Timing {
    /// The days from `from` to `to`, both included, on which it is surely open, in order; the first 5,000.
    #[must_use]
    pub fn days_between(&self, from: Day, to: Day) -> Vec<Day> {
        let from = [self.starts_on, self.valid_from].into_iter().flatten().fold(from, Day::max);
        let to = self.ends_on.map_or(to, |last| last.min(to));
        if to < from {
            return Vec::new();
        }
        match &self.repeats {
            Repeats::Once(day) => (from..=to).contains(day).then_some(*day).into_iter().collect(),
            // Most schedules are plain weeks, and a search goes through many: these need no library.
            Repeats::Daily if self.is_plain() => {
                from.iter_days().take_while(|day| *day <= to).take(MAX_DAYS.into()).collect()
            }
            Repeats::Weekly(days) if self.is_plain() => {
                let falls = |day: &Day| days.contains(&Weekday::of(*day));
                from.iter_days().take_while(|day| *day <= to).filter(falls).take(MAX_DAYS.into()).collect()
            }
            _ if self.every > 1 && self.starts_on.is_none() => Vec::new(),
            _ => {
                let start = self.start_before(from);
                start.map(|start| self.days_of_rule(start, (from, to))).unwrap_or_default()
            }
        }
    }

    /// Whether it holds on `today` and is surely open on this day of the week within the next five weeks.
    #[must_use]
    pub fn is_open_on(&self, weekday: Weekday, today: Day) -> bool {
        if self.standing(today) != Standing::Current {
            return false;
        }
        let last = today.checked_add_days(Days::new(DAYS_LOOKED_AHEAD - 1)).unwrap_or(Day::MAX);
        if let Repeats::Weekly(days) = &self.repeats
            && self.starts_on.is_none()
            && self.months.is_empty()
            && self.every > 1
        {
            // It is not known which weeks: whichever they are, one of them comes.
            let is_whole = u64::from(self.every) * 7 <= DAYS_LOOKED_AHEAD && self.ends_on.is_none_or(|end| last <= end);
            return is_whole && days.contains(&weekday);
        }
        self.days_between(today, last).into_iter().any(|day| Weekday::of(day) == weekday)
    }

    fn is_plain(&self) -> bool {
        self.every == 1 && self.months.is_empty()
    }

    /// The days that the library gives for the rule from `start` to `to`.
    pub(super) fn days_of_rule(&self, start: Day, (from, to): (Day, Day)) -> Vec<Day> {
        let Some(rule) = self.rule(start, None) else { return Vec::new() };
        let all = rule.after(midnight(from)).before(midnight(to)).all(MAX_DAYS);
        all.dates.into_iter().map(|moment| moment.date_naive()).collect()
    }

    /// The day of the last of `count` sessions; `None` when it has no start, or fewer sessions come.
    pub(super) fn last_of(&self, count: u64) -> Option<Day> {
        let start = self.starts_on?;
        if let Repeats::Once(day) = self.repeats {
            return Some(day);
        }
        let rule = self.rule(start, u32::try_from(count).ok())?;
        rule.all(MAX_DAYS).dates.last().map(|moment| moment.date_naive())
    }

    /// A start whole intervals after the rule's own, not after `from`, from which the same days follow.
    fn start_before(&self, from: Day) -> Option<Day> {
        let every = u64::from(self.every.max(1));
        let anchor = self.starts_on.unwrap_or(from);
        let gone = |days: i64| u64::try_from(days).unwrap_or_default();
        match &self.repeats {
            Repeats::Daily => {
                let days = gone(from.signed_duration_since(anchor).num_days());
                anchor.checked_add_days(Days::new(days / every * every))
            }
            Repeats::Weekly(_) => {
                let weeks = gone(from.signed_duration_since(anchor).num_weeks());
                // A week earlier, for the days of the week that lie before the start's own.
                let moved = (weeks / every).saturating_sub(1) * every;
                anchor.checked_add_days(Days::new(moved * 7))
            }
            Repeats::WeeksOfYear(..) | Repeats::DaysOfYear(_) => Day::from_ymd_opt(from.year() - 1, 1, 1),
            _ => {
                let first = anchor.with_day(1)?;
                let months =
                    i64::from(from.year() - first.year()) * 12 + i64::from(from.month()) - i64::from(first.month());
                first.checked_add_months(Months::new(u32::try_from(gone(months) / every * every).ok()?))
            }
        }
    }

    fn rule(&self, start: Day, count: Option<u32>) -> Option<RRuleSet> {
        let every_one = |days: &[Weekday]| days.iter().map(|day| NWeekday::Every(day.of_calendar())).collect();
        let rule = match &self.repeats {
            Repeats::Once(_) => return None,
            Repeats::Daily => RRule::new(Frequency::Daily),
            Repeats::Weekly(days) => RRule::new(Frequency::Weekly).by_weekday(every_one(days)),
            Repeats::WeeksOfYear(weeks, days) => {
                RRule::new(Frequency::Yearly).by_week_no(weeks.clone()).by_weekday(every_one(days))
            }
            Repeats::DaysOfMonth(days) => RRule::new(Frequency::Monthly).by_month_day(days.clone()),
            Repeats::WeekdaysOfMonth(days) => RRule::new(Frequency::Monthly).by_weekday(
                days.iter()
                    .map(|(nth, day)| match nth {
                        0 => NWeekday::Every(day.of_calendar()),
                        nth => NWeekday::Nth(i16::from(*nth), day.of_calendar()),
                    })
                    .collect(),
            ),
            Repeats::WeekdaysOnDaysOfMonth(days, month_days) => {
                RRule::new(Frequency::Monthly).by_weekday(every_one(days)).by_month_day(month_days.clone())
            }
            Repeats::DaysOfYear(days) => RRule::new(Frequency::Yearly).by_year_day(days.clone()),
        };
        let months: Vec<chrono::Month> =
            self.months.iter().filter_map(|month| chrono::Month::try_from(*month).ok()).collect();
        let rule = rule.interval(self.every).week_start(self.week_start.of_calendar());
        let rule = if months.is_empty() { rule } else { rule.by_month(&months) };
        let rule = count.map_or(rule.clone(), |count| rule.count(count));
        rule.build(midnight(start)).ok()
    }
}

fn midnight(day: Day) -> chrono::DateTime<Tz> {
    Tz::UTC.from_utc_datetime(&day.and_time(NaiveTime::MIN))
}
