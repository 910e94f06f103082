//! When a service is open: a repeating rule in the manner of iCalendar.

use super::Figure;
use super::field::record;

record! {
    /// A repeating time at which a service is open.
    Schedule {
        /// The identifier.
        id: String,
        /// The service it belongs to.
        service_id: Option<String>,
        /// The service at one place it belongs to.
        service_at_location_id: Option<String>,
        /// The first day it holds (`YYYY-MM-DD`).
        valid_from: Option<String>,
        /// The last day it holds (`YYYY-MM-DD`).
        valid_to: Option<String>,
        /// The first time it happens (`YYYY-MM-DD`).
        dtstart: Option<String>,
        /// The offset from UTC in hours in which times are written.
        timezone: Option<Figure>,
        /// The last day on which it happens.
        until: Option<String>,
        /// How many times it happens, counted from `dtstart`.
        count: Option<Figure>,
        /// The day on which a week begins: `MO`.
        wkst: Option<String>,
        /// `WEEKLY` or `MONTHLY`; `DAILY` and `YEARLY` are read too.
        freq: Option<String>,
        /// Every how many weeks or months.
        interval: Option<Figure>,
        /// Days of the week, with commas: `TH,FR`; with a number before it in a month: `-1FR`.
        byday: Option<String>,
        /// Days of the month, with commas; negative ones count from its end.
        bymonthday: Option<String>,
        /// Weeks of the year, with commas; negative ones count from its end.
        byweekno: Option<String>,
        /// Days of the year, with commas; negative ones count from its end.
        byyearday: Option<String>,
        /// Months, 1 to 12, with commas.
        bymonth: Option<String>,
        /// When it is open, for people.
        description: Option<String>,
        /// The time it opens (`HH:MM` or `HH:MM:SS`, perhaps with a time zone).
        opens_at: Option<String>,
        /// The time it closes.
        closes_at: Option<String>,
        /// A page with the single sessions.
        schedule_link: Option<String>,
        /// How to attend, in words.
        attending_type: Option<String>,
        /// Anything else.
        notes: Option<String>,
    }
}
