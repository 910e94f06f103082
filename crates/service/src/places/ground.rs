//! Where places lie, for a map.

use super::store;
use crate::{Application, db::Database, web::map::Ground};
use anyhow::Result;
use exchange::places::Polygon;
use kernel::Coordinates;
use policy::Gazetteer;
use std::collections::BTreeMap;

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

/// The land of each LSOA of the gazetteer whose outline was brought in, in square kilometres.
///
/// # Errors
/// When the database refuses.
pub async fn land(db: &Database, places: &Gazetteer) -> Result<BTreeMap<String, f64>> {
    let lsoas = places.lsoas();
    let codes: Vec<&str> = lsoas.codes().iter().map(String::as_str).collect();
    let outlines = store::outlines(db, &codes).await?;
    let area =
        |polygon: &Polygon| ring_km2(&polygon.outline) - polygon.holes.iter().map(|hole| ring_km2(hole)).sum::<f64>();
    Ok(outlines.into_iter().map(|(code, polygons)| (code, polygons.iter().map(area).sum())).collect())
}

/// The area within a closed ring, on the Earth laid flat around it: good to one in a thousand for an LSOA.
fn ring_km2(ring: &[Coordinates]) -> f64 {
    const KM_PER_DEGREE: f64 = 111.195;
    let Some(origin) = ring.first() else { return 0.0 };
    let narrowing = origin.latitude.to_radians().cos();
    let flat = |point: &Coordinates| {
        (
            (point.longitude - origin.longitude) * narrowing * KM_PER_DEGREE,
            (point.latitude - origin.latitude) * KM_PER_DEGREE,
        )
    };
    let corners: Vec<(f64, f64)> = ring.iter().map(flat).collect();
    let sides = corners.iter().zip(corners.iter().skip(1));
    (sides.map(|((x, y), (to_x, to_y))| x * to_y - to_x * y).sum::<f64>() / 2.0).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundredth_of_a_degree_each_way_at_sixty_degrees_is_half_as_wide_as_high() {
        let corners = [(0.0, 60.0), (0.01, 60.0), (0.01, 60.01), (0.0, 60.01), (0.0, 60.0)];
        let ring = corners.map(|(longitude, latitude)| Coordinates { latitude, longitude });
        assert!((ring_km2(&ring) - 0.618).abs() < 0.001, "{}", ring_km2(&ring));
    }
}
