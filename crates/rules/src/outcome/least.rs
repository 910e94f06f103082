//! Which work counts, where a definition sets a floor of hours or pay?
//!
//! *Authority*: IPS in Primary Care, grant guidance, December 2023: at least 7 hours a week.
//! *Applies*: to the usual hours and the usual pay of a spell, each spell by itself.
//! *Simplified*: hours of several jobs at once are not added up. A spell of which the number is not known counts neither
//! way: where it could decide, the answer is unknown.
//! *Example*: 7 hours are asked for: a job of 7 counts, one of 6 does not, one without hours is not known.

use super::spells::Spell;
use kernel::in_words;
use policy::{LeastWork, Truth};

/// Whether a spell is work that counts.
pub(super) fn counts(spell: &Spell, least: LeastWork) -> Truth {
    let hours = spell.hours_per_week.map(i64::from);
    enough((hours, spell.earnings_pence_week.map(|pay| pay.0)), least)
}

/// Whether work of these hours and this pay in pence a week, where known, counts.
pub(crate) fn enough((hours, pence): (Option<i64>, Option<i64>), least: LeastWork) -> Truth {
    let is_enough = |known: Option<i64>, floor: Option<i64>| match (floor, known) {
        (None, _) => Truth::Met,
        (Some(_), None) => Truth::Unknown,
        (Some(floor), Some(known)) if known >= floor => Truth::Met,
        _ => Truth::NotMet,
    };
    let hours = is_enough(hours, least.hours_per_week);
    let pay = is_enough(pence, least.pence_week);
    match (hours, pay) {
        (Truth::NotMet, _) | (_, Truth::NotMet) => Truth::NotMet,
        (Truth::Met, Truth::Met) => Truth::Met,
        _ => Truth::Unknown,
    }
}

/// What has to be known of a spell to tell whether it counts, in words.
pub(super) fn needs(spell: &Spell, least: LeastWork) -> String {
    let mut missing = Vec::new();
    if least.hours_per_week.is_some() && spell.hours_per_week.is_none() {
        missing.push("hours a week");
    }
    if least.pence_week.is_some() && spell.earnings_pence_week.is_none() {
        missing.push("weekly earnings");
    }
    format!("{} with {} from {}", missing.join(" and "), spell.employer, in_words(spell.period.from))
}
