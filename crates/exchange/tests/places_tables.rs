//! The real tables and outlines are read. Passed over, saying so, when they are not beside the
//! workspace.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod shared;

use exchange::places::{Layout, NotKept, boundaries, postcodes};
use std::collections::BTreeMap;
use std::fs::File;

#[test]
fn code_point_tables_are_read_and_their_postcodes_lie_in_their_areas() {
    let Some(standards) = shared::standards() else {
        return;
    };
    let geography = standards.join("geography");
    for (name, code, lines) in [
        ("postcodes_E08000021_newcastle.csv", "E08000021", 6_716),
        ("postcodes_E08000025_birmingham.csv", "E08000025", 21_652),
        ("postcodes_E08000029_solihull.csv", "E08000029", 4_705),
    ] {
        let table = postcodes(File::open(geography.join(name)).unwrap()).unwrap();
        assert_eq!(table.layout(), Layout::CodePoint);
        let (good, bad): (Vec<_>, Vec<_>) = table.partition(Result::is_ok);
        assert_eq!(good.len() + bad.len(), lines, "{name}");
        assert!(bad.is_empty(), "{name}: {:?}", &bad[..bad.len().min(3)]);
        let outlines = std::fs::read_to_string(geography.join(format!("lsoa11_{code}.geojson"))).unwrap();
        let outlines = boundaries(&outlines).unwrap();
        assert!(outlines.faults.is_empty(), "{:?}", outlines.faults);
        let outlines: BTreeMap<_, _> = outlines.areas.iter().map(|area| (area.code.as_str(), area)).collect();
        let inside = good
            .iter()
            .flatten()
            .filter(|(_, record)| {
                let point = record.coordinates.unwrap();
                outlines.get(record.place.lsoa.as_str()).is_some_and(|area| area.contains(&point))
            })
            .count();
        assert!(inside * 1_000 >= good.len() * 990, "{name}: {inside} of {}", good.len());
    }
}

#[test]
fn the_onspd_is_read() {
    let Some(standards) = shared::standards() else {
        return;
    };
    let table = File::open(standards.join("geography/onspd_nov2025_sample.csv")).unwrap();
    let table = postcodes(table).unwrap();
    assert_eq!(table.layout(), Layout::Onspd);
    let lines: Vec<_> = table.collect();
    let (postcode, record) = lines[0].as_ref().unwrap();
    assert_eq!(postcode.as_str(), "AB1 0AA");
    assert_eq!(record.place.lsoa, "S01006514");
    assert_eq!(record.place.district.as_deref(), Some("S12000033"));
    assert_eq!(record.place.nation.as_deref(), Some("scotland"));
    // IM1 1AA, on the Isle of Man.
    assert_eq!(lines[3].as_ref().unwrap_err(), &NotKept::InNoArea);
}
