//! The policy text of this repository loads without a fault.
#![expect(clippy::unwrap_used, reason = "tests")]

use miette::{GraphicalReportHandler, GraphicalTheme};
use policy::{Facts, Gazetteer, Place, PlaceRecord, PolicyText, assess, load};
use std::{fs, path::Path};

/// Every TOML file below `folder`, by its path from `root`.
fn read(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn gazetteer(root: &Path) -> Gazetteer {
    let mut gazetteer = Gazetteer::new();
    let mut tables: Vec<_> =
        fs::read_dir(root.join("places")).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    tables.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    for table in tables {
        for line in fs::read_to_string(table).unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let [postcode, lsoa, ward, district, nation, ..] = cells.as_slice() else { continue };
            let text = |cell: &str| Some(cell.to_owned()).filter(|cell| !cell.is_empty());
            let place =
                Place { lsoa: (*lsoa).to_owned(), ward: text(ward), district: text(district), nation: text(nation) };
            gazetteer.insert(postcode.parse().unwrap(), PlaceRecord { place, coordinates: None, imd_decile: None });
        }
    }
    gazetteer
}

#[test]
fn the_text_of_the_repository_has_no_fault() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    read(&root, &root.join("spine"), &mut files);
    read(&root, &root.join("areas"), &mut files);
    let loaded = load(&PolicyText::new(files), &gazetteer(&root));
    let mut report = String::new();
    for fault in &loaded.faults {
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
            .render_report(&mut report, fault)
            .unwrap();
    }
    assert!(loaded.faults.is_empty(), "{report}");
    let policy = loaded.policy.unwrap();
    assert!(policy.facts.len() >= 35);
    assert!(policy.programmes.len() >= 30);
    for area in policy.areas.values() {
        assert!(!area.lsoas.is_empty(), "{} has no places", area.id);
        let assessment = assess(&policy, area, &Facts::new(), "2024-06-03".parse().unwrap());
        assert_eq!(assessment.programmes.len(), policy.programmes_in(area).count());
        assert!(!assessment.ask_next.is_empty());
    }
}
