//! Every query of what is coming. They select; what a row means is decided elsewhere.

use crate::db::entities::{directory_opening, directory_place, directory_service, referral};
use kernel::{Day, Moment};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The programmes that each person of an area was on at a moment, or was referred to without an end yet.
pub(super) async fn programmes_of_people(
    connection: &impl ConnectionTrait,
    area: &str,
    at: Moment,
) -> Result<BTreeMap<Uuid, BTreeSet<String>>, DbErr> {
    // What was declined, withdrawn or ended before is over.
    let not_before = |column: referral::Column| Condition::any().add(column.is_null()).add(column.gte(at));
    let rows: Vec<(Uuid, String)> = referral::Entity::find()
        .select_only()
        .column(referral::Column::PersonId)
        .column(referral::Column::Programme)
        .filter(referral::Column::Area.eq(area))
        .filter(referral::Column::SentAt.lt(at))
        .filter(not_before(referral::Column::DeclinedAt))
        .filter(not_before(referral::Column::WithdrawnAt))
        .filter(not_before(referral::Column::EndRecordedAt))
        .into_tuple()
        .all(connection)
        .await?;
    let mut people: BTreeMap<Uuid, BTreeSet<String>> = BTreeMap::new();
    for (person, programme) in rows {
        people.entry(person).or_default().insert(programme);
    }
    Ok(people)
}

/// A service of the directory whose last opening is known.
pub(super) struct EndingService {
    pub id: String,
    pub name: String,
    /// The last day of its last opening.
    pub on: Day,
    /// Postcodes of its places.
    pub postcodes: Vec<String>,
}

/// Services of which every opening has a last day, and the latest lies in the window (the end not included).
pub(super) async fn ending_services(
    connection: &impl ConnectionTrait,
    (from, end): (Day, Day),
) -> Result<Vec<EndingService>, DbErr> {
    let dated = directory_opening::Entity::find()
        .filter(directory_opening::Column::ValidTo.gte(from))
        .filter(directory_opening::Column::ValidTo.lt(end))
        .all(connection)
        .await?;
    let ids: BTreeSet<String> = dated.into_iter().map(|row| row.service_id).collect();
    let mut found = Vec::new();
    for id in ids {
        let openings = directory_opening::Entity::find()
            .filter(directory_opening::Column::ServiceId.eq(id.as_str()))
            .all(connection)
            .await?;
        let last: Option<Vec<Day>> = openings.into_iter().map(|opening| opening.valid_to).collect();
        let Some(on) = last.and_then(|days| days.into_iter().max()).filter(|on| *on < end) else { continue };
        let kept = directory_service::Entity::find_by_id(id.as_str()).one(connection).await?;
        let Some(service) = kept.filter(|service| service.withdrawn_at.is_none()) else { continue };
        let places = directory_place::Entity::find()
            .filter(directory_place::Column::ServiceId.eq(id.as_str()))
            .all(connection)
            .await?;
        let postcodes = places.into_iter().filter_map(|place| place.postcode).collect();
        found.push(EndingService { id, name: service.name, on, postcodes });
    }
    Ok(found)
}
