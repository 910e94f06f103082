//! Outlines of small areas from GeoJSON.

use crate::message::shortened;
use geojson::{Feature, GeoJson, GeometryValue, JsonObject, Position};
use kernel::Coordinates;
use std::collections::HashMap;

/// The most areas that one file may hold; Great Britain and Northern Ireland have about 42,000 LSOAs.
const MAX_FEATURES: usize = 100_000;
/// The most points that one file may hold.
const MAX_POINTS: usize = 20_000_000;
/// The properties that may hold the code of an area, in order of preference.
const CODE_PROPERTIES: [&str; 6] = ["LSOA11CD", "lsoa11cd", "lsoa11", "LSOA21CD", "lsoa21cd", "code"];

/// One ring of land, with the holes in it. Every ring is closed: its last point is its first.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    /// The outline.
    pub outline: Vec<Coordinates>,
    /// The holes.
    pub holes: Vec<Vec<Coordinates>>,
}

/// An area and its land.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// The code of the area.
    pub code: String,
    /// Its parts, at least one.
    pub polygons: Vec<Polygon>,
}

/// What a file of outlines held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Boundaries {
    /// The good ones, in order.
    pub areas: Vec<Boundary>,
    /// The bad ones, in order.
    pub faults: Vec<FeatureFault>,
}

/// An area that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("area {}{}: {why}", index + 1, code.as_ref().map(|code| format!(" (`{code}`)")).unwrap_or_default())]
pub struct FeatureFault {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its code, when it has one.
    pub code: Option<String>,
    /// What is wrong with it.
    pub why: String,
}

/// Why a file as a whole could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BoundariesFault {
    /// It is not GeoJSON.
    #[error("not GeoJSON: {0}")]
    NotGeoJson(String),
    /// It is GeoJSON of another kind.
    #[error("the GeoJSON is not a FeatureCollection")]
    NotACollection,
    /// It names another coordinate system.
    #[error(
        "its coordinate system is `{0}`, and longitude and latitude (WGS 84) are needed: write the file anew as \
         EPSG:4326, which is what GeoJSON has unless it says otherwise"
    )]
    OtherCoordinates(String),
    /// It is larger than any such file needs to be.
    #[error("more than {MAX_FEATURES} areas or {MAX_POINTS} points")]
    TooLarge,
}

/// Reads a `FeatureCollection` of polygons in WGS 84, each with its code in a property such as
/// `LSOA11CD`.
///
/// # Errors
/// When the text as a whole is none, or is too large.
pub fn boundaries(text: &str) -> Result<Boundaries, BoundariesFault> {
    let parsed: GeoJson = text
        .trim_start_matches('\u{feff}')
        .parse()
        .map_err(|error: geojson::Error| BoundariesFault::NotGeoJson(error.to_string()))?;
    let GeoJson::FeatureCollection(collection) = parsed else {
        return Err(BoundariesFault::NotACollection);
    };
    if collection.features.len() > MAX_FEATURES {
        return Err(BoundariesFault::TooLarge);
    }
    if let Some(named) = collection.foreign_members.as_ref().and_then(other_coordinates) {
        return Err(BoundariesFault::OtherCoordinates(named));
    }
    let mut read = Boundaries::default();
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut points = 0_usize;
    for (index, feature) in collection.features.into_iter().enumerate() {
        let code = feature.properties.as_ref().and_then(code);
        let earlier = code.as_ref().and_then(|code| first.get(code));
        let area = match earlier {
            Some(earlier) => Err(format!("the code stands in the file already, for area {}", earlier + 1)),
            None => boundary(feature, code.clone(), &mut points),
        };
        match area {
            Ok(area) => {
                first.insert(area.code.clone(), index);
                read.areas.push(area);
            }
            Err(why) => read.faults.push(FeatureFault { index, code, why }),
        }
        if points > MAX_POINTS {
            return Err(BoundariesFault::TooLarge);
        }
    }
    Ok(read)
}

impl Boundary {
    /// Whether the point lies on its land. A point on the line itself may fall either way.
    #[must_use]
    pub fn contains(&self, point: &Coordinates) -> bool {
        self.polygons.iter().any(|polygon| {
            is_inside(&polygon.outline, point) && !polygon.holes.iter().any(|hole| is_inside(hole, point))
        })
    }
}

/// The coordinate system that a file of before 2016 names, unless it is WGS 84.
fn other_coordinates(members: &JsonObject) -> Option<String> {
    let named = members.get("crs")?.get("properties")?.get("name")?.as_str()?;
    let is_wgs84 = ["CRS84", "EPSG::4326", "EPSG:4326"].iter().any(|known| named.to_ascii_uppercase().ends_with(known));
    (!is_wgs84).then(|| shortened(named))
}

fn code(properties: &JsonObject) -> Option<String> {
    CODE_PROPERTIES
        .iter()
        .find_map(|name| properties.get(*name)?.as_str())
        .map(str::trim)
        .filter(|code| !code.is_empty() && code.len() <= 20)
        .map(str::to_owned)
}

fn boundary(feature: Feature, code: Option<String>, points: &mut usize) -> Result<Boundary, String> {
    let code = code.ok_or_else(|| format!("no code in any of {}", CODE_PROPERTIES.join(", ")))?;
    let polygons = match feature.geometry.map(|geometry| geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates,
        _ => return Err("neither a Polygon nor a MultiPolygon".to_owned()),
    };
    if polygons.is_empty() {
        return Err("it has no land".to_owned());
    }
    let polygons: Vec<Polygon> = polygons.into_iter().map(|rings| polygon(rings, points)).collect::<Result<_, _>>()?;
    if is_british(&code) {
        polygons.iter().flat_map(|polygon| &polygon.outline).try_for_each(in_the_kingdom)?;
    }
    Ok(Boundary { code, polygons })
}

/// Whether a code is one of the nine characters that the statistical offices of the United Kingdom give to places.
fn is_british(code: &str) -> bool {
    code.len() == 9 && code.starts_with(['E', 'W', 'S', 'N']) && code.bytes().skip(1).all(|byte| byte.is_ascii_digit())
}

/// Refuses a point of a British place that lies elsewhere, with what has probably happened.
fn in_the_kingdom(point: &Coordinates) -> Result<(), String> {
    let swapped = Coordinates { latitude: point.longitude, longitude: point.latitude };
    if point.is_near_the_united_kingdom() {
        Ok(())
    } else if swapped.is_near_the_united_kingdom() {
        Err("latitude and longitude are swapped: GeoJSON writes longitude first".to_owned())
    } else {
        Err("it lies outside the United Kingdom: are its points longitude and latitude in degrees (WGS 84)?".to_owned())
    }
}

fn polygon(rings: Vec<Vec<Position>>, points: &mut usize) -> Result<Polygon, String> {
    *points = points.saturating_add(rings.iter().map(Vec::len).sum());
    let mut rings = rings.into_iter().map(ring).collect::<Result<Vec<_>, _>>()?.into_iter();
    let outline = rings.next().ok_or("a polygon without an outline")?;
    Ok(Polygon { outline, holes: rings.collect() })
}

fn ring(positions: Vec<Position>) -> Result<Vec<Coordinates>, String> {
    let points: Vec<Coordinates> = positions
        .iter()
        .map(|position| match position.as_slice() {
            [longitude, latitude, ..] if longitude.abs() <= 180.0 && latitude.abs() <= 90.0 => {
                Ok(Coordinates { latitude: *latitude, longitude: *longitude })
            }
            _ => Err(
                "a point that is not longitude and latitude in degrees (WGS 84); metres of the National Grid are not \
                      read"
                    .to_owned(),
            ),
        })
        .collect::<Result<_, _>>()?;
    if points.len() < 4 {
        Err("a ring of fewer than four points".to_owned())
    } else if points.first() != points.last() {
        Err("a ring that is not closed".to_owned())
    } else {
        Ok(points)
    }
}

/// Counts how often a line going east from the point crosses the ring: inside when odd.
fn is_inside(ring: &[Coordinates], point: &Coordinates) -> bool {
    ring.iter().zip(ring.iter().skip(1)).fold(false, |inside, (from, to)| {
        let spans = (from.latitude > point.latitude) != (to.latitude > point.latitude);
        let crosses = spans && {
            let along = (point.latitude - from.latitude) / (to.latitude - from.latitude);
            point.longitude < from.longitude + along * (to.longitude - from.longitude)
        };
        inside != crosses
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SQUARE_WITH_A_HOLE: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"LSOA11CD":"E01000001"},"geometry":{"type":"Polygon","coordinates":[
          [[-4,50],[0,50],[0,54],[-4,54],[-4,50]],[[-3,51],[-2,51],[-2,52],[-3,52],[-3,51]]]}},
        {"type":"Feature","properties":{"LSOA11CD":"E01000002"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4]]]}},
        {"type":"Feature","properties":{"name":"?"},"geometry":null},
        {"type":"Feature","properties":{"LSOA11CD":"E01000003"},"geometry":{"type":"Point","coordinates":[0,0]}}]}"#;

    #[test]
    fn a_hole_is_not_land_and_bad_areas_are_named() {
        let read = boundaries(SQUARE_WITH_A_HOLE).unwrap();
        let area = &read.areas[0];
        let at = |longitude, latitude| area.contains(&Coordinates { latitude, longitude });
        assert!(at(-1.0, 53.0) && !at(-2.5, 51.5) && !at(1.0, 53.0) && !at(-1.0, 49.0));
        let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults[0], "area 2 (`E01000002`): a ring of fewer than four points");
        assert!(faults[1].starts_with("area 3: no code in any of LSOA11CD"));
        assert_eq!(faults[2], "area 4 (`E01000003`): neither a Polygon nor a MultiPolygon");
    }

    /// A file with one square for each code: its corner, longitude first.
    fn squares(areas: &[(&str, [f64; 2])]) -> String {
        let features: Vec<String> = areas
            .iter()
            .map(|(code, [x, y])| {
                let (right, up) = (x + 0.1, y + 0.1);
                format!(
                    r#"{{"type":"Feature","properties":{{"LSOA11CD":"{code}"}},"geometry":{{"type":"Polygon",
                    "coordinates":[[[{x},{y}],[{right},{y}],[{right},{up}],[{x},{y}]]]}}}}"#
                )
            })
            .collect();
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    }

    #[test]
    fn swapped_axes_another_place_and_metres_are_noticed() {
        let read = boundaries(&squares(&[
            ("E01000001", [-1.6, 54.9]),
            ("E01000002", [54.9, -1.6]),
            ("E01000003", [13.4, 52.5]),
            ("E01000004", [424_000.0, 564_000.0]),
            ("somewhere", [13.4, 52.5]),
        ]));
        let read = read.unwrap();
        assert_eq!(read.areas.iter().map(|area| area.code.as_str()).collect::<Vec<_>>(), ["E01000001", "somewhere"]);
        let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
        assert!(faults[0].contains("(`E01000002`): latitude and longitude are swapped"), "{faults:?}");
        assert!(faults[1].contains("(`E01000003`): it lies outside the United Kingdom"), "{faults:?}");
        assert!(faults[2].contains("(`E01000004`): a point that is not longitude and latitude"), "{faults:?}");
    }

    #[test]
    fn a_code_that_stands_twice_is_noticed_and_the_first_one_kept() {
        let read = boundaries(&squares(&[("E01000001", [-1.6, 54.9]), ("E01000001", [-1.4, 54.9])])).unwrap();
        assert_eq!(read.areas[0].polygons[0].outline[0].longitude, -1.6);
        assert_eq!(read.faults[0].to_string(), "area 2 (`E01000001`): the code stands in the file already, for area 1");
    }

    #[test]
    fn a_file_that_names_another_coordinate_system_is_refused() {
        let with = |name: &str| {
            let crs = format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#);
            squares(&[("E01000001", [-1.6, 54.9])]).replacen('{', &format!(r#"{{"crs":{crs},"#), 1)
        };
        assert!(boundaries(&with("urn:ogc:def:crs:OGC:1.3:CRS84")).is_ok());
        assert!(boundaries(&with("urn:ogc:def:crs:EPSG::4326")).is_ok());
        let refused = boundaries(&with("urn:ogc:def:crs:EPSG::27700")).unwrap_err();
        assert_eq!(refused, BoundariesFault::OtherCoordinates("urn:ogc:def:crs:EPSG::27700".to_owned()));
    }

    #[test]
    fn what_is_no_collection_is_refused() {
        assert_eq!(boundaries(r#"{"type":"Point","coordinates":[0,0]}"#), Err(BoundariesFault::NotACollection));
        assert!(matches!(boundaries("<html>"), Err(BoundariesFault::NotGeoJson(_))));
        assert!(boundaries(&"[".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r#"(\{|\}|\[|\]|"type"|"Feature"|"FeatureCollection"|"features"|"geometry"|"coordinates"|:|,|1e999|0|null| ){0,40}"#) {
            let _ = boundaries(&text);
        }
    }
}
