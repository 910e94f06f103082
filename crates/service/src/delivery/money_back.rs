//! What a correction takes back, before it is made: claims that were approved or paid and that the records no longer bear out.
//!
//! It is found by making the correction and undoing it, so that what is said beforehand is what happens.

use super::pages::outcome_name;
use crate::{
    App,
    action::ActionError,
    claim::store::{self as claims},
    db::entities::claim,
    web::check::Sure,
};
use kernel::{Pence, ReferralId};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Claims that go back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoneyBack {
    taken: Vec<claim::Model>,
    /// What is worked out in their place, to be approved anew.
    instead: Pence,
}

impl MoneyBack {
    /// What the claims come to that were approved or paid.
    #[must_use]
    pub fn amount(&self) -> Pence {
        Pence(self.taken.iter().map(|claim| claim.amount_pence).sum())
    }

    /// What happens, for people, a sentence each.
    pub(crate) fn says(&self, app: &App) -> Vec<String> {
        let one = |claim: &claim::Model| {
            let contract = app.policy.contract(&claim.contract);
            let outcome = contract.map_or_else(|| claim.outcome.clone(), |one| outcome_name(app, one, &claim.outcome));
            let stands = if claim.paid_at.is_some() { "paid" } else { "approved" };
            format!("The claim for “{outcome}” of {}, which was {stands}, is taken back.", Pence(claim.amount_pence))
        };
        let mut says: Vec<String> = self.taken.iter().map(one).collect();
        let paid: i64 = self.taken.iter().filter(|one| one.paid_at.is_some()).map(|one| one.amount_pence).sum();
        if paid > 0 {
            says.push(format!("You then owe back {}.", Pence(paid)));
        }
        if self.instead > Pence::ZERO {
            says.push(format!("{} is worked out in its place. It has to be approved again.", self.instead));
        }
        says
    }
}

impl Sure for MoneyBack {
    fn is_nothing(&self) -> bool {
        self.taken.is_empty()
    }

    fn word(&self) -> String {
        self.amount().0.to_string()
    }
}

/// The claims of a referral that stood before something was changed.
pub(super) struct Before(Vec<claim::Model>);

/// The claims as they stand.
pub(super) async fn before(connection: &impl ConnectionTrait, id: ReferralId) -> Result<Before, ActionError> {
    Ok(Before(claims::of_referral(connection, id).await?))
}

impl Before {
    /// What was taken back since.
    pub(super) async fn taken_since(
        self,
        connection: &impl ConnectionTrait,
        id: ReferralId,
    ) -> Result<MoneyBack, ActionError> {
        let now = claims::of_referral(connection, id).await?;
        let gone: BTreeSet<Uuid> = now.iter().filter(|one| one.reversed_at.is_some()).map(|one| one.id).collect();
        let stood =
            |one: &claim::Model| one.approved_at.is_some() && one.reversed_at.is_none() && gone.contains(&one.id);
        let known: BTreeSet<Uuid> = self.0.iter().map(|one| one.id).collect();
        let instead = now.iter().filter(|one| !known.contains(&one.id) && one.reversed_at.is_none());
        let instead = Pence(instead.map(|one| one.amount_pence).sum());
        Ok(MoneyBack { taken: self.0.into_iter().filter(stood).collect(), instead })
    }
}
