//! Where a postcode is, for measuring distances from it.

use kernel::{Coordinates, Postcode};
use policy::Gazetteer;

/// What is known of where a postcode is.
#[derive(Debug, Clone, PartialEq)]
pub enum Located {
    /// The middle of the postcode.
    Exact(Coordinates),
    /// The postcode is not in the table; this is the middle of those that begin as it does (`B9`).
    Near(Coordinates),
    /// No postcode near it is in the table.
    Unknown,
}

impl Located {
    /// The point to measure from, if there is one.
    #[must_use]
    pub fn point(&self) -> Option<Coordinates> {
        match self {
            Self::Exact(point) | Self::Near(point) => Some(*point),
            Self::Unknown => None,
        }
    }
}

/// Looks a postcode up in the table.
#[must_use]
pub fn locate(places: &Gazetteer, postcode: &Postcode) -> Located {
    if let Some(point) = places.locate(postcode).and_then(|record| record.coordinates) {
        return Located::Exact(point);
    }
    let near = places.iter().filter(|(other, _)| other.outward() == postcode.outward());
    let (mut count, mut latitude, mut longitude) = (0_u32, 0.0, 0.0);
    for point in near.filter_map(|(_, record)| record.coordinates) {
        count += 1;
        latitude += point.latitude;
        longitude += point.longitude;
    }
    if count == 0 {
        return Located::Unknown;
    }
    let count = f64::from(count);
    Located::Near(Coordinates { latitude: latitude / count, longitude: longitude / count })
}
