//! The gazetteer: postcodes and the small areas (LSOAs) they lie in, and what else tables say of places.

use super::{LsoaChanges, LsoaSet, LsoaVintage};
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

/// A table of postcodes and places, built by the caller from whatever files there are. Its LSOAs are of one
/// vintage.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    vintage: LsoaVintage,
    postcodes: BTreeMap<Postcode, PlaceRecord>,
    lsoas: BTreeMap<String, Place>,
    deciles: BTreeMap<String, u8>,
    centres: BTreeMap<String, Centre>,
    by_ward: BTreeMap<String, BTreeSet<String>>,
    by_district: BTreeMap<String, BTreeSet<String>>,
    names: BTreeMap<String, String>,
    people: BTreeMap<(LsoaVintage, String), u64>,
    changes: LsoaChanges,
    other_units: BTreeMap<String, BTreeMap<String, LsoaSet>>,
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

    /// The year in which the LSOAs of its postcodes were drawn.
    #[must_use]
    pub fn vintage(&self) -> LsoaVintage {
        self.vintage
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

    /// Every LSOA that a postcode of the table lies in.
    #[must_use]
    pub fn lsoas(&self) -> LsoaSet {
        LsoaSet::new(self.vintage, self.lsoas.keys().cloned())
    }

    /// The codes of the wards that the table knows, in order.
    pub fn wards(&self) -> impl Iterator<Item = &str> {
        self.by_ward.keys().map(String::as_str)
    }

    /// The codes of the districts that the table knows, in order.
    pub fn districts(&self) -> impl Iterator<Item = &str> {
        self.by_district.keys().map(String::as_str)
    }

    /// Keeps the name of a place, whatever kind of place it is.
    pub fn insert_name(&mut self, code: String, name: String) {
        self.names.insert(code, name);
    }

    /// The name of the place with this code, where a table told it.
    #[must_use]
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    /// Keeps the number of people who live in an LSOA.
    pub fn insert_people(&mut self, vintage: LsoaVintage, lsoa: String, people: u64) {
        self.people.insert((vintage, lsoa), people);
    }

    /// The number of people who live in an LSOA, where a table told it.
    #[must_use]
    pub fn people(&self, vintage: LsoaVintage, lsoa: &str) -> Option<u64> {
        self.people.get(&(vintage, lsoa.to_owned())).copied()
    }

    /// Whether a table told the people of any LSOA of this vintage.
    #[must_use]
    pub fn has_people(&self, vintage: LsoaVintage) -> bool {
        self.people.keys().any(|(known, _)| *known == vintage)
    }

    /// The look-up table between LSOAs of 2011 and of 2021; empty when none was brought in.
    #[must_use]
    pub fn changes(&self) -> &LsoaChanges {
        &self.changes
    }

    /// The same, to add to.
    pub fn changes_mut(&mut self) -> &mut LsoaChanges {
        &mut self.changes
    }

    /// Adds LSOAs to a unit of another geography, such as `icb` (integrated care boards).
    pub fn insert_unit(&mut self, geography: &str, unit: &str, lsoas: &LsoaSet) {
        let units = self.other_units.entry(geography.to_owned()).or_default();
        let more = lsoas.codes().iter().cloned();
        let known = units.get(unit).filter(|known| known.vintage() == lsoas.vintage());
        let codes: BTreeSet<String> = known.into_iter().flat_map(LsoaSet::codes).cloned().chain(more).collect();
        units.insert(unit.to_owned(), LsoaSet::new(lsoas.vintage(), codes));
    }

    /// The other geographies that tables brought in, each with its units.
    #[must_use]
    pub fn other_geographies(&self) -> &BTreeMap<String, BTreeMap<String, LsoaSet>> {
        &self.other_units
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

    /// Every LSOA whose distance is known, in order of its code.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, i64)> {
        self.kilometres.iter().map(|(lsoa, km)| (lsoa.as_str(), *km))
    }
}

/// No distance on the Earth is more than 20,016 km, which is far from the bounds of the type.
#[expect(clippy::cast_possible_truncation, reason = "see above")]
fn whole_kilometres(from: Coordinates, to: Coordinates) -> i64 {
    from.distance_km(&to).ceil() as i64
}
