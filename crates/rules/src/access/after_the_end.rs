//! What may a provider still see of somebody whom it helped, once the help has ended?
//!
//! *Authority*: UK GDPR, article 5(1)(b) and (e); the months are those of each agreement (`keep_months`).
//! *Applies*: from the day after the last day of the help. What the provider wrote down itself and what it was sent stays as it
//! was on the last day, while an agreement under which it was sent lets the provider keep it; after that, nothing.
//! *Simplified*: months count from the last day of the help, not from the day on which that was recorded. Within one body there is
//! no agreement, and the record stays as it was on the last day.
//! *Example*: help that ended on 31 March 2026 under an agreement to keep for 24 months is seen for the last time on 31 March
//! 2028. What the person tells others on 1 April 2026 is never seen.

use super::HELPING;
use chrono::Months;
use kernel::Day;
use policy::{Agreement, Area, Policy};

/// The last day on which the receiver may keep what it was given under an agreement. `None`: the calendar ends before.
#[must_use]
pub fn kept_until(agreement: &Agreement, ended_on: Day) -> Option<Day> {
    let months = u32::try_from(agreement.keep_months).unwrap_or_default();
    ended_on.checked_add_months(Months::new(months))
}

/// Whether the receiver may still keep on `today` what it was given under an agreement.
#[must_use]
pub fn may_keep(agreement: &Agreement, ended_on: Day, today: Day) -> bool {
    // What lies beyond the end of the calendar is not over.
    kept_until(agreement, ended_on).is_none_or(|last| today <= last)
}

/// Agreements to help under which facts could go from `sender` to `receiver` (ids of bodies) on the last day of the help, in the
/// order of the text. None within one body.
pub fn at_the_end<'a>(
    policy: &'a Policy,
    area: &'a Area,
    (sender, receiver): (&'a str, &'a str),
    ended_on: Day,
) -> impl Iterator<Item = &'a Agreement> {
    area.agreements.values().filter(move |agreement| {
        let helps = policy.purposes.get(&agreement.purpose).is_some_and(|one| HELPING.contains(&one.serves));
        helps && agreement.lets(sender, receiver, ended_on)
    })
}

/// The last day on which the receiver still sees what it was sent: the latest that an agreement gives. `None`: nothing may be
/// kept.
#[must_use]
pub fn seen_until(policy: &Policy, area: &Area, bodies: (&str, &str), ended_on: Day) -> Option<Day> {
    at_the_end(policy, area, bodies, ended_on)
        .map(|agreement| kept_until(agreement, ended_on).unwrap_or(Day::MAX))
        .max()
}
