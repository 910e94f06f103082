//! The real tables of postcodes and outlines, where they are at hand: LSOAs lie where the outlines say, and counts
//! apportioned from LSOAs to wards lose nobody. Says so when it is skipped.
#![expect(clippy::unwrap_used, reason = "tests")]

use exchange::places::{boundaries, read};
use policy::Gazetteer;
use std::{fs, path::PathBuf};

mod shared;

/// The real tables and outlines, where the shared standards lie; otherwise it is said that nothing was tried.
fn real() -> Option<PathBuf> {
    Some(shared::standards()?.join("geography"))
}

#[test]
fn every_lsoa_of_newcastle_has_postcodes_and_an_outline_around_their_middle() {
    let Some(folder) = real() else { return };
    let table = read(fs::File::open(folder.join("postcodes_E08000021_newcastle.csv")).unwrap()).unwrap();
    let mut places = Gazetteer::new();
    for (postcode, record) in table.records {
        places.insert(postcode, record);
    }
    let outlines = boundaries(&fs::read_to_string(folder.join("lsoa11_E08000021.geojson")).unwrap()).unwrap();
    assert!(outlines.faults.is_empty(), "{:?}", outlines.faults);
    let district: Vec<&str> = places.lsoas_of_district("E08000021").collect();
    assert_eq!(district.len(), 175);
    let inside = outlines
        .areas
        .iter()
        .filter(|outline| places.centre(&outline.code).is_some_and(|middle| outline.contains(&middle)));
    // The middle of a winding LSOA's postcodes can lie beside it.
    let share = inside.count();
    assert!(share * 10 > outlines.areas.len() * 9, "{share} of {}", outlines.areas.len());
    // LSOAs do not nest in wards: some have postcodes in more than one.
    let wards =
        |lsoa: &str| places.wards().filter(|ward| places.lsoas_of_ward(ward).any(|other| other == lsoa)).count();
    assert!(district.iter().any(|lsoa| wards(lsoa) > 1));
}
