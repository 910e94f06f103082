//! How records stand, read for many people at once: what `rules/retention` asks, and what is held of each kind.

use super::store::{self, Rows};
use crate::{
    Application,
    db::entities::{claim, person, referral},
    person::store::last_answers,
    referral::store as referrals,
};
use kernel::{Day, Zone};
use policy::retention::{IDENTITY, PAYMENT, WORDS};
use rules::retention::Standing;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A record: whose, how it stands, and how much of each kind is held. What is not held is not listed.
pub(super) struct Held {
    pub(super) person: person::Model,
    pub(super) standing: Standing,
    pub(super) kinds: BTreeMap<String, u64>,
}

/// The records of these people.
pub(super) async fn held(
    app: &Application,
    connection: &impl ConnectionTrait,
    people: Vec<person::Model>,
) -> Result<Vec<Held>, DbErr> {
    let ids: Vec<Uuid> = people.iter().map(|person| person.id).collect();
    let answered = last_answers(connection, ids.iter().copied()).await?;
    let passed_on = referrals::of_people(connection, ids.iter().copied()).await?;
    let of_referral: BTreeMap<Uuid, Uuid> = passed_on.iter().map(|row| (row.id, row.person_id)).collect();
    let rows = store::rows(connection, &ids, &of_referral).await?;
    let facts = store::facts_held(connection, &ids).await?;
    let erased = store::certificates_of(connection, &ids).await?;
    let mut found = Vec::with_capacity(people.len());
    for person in people {
        let referrals: Vec<&referral::Model> = passed_on.iter().filter(|row| row.person_id == person.id).collect();
        let zone = app.zone_in(&person.area);
        let mut standing = standing(&person, &referrals, &rows, (zone, app.today_in(&person.area)));
        if let Some(answered) = answered.get(&person.id) {
            standing.last_done_on = standing.last_done_on.max(zone.day(*answered));
        }
        let mut kinds = facts_by_kind(app, facts.get(&person.id));
        *kinds.entry(IDENTITY.to_owned()).or_default() += 1;
        let add = |kinds: &mut BTreeMap<String, u64>, kind: &str, number: usize| {
            if number > 0 {
                kinds.insert(kind.to_owned(), number as u64);
            }
        };
        add(&mut kinds, WORDS, words(&person, &referrals, &rows));
        let gone = erased.iter().filter(|row| row.person_id == person.id && super::certificate::has(row, PAYMENT));
        let gone = gone.map(|row| row.at).max();
        let spells =
            rows.spells.iter().filter(|row| row.person_id == person.id && gone.is_none_or(|at| row.recorded_at > at));
        let claims =
            rows.claims.iter().filter(|(of, row)| *of == person.id && gone.is_none_or(|at| row.raised_at > at));
        add(&mut kinds, PAYMENT, spells.count() + claims.count());
        found.push(Held { person, standing, kinds });
    }
    Ok(found)
}

/// How many answers are held of each category; those to questions that the text does not ask any more belong to who it is.
fn facts_by_kind(app: &Application, held: Option<&BTreeMap<String, u64>>) -> BTreeMap<String, u64> {
    let mut kinds = BTreeMap::new();
    for (fact, answers) in held.into_iter().flatten() {
        let kind = app.policy.facts.get(fact).map_or(IDENTITY, |known| known.category.as_str());
        *kinds.entry(kind.to_owned()).or_default() += answers;
    }
    kinds
}

fn standing(
    person: &person::Model,
    referrals: &[&referral::Model],
    rows: &Rows,
    (zone, today): (Zone, Day),
) -> Standing {
    let own = |of: Uuid| of == person.id;
    let spells = rows.spells.iter().filter(|row| own(row.person_id)).map(|row| zone.day(row.recorded_at));
    let requests = rows.requests.iter().filter(|row| own(row.person_id));
    let requests = requests.flat_map(|row| [Some(row.asked_at), row.answered_at]).flatten().map(|at| zone.day(at));
    let claims: Vec<&claim::Model> = rows.claims.iter().filter(|(of, _)| own(*of)).map(|(_, row)| row).collect();
    let last_done_on = referrals
        .iter()
        .flat_map(|row| days_of(row, zone))
        .chain(spells)
        .chain(requests)
        .fold(zone.day(person.registered_at), Day::max);
    Standing {
        last_done_on,
        being_helped: referrals.iter().any(|row| referrals::state_of(row).is_open()),
        claim_open: claims.iter().any(|row| is_open(row, today)),
        paid_on: claims.iter().filter_map(|row| Some(zone.day(row.paid_at.or(row.approved_at)?))).max(),
        alert_open: rows.alerts.iter().any(|row| own(row.person_id) && row.found_at.is_none()),
        longer_until: rows
            .longer
            .iter()
            .filter(|row| own(row.person_id))
            .max_by_key(|row| row.at)
            .map(|row| row.until_day),
    }
}

/// The days on which something happened to a referral. A job or an end that lies ahead is not done yet.
fn days_of(row: &referral::Model, zone: Zone) -> impl Iterator<Item = Day> {
    let moments = [
        Some(row.sent_at),
        row.accepted_at,
        row.declined_at,
        row.start_recorded_at,
        row.end_recorded_at,
        row.withdrawn_at,
        row.sharing_stopped_at,
    ];
    moments.into_iter().flatten().map(move |at| zone.day(at)).chain(row.ended_on)
}

/// Whether a claim is neither settled nor given up: one that nobody claimed in time is.
fn is_open(row: &claim::Model, today: Day) -> bool {
    let settled = [row.paid_at, row.rejected_at, row.reversed_at].iter().any(Option::is_some);
    let too_late = row.claimed_at.is_none() && row.claim_by.is_some_and(|last| last < today);
    !settled && !too_late
}

/// How many texts in somebody's own words are held.
fn words(person: &person::Model, referrals: &[&referral::Model], rows: &Rows) -> usize {
    let is_text = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let messages = referrals
        .iter()
        .flat_map(|row| [&row.message, &row.decline_reason, &row.end_reason, &row.withdraw_reason].map(is_text));
    let requests = rows.requests.iter().filter(|row| row.person_id == person.id).map(|row| !row.says.is_empty());
    let alerts = rows.alerts.iter().filter(|row| row.person_id == person.id).map(|row| !row.reason.is_empty());
    let longer = rows.longer.iter().filter(|row| row.person_id == person.id).map(|row| !row.reason.is_empty());
    messages.chain(requests).chain(alerts).chain(longer).filter(|is_text| *is_text).count()
}
