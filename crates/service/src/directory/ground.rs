//! What the table of postcodes knows of the country, for judging what a source says of a place.

use exchange::oruk::Ground;
use kernel::{Coordinates, Postcode};
use policy::Gazetteer;
use std::collections::HashSet;

/// A table with this many postcodes is one of the whole country; of a smaller one, what it lacks may still exist.
const WHOLE_COUNTRY_POSTCODES: usize = 1_000_000;
/// Squares of the country in which there are postcodes are this fraction of a degree wide and high.
const SQUARES_OF_A_DEGREE: f64 = 10.0;

/// The table of postcodes as it judges a source.
pub(super) struct KnownPlaces<'a> {
    places: &'a Gazetteer,
    is_whole: bool,
    /// Squares with a postcode in them; none when they were not counted.
    inhabited: HashSet<(i32, i32)>,
}

impl<'a> KnownPlaces<'a> {
    /// Judges postcodes, not whether somebody lives at a point.
    pub(super) fn of(places: &'a Gazetteer) -> Self {
        Self { places, is_whole: places.len() >= WHOLE_COUNTRY_POSTCODES, inhabited: HashSet::new() }
    }

    /// Judges points too, for which it goes through the whole table once.
    pub(super) fn with_points(places: &'a Gazetteer) -> Self {
        let mut known = Self::of(places);
        if known.is_whole {
            known.inhabited = places.iter().filter_map(|(_, record)| Some(square(&record.coordinates?))).collect();
        }
        known
    }
}

impl Ground for KnownPlaces<'_> {
    fn point(&self, postcode: &Postcode) -> Option<Coordinates> {
        self.places.locate(postcode)?.coordinates
    }

    fn has(&self, postcode: &Postcode) -> Option<bool> {
        (self.is_whole || self.places.locate(postcode).is_some()).then(|| self.places.locate(postcode).is_some())
    }

    fn is_inhabited(&self, point: &Coordinates) -> Option<bool> {
        if self.inhabited.is_empty() {
            return None;
        }
        let (north, east) = square(point);
        let mut around = (-1..=1).flat_map(|up| (-1..=1).map(move |right| (north + up, east + right)));
        Some(around.any(|square| self.inhabited.contains(&square)))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "tenths of degrees are far from the bounds of the type")]
fn square(point: &Coordinates) -> (i32, i32) {
    let part = |degrees: f64| (degrees * SQUARES_OF_A_DEGREE).floor() as i32;
    (part(point.latitude), part(point.longitude))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use policy::{Place, PlaceRecord};

    #[test]
    fn a_table_of_the_whole_country_knows_what_is_not_there_and_a_small_one_does_not() {
        let mut places = Gazetteer::new();
        let point = Coordinates { latitude: 52.48, longitude: -1.85 };
        let place = Place { lsoa: "E01009000".to_owned(), ward: None, district: None, nation: None };
        places.insert("B9 5HP".parse().unwrap(), PlaceRecord { place, coordinates: Some(point), imd_decile: None });
        let (there, not_there) = ("B9 5HP".parse().unwrap(), "B9 9ZZ".parse().unwrap());
        let at_sea = Coordinates { latitude: 54.0, longitude: 1.0 };
        let small = KnownPlaces::with_points(&places);
        assert_eq!((small.has(&there), small.has(&not_there)), (Some(true), None));
        assert_eq!((small.is_inhabited(&point), small.is_inhabited(&at_sea)), (None, None));
        let whole = KnownPlaces { places: &places, is_whole: true, inhabited: HashSet::from([square(&point)]) };
        assert_eq!((whole.has(&there), whole.has(&not_there)), (Some(true), Some(false)));
        assert_eq!((whole.is_inhabited(&point), whole.is_inhabited(&at_sea)), (Some(true), Some(false)));
    }
}
