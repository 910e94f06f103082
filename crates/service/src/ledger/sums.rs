//! What money under contracts comes to, in four words: approved, to pay, paid, owed back.
//!
//! * **approved**: what claims come to that were approved and stand, and the lines of statements that were booked
//! * **to pay**: what of it was not paid yet
//! * **paid**: what went to providers
//! * **owed back**: what was paid and is not approved any more, because it was taken back
//!
//! Approved is always what is to pay, and paid, without what is owed back. Which stream *funds* what was approved is another
//! question ([`crate::money`]): money may be funded and not paid, and paid and not funded.

use super::store;
use crate::{
    Application,
    action::ActionError,
    claim::store::{self as claims, State},
};
use kernel::Pence;
use serde::Serialize;

/// What money under some contracts comes to, in pence; none of the sums is below zero but `approved`, when statements took
/// more back than they gave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Approved claims that stand, and the booked lines of statements.
    pub approved: Pence,
    /// What of it was not paid.
    pub to_pay: Pence,
    /// What went to providers.
    pub paid: Pence,
    /// What was paid and is not approved any more.
    pub owed_back: Pence,
}

impl Sums {
    /// The sums of two lots of contracts together. Sums of several contracts are not set against each other.
    ///
    /// # Errors
    /// When a sum is beyond what money is counted in.
    pub fn plus(self, other: Self) -> Result<Self, ActionError> {
        let add = |one: Pence, other: Pence| one.plus(other).map_err(|error| ActionError::Fault(error.into()));
        Ok(Self {
            approved: add(self.approved, other.approved)?,
            to_pay: add(self.to_pay, other.to_pay)?,
            paid: add(self.paid, other.paid)?,
            owed_back: add(self.owed_back, other.owed_back)?,
        })
    }
}

/// What money under these contracts (ids) comes to.
///
/// # Errors
/// A fault when the database refuses.
pub async fn sums(app: &Application, contracts: &[String]) -> Result<Sums, ActionError> {
    let mut all = Sums::default();
    for contract in contracts {
        all = all.plus(of_one(app, contract).await?)?;
    }
    Ok(all)
}

async fn of_one(app: &Application, contract: &String) -> Result<Sums, ActionError> {
    let connection = app.db.reader();
    let own = std::slice::from_ref(contract);
    let balances = store::balances(connection, own, None).await?;
    let sum = |kind: &str| {
        let of = balances.iter().filter(|(account, _)| account.starts_with(kind));
        Pence::total(of.map(|(_, amount)| *amount)).map_err(anyhow::Error::from)
    };
    let (approved, paid) = (sum("programme-cost/")?, Pence(sum("bank/")?.0.saturating_neg()));
    let (_, waiting) = claims::total(connection, own, State::Approved).await?;
    let booked: Vec<Pence> =
        store::statement_lines(connection, contract).await?.iter().map(|line| Pence(line.amount_pence)).collect();
    let statement: Vec<Pence> =
        store::statement_payments(connection, contract).await?.iter().map(|one| Pence(one.amount_pence)).collect();
    let booked = Pence::total(booked).map_err(anyhow::Error::from)?;
    let statement = Pence::total(statement).map_err(anyhow::Error::from)?;
    let unpaid = Pence(booked.0.saturating_sub(statement.0).max(0));
    let to_pay = waiting.plus(unpaid).map_err(anyhow::Error::from)?;
    let owed_back = Pence(paid.0.saturating_add(to_pay.0).saturating_sub(approved.0).max(0));
    Ok(Sums { approved, to_pay, paid, owed_back })
}
