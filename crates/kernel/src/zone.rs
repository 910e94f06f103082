//! The time of a place: which day and which hour it is there at a moment.
//!
//! Moments are kept in UTC. A day of policy (a deadline, a standard, a claim window, "today") is a day of the place, and
//! becomes one here and nowhere else.

use crate::{Day, Moment, in_words};
use chrono::{LocalResult, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// A time zone of the IANA database, such as `Europe/London`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(chrono_tz::Tz);

/// A text that names no time zone of the IANA database.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a time zone of the IANA database: write one such as `Europe/London`")]
pub struct UnknownZone(String);

impl Zone {
    /// Coordinated universal time: what holds where no text names a zone.
    pub const UTC: Zone = Zone(chrono_tz::Tz::UTC);

    /// The calendar day that it is in the zone at `moment`.
    ///
    /// ```
    /// use kernel::{Moment, Zone};
    /// let london: Zone = "Europe/London".parse().unwrap();
    /// let after_midnight: Moment = "2026-06-30T23:20:00Z".parse().unwrap();
    /// assert_eq!(london.day(after_midnight).to_string(), "2026-07-01");
    /// assert_eq!(Zone::UTC.day(after_midnight).to_string(), "2026-06-30");
    /// ```
    #[must_use]
    pub fn day(self, moment: Moment) -> Day {
        self.local(moment).date()
    }

    /// What the calendar and the clock on the wall say in the zone at `moment`.
    #[must_use]
    pub fn local(self, moment: Moment) -> NaiveDateTime {
        moment.with_timezone(&self.0).naive_local()
    }

    /// The moment at which the clock on the wall says `time` on `day`: the first where the hour comes twice, the first
    /// after the gap where the clock skips it. A day that the zone itself skipped counts as in UTC.
    #[must_use]
    pub fn moment(self, day: Day, time: NaiveTime) -> Moment {
        let wall = day.and_time(time);
        // No clock was ever moved by more than a day; a quarter of an hour is the finest step.
        let steps = (0..=96).map(|quarters| wall + TimeDelta::minutes(15 * quarters));
        let found = steps.map(|wall| self.0.from_local_datetime(&wall)).find_map(|result| match result {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => Some(moment.with_timezone(&Utc)),
            LocalResult::None => None,
        });
        found.unwrap_or_else(|| wall.and_utc())
    }

    /// The first moment of `day` in the zone.
    #[must_use]
    pub fn beginning_of(self, day: Day) -> Moment {
        self.moment(day, NaiveTime::MIN)
    }

    /// A moment as people of the zone write it: `3 April 2024, 14:05`. In the hour that comes twice, when the clocks go
    /// back, the name of the time stands behind it: `25 October 2026, 01:30 BST`.
    #[must_use]
    pub fn in_words(self, moment: Moment) -> String {
        let here = moment.with_timezone(&self.0);
        let wall = here.naive_local();
        let twice = matches!(self.0.from_local_datetime(&wall), LocalResult::Ambiguous(..));
        let name = if twice { here.format(" %Z").to_string() } else { String::new() };
        format!("{}, {}{name}", in_words(wall.date()), wall.format("%H:%M"))
    }

    /// The name in the IANA database: `Europe/London`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Every name of the IANA database, in order.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        text.parse().map(Self).map_err(|_| UnknownZone(text.to_owned()))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn london() -> Zone {
        "Europe/London".parse().unwrap()
    }

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn twenty_past_midnight_in_summer_time_is_the_new_day() {
        assert_eq!(london().day(at("2026-06-30T22:59:59Z")), day("2026-06-30"));
        assert_eq!(london().day(at("2026-06-30T23:20:00Z")), day("2026-07-01"));
        assert_eq!(london().in_words(at("2026-06-30T23:20:00Z")), "1 July 2026, 00:20");
        assert_eq!(london().in_words(at("2026-07-01T13:05:00Z")), "1 July 2026, 14:05");
        assert_eq!(london().in_words(at("2026-12-01T13:05:00Z")), "1 December 2026, 13:05");
    }

    #[test]
    fn in_the_night_in_which_the_clocks_go_forward_an_hour_is_skipped() {
        assert_eq!(london().in_words(at("2026-03-29T00:59:00Z")), "29 March 2026, 00:59");
        assert_eq!(london().in_words(at("2026-03-29T01:00:00Z")), "29 March 2026, 02:00");
        assert_eq!(
            london().moment(day("2026-03-29"), NaiveTime::from_hms_opt(1, 30, 0).unwrap()),
            at("2026-03-29T01:00:00Z")
        );
        assert_eq!(london().day(at("2026-03-29T23:30:00Z")), day("2026-03-30"));
        let length = london().beginning_of(day("2026-03-30")) - london().beginning_of(day("2026-03-29"));
        assert_eq!(length, TimeDelta::hours(23));
    }

    #[test]
    fn in_the_night_in_which_the_clocks_go_back_the_hour_that_comes_twice_says_which_it_is() {
        assert_eq!(london().in_words(at("2026-10-25T00:30:00Z")), "25 October 2026, 01:30 BST");
        assert_eq!(london().in_words(at("2026-10-25T01:30:00Z")), "25 October 2026, 01:30 GMT");
        assert_eq!(london().in_words(at("2026-10-25T02:00:00Z")), "25 October 2026, 02:00");
        assert_eq!(london().day(at("2026-10-24T23:00:00Z")), day("2026-10-25"));
        assert_eq!(london().day(at("2026-10-25T23:59:59Z")), day("2026-10-25"));
        let length = london().beginning_of(day("2026-10-26")) - london().beginning_of(day("2026-10-25"));
        assert_eq!(length, TimeDelta::hours(25));
    }

    #[test]
    fn where_midnight_is_skipped_the_day_begins_at_one() {
        let cairo: Zone = "Africa/Cairo".parse().unwrap();
        let begins = cairo.beginning_of(day("2026-04-24"));
        assert_eq!(cairo.in_words(begins), "24 April 2026, 01:00");
    }

    #[test]
    fn every_day_begins_on_itself_and_ends_before_the_next() {
        for zone in ["Europe/London", "America/St_Johns", "Pacific/Chatham", "Asia/Kathmandu", "UTC"] {
            let zone: Zone = zone.parse().unwrap();
            for day in day("2025-12-30").iter_days().take(800) {
                let begins = zone.beginning_of(day);
                assert_eq!(zone.day(begins), day, "{zone}");
                assert_eq!(zone.day(begins - TimeDelta::nanoseconds(1)), day.pred_opt().unwrap(), "{zone}");
            }
        }
    }

    #[test]
    fn a_name_that_no_zone_has_is_refused() {
        for name in ["", "London", "europe/london", "GMT+1", "Europe/Londn"] {
            assert!(name.parse::<Zone>().is_err(), "{name}");
        }
        for name in Zone::names() {
            assert_eq!(name.parse::<Zone>().unwrap().name(), name);
        }
    }
}
