//! A typed identity for each kind of thing, so that a person's cannot be given for a referral's.

use crate::{Moment, Randomness};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::{Builder, Uuid};

/// Makes an identity type: a UUID version 7, ordered by the moment it was made.
macro_rules! identities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identity from the moment and random bytes given (UUID version 7).
            #[must_use]
            pub fn make(moment: Moment, randomness: &dyn Randomness) -> Self {
                Self(version_7(moment, randomness))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
    )+};
}

fn version_7(moment: Moment, randomness: &dyn Randomness) -> Uuid {
    let milliseconds = u64::try_from(moment.timestamp_millis()).unwrap_or_default();
    let [a, b, c, d, e, f, g, h, i, j, ..] = randomness.bytes();
    Builder::from_unix_timestamp_millis(milliseconds, &[a, b, c, d, e, f, g, h, i, j]).into_uuid()
}

identities! {
    /// Somebody who can sign in.
    AccountId,
    /// A line of the audit.
    AuditId,
    /// A claim line.
    ClaimId,
    /// One form of one page that was shown.
    FormId,
    /// Something looked like something that is kept.
    AlikeId,
    /// Something recorded of a participant that is neither a start nor work.
    EventId,
    /// A stored decision with its reasons.
    DecisionId,
    /// An answer to a fact's question about a person.
    FactAnswerId,
    /// A feed of earnings, or a line of one.
    EarningsFeedId,
    /// An entry of the ledger.
    EntryId,
    /// A note: an answer that was kept so that it can be cited.
    NoteId,
    /// An organisation of the partnership.
    OrganisationId,
    /// A person who is being helped.
    PersonId,
    /// A referral of a person to a provider.
    ReferralId,
    /// An employment spell.
    SpellId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandomness;
    use chrono::DateTime;

    #[test]
    fn the_same_seed_gives_the_same_identity_and_later_ones_sort_after() {
        let moment = DateTime::from_timestamp(1_700_000_000, 0).unwrap_or_default();
        let later = DateTime::from_timestamp(1_700_000_001, 0).unwrap_or_default();
        let first = PersonId::make(moment, &SeededRandomness::new(1));
        assert_eq!(first, PersonId::make(moment, &SeededRandomness::new(1)));
        assert_ne!(first, PersonId::make(moment, &SeededRandomness::new(2)));
        assert!(first < PersonId::make(later, &SeededRandomness::new(1)));
        assert_eq!(first.0.get_version_num(), 7);
    }
}
