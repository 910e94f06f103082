//! How somebody stands to what they would like to see.

use crate::referral::State;
use serde::{Deserialize, Serialize};

/// A relationship between an account and a person, referral, claim, decision or policy text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relationship {
    /// The person is on the account's own caseload.
    OwnCaseload,
    /// The person is on the caseload of a colleague for whom the account covers today.
    CoveredCaseload,
    /// The account's organisation has received a referral of the person, and not answered it.
    ReferralReceived,
    /// The account's organisation has accepted the referral.
    ReferralAccepted,
    /// The account's organisation accepted the referral, the help has ended, and what it was sent may still be kept
    /// ([`super::seen_until`]).
    HelpEnded,
    /// The account's body buys under the contract.
    OwnContract,
    /// It is the account's own record.
    OwnRecord,
    /// The account gave a reason for opening the record in an emergency, some hours ago at most.
    BrokenGlass,
    /// Everything that the text changes lies in the folder of the area that the account works in.
    OwnAreaText,
    /// The account works for no one area, so that the whole text is its own.
    NationalText,
}

impl Relationship {
    /// Every relationship.
    pub const ALL: [Relationship; 10] = [
        Relationship::OwnCaseload,
        Relationship::CoveredCaseload,
        Relationship::ReferralReceived,
        Relationship::ReferralAccepted,
        Relationship::HelpEnded,
        Relationship::OwnContract,
        Relationship::OwnRecord,
        Relationship::BrokenGlass,
        Relationship::OwnAreaText,
        Relationship::NationalText,
    ];

    /// The relationship's word, as `spine/access.cedar` writes it: `own-caseload`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OwnCaseload => "own-caseload",
            Self::CoveredCaseload => "covered-caseload",
            Self::ReferralReceived => "referral-received",
            Self::ReferralAccepted => "referral-accepted",
            Self::HelpEnded => "help-ended",
            Self::OwnContract => "own-contract",
            Self::OwnRecord => "own-record",
            Self::BrokenGlass => "broken-glass",
            Self::OwnAreaText => "own-area-text",
            Self::NationalText => "national-text",
        }
    }
}

/// What a referral's state makes its provider's staff: nothing, once it is declined or withdrawn.
///
/// After the end they stay related in another way: they account for what was done, and outcomes may still come. Until when is
/// for the caller to find out ([`super::seen_until`]).
#[must_use]
pub fn of_referral(state: &State) -> Option<Relationship> {
    match state {
        State::Sent(_) => Some(Relationship::ReferralReceived),
        State::Accepted(_) | State::Started(_) => Some(Relationship::ReferralAccepted),
        State::Ended(_) => Some(Relationship::HelpEnded),
        State::NotSent | State::Declined(_) | State::Withdrawn(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::state_samples::{accepted, declined, ended, sent, started, withdrawn};

    #[test]
    fn a_referral_declined_or_withdrawn_makes_nobody_related() {
        let cases = [
            (State::NotSent, None),
            (sent(), Some(Relationship::ReferralReceived)),
            (accepted(), Some(Relationship::ReferralAccepted)),
            (started(), Some(Relationship::ReferralAccepted)),
            (ended(), Some(Relationship::HelpEnded)),
            (declined(), None),
            (withdrawn(), None),
        ];
        for (state, expected) in cases {
            assert_eq!(of_referral(&state), expected, "{}", state.word());
        }
    }
}
