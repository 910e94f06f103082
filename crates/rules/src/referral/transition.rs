//! What may happen next to a referral?
//!
//! *Authority*: the state it is in; see `rules/referral/state`.
//! *Applies*: sent → accepted or declined; accepted → started; started → ended; sent or accepted →
//! withdrawn. Anything else is refused, with what to do instead.
//! *Simplified*: an answer cannot be taken back; a mistaken one is withdrawn and referred again.
//! *Example*: a second answer to the same referral is refused with `referral/already-answered`.

use super::state::{Ended, Events, Reasoned, Stamp, Started, State, state};
use kernel::{Day, Zone, in_words};

/// What somebody does to a referral now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// Who, and when.
    pub stamp: Stamp,
    /// The time zone of the referral's area, by whose calendar days are counted and told.
    pub zone: Zone,
}

/// Why something may not happen to a referral now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was never sent.
    #[error("this referral was never sent, so nothing can be recorded on it")]
    NotSent,
    /// The provider has answered.
    #[error("this referral was already answered: {0}")]
    AlreadyAnswered(String),
    /// The provider has not accepted it.
    #[error("a start can be recorded only once the referral has been accepted; it is {0}")]
    NotAccepted(String),
    /// A start is recorded.
    #[error("the start was already recorded, for {}; record an end if it is over", in_words(*.0))]
    AlreadyStarted(Day),
    /// There is no start to end.
    #[error("an end can be recorded only once the person has started; the referral is {0}")]
    NotStarted(String),
    /// It is declined, withdrawn or ended.
    #[error("this referral is over: {0}")]
    AlreadyOver(String),
    /// No reason was given.
    #[error("give a reason, so that the referrer and the person know why")]
    ReasonMissing,
    /// The day lies before the one it has to follow.
    #[error("the day given, {}, is before {}", in_words(*.given), in_words(*.earliest))]
    TooEarly {
        /// The day given.
        given: Day,
        /// The first day possible.
        earliest: Day,
    },
    /// The day lies in the future.
    #[error("the day given, {}, is in the future", in_words(*.0))]
    InFuture(Day),
}

impl Refusal {
    /// The refusal's stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSent => "referral/not-sent",
            Self::AlreadyAnswered(_) => "referral/already-answered",
            Self::NotAccepted(_) => "referral/not-accepted",
            Self::AlreadyStarted(_) => "referral/already-started",
            Self::NotStarted(_) => "referral/not-started",
            Self::AlreadyOver(_) => "referral/already-over",
            Self::ReasonMissing => "referral/reason-missing",
            Self::TooEarly { .. } => "referral/too-early",
            Self::InFuture(_) => "referral/in-future",
        }
    }
}

/// The provider accepts.
///
/// # Errors
/// Unless the referral waits for an answer.
pub fn accept(events: &Events, act: Act) -> Result<Events, Refusal> {
    awaiting_answer(events, act.zone)?;
    Ok(Events { accepted: Some(act.stamp), ..events.clone() })
}

/// The provider declines, with a reason.
///
/// # Errors
/// Unless the referral waits for an answer; when the reason is blank.
pub fn decline(events: &Events, act: Act, reason: &str) -> Result<Events, Refusal> {
    awaiting_answer(events, act.zone)?;
    Ok(Events { declined: Some(Reasoned { stamp: act.stamp, reason: given(reason)? }), ..events.clone() })
}

/// The person starts, on `on`: not before the day the referral was sent, nor after today.
///
/// # Errors
/// Unless the referral has been accepted and not yet started; when the day is out of range.
pub fn start(events: &Events, act: Act, on: Day) -> Result<Events, Refusal> {
    match (state(events), events.sent) {
        (State::Accepted(_), Some(sent)) => {
            in_range(on, act.zone.day(sent.at), act)?;
            Ok(Events { started: Some(Started { stamp: act.stamp, on }), ..events.clone() })
        }
        (State::Started(started), _) => Err(Refusal::AlreadyStarted(started.on)),
        (State::NotSent, _) => Err(Refusal::NotSent),
        (other, _) if other.is_open() => Err(Refusal::NotAccepted(other.in_words(act.zone))),
        (other, _) => Err(Refusal::AlreadyOver(other.in_words(act.zone))),
    }
}

/// The person's time on the programme ends; `on` is the last day: not before the start, nor after
/// today.
///
/// # Errors
/// Unless the person has started and not yet ended; when the day is out of range or the reason blank.
pub fn end(events: &Events, act: Act, on: Day, reason: &str) -> Result<Events, Refusal> {
    match state(events) {
        State::Started(started) => {
            in_range(on, started.on, act)?;
            Ok(Events { ended: Some(Ended { stamp: act.stamp, on, reason: given(reason)? }), ..events.clone() })
        }
        State::NotSent => Err(Refusal::NotSent),
        other if other.is_open() => Err(Refusal::NotStarted(other.in_words(act.zone))),
        other => Err(Refusal::AlreadyOver(other.in_words(act.zone))),
    }
}

/// The referrer or the person withdraws it, with a reason. After a start there is an end to record instead.
///
/// # Errors
/// When it was never sent, has started or is over; when the reason is blank.
pub fn withdraw(events: &Events, act: Act, reason: &str) -> Result<Events, Refusal> {
    match state(events) {
        State::NotSent => Err(Refusal::NotSent),
        State::Started(started) => Err(Refusal::AlreadyStarted(started.on)),
        State::Sent(_) | State::Accepted(_) => {
            Ok(Events { withdrawn: Some(Reasoned { stamp: act.stamp, reason: given(reason)? }), ..events.clone() })
        }
        over => Err(Refusal::AlreadyOver(over.in_words(act.zone))),
    }
}

fn awaiting_answer(events: &Events, zone: Zone) -> Result<(), Refusal> {
    match state(events) {
        State::Sent(_) => Ok(()),
        State::NotSent => Err(Refusal::NotSent),
        answered @ (State::Accepted(_) | State::Declined(_) | State::Started(_)) => {
            Err(Refusal::AlreadyAnswered(answered.in_words(zone)))
        }
        over => Err(Refusal::AlreadyOver(over.in_words(zone))),
    }
}

fn given(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::ReasonMissing) } else { Ok(reason.to_owned()) }
}

fn in_range(day: Day, earliest: Day, act: Act) -> Result<(), Refusal> {
    if day < earliest {
        Err(Refusal::TooEarly { given: day, earliest })
    } else if day > act.zone.day(act.stamp.at) {
        Err(Refusal::InFuture(day))
    } else {
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::referral::state::tests::stamp;

    fn act(day: &str) -> Act {
        Act { stamp: stamp(day), zone: Zone::UTC }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// Every action on every state: its code when refused, `ok` when not.
    #[test]
    fn which_action_is_permitted_in_which_state() {
        let now = act("2024-02-01");
        let not_sent = Events::default();
        let sent = Events { sent: Some(stamp("2024-01-10")), ..Events::default() };
        let accepted = accept(&sent, now).unwrap();
        let declined = decline(&sent, now, "full").unwrap();
        let started = start(&accepted, now, day("2024-01-20")).unwrap();
        let ended = end(&started, now, day("2024-01-31"), "in work").unwrap();
        let withdrawn = withdraw(&accepted, now, "moved away").unwrap();
        let table = [
            (&not_sent, ["not-sent", "not-sent", "not-sent", "not-sent", "not-sent"]),
            (&sent, ["ok", "ok", "not-accepted", "not-started", "ok"]),
            (&accepted, ["already-answered", "already-answered", "ok", "not-started", "ok"]),
            (&declined, ["already-answered", "already-answered", "already-over", "already-over", "already-over"]),
            (&started, ["already-answered", "already-answered", "already-started", "ok", "already-started"]),
            (&ended, ["already-over"; 5]),
            (&withdrawn, ["already-over"; 5]),
        ];
        for (events, expected) in table {
            let results = [
                accept(events, now),
                decline(events, now, "full"),
                start(events, now, day("2024-01-20")),
                end(events, now, day("2024-01-31"), "in work"),
                withdraw(events, now, "moved away"),
            ];
            let codes = results.map(|result| {
                result.map_or_else(|refusal| refusal.code().trim_start_matches("referral/").to_owned(), |_| "ok".into())
            });
            assert_eq!(codes, expected, "{}", state(events).word());
        }
    }

    #[test]
    fn the_day_of_a_start_lies_between_sending_and_today() {
        let sent = Events { sent: Some(stamp("2024-01-10")), ..Events::default() };
        let accepted = accept(&sent, act("2024-01-11")).unwrap();
        let code = |on: &str| start(&accepted, act("2024-01-20"), day(on)).map_err(|refusal| refusal.code()).err();
        assert_eq!(code("2024-01-09"), Some("referral/too-early"));
        assert_eq!(code("2024-01-10"), None);
        assert_eq!(code("2024-01-20"), None);
        assert_eq!(code("2024-01-21"), Some("referral/in-future"));
    }

    /// Sent at 00:20 on 1 July in London, when it was still 30 June in UTC.
    #[test]
    fn just_after_midnight_in_summer_time_the_new_day_is_today_and_the_old_one_too_early() {
        let zone: Zone = "Europe/London".parse().unwrap();
        let at = |at: &str| Stamp { at: at.parse().unwrap(), ..stamp("2026-06-30") };
        let sent = Events { sent: Some(at("2026-06-30T23:20:00Z")), ..Events::default() };
        let now = Act { stamp: at("2026-06-30T23:40:00Z"), zone };
        let accepted = accept(&sent, now).unwrap();
        let code = |on: &str| start(&accepted, now, day(on)).map_err(|refusal| refusal.code()).err();
        assert_eq!(code("2026-06-30"), Some("referral/too-early"));
        assert_eq!(code("2026-07-01"), None);
        assert_eq!(code("2026-07-02"), Some("referral/in-future"));
        let refusal = accept(&accepted, now).unwrap_err();
        assert_eq!(refusal.to_string(), "this referral was already answered: accepted on 1 July 2026");
    }

    #[test]
    fn the_last_day_may_be_the_first_and_a_reason_is_needed() {
        let sent = Events { sent: Some(stamp("2024-01-10")), ..Events::default() };
        let accepted = accept(&sent, act("2024-01-11")).unwrap();
        let started = start(&accepted, act("2024-01-20"), day("2024-01-15")).unwrap();
        assert!(end(&started, act("2024-01-20"), day("2024-01-15"), "left").is_ok());
        assert_eq!(
            end(&started, act("2024-01-20"), day("2024-01-14"), "left").unwrap_err().code(),
            "referral/too-early"
        );
        assert_eq!(decline(&sent, act("2024-01-11"), "  "), Err(Refusal::ReasonMissing));
        assert_eq!(withdraw(&sent, act("2024-01-11"), ""), Err(Refusal::ReasonMissing));
    }
}
