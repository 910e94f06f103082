//! What will fall due under contracts, if everyone who is in work stays: for who is paid, and for who pays.

use super::served::served;
use crate::{Application, account::Organisation, action::ActionError, claim};
use kernel::{Pence, PersonId, ReferralId};
use policy::{Area, Contract};
use rules::payment::{Expected, OutlookMonth, claim_lines, expected, fees_between, outlook};

/// Months looked ahead.
const MONTHS: u32 = 6;
/// Days within which an outcome is due soon.
const SOON_DAYS: u64 = 30;

/// What will fall due.
#[derive(Debug, Clone, Default)]
pub struct Outlook {
    /// The months ahead, from this one.
    pub months: Vec<OutlookMonth>,
    /// What is expected within thirty days, the earliest first.
    pub soon: Vec<Soon>,
    /// What is expected in all, however far ahead.
    pub expected: Pence,
    /// Service fees to come until the contracts end; of contracts without an end, within the months ahead.
    pub fees: Pence,
    /// How many outcomes are expected whose price is not known.
    pub unpriced: usize,
}

/// An outcome that is expected within thirty days.
#[derive(Debug, Clone)]
pub struct Soon {
    /// The participation.
    pub referral: ReferralId,
    /// Whose it is.
    pub person: PersonId,
    /// The contract's id.
    pub contract: String,
    /// What is expected.
    pub expected: Expected,
}

/// What will fall due under these contracts.
///
/// # Errors
/// A fault when the database refuses.
pub async fn of_contracts(app: &Application, contracts: &[(&Area, &Contract)]) -> Result<Outlook, ActionError> {
    ahead(app, contracts).await
}

/// What will fall due for a provider, under all its contracts.
///
/// # Errors
/// A fault when the database refuses.
pub async fn of_provider(app: &Application, provider: &Organisation) -> Result<Outlook, ActionError> {
    let own = app
        .policy
        .contracts()
        .filter(|(area, contract)| *area.id == *provider.area && contract.provider == provider.body);
    let own: Vec<_> = own.collect();
    ahead(app, &own).await
}

async fn ahead(app: &Application, contracts: &[(&Area, &Contract)]) -> Result<Outlook, ActionError> {
    let (mut found, mut all) = (Outlook::default(), Vec::new());
    let mut newest = None;
    for (area, contract) in contracts {
        let today = app.today_in(&area.id);
        newest = newest.max(Some(today));
        let soon = today.checked_add_days(chrono::Days::new(SOON_DAYS)).unwrap_or(today);
        for row in served(app.db.reader(), area, contract).await? {
            let participation = claim::participation(app, app.db.reader(), &row, (area, contract)).await?;
            let lines = claim_lines(contract, &app.policy.outcomes, &participation, today);
            for one in expected(contract, &participation, &lines, today) {
                found.unpriced += usize::from(one.amount.is_none());
                if one.on <= soon {
                    found.soon.push(Soon {
                        referral: ReferralId(row.id),
                        person: PersonId(row.person_id),
                        contract: contract.id.clone(),
                        expected: one.clone(),
                    });
                }
                all.push(one);
            }
        }
        let ends = contract.period.until.or_else(|| today.checked_add_months(chrono::Months::new(MONTHS)));
        let fees = fees_between(contract, (today, ends.unwrap_or(today)));
        found.fees = fees.iter().try_fold(found.fees, |sum, fee| sum.plus(fee.amount)).map_err(anyhow::Error::from)?;
    }
    found.soon.sort_by_key(|one| one.expected.on);
    let contracts: Vec<&Contract> = contracts.iter().map(|(_, contract)| *contract).collect();
    found.expected = Pence::total(all.iter().filter_map(|one| one.amount)).map_err(anyhow::Error::from)?;
    found.months =
        outlook(&contracts, &all, newest.unwrap_or_else(|| app.today()), MONTHS).map_err(anyhow::Error::from)?;
    Ok(found)
}
