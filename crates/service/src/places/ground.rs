//! Where places lie, for a map.

use super::store;
use crate::{Application, web::map::Ground};
use anyhow::Result;
use kernel::Coordinates;
use policy::Gazetteer;

/// Where places lie, by the codes of LSOAs, wards or districts: the outlines that were brought in, and the middle
/// of each as the postcodes tell it.
///
/// # Errors
/// When the database refuses.
pub async fn ground<'a>(app: &Application, codes: impl IntoIterator<Item = &'a str>) -> Result<Ground> {
    let codes: Vec<&str> = codes.into_iter().collect();
    let middles = codes.iter().filter_map(|code| Some(((*code).to_owned(), middle(&app.places, code)?)));
    Ok(Ground { middles: middles.collect(), outlines: store::outlines(&app.db, &codes).await? })
}

/// The middle of an LSOA, or of the LSOAs of a ward or district.
fn middle(places: &Gazetteer, code: &str) -> Option<Coordinates> {
    places.centre(code).or_else(|| {
        let parts = places.lsoas_of_ward(code).chain(places.lsoas_of_district(code));
        let middles: Vec<Coordinates> = parts.filter_map(|lsoa| places.centre(lsoa)).collect();
        let count = f64::from(u32::try_from(middles.len()).ok().filter(|count| *count > 0)?);
        Some(Coordinates {
            latitude: middles.iter().map(|middle| middle.latitude).sum::<f64>() / count,
            longitude: middles.iter().map(|middle| middle.longitude).sum::<f64>() / count,
        })
    })
}
