//! Every query of the postcodes that were brought in.

use crate::db::{Database, entities::postcode};
use anyhow::{Context, Result};
use kernel::{Coordinates, Postcode};
use policy::{Place, PlaceRecord};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};

/// Rows of one statement: far below what either database takes.
const ROWS: usize = 500;
/// Rows read at a time.
const PAGE: u64 = 20_000;

/// Keeps these postcodes, in place of what was kept of the same ones, all or none.
///
/// # Errors
/// When the database refuses.
pub async fn keep(db: &Database, records: &[(Postcode, PlaceRecord)]) -> Result<()> {
    let transaction = db.begin().await.context("cannot keep postcodes")?;
    for rows in records.chunks(ROWS) {
        let newest = OnConflict::column(postcode::Column::Postcode)
            .update_columns([
                postcode::Column::Lsoa,
                postcode::Column::Ward,
                postcode::Column::District,
                postcode::Column::Nation,
                postcode::Column::Latitude,
                postcode::Column::Longitude,
                postcode::Column::ImdDecile,
            ])
            .to_owned();
        // The same postcode twice in one statement is an error on PostgreSQL: the later line counts.
        let mut rows: Vec<postcode::ActiveModel> = rows.iter().rev().map(row).collect();
        rows.sort_by(|one, other| one.postcode.as_ref().cmp(other.postcode.as_ref()));
        rows.dedup_by(|later, earlier| later.postcode.as_ref() == earlier.postcode.as_ref());
        postcode::Entity::insert_many(rows)
            .on_conflict(newest)
            .exec_without_returning(&transaction)
            .await
            .context("cannot keep postcodes")?;
    }
    transaction.commit().await.context("cannot keep postcodes")
}

/// Every postcode that was brought in, in order.
///
/// # Errors
/// When the database refuses, or holds what is not a postcode.
pub async fn all(db: &Database) -> Result<Vec<(Postcode, PlaceRecord)>> {
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let rows = postcode::Entity::find()
            .filter(postcode::Column::Postcode.gt(after.as_str()))
            .order_by_asc(postcode::Column::Postcode)
            .limit(PAGE)
            .all(db.reader())
            .await
            .context("cannot read the postcodes")?;
        let Some(last) = rows.last() else { return Ok(found) };
        after.clone_from(&last.postcode);
        for row in rows {
            found.push(record(row)?);
        }
    }
}

fn row((postcode, record): &(Postcode, PlaceRecord)) -> postcode::ActiveModel {
    postcode::ActiveModel {
        postcode: Set(postcode.to_string()),
        lsoa: Set(record.place.lsoa.clone()),
        ward: Set(record.place.ward.clone()),
        district: Set(record.place.district.clone()),
        nation: Set(record.place.nation.clone()),
        latitude: Set(record.coordinates.map(|at| at.latitude)),
        longitude: Set(record.coordinates.map(|at| at.longitude)),
        imd_decile: Set(record.imd_decile.map(i16::from)),
    }
}

fn record(row: postcode::Model) -> Result<(Postcode, PlaceRecord)> {
    let postcode = row.postcode.parse().with_context(|| format!("`{}` in the table of postcodes", row.postcode))?;
    let coordinates = row.latitude.zip(row.longitude);
    let record = PlaceRecord {
        place: Place { lsoa: row.lsoa, ward: row.ward, district: row.district, nation: row.nation },
        coordinates: coordinates.map(|(latitude, longitude)| Coordinates { latitude, longitude }),
        imd_decile: row.imd_decile.and_then(|decile| u8::try_from(decile).ok()),
    };
    Ok((postcode, record))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn one(postcode: &str, lsoa: &str) -> (Postcode, PlaceRecord) {
        let place = Place { lsoa: lsoa.to_owned(), ward: None, district: None, nation: Some("england".to_owned()) };
        let coordinates = Some(Coordinates { latitude: 52.5, longitude: -1.8 });
        (postcode.parse().unwrap(), PlaceRecord { place, coordinates, imd_decile: Some(1) })
    }

    #[tokio::test]
    async fn what_is_kept_twice_is_there_once_as_it_was_last() {
        let db = Database::open("sqlite::memory:").await.unwrap();
        keep(&db, &[one("B9 5QT", "E01000001"), one("B8 1AA", "E01000002")]).await.unwrap();
        keep(&db, &[one("B9 5QT", "E01000003"), one("B9 5QT", "E01000004")]).await.unwrap();
        keep(&db, &[]).await.unwrap();
        assert_eq!(all(&db).await.unwrap(), [one("B8 1AA", "E01000002"), one("B9 5QT", "E01000004")]);
    }
}
