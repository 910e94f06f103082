//! How is an approved claim booked, paid, and taken back?
//!
//! *Authority*: double entry: every posting sums to zero, and nothing that was booked is ever changed.
//! *Applies*: to each claim line approved: the programme's cost is debited, the provider credited; when it is paid, the
//! provider is debited and the buyer's bank credited. What turns out not to be owed is reversed by a posting of its own:
//! what was paid already is then owed by the provider, to be recovered.
//! *Simplified*: no tax; a recovery is set against the provider's account, which later payments run down.
//! *Example*: £500.00 approved: cost +£500.00, provider −£500.00. Paid: provider +£500.00, bank −£500.00. Reversed: cost
//! −£500.00, provider +£500.00: the provider owes £500.00.

use kernel::{Pence, PenceError};
use serde::{Deserialize, Serialize};

/// An account of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "account", content = "of")]
pub enum LedgerAccount {
    /// What the programme cost under a contract, by the contract's id.
    ProgrammeCost(String),
    /// What is owed to a provider, by the body's id.
    ProviderPayable(String),
    /// What was paid from the bank of a buyer, by the body's id.
    Bank(String),
    /// What was earned under a contract, by its id, and not booked by the end of a month that was closed.
    Accrued(String),
}

/// An entry of the ledger: a debit is positive, a credit negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The account.
    pub account: LedgerAccount,
    /// The amount.
    pub amount: Pence,
}

/// Entries that belong together.
///
/// INVARIANT: they sum to zero; only [`approve`], [`book`], [`pay`], [`reverse`] and `accrue` make one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Posting {
    entries: Vec<Entry>,
}

/// Why nothing can be booked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostingError {
    /// Only an amount above zero can be approved.
    #[error("only an amount above zero can be approved, not {0}")]
    NotPositive(Pence),
    /// The amount is too large.
    #[error(transparent)]
    TooLarge(#[from] PenceError),
}

impl Posting {
    /// The entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// The posting for an approved claim: debit programme cost, credit provider payable.
///
/// # Errors
/// When the amount is zero or less.
pub fn approve(contract: &str, provider: &str, amount: Pence) -> Result<Posting, PostingError> {
    if amount <= Pence::ZERO {
        return Err(PostingError::NotPositive(amount));
    }
    let debit = Entry { account: LedgerAccount::ProgrammeCost(contract.to_owned()), amount };
    let credit = Entry { account: LedgerAccount::ProviderPayable(provider.to_owned()), amount: amount.reversed()? };
    Ok(Posting { entries: vec![debit, credit] })
}

/// The posting for a line of a contract's statement that is no outcome: as an approval, and for what is taken off or goes
/// back the same with its signs turned.
///
/// # Errors
/// When the amount is zero.
pub fn book(contract: &str, provider: &str, amount: Pence) -> Result<Posting, PostingError> {
    if amount < Pence::ZERO {
        reverse(&approve(contract, provider, amount.reversed()?)?)
    } else {
        approve(contract, provider, amount)
    }
}

/// Entries made elsewhere in this part, which sum to zero.
pub(super) fn posting_of(entries: Vec<Entry>) -> Posting {
    Posting { entries }
}

/// The posting for a payment: debit provider payable, credit the buyer's bank.
///
/// # Errors
/// When the amount is zero or less.
pub fn pay(provider: &str, buyer: &str, amount: Pence) -> Result<Posting, PostingError> {
    if amount <= Pence::ZERO {
        return Err(PostingError::NotPositive(amount));
    }
    let debit = Entry { account: LedgerAccount::ProviderPayable(provider.to_owned()), amount };
    let credit = Entry { account: LedgerAccount::Bank(buyer.to_owned()), amount: amount.reversed()? };
    Ok(Posting { entries: vec![debit, credit] })
}

/// The posting that takes another one back: the same accounts, every amount with its sign turned.
///
/// # Errors
/// When an amount is the smallest that can be held.
pub fn reverse(posting: &Posting) -> Result<Posting, PostingError> {
    let turned = |entry: &Entry| Ok(Entry { account: entry.account.clone(), amount: entry.amount.reversed()? });
    Ok(Posting { entries: posting.entries.iter().map(turned).collect::<Result<_, PostingError>>()? })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(postings: &[&Posting]) -> Pence {
        Pence::total(postings.iter().flat_map(|posting| posting.entries()).map(|entry| entry.amount)).unwrap()
    }

    #[test]
    fn cost_is_debited_and_the_provider_credited() {
        let posting = approve("fnd-birmingham", "good-work", Pence(50_000)).unwrap();
        assert_eq!(
            posting.entries(),
            [
                Entry { account: LedgerAccount::ProgrammeCost("fnd-birmingham".into()), amount: Pence(50_000) },
                Entry { account: LedgerAccount::ProviderPayable("good-work".into()), amount: Pence(-50_000) },
            ]
        );
    }

    #[test]
    fn nothing_and_less_cannot_be_approved() {
        assert!(approve("c", "p", Pence(1)).is_ok());
        assert_eq!(approve("c", "p", Pence(0)), Err(PostingError::NotPositive(Pence(0))));
        assert_eq!(approve("c", "p", Pence(-1)), Err(PostingError::NotPositive(Pence(-1))));
    }

    #[test]
    fn what_is_taken_off_is_booked_the_other_way_round() {
        let off = book("c", "p", Pence(-500)).unwrap();
        assert_eq!(off, reverse(&book("c", "p", Pence(500)).unwrap()).unwrap());
        assert_eq!(book("c", "p", Pence(500)), approve("c", "p", Pence(500)));
        assert_eq!(book("c", "p", Pence::ZERO), Err(PostingError::NotPositive(Pence::ZERO)));
        assert_eq!(pay("p", "b", Pence::ZERO), Err(PostingError::NotPositive(Pence::ZERO)));
        assert!(pay("p", "b", Pence(1)).is_ok());
    }

    proptest! {
        #[test]
        fn every_posting_sums_to_zero_and_a_reversal_leaves_nothing(amount in 1_i64..i64::MAX) {
            let posting = approve("c", "p", Pence(amount)).unwrap();
            let reversal = reverse(&posting).unwrap();
            prop_assert_eq!(sum(&[&posting]), Pence::ZERO);
            let paid = pay("p", "b", Pence(amount)).unwrap();
            prop_assert_eq!(sum(&[&paid]), Pence::ZERO);
            prop_assert_eq!(sum(&[&reversal]), Pence::ZERO);
            for (entry, turned) in posting.entries().iter().zip(reversal.entries()) {
                prop_assert_eq!(&entry.account, &turned.account);
                prop_assert_eq!(entry.amount.plus(turned.amount), Ok(Pence::ZERO));
            }
        }
    }
}
