//! Every query of what was brought in about places.

use crate::db::{
    Database,
    entities::{outline, place_table, postcode},
};
use anyhow::{Context, Result};
use exchange::places::{Boundary, Polygon};
use kernel::{Coordinates, Postcode};
use policy::{Place, PlaceRecord};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use std::collections::BTreeMap;

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

/// Every postcode that was brought in, in order. The rest of what was brought in: [`super::all`].
///
/// # Errors
/// When the database refuses, or holds what is not a postcode.
pub(super) async fn postcodes(db: &Database) -> Result<Vec<(Postcode, PlaceRecord)>> {
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

/// Keeps a small table, in place of one of the same name.
///
/// # Errors
/// When the database refuses.
pub async fn keep_table(db: &Database, name: &str, contents: &str) -> Result<()> {
    let row = place_table::ActiveModel { name: Set(name.to_owned()), contents: Set(contents.to_owned()) };
    let newest = OnConflict::column(place_table::Column::Name).update_column(place_table::Column::Contents).to_owned();
    let transaction = db.begin().await.context("cannot keep the table")?;
    place_table::Entity::insert(row)
        .on_conflict(newest)
        .exec_without_returning(&transaction)
        .await
        .context("cannot keep the table")?;
    transaction.commit().await.context("cannot keep the table")
}

/// The contents of every small table, in order of their names.
pub(super) async fn tables(db: &Database) -> Result<Vec<String>> {
    let rows = place_table::Entity::find().order_by_asc(place_table::Column::Name).all(db.reader()).await;
    Ok(rows.context("cannot read the tables of places")?.into_iter().map(|row| row.contents).collect())
}

/// Keeps these outlines, in place of what was kept for the same codes, all or none.
///
/// # Errors
/// When the database refuses.
pub async fn keep_outlines(db: &Database, outlines: &[Boundary]) -> Result<()> {
    let transaction = db.begin().await.context("cannot keep outlines")?;
    // The later outline of a code counts, as with postcodes.
    let newest: BTreeMap<&str, &Boundary> = outlines.iter().map(|outline| (outline.code.as_str(), outline)).collect();
    let mut rows = Vec::with_capacity(newest.len());
    for (code, outline) in newest {
        let polygons = serde_json::to_string(&outline.polygons.iter().map(written).collect::<Vec<_>>())?;
        rows.push(outline::ActiveModel { code: Set(code.to_owned()), polygons: Set(polygons) });
    }
    for rows in rows.chunks(ROWS) {
        let again = OnConflict::column(outline::Column::Code).update_column(outline::Column::Polygons).to_owned();
        outline::Entity::insert_many(rows.to_vec())
            .on_conflict(again)
            .exec_without_returning(&transaction)
            .await
            .context("cannot keep outlines")?;
    }
    transaction.commit().await.context("cannot keep outlines")
}

/// The outlines of these places, as far as they were brought in.
pub(super) async fn outlines(db: &Database, codes: &[&str]) -> Result<BTreeMap<String, Vec<Polygon>>> {
    let mut found = BTreeMap::new();
    for codes in codes.chunks(ROWS) {
        let rows = outline::Entity::find()
            .filter(outline::Column::Code.is_in(codes.iter().copied()))
            .all(db.reader())
            .await
            .context("cannot read outlines")?;
        for row in rows {
            let polygons: Vec<Rings> =
                serde_json::from_str(&row.polygons).with_context(|| format!("the outline of {}", row.code))?;
            found.insert(row.code, polygons.into_iter().filter_map(read).collect());
        }
    }
    Ok(found)
}

/// A polygon as it is kept: the outline and then the holes, each as points of longitude and latitude.
type Rings = Vec<Vec<[f64; 2]>>;

fn written(polygon: &Polygon) -> Rings {
    // Five decimals are a metre.
    let rounded = |degrees: f64| (degrees * 1e5).round() / 1e5;
    let ring = |ring: &Vec<Coordinates>| {
        ring.iter().map(|point| [rounded(point.longitude), rounded(point.latitude)]).collect()
    };
    std::iter::once(&polygon.outline).chain(&polygon.holes).map(ring).collect()
}

fn read(rings: Rings) -> Option<Polygon> {
    let point = |[longitude, latitude]: [f64; 2]| Coordinates { latitude, longitude };
    let mut rings = rings.into_iter().map(|ring| ring.into_iter().map(point).collect());
    Some(Polygon { outline: rings.next()?, holes: rings.collect() })
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

    #[tokio::test]
    async fn outlines_and_tables_come_back_as_they_were_last() {
        let db = Database::open("sqlite::memory:").await.unwrap();
        let ring = |size: f64| {
            let corners = [(0.0, 0.0), (0.0, size), (size, size), (0.0, 0.0)];
            corners.map(|(longitude, latitude)| Coordinates { latitude, longitude }).to_vec()
        };
        let outline = |size| Boundary {
            code: "E01000001".to_owned(),
            polygons: vec![Polygon { outline: ring(size), holes: vec![ring(size / 4.0)] }],
        };
        keep_outlines(&db, &[outline(1.0), outline(2.0)]).await.unwrap();
        keep_outlines(&db, &[outline(4.0)]).await.unwrap();
        let found = outlines(&db, &["E01000001", "E01000002"]).await.unwrap();
        assert_eq!(found, BTreeMap::from([("E01000001".to_owned(), outline(4.0).polygons)]));
        keep_table(&db, "names.csv", "code,name\n").await.unwrap();
        keep_table(&db, "names.csv", "code,name\nA,Here\n").await.unwrap();
        assert_eq!(tables(&db).await.unwrap(), ["code,name\nA,Here\n"]);
    }

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
        assert_eq!(postcodes(&db).await.unwrap(), [one("B8 1AA", "E01000002"), one("B9 5QT", "E01000004")]);
    }
}
