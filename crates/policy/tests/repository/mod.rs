//! The policy text and the places of this repository, for tests.

use kernel::Coordinates;
use policy::{Gazetteer, Loaded, Place, PlaceRecord, PolicyText, load};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text of the spine and the areas, read and checked.
pub fn loaded() -> Loaded {
    let root = root();
    let mut files = Vec::new();
    read(&root, &root.join("spine"), &mut files);
    read(&root, &root.join("areas"), &mut files);
    load(&PolicyText::new(files), &gazetteer(&root))
}

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

/// The tables of places of the repository.
pub fn gazetteer(root: &Path) -> Gazetteer {
    let mut gazetteer = Gazetteer::new();
    let mut tables: Vec<_> =
        fs::read_dir(root.join("places")).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    tables.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    for table in tables {
        for line in fs::read_to_string(table).unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let [postcode, lsoa, ward, district, nation, latitude, longitude, ..] = cells.as_slice() else { continue };
            let text = |cell: &str| Some(cell.to_owned()).filter(|cell| !cell.is_empty());
            let place =
                Place { lsoa: (*lsoa).to_owned(), ward: text(ward), district: text(district), nation: text(nation) };
            let coordinates =
                Coordinates { latitude: latitude.parse().unwrap(), longitude: longitude.parse().unwrap() };
            let record = PlaceRecord { place, coordinates: Some(coordinates), imd_decile: None };
            gazetteer.insert(postcode.parse().unwrap(), record);
        }
    }
    gazetteer
}
