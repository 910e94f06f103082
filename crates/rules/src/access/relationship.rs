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
    pub const ALL: [Relationship; 9] = [
        Relationship::OwnCaseload,
        Relationship::CoveredCaseload,
        Relationship::ReferralReceived,
        Relationship::ReferralAccepted,
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
/// After the end they stay related: they account for what was done, and outcomes may still come.
#[must_use]
pub fn of_referral(state: &State) -> Option<Relationship> {
    match state {
        State::Sent(_) => Some(Relationship::ReferralReceived),
        State::Accepted(_) | State::Started(_) | State::Ended(_) => Some(Relationship::ReferralAccepted),
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
            (ended(), Some(Relationship::ReferralAccepted)),
            (declined(), None),
            (withdrawn(), None),
        ];
        for (state, expected) in cases {
            assert_eq!(of_referral(&state), expected, "{}", state.word());
        }
    }
}
