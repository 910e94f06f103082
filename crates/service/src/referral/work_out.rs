//! What a decision about a referral reads, and the decision that follows: when it is made, and whenever it is
//! worked out again.

use kernel::{Day, FactAnswerId};
use policy::{Area, Facts, Policy, ProgrammeVerdict};
use rules::access::Passing;
use rules::referral::{
    Allocation, Consent, Decision, KnownReferral, Places, ProgrammeTerms, ProviderTerms, Referrer, Request, Sharing,
    current_programmes, decide, ground, sharing_between,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A body as it was called then.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Named {
    /// Its id in the policy text.
    pub(crate) body: String,
    /// What kind of body it was.
    pub(crate) kind: String,
    /// Its name.
    pub(crate) name: String,
}

/// All that a decision about a referral reads beside the policy text and the day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Gathered {
    /// The programme's id.
    pub(crate) programme: String,
    /// The provider the person chose, or was given.
    pub(crate) provider: Named,
    /// The body that refers; `None` when the person does.
    pub(crate) referrer: Option<Named>,
    /// The newest answer to each question about the person. Answers are never changed.
    pub(crate) answers: Vec<FactAnswerId>,
    /// The person's referrals that were on their way.
    pub(crate) open_referrals: Vec<KnownReferral>,
    /// The provider's free places.
    pub(crate) places: Places,
    /// Whether the person agreed to this referral.
    pub(crate) agreed: bool,
    /// The referrer's answers to cautions, by code.
    pub(crate) cautions: BTreeMap<String, String>,
    /// Ids of the area's agreements that were suspended or unsigned.
    #[serde(default)]
    pub(crate) stopped_agreements: BTreeSet<String>,
}

/// What is stored beside a decision: what it read, and the steps to it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Inputs {
    #[serde(flatten)]
    pub(crate) gathered: Gathered,
    /// The verdict on the programme.
    pub(crate) verdict: ProgrammeVerdict,
    /// The programmes the person was on; `None` is not known.
    pub(crate) current_programmes: Option<BTreeSet<String>>,
    /// The agreement between the two bodies.
    pub(crate) sharing: Sharing,
    /// How the provider was drawn, when the person had no preference. It decides nothing.
    pub(crate) allocation: Option<Allocation>,
}

/// A decision with the steps to it.
#[derive(Debug)]
pub(crate) struct WorkedOut {
    pub(crate) verdict: ProgrammeVerdict,
    pub(crate) current_programmes: Option<BTreeSet<String>>,
    pub(crate) sharing: Sharing,
    pub(crate) decision: Decision,
}

/// Decides under a policy, for a day; `None` when the policy has no such area or programme. `facts` are the
/// answers that `gathered` names.
pub(crate) fn work_out(policy: &Policy, area: &str, gathered: &Gathered, facts: &Facts, on: Day) -> Option<WorkedOut> {
    let area = policy.area(area)?;
    let programme = policy.programme(area, &gathered.programme)?;
    let verdict = policy::assess_one(policy, area, programme, facts, on);
    let current = current_programmes(facts, &policy.facts, on);
    let all_programmes: Vec<ProgrammeTerms> = policy.programmes_in(area).map(ProgrammeTerms::from).collect();
    let known = |referral: &&KnownReferral| policy.programme(area, &referral.programme).is_some();
    let referrals: Vec<KnownReferral> = gathered.open_referrals.iter().filter(known).cloned().collect();
    let sharing = sharing(policy, area, gathered, facts, on);
    let request = Request {
        on,
        zone: policy.zone(&area.id),
        programme: ProgrammeTerms::from(programme),
        all_programmes: &all_programmes,
        verdict: &verdict,
        referrer: match &gathered.referrer {
            Some(body) => Referrer::Body { kind: body.kind.clone(), name: body.name.clone() },
            None => Referrer::Oneself,
        },
        current_programmes: current,
        referrals: &referrals,
        provider: ProviderTerms {
            name: gathered.provider.name.clone(),
            ground: ground(area, &gathered.programme, &gathered.provider.body, on),
        },
        places: gathered.places,
        sharing: sharing.clone(),
        consent: if gathered.agreed { Consent::Given(on) } else { Consent::NotAsked },
        answers: gathered.cautions.clone(),
    };
    let decision = decide(&request);
    Some(WorkedOut { decision, sharing, current_programmes: current.cloned(), verdict })
}

fn sharing(policy: &Policy, area: &Area, gathered: &Gathered, facts: &Facts, on: Day) -> Sharing {
    let Some(own) = &gathered.referrer else { return Sharing::NotNeeded };
    let passing = Passing {
        ended_on: None,
        sender: &own.body,
        receiver: &gathered.provider.body,
        related: None,
        facts,
        stopped: &gathered.stopped_agreements,
    };
    sharing_between(policy, area, &passing, on)
}
