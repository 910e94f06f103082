//! What is due next for a person, and by when?
//!
//! *Authority*: the days are those of `spine/standards.toml`, or of the area where it is quicker; what is due is ours: nobody on a caseload waits
//! without a next step.
//! *Applies*: to everybody on a caseload. Of all that is due, what is due first; on the same day the order below.
//! *Simplified*: appointments are not recorded, so an answer, a referral or the registration counts as contact.
//! *Example*: a provider has 2 working days to answer. Sent on a Friday, its answer is due on Tuesday; from
//! Wednesday it is the adviser who has to ask where it stays.

use crate::referral::{Due, State, due};
use kernel::{Day, Zone};
use policy::{DayCount, Policy};
use serde::{Deserialize, Serialize};

/// What is known of a person on a caseload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known<'a> {
    /// The time zone of the person's area, by whose calendar days are counted.
    pub zone: Zone,
    /// The day of the registration.
    pub registered_on: Day,
    /// Whether the person agreed that a record is kept.
    pub agreed: bool,
    /// Whether any question was answered after the registration.
    pub asked: bool,
    /// The day on which something was last recorded with the person.
    pub last_contact_on: Day,
    /// The person's referrals, in the order in which they were sent.
    pub referrals: &'a [SentTo],
}

/// A referral as far as the next step depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentTo {
    /// Id of the programme.
    pub programme: String,
    /// Name of the programme.
    pub programme_name: String,
    /// Name of the provider.
    pub provider: String,
    /// The day on which it was sent.
    pub sent_on: Day,
    /// Where it stands.
    pub state: State,
}

impl SentTo {
    /// The day on which the referral came to where it stands, by the calendar of `zone`.
    #[must_use]
    pub fn last_event_on(&self, zone: Zone) -> Day {
        zone.day(match &self.state {
            State::NotSent => return self.sent_on,
            State::Sent(stamp) | State::Accepted(stamp) => stamp.at,
            State::Declined(reasoned) | State::Withdrawn(reasoned) => reasoned.stamp.at,
            State::Started(started) => started.stamp.at,
            State::Ended(ended) => ended.stamp.at,
        })
    }
}

/// What has to be done next, and by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// What it is, as a stable word: `chase-answer`.
    pub code: String,
    /// What to do, in words.
    pub says: String,
    /// By when; the last day still counts.
    pub due: Due,
}

impl NextStep {
    /// Whether the last day has passed.
    #[must_use]
    pub fn overdue(&self) -> bool {
        self.due.is_late()
    }
}

/// The standards that the next step is due by: days, and how they are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standards {
    answer: Days,
    start: Days,
    first_questions: Days,
    other_provider: Days,
    keep_in_touch: Days,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Days {
    days: i64,
    counting: DayCount,
}

impl Standards {
    /// The standards that hold in the area on the day; one that the text leaves out is due at once.
    #[must_use]
    pub fn of(policy: &Policy, area: &str, on: Day) -> Self {
        let days = |id: &str| {
            policy.standard(area, id, on).map_or(Days { days: 0, counting: DayCount::CalendarDays }, |standard| Days {
                days: standard.days,
                counting: standard.counts,
            })
        };
        Self {
            answer: days("provider-acknowledges-referral"),
            start: days("first-meeting"),
            first_questions: days("first-questions"),
            other_provider: days("other-provider"),
            keep_in_touch: days("keep-in-touch"),
        }
    }
}

/// What is due first for a person, as seen on `today`.
#[must_use]
pub fn next_step(known: &Known<'_>, standards: &Standards, bank_holidays: &[Day], today: Day) -> NextStep {
    let by = |from: Day, within: Days| due(from, within.days, within.counting, bank_holidays, today);
    let step = |code: &str, says: String, due: Due| NextStep { code: code.to_owned(), says, due };
    let of_referrals = open_or_last(known.referrals).filter_map(|referral| {
        let SentTo { programme_name, provider, .. } = referral;
        match &referral.state {
            State::Sent(_) => {
                let due = by(referral.sent_on, standards.answer);
                Some(if due.is_late() {
                    let says = format!("Ask {provider} for its answer on {programme_name}");
                    step("chase-answer", says, due)
                } else {
                    step("await-answer", format!("{provider} to answer on {programme_name}"), due)
                })
            }
            State::Accepted(_) => {
                let due = by(referral.sent_on, standards.start);
                Some(if due.is_late() {
                    let says = format!("Ask {provider} when {programme_name} starts");
                    step("chase-start", says, due)
                } else {
                    step("await-start", format!("{programme_name} to start with {provider}"), due)
                })
            }
            State::Declined(declined) => {
                let says = format!("Find another way than {provider}, which declined {programme_name}");
                Some(step("other-provider", says, by(known.zone.day(declined.stamp.at), standards.other_provider)))
            }
            State::NotSent | State::Started(_) | State::Ended(_) | State::Withdrawn(_) => None,
        }
    });
    let agreement = (!known.agreed).then(|| {
        let says = "Ask whether they agree to having a record".to_owned();
        step("ask-agreement", says, by(known.registered_on, standards.first_questions))
    });
    let questions = (!known.asked && known.referrals.is_empty()).then(|| {
        step(
            "first-questions",
            "Ask the first questions".to_owned(),
            by(known.registered_on, standards.first_questions),
        )
    });
    let contact = step(
        "keep-in-touch",
        keep_in_touch(known.referrals).to_owned(),
        by(known.last_contact_on, standards.keep_in_touch),
    );
    let others = of_referrals.chain(agreement).chain(questions);
    // `min_by_key` keeps the first of equals, so the order above decides on the same day.
    others.chain([contact.clone()]).min_by_key(|step| step.due.by).unwrap_or(contact)
}

/// The open referrals, and of each programme's others only the last: what came before it is settled.
fn open_or_last(referrals: &[SentTo]) -> impl Iterator<Item = &SentTo> {
    referrals.iter().enumerate().filter_map(|(position, referral)| {
        let later = referrals.iter().skip(position + 1).any(|later| later.programme == referral.programme);
        (referral.state.is_open() || !later).then_some(referral)
    })
}

/// What there is to talk about.
fn keep_in_touch(referrals: &[SentTo]) -> &'static str {
    if referrals.iter().any(|referral| matches!(referral.state, State::Started(_))) {
        "Ask how it is going"
    } else if referrals.is_empty() {
        "Talk about what is open to them"
    } else {
        "Ask what would help next"
    }
}

#[cfg(test)]
mod tests;
