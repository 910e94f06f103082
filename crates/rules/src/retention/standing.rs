//! What is known of a person's record when it is asked whether something of it may go.

use kernel::{Day, in_words};
use policy::retention::{IDENTITY, PAYMENT, WORDS};
use serde::{Deserialize, Serialize};

/// How a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The last day on which something was done for the person, or recorded of them.
    pub last_done_on: Day,
    /// Whether a referral is on its way or the person is taking part.
    pub being_helped: bool,
    /// Whether a claim for help to the person is neither paid nor given up.
    pub claim_open: bool,
    /// The last day on which money was paid, or promised, for help to the person; `None` when none was.
    pub paid_on: Option<Day>,
    /// Whether somebody opened the record in an emergency, and nobody has looked into it yet.
    pub alert_open: bool,
    /// Until which day, included, somebody decided to keep it all.
    pub longer_until: Option<Day>,
}

/// Why something may not be erased now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// The person is being helped.
    BeingHelped,
    /// A claim is not settled.
    ClaimOpen,
    /// An emergency was not looked into.
    AlertOpen,
    /// Somebody decided to keep it until this day, included.
    Longer(Day),
}

impl Hold {
    /// In plain words, to come after "kept because".
    #[must_use]
    pub fn says(self) -> String {
        match self {
            Self::BeingHelped => "the person is being helped".to_owned(),
            Self::ClaimOpen => "a claim for the help is not settled yet".to_owned(),
            Self::AlertOpen => "the record was opened in an emergency, and nobody has looked into that yet".to_owned(),
            Self::Longer(until) => format!("it was decided to keep it until {}", in_words(until)),
        }
    }
}

/// Whether something is due to be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// The text does not say how long it is kept.
    NotSaid,
    /// It is kept until this day, included.
    KeptUntil(Day),
    /// It may go: since this day, included.
    Since(Day),
    /// It would be due, and something stands in the way.
    Held(Vec<Hold>),
}

impl Due {
    /// Whether it may be erased now.
    #[must_use]
    pub fn is_now(&self) -> bool {
        matches!(self, Self::Since(_))
    }
}

impl Standing {
    /// The day from which the months of `kind` count: what money was paid for is kept from when it was paid.
    pub(super) fn counts_from(&self, kind: &str) -> Day {
        let paid_on = self.paid_on.filter(|_| [IDENTITY, PAYMENT].contains(&kind));
        paid_on.map_or(self.last_done_on, |paid_on| paid_on.max(self.last_done_on))
    }

    /// What stands in the way of erasing `kind` on a day.
    pub(super) fn holds(&self, kind: &str, on: Day) -> Vec<Hold> {
        let mut holds = Vec::new();
        if self.being_helped {
            holds.push(Hold::BeingHelped);
        }
        if self.claim_open && [IDENTITY, PAYMENT].contains(&kind) {
            holds.push(Hold::ClaimOpen);
        }
        if self.alert_open && [IDENTITY, WORDS].contains(&kind) {
            holds.push(Hold::AlertOpen);
        }
        if let Some(until) = self.longer_until.filter(|until| on <= *until) {
            holds.push(Hold::Longer(until));
        }
        holds
    }
}

/// The same day a given number of months later; the last day of a shorter month.
pub(super) fn months_after(day: Day, months: i64) -> Day {
    let months = chrono::Months::new(u32::try_from(months).unwrap_or(u32::MAX));
    day.checked_add_months(months).unwrap_or(Day::MAX)
}
