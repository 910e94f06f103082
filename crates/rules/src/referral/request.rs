//! Everything the decision on a referral is made from.

use super::state::State;
use kernel::{Day, Period, Zone};
use policy::{Programme, ProgrammeVerdict};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The referral that somebody would like to make. Every field is known to the caller or says that it is not.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The day on which the referral would be sent.
    pub on: Day,
    /// The area's time zone, by whose calendar the days of earlier referrals are told.
    pub zone: Zone,
    /// The programme.
    pub programme: ProgrammeTerms,
    /// Every programme open to the area: the exclusions of the others count as well.
    pub all_programmes: &'a [ProgrammeTerms],
    /// What the person's eligibility is on that day.
    pub verdict: &'a ProgrammeVerdict,
    /// Who refers.
    pub referrer: Referrer,
    /// Ids of the programmes the person is on (the fact `current_programmes`); `None` is not known.
    pub current_programmes: Option<&'a BTreeSet<String>>,
    /// The person's referrals so far.
    pub referrals: &'a [KnownReferral],
    /// The provider the person chose.
    pub provider: ProviderTerms,
    /// The provider's free places.
    pub places: Places,
    /// The agreement to share data between the referrer's body and the provider.
    pub sharing: Sharing,
    /// What the person said to being referred.
    pub consent: Consent,
    /// The referrer's answers to cautions, by code. An empty answer does not count.
    pub answers: BTreeMap<String, String>,
}

/// What the decision needs to know of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeTerms {
    /// Id in the policy text.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kinds of body that may refer; `self` for the person.
    pub may_refer: Vec<String>,
    /// Ids of programmes a person may not be on at the same time.
    pub excludes: Vec<String>,
    /// The citation of its text.
    pub source: String,
}

impl From<&Programme> for ProgrammeTerms {
    fn from(programme: &Programme) -> Self {
        Self {
            id: programme.id.to_string(),
            name: programme.name.to_string(),
            may_refer: programme.may_refer.clone(),
            excludes: programme.excludes.clone(),
            source: programme.source.to_string(),
        }
    }
}

/// Who makes the referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Referrer {
    /// The person.
    Oneself,
    /// Somebody of a body of the partnership.
    Body {
        /// Kind of the body, as in the policy text: `jobcentre`, `council` …
        kind: String,
        /// Name of the body.
        name: String,
    },
}

/// A referral of the same person that is known already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownReferral {
    /// Id of its programme.
    pub programme: String,
    /// Name of its provider.
    pub provider: String,
    /// Where it stands.
    pub state: State,
}

/// What the decision needs to know of the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderTerms {
    /// Name of the provider.
    pub name: String,
    /// On what ground the provider offers the programme in the area.
    pub ground: Ground,
}

/// On what ground a provider offers a programme in an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// Under a contract, that runs for a period.
    Contract {
        /// Name of the contract.
        name: String,
        /// First and last day of the contract, both included.
        period: Period,
    },
    /// The directory lists it as offering the programme in the area; no contract is held here.
    Listed,
    /// Neither a contract nor the directory says so.
    None,
}

/// A provider's free places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Places {
    /// So many are free.
    Free(u32),
    /// The provider has not said.
    Unknown,
}

/// Whether an agreement to share data covers the referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sharing {
    /// Referrer and provider are the same body, or the person refers themself.
    NotNeeded,
    /// An agreement is in force on the day.
    InForce {
        /// Its name.
        agreement: String,
    },
    /// There is none.
    None,
    /// It has not been recorded whether there is one.
    Unknown,
}

/// What the person said to being referred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// They agreed, on this day.
    Given(Day),
    /// They said no.
    Refused,
    /// They have not been asked, or it was not recorded.
    NotAsked,
}
