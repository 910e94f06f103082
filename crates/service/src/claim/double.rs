//! Claims of one person that rest on the same work under different contracts.

use super::{store, work_out::Inputs};
use crate::{
    Application, access,
    account::SignedIn,
    action::ActionError,
    db::entities::{claim, referral},
    decision, person,
};
use anyhow::Context;
use kernel::{ClaimId, Day, DecisionId, Pence, Period, PersonId};
use rules::{
    access::Action,
    payment::{FundedWork, double_funding},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Two claims that rest on the same work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidTwice {
    /// The person's reference.
    pub person: String,
    /// The two.
    pub claims: [PaidClaim; 2],
    /// The days that both rest on.
    pub days: (Day, Day),
    /// The most that was paid twice.
    pub at_most: Pence,
}

/// One of two claims that rest on the same work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidClaim {
    /// Its id.
    pub claim: ClaimId,
    /// The contract's id.
    pub contract: String,
    /// The contract's outcome.
    pub outcome: String,
    /// What it is worth.
    pub amount: Pence,
}

/// Every two claims of a person that stand and rest on the same work, over all contracts.
///
/// # Errors
/// [`ActionError::NotAllowed`]; a fault when the database refuses.
pub async fn paid_twice(app: &Application, by: &SignedIn) -> Result<Vec<PaidTwice>, ActionError> {
    access::general(app, by, Action::SeeAudit).await?;
    let connection = app.db.reader();
    let mut of_person: BTreeMap<Uuid, Vec<(claim::Model, referral::Model)>> = BTreeMap::new();
    for (claim, referral) in store::of_people_with_several(connection).await? {
        of_person.entry(referral.person_id).or_default().push((claim, referral));
    }
    let mut found = Vec::new();
    for (person, rows) in of_person {
        let mut works = Vec::new();
        for (claim, referral) in &rows {
            works.push(funded(app, claim, referral).await?);
        }
        for two in double_funding(&works) {
            let (Some((one, _)), Some((other, _))) = (rows.get(two.one), rows.get(two.other)) else { continue };
            let reference = person::store::find(connection, PersonId(person)).await?.map(|row| row.reference);
            found.push(PaidTwice {
                person: reference.unwrap_or_default(),
                claims: [paid_claim(one), paid_claim(other)],
                days: (two.first, two.last),
                at_most: two.at_most,
            });
        }
    }
    Ok(found)
}

fn paid_claim(row: &claim::Model) -> PaidClaim {
    PaidClaim {
        claim: ClaimId(row.id),
        contract: row.contract.clone(),
        outcome: row.outcome.clone(),
        amount: Pence(row.amount_pence),
    }
}

/// The claim with the days of work that it rests on, as its decision read them.
async fn funded(app: &Application, row: &claim::Model, referral: &referral::Model) -> Result<FundedWork, ActionError> {
    let decided = decision::find(app.db.reader(), DecisionId(row.decision_id)).await?.ok_or(ActionError::NotFound)?;
    let inputs: Inputs = serde_json::from_value(decided.inputs).context("the decision of a claim cannot be read")?;
    let rests_on = inputs.line.owed().map(|owed| owed.spells.clone()).unwrap_or_default();
    let spells = inputs.participation.spells.iter().filter(|spell| rests_on.contains(&spell.id));
    let days = spells.map(|spell| Period {
        from: spell.period.from,
        until: Some(spell.period.until.map_or(row.outcome_on, |until| until.min(row.outcome_on))),
    });
    Ok(FundedWork {
        claim: row.id.to_string(),
        contract: row.contract.clone(),
        participation: referral.id.to_string(),
        amount: Pence(row.amount_pence),
        days: days.filter(|days| days.until >= Some(days.from)).collect(),
    })
}
