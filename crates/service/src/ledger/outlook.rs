//! What will fall due under contracts, if everyone who is in work stays: for who is paid, and for who pays.

use crate::{
    Application,
    account::{self, Organisation},
    action::ActionError,
    claim,
    db::entities::referral,
    referral::store as referrals,
};
use kernel::{Day, Pence, PersonId, ReferralId};
use policy::{Area, Contract};
use rules::payment::{Expected, OutlookMonth, claim_lines, expected, fees_between, outlook};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;
use uuid::Uuid;

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
    /// Who started, by contract and month of the start: its first day and how many.
    pub starts: BTreeMap<(String, Day), u64>,
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
    let mut found = Vec::new();
    for (area, contract) in contracts {
        let provider = account::organisation_by_body(app.db.reader(), &area.id, &contract.provider).await?;
        if let Some(provider) = provider {
            found.push((*area, *contract, provider));
        }
    }
    ahead(app, &found).await
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
    let found: Vec<_> = own.map(|(area, contract)| (area, contract, provider.clone())).collect();
    ahead(app, &found).await
}

async fn ahead(app: &Application, contracts: &[(&Area, &Contract, Organisation)]) -> Result<Outlook, ActionError> {
    let today = app.clock.today();
    let soon = today.checked_add_days(chrono::Days::new(SOON_DAYS)).unwrap_or(today);
    let (mut found, mut all) = (Outlook::default(), Vec::new());
    for (area, contract, provider) in contracts {
        for row in started(app, area, contract, provider.id.0).await? {
            let participation = claim::participation(app, app.db.reader(), &row, (area, contract)).await?;
            if let Some(first) = participation.started_on.and_then(|on| chrono::Datelike::with_day(&on, 1)) {
                *found.starts.entry((contract.id.clone(), first)).or_default() += 1;
            }
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
    let contracts: Vec<&Contract> = contracts.iter().map(|(_, contract, _)| *contract).collect();
    found.expected = Pence::total(all.iter().filter_map(|one| one.amount)).map_err(anyhow::Error::from)?;
    found.months = outlook(&contracts, &all, today, MONTHS).map_err(anyhow::Error::from)?;
    Ok(found)
}

/// The participations that are served under a contract: those of its programme with its provider that started in it.
async fn started(
    app: &Application,
    area: &Area,
    contract: &Contract,
    provider: Uuid,
) -> Result<Vec<referral::Model>, ActionError> {
    let rows = referral::Entity::find()
        .filter(referral::Column::Area.eq(area.id.as_ref()))
        .filter(referral::Column::Programme.eq(&contract.programme))
        .filter(referral::Column::ProviderId.eq(provider))
        .filter(referral::Column::StartedOn.is_not_null())
        .order_by_asc(referral::Column::Id)
        .all(app.db.reader())
        .await?;
    let under = |row: &referral::Model| {
        let started_on = referrals::events(row).started.map(|started| started.on);
        let of = started_on.and_then(|on| area.contract_for(&contract.programme, &contract.provider, on));
        of.is_some_and(|found| found.id == contract.id)
    };
    Ok(rows.into_iter().filter(under).collect())
}
