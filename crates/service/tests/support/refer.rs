//! Referring somebody, whatever has to be asked first.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::support::World;
use kernel::{PersonId, ReferralId};
use service::{
    account::SignedIn,
    referral::{self, Chosen, NewReferral, Outcome},
};

/// Sends a referral, or gives the codes of what blocks it.
pub async fn try_to_refer(
    world: &World,
    adviser: &SignedIn,
    person: PersonId,
    programme: &str,
    provider: &str,
) -> Result<ReferralId, Vec<String>> {
    let asked = ["rules/referral/capacity", "rules/referral/verdict"];
    let new = NewReferral {
        person,
        programme: programme.to_owned(),
        provider: provider.to_owned(),
        chosen: Chosen::ByThePerson,
        message: None,
        agreed: true,
        answers: asked.map(|code| (code.to_owned(), "Rang: yes".to_owned())).into(),
    };
    match referral::send(&world.app, adviser, new).await.unwrap() {
        Outcome::Sent(sent) => Ok(sent),
        Outcome::Blocked { obstacles: decision, .. } => {
            Err(decision.obstacles.iter().map(|obstacle| obstacle.code.clone()).collect())
        }
    }
}

/// Sends a referral that nothing blocks.
pub async fn refer(world: &World, adviser: &SignedIn, person: PersonId, programme: &str, provider: &str) -> ReferralId {
    let sent = try_to_refer(world, adviser, person, programme, provider).await;
    sent.unwrap_or_else(|obstacles| panic!("{obstacles:?}"))
}
