//! What is known of providers from their own records, for people who compare them: how soon each usually
//! answers, and how many of those who started long enough ago found work. Three queries, however many providers.
//!
//! Outcomes so far are never divided by starts so far (DWP, Work and Health Programme statistics, February 2020): who started
//! last month has had no time yet. Counted is one cohort, every one of whom has had the whole time that the text gives
//! (`spine/counting.toml`), as the register stood on the day of the count; and it is told like any count of people.

use crate::{
    Application,
    action::ActionError,
    db::entities::{referral, spell},
};
use kernel::{Day, Moment, OrganisationId, Period, Zone};
use rules::referral::usual_days;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::ExprTrait,
};
use statistics::{Told, cohort_with_enough_time, is_in_time};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The newest answers that the usual time is worked out from, over all providers compared.
const MAX_ANSWERS: u64 = 1_000;
/// The standard by which answers are counted and judged.
const STANDARD: &str = "provider-acknowledges-referral";

/// What a provider's records say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    /// Days after which the provider usually answers; `None` for too few answers.
    pub(crate) usual_days: Option<usize>,
    /// What came of those who started the programme here; `None` when there are too few of them to tell, or none has had
    /// enough time yet.
    pub(crate) results: Option<Results>,
}

/// What came of a cohort of people who all had enough time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Results {
    /// When they started.
    pub(crate) started: Period,
    /// How many they are.
    pub(crate) people: Told,
    /// How many of them found work within `months` of their start.
    pub(crate) found_work: Told,
    /// The months that each of them had.
    pub(crate) months: u32,
}

/// The records of these providers, the results for one programme in one area.
pub(crate) async fn records(
    app: &Application,
    area: &str,
    providers: &[OrganisationId],
    programme: &str,
) -> Result<BTreeMap<Uuid, Record>, ActionError> {
    let (connection, policy) = (app.db.reader(), &app.policy);
    let ids: Vec<Uuid> = providers.iter().map(|provider| provider.0).collect();
    let mut answered = answered(connection, &ids, app.zone_in(area)).await?;
    let mut results = match policy.counting {
        Some(_) => results(app, area, &ids, programme).await?,
        None => BTreeMap::new(),
    };
    let counting = policy.standards.get(STANDARD).map_or(policy::DayCount::WorkingDays, |standard| standard.counts);
    let mut record = |id: &Uuid| Record {
        usual_days: usual_days(&answered.remove(id).unwrap_or_default(), counting, policy.bank_holidays(area)),
        results: results.remove(id),
    };
    Ok(ids.iter().map(|id| (*id, record(id))).collect())
}

/// The results of those providers of whom they can be told.
async fn results(
    app: &Application,
    area: &str,
    providers: &[Uuid],
    programme: &str,
) -> Result<BTreeMap<Uuid, Results>, ActionError> {
    let (connection, counter) = (app.db.reader(), app.held.counter(app, area).await?);
    let Some(cohort) = cohort_with_enough_time(counter.counting(), counter.until()) else { return Ok(BTreeMap::new()) };
    let of = Starts { area, providers, programme, cohort, before: counter.before() };
    let (started, worked) = (started(connection, &of).await?, worked(connection, &of).await?);
    let in_time = |start: &Start| {
        let days = worked.get(&start.referral).map(Vec::as_slice).unwrap_or_default();
        days.iter().any(|day| is_in_time(counter.counting(), start.on, *day))
    };
    let told = started.into_iter().filter_map(|(provider, starts)| {
        // Somebody who started twice is one person.
        let people: BTreeSet<Uuid> = starts.iter().map(|start| start.person).collect();
        let found: BTreeSet<Uuid> = starts.iter().filter(|start| in_time(start)).map(|start| start.person).collect();
        let people = counter.tell_people(people);
        let results = Results {
            started: cohort,
            people,
            found_work: counter.tell_people(found).within(people),
            months: counter.counting().result_months,
        };
        (!people.is_few()).then_some((provider, results))
    });
    Ok(told.collect())
}

/// Starts on a programme in an area, in a period, as they were recorded at a moment.
struct Starts<'a> {
    area: &'a str,
    providers: &'a [Uuid],
    programme: &'a str,
    cohort: Period,
    before: Moment,
}

impl Starts<'_> {
    fn condition(&self) -> Condition {
        Condition::all()
            .add(referral::Column::Area.eq(self.area))
            .add(referral::Column::ProviderId.is_in(self.providers.iter().copied()))
            .add(referral::Column::Programme.eq(self.programme))
            .add(referral::Column::StartedOn.gte(self.cohort.from))
            .add(referral::Column::StartedOn.lte(self.cohort.until.unwrap_or(Day::MAX)))
            .add(referral::Column::StartRecordedAt.lt(self.before))
    }
}

/// One start.
struct Start {
    referral: Uuid,
    person: Uuid,
    on: Day,
}

/// For each provider, the days on which referrals were sent and answered.
async fn answered(
    connection: &impl ConnectionTrait,
    providers: &[Uuid],
    zone: Zone,
) -> Result<BTreeMap<Uuid, Vec<(Day, Day)>>, DbErr> {
    let is_answered = Condition::any()
        .add(referral::Column::AcceptedAt.is_not_null())
        .add(referral::Column::DeclinedAt.is_not_null());
    let rows = referral::Entity::find()
        .filter(referral::Column::ProviderId.is_in(providers.iter().copied()))
        .filter(is_answered)
        .order_by_desc(referral::Column::SentAt)
        .limit(MAX_ANSWERS)
        .all(connection)
        .await?;
    let mut answered: BTreeMap<Uuid, Vec<(Day, Day)>> = BTreeMap::new();
    for row in rows {
        if let Some(at) = row.accepted_at.or(row.declined_at) {
            answered.entry(row.provider_id).or_default().push((zone.day(row.sent_at), zone.day(at)));
        }
    }
    Ok(answered)
}

/// For each provider, the starts.
async fn started(connection: &impl ConnectionTrait, of: &Starts<'_>) -> Result<BTreeMap<Uuid, Vec<Start>>, DbErr> {
    let rows = referral::Entity::find()
        .select_only()
        .column(referral::Column::ProviderId)
        .column(referral::Column::Id)
        .column(referral::Column::PersonId)
        .column(referral::Column::StartedOn)
        .filter(of.condition())
        .into_tuple::<(Uuid, Uuid, Uuid, Day)>()
        .all(connection)
        .await?;
    let mut started: BTreeMap<Uuid, Vec<Start>> = BTreeMap::new();
    for (provider, referral, person, on) in rows {
        started.entry(provider).or_default().push(Start { referral, person, on });
    }
    Ok(started)
}

/// For each referral that led to a start, the first days of work under it, as they stood at the moment.
async fn worked(connection: &impl ConnectionTrait, of: &Starts<'_>) -> Result<BTreeMap<Uuid, Vec<Day>>, DbErr> {
    let theirs =
        referral::Entity::find().select_only().column(referral::Column::Id).filter(of.condition()).into_query();
    let rows = spell::Entity::find()
        .select_only()
        .column(spell::Column::ReferralId)
        .column(spell::Column::FromDay)
        .filter(spell::Column::RecordedAt.lt(of.before))
        .filter(spell::Column::ReplacedAt.is_null().or(spell::Column::ReplacedAt.gte(of.before)))
        .filter(spell::Column::ReferralId.in_subquery(theirs))
        .into_tuple::<(Uuid, Day)>()
        .all(connection)
        .await?;
    let mut worked: BTreeMap<Uuid, Vec<Day>> = BTreeMap::new();
    for (referral, day) in rows {
        worked.entry(referral).or_default().push(day);
    }
    Ok(worked)
}
