//! Places: a table of postcodes and the small areas (LSOAs) they lie in.

use kernel::{Coordinates, Postcode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Where somebody lives, to the lower-layer super output area (LSOA). Never holds the postcode.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Code of the lower-layer super output area (in Scotland, the data zone).
    pub lsoa: String,
    /// The ward, as the postcode table names it.
    pub ward: Option<String>,
    /// The local authority district, as the postcode table names it.
    pub district: Option<String>,
    /// The nation: `england`, `wales`, `scotland` or `northern-ireland`.
    pub nation: Option<String>,
}

/// What the table holds for one postcode.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRecord {
    /// The place that the postcode lies in.
    pub place: Place,
    /// The middle of the postcode, where known.
    pub coordinates: Option<Coordinates>,
    /// The decile of the 2019 index of multiple deprivation: 1 (most deprived) to 10.
    pub imd_decile: Option<u8>,
}

/// A table of postcodes and places, built by the caller from whatever files there are.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    postcodes: BTreeMap<Postcode, PlaceRecord>,
    lsoas: BTreeMap<String, Place>,
    deciles: BTreeMap<String, u8>,
    centres: BTreeMap<String, Centre>,
    by_ward: BTreeMap<String, BTreeSet<String>>,
    by_district: BTreeMap<String, BTreeSet<String>>,
}

/// Sums of the coordinates of an LSOA's postcodes, and how many there are.
#[derive(Debug, Clone, Copy, Default)]
struct Centre {
    latitudes: f64,
    longitudes: f64,
    postcodes: u32,
}

impl Gazetteer {
    /// A table with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a postcode, in place of what the table held for it. The first place given for an LSOA
    /// is the one that [`Gazetteer::lsoa`] answers.
    pub fn insert(&mut self, postcode: Postcode, record: PlaceRecord) {
        let place = &record.place;
        for (index, name) in [(&mut self.by_ward, &place.ward), (&mut self.by_district, &place.district)] {
            if let Some(name) = name {
                index.entry(name.clone()).or_default().insert(place.lsoa.clone());
            }
        }
        self.lsoas.entry(place.lsoa.clone()).or_insert_with(|| place.clone());
        if let Some(decile) = record.imd_decile {
            self.deciles.insert(place.lsoa.clone(), decile);
        }
        if let Some(coordinates) = record.coordinates {
            let centre = self.centres.entry(place.lsoa.clone()).or_default();
            centre.latitudes += coordinates.latitude;
            centre.longitudes += coordinates.longitude;
            centre.postcodes += 1;
        }
        self.postcodes.insert(postcode, record);
    }

    /// What the table holds for `postcode`.
    #[must_use]
    pub fn locate(&self, postcode: &Postcode) -> Option<&PlaceRecord> {
        self.postcodes.get(postcode)
    }

    /// The place with the LSOA code given, if a postcode of the table lies in it.
    #[must_use]
    pub fn lsoa(&self, code: &str) -> Option<&Place> {
        self.lsoas.get(code)
    }

    /// The decile of the 2019 index of multiple deprivation of an LSOA, 1 (most deprived) to 10, where
    /// a postcode of the table told it.
    #[must_use]
    pub fn imd_decile(&self, lsoa: &str) -> Option<u8> {
        self.deciles.get(lsoa).copied()
    }

    /// The middle of the postcodes that were added for an LSOA, where any has coordinates.
    #[must_use]
    pub fn centre(&self, lsoa: &str) -> Option<Coordinates> {
        let centre = self.centres.get(lsoa)?;
        let count = f64::from(centre.postcodes);
        Some(Coordinates { latitude: centre.latitudes / count, longitude: centre.longitudes / count })
    }

    /// The codes of the LSOAs of a ward, in order; none when the table does not know the ward.
    pub fn lsoas_of_ward(&self, ward: &str) -> impl Iterator<Item = &str> + use<'_> {
        self.by_ward.get(ward).into_iter().flatten().map(String::as_str)
    }

    /// The codes of the LSOAs of a district, in order; none when the table does not know it.
    pub fn lsoas_of_district(&self, district: &str) -> impl Iterator<Item = &str> + use<'_> {
        self.by_district.get(district).into_iter().flatten().map(String::as_str)
    }

    /// Every postcode with its record, in order of postcode.
    pub fn iter(&self) -> impl Iterator<Item = (&Postcode, &PlaceRecord)> {
        self.postcodes.iter()
    }

    /// The number of postcodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.postcodes.len()
    }

    /// Whether the table has no postcode.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.postcodes.is_empty()
    }
}

/// How far each small area (LSOA) is from one point: whole kilometres as the crow flies from the middle
/// of its postcodes, rounded up, so that *at most 10* means ten kilometres and not a metre more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distances {
    kilometres: BTreeMap<String, i64>,
}

impl Distances {
    /// The distances of every LSOA of the table whose middle is known.
    #[must_use]
    pub fn new(gazetteer: &Gazetteer, to: Coordinates) -> Self {
        let middles = gazetteer.centres.keys().filter_map(|lsoa| Some((lsoa, gazetteer.centre(lsoa)?)));
        Self { kilometres: middles.map(|(lsoa, middle)| (lsoa.clone(), whole_kilometres(middle, to))).collect() }
    }

    /// Kilometres from the LSOA; `None` when its middle is not known.
    #[must_use]
    pub fn km(&self, lsoa: &str) -> Option<i64> {
        self.kilometres.get(lsoa).copied()
    }
}

/// No distance on the Earth is more than 20,016 km, which is far from the bounds of the type.
#[expect(clippy::cast_possible_truncation, reason = "see above")]
fn whole_kilometres(from: Coordinates, to: Coordinates) -> i64 {
    from.distance_km(&to).ceil() as i64
}
