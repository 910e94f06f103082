//! Sets of LSOAs that have a name: areas of the policy text, wards, districts, and units of other geographies.

use policy::{Gazetteer, LsoaSet, Policy};

/// A set of LSOAs that people know by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSet {
    /// Its code: the id of an area, or the code of a ward or district.
    pub code: String,
    /// Its name; the code again where there is none.
    pub name: String,
    /// What it is: `ward`.
    pub kind: String,
    /// Its LSOAs.
    pub lsoas: LsoaSet,
}

impl NamedSet {
    /// Its name with what it is: `Alum Rock (ward)`.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("{} ({})", self.name, self.kind)
    }
}

/// The codes of every set there is, with its name and kind: areas first, then districts, wards and the rest.
#[must_use]
pub fn named_sets(policy: &Policy, places: &Gazetteer) -> Vec<(String, String)> {
    let words = |code: &str, kind: &str| {
        let name = places.name(code).unwrap_or(code);
        (code.to_owned(), format!("{name} ({kind})"))
    };
    let areas = policy.areas.values().map(|area| (area.id.to_string(), format!("{} (area)", area.name)));
    let mut found: Vec<(String, String)> = areas.collect();
    let mut add = |mut sets: Vec<(String, String)>| {
        sets.sort_by(|(_, one), (_, other)| one.cmp(other));
        found.append(&mut sets);
    };
    add(places.districts().map(|code| words(code, "district")).collect());
    add(places.wards().map(|code| words(code, "ward")).collect());
    for (geography, units) in places.other_geographies() {
        add(units.keys().map(|code| words(code, geography)).collect());
    }
    found
}

/// The set with a code: an area, else a district, a ward, or a unit of another geography. A ward or district is
/// every LSOA in which a postcode of it lies, as it is for an area's text.
#[must_use]
pub fn named_set(policy: &Policy, places: &Gazetteer, code: &str) -> Option<NamedSet> {
    let set = |name: &str, kind: &str, lsoas: LsoaSet| NamedSet {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        lsoas,
    };
    if let Some(area) = policy.area(code) {
        return Some(set(&area.name, "area", area.lsoa_set()));
    }
    let name = places.name(code).unwrap_or(code);
    let district: Vec<String> = places.lsoas_of_district(code).map(str::to_owned).collect();
    let ward: Vec<String> = places.lsoas_of_ward(code).map(str::to_owned).collect();
    for (kind, lsoas) in [("district", district), ("ward", ward)] {
        if !lsoas.is_empty() {
            return Some(set(name, kind, LsoaSet::new(places.vintage(), lsoas)));
        }
    }
    let (geography, lsoas) =
        places.other_geographies().iter().find_map(|(geography, units)| Some((geography, units.get(code)?)))?;
    Some(set(name, geography, lsoas.clone()))
}
