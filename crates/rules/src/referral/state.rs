//! Where does a referral stand?
//!
//! *Authority*: the events recorded on it; there is no status that could say otherwise.
//! *Applies*: to every referral, also one that was stopped and is kept as evidence.
//! *Simplified*: a person who comes back after a referral has ended needs a new one.
//! *Example*: sent, then accepted, then a start recorded: *started*. Withdrawn before the start: *withdrawn*.

use kernel::{AccountId, Day, Moment, Zone, in_words};
use serde::{Deserialize, Serialize};

/// Who did something, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When, in UTC.
    pub at: Moment,
    /// The account that did it.
    pub by: AccountId,
}

/// Something done for a stated reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasoned {
    /// Who and when.
    pub stamp: Stamp,
    /// Why, in their words.
    pub reason: String,
}

/// A recorded start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// Who recorded it, and when.
    pub stamp: Stamp,
    /// The day on which the person started.
    pub on: Day,
}

/// A recorded end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Who recorded it, and when.
    pub stamp: Stamp,
    /// The person's last day.
    pub on: Day,
    /// Why, in their words.
    pub reason: String,
}

/// What has happened to a referral. Nothing is ever taken away from it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Events {
    /// Sent to the provider; `None` for a referral that was stopped.
    pub sent: Option<Stamp>,
    /// Accepted by the provider.
    pub accepted: Option<Stamp>,
    /// Declined by the provider.
    pub declined: Option<Reasoned>,
    /// The person started.
    pub started: Option<Started>,
    /// The person's time on the programme ended.
    pub ended: Option<Ended>,
    /// Withdrawn by the referrer or the person.
    pub withdrawn: Option<Reasoned>,
}

/// Where a referral stands, with what put it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum State {
    /// Never sent: it was stopped, and is kept as evidence.
    NotSent,
    /// Waiting for the provider's answer.
    Sent(Stamp),
    /// Accepted, not yet started.
    Accepted(Stamp),
    /// Declined, with the reason.
    Declined(Reasoned),
    /// On the programme.
    Started(Started),
    /// Over.
    Ended(Ended),
    /// Withdrawn, with the reason.
    Withdrawn(Reasoned),
}

/// The state that the events amount to.
///
/// Should events contradict each other, the first of these that was recorded decides: ended,
/// withdrawn, started, declined, accepted, sent. Without having been sent, nothing else counts.
#[must_use]
pub fn state(events: &Events) -> State {
    let Some(sent) = events.sent else { return State::NotSent };
    let Events { ended, withdrawn, started, declined, accepted, .. } = events.clone();
    ended
        .map(State::Ended)
        .or(withdrawn.map(State::Withdrawn))
        .or(started.map(State::Started))
        .or(declined.map(State::Declined))
        .or(accepted.map(State::Accepted))
        .unwrap_or(State::Sent(sent))
}

impl State {
    /// Whether it is on its way: sent, accepted or started.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Sent(_) | Self::Accepted(_) | Self::Started(_))
    }

    /// The state's word, as screens, files and the API write it: `sent`, `not-sent` …
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotSent => "not-sent",
            Self::Sent(_) => "sent",
            Self::Accepted(_) => "accepted",
            Self::Declined(_) => "declined",
            Self::Started(_) => "started",
            Self::Ended(_) => "ended",
            Self::Withdrawn(_) => "withdrawn",
        }
    }

    /// The state in words, to go after a comma: `sent on 3 April 2024`, by the calendar of `zone`.
    #[must_use]
    pub fn in_words(&self, zone: Zone) -> String {
        let day = |stamp: &Stamp| in_words(zone.day(stamp.at));
        match self {
            Self::NotSent => "not sent".to_owned(),
            Self::Sent(stamp) => format!("sent on {}", day(stamp)),
            Self::Accepted(stamp) => format!("accepted on {}", day(stamp)),
            Self::Declined(declined) => format!("declined on {}", day(&declined.stamp)),
            Self::Started(started) => format!("started on {}", in_words(started.on)),
            Self::Ended(ended) => format!("ended on {}", in_words(ended.on)),
            Self::Withdrawn(withdrawn) => format!("withdrawn on {}", day(&withdrawn.stamp)),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn stamp(day: &str) -> Stamp {
        Stamp { at: format!("{day}T12:00:00Z").parse().unwrap(), by: AccountId("0".repeat(32).parse().unwrap()) }
    }

    pub(crate) fn reasoned(day: &str) -> Reasoned {
        Reasoned { stamp: stamp(day), reason: "moved away".into() }
    }

    pub(crate) fn sent() -> State {
        State::Sent(stamp("2024-01-10"))
    }

    pub(crate) fn accepted() -> State {
        State::Accepted(stamp("2024-01-11"))
    }

    pub(crate) fn declined() -> State {
        State::Declined(reasoned("2024-01-11"))
    }

    pub(crate) fn withdrawn() -> State {
        State::Withdrawn(reasoned("2024-01-12"))
    }

    pub(crate) fn started() -> State {
        State::Started(Started { stamp: stamp("2024-01-15"), on: "2024-01-15".parse().unwrap() })
    }

    pub(crate) fn ended() -> State {
        State::Ended(the_end())
    }

    fn the_end() -> Ended {
        Ended { stamp: stamp("2024-07-01"), on: "2024-06-30".parse().unwrap(), reason: "in work".into() }
    }

    #[test]
    fn each_event_moves_it_on() {
        let mut events = Events::default();
        assert_eq!(state(&events), State::NotSent);
        events.accepted = Some(stamp("2024-01-11"));
        assert_eq!(state(&events), State::NotSent, "nothing counts before it was sent");
        events.accepted = None;
        events.sent = Some(stamp("2024-01-10"));
        assert_eq!(state(&events), sent());
        events.accepted = Some(stamp("2024-01-11"));
        assert_eq!(state(&events), accepted());
        let refused = Events { accepted: None, declined: Some(reasoned("2024-01-11")), ..events.clone() };
        assert_eq!(state(&refused), declined());
        events.started = Some(Started { stamp: stamp("2024-01-15"), on: "2024-01-15".parse().unwrap() });
        assert_eq!(state(&events), started());
        let gone = Events { withdrawn: Some(reasoned("2024-01-12")), ..events.clone() };
        assert_eq!(state(&gone), withdrawn());
        events.ended = Some(the_end());
        assert_eq!(state(&events), ended());
    }

    #[test]
    fn open_is_sent_accepted_or_started() {
        assert!([sent(), accepted(), started()].iter().all(State::is_open));
        assert!(![State::NotSent, declined(), withdrawn(), ended()].iter().any(State::is_open));
        assert_eq!(sent().in_words(Zone::UTC), "sent on 10 January 2024");
    }
}
