//! What is known of providers from their own records, for people who compare them: how soon each usually
//! answers, and how many of those who started found work. Three queries, however many providers.

use crate::db::entities::{referral, spell};
use kernel::{Day, OrganisationId};
use policy::Policy;
use rules::referral::{FEWEST, usual_days};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use statistics::Proportion;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The newest answers that the usual time is worked out from, over all providers compared.
const ANSWERS_MOST: u64 = 1_000;
/// The standard by which answers are counted and judged.
const STANDARD: &str = "provider-acknowledges-referral";

/// What a provider's records say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    /// Days after which the provider usually answers; `None` for too few answers.
    pub(crate) usual_days: Option<usize>,
    /// Of those who started the programme here, how many found work; `None` for too few.
    pub(crate) found_work: Option<Proportion>,
}

/// The records of these providers, the results for one programme.
pub(crate) async fn records(
    connection: &impl ConnectionTrait,
    policy: &Policy,
    providers: &[OrganisationId],
    programme: &str,
) -> Result<BTreeMap<Uuid, Record>, DbErr> {
    let ids: Vec<Uuid> = providers.iter().map(|provider| provider.0).collect();
    let mut answered = answered(connection, &ids).await?;
    let started = started(connection, &ids, programme).await?;
    let worked = worked(connection, &ids, programme).await?;
    let counting = policy.standards.get(STANDARD).map_or(policy::DayCount::WorkingDays, |standard| standard.counts);
    let mut record = |id: &Uuid| {
        let started = started.get(id).map(Vec::as_slice).unwrap_or_default();
        let found = started.iter().filter(|referral| worked.contains(referral)).count();
        let whole = u64::try_from(started.len()).ok().filter(|_| started.len() >= FEWEST);
        let (area, days) = answered.remove(id).unwrap_or_default();
        Record {
            usual_days: usual_days(&days, counting, policy.bank_holidays(&area)),
            found_work: whole.and_then(|whole| Proportion::new(u64::try_from(found).ok()?, whole).ok()),
        }
    };
    Ok(ids.iter().map(|id| (*id, record(id))).collect())
}

/// For each provider, the area of its referrals and the days on which they were sent and answered.
async fn answered(
    connection: &impl ConnectionTrait,
    providers: &[Uuid],
) -> Result<BTreeMap<Uuid, (String, Vec<(Day, Day)>)>, DbErr> {
    let is_answered = Condition::any()
        .add(referral::Column::AcceptedAt.is_not_null())
        .add(referral::Column::DeclinedAt.is_not_null());
    let rows = referral::Entity::find()
        .filter(referral::Column::ProviderId.is_in(providers.iter().copied()))
        .filter(is_answered)
        .order_by_desc(referral::Column::SentAt)
        .limit(ANSWERS_MOST)
        .all(connection)
        .await?;
    let mut answered: BTreeMap<Uuid, (String, Vec<(Day, Day)>)> = BTreeMap::new();
    for row in rows {
        if let Some(at) = row.accepted_at.or(row.declined_at) {
            let (_, days) = answered.entry(row.provider_id).or_insert_with(|| (row.area.clone(), Vec::new()));
            days.push((row.sent_at.date_naive(), at.date_naive()));
        }
    }
    Ok(answered)
}

/// For each provider, the referrals to the programme that led to a start.
async fn started(
    connection: &impl ConnectionTrait,
    providers: &[Uuid],
    programme: &str,
) -> Result<BTreeMap<Uuid, Vec<Uuid>>, DbErr> {
    let rows = referral::Entity::find()
        .select_only()
        .column(referral::Column::ProviderId)
        .column(referral::Column::Id)
        .filter(referral::Column::ProviderId.is_in(providers.iter().copied()))
        .filter(referral::Column::Programme.eq(programme))
        .filter(referral::Column::StartedOn.is_not_null())
        .into_tuple::<(Uuid, Uuid)>()
        .all(connection)
        .await?;
    let mut started: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for (provider, referral) in rows {
        started.entry(provider).or_default().push(referral);
    }
    Ok(started)
}

/// The referrals to the programme under which work was recorded that stands.
async fn worked(
    connection: &impl ConnectionTrait,
    providers: &[Uuid],
    programme: &str,
) -> Result<BTreeSet<Uuid>, DbErr> {
    let theirs = referral::Entity::find()
        .select_only()
        .column(referral::Column::Id)
        .filter(referral::Column::ProviderId.is_in(providers.iter().copied()))
        .filter(referral::Column::Programme.eq(programme))
        .into_query();
    let rows = spell::Entity::find()
        .select_only()
        .column(spell::Column::ReferralId)
        .distinct()
        .filter(spell::Column::ReplacedAt.is_null())
        .filter(spell::Column::ReferralId.in_subquery(theirs))
        .into_tuple::<Uuid>()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}
