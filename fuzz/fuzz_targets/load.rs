//! Any text of a programme beside the real spine is read or refused, and what is read can be asked about.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::{Facts, Gazetteer, PolicyText, assess, load};

const FACTS: &str = include_str!("../../spine/facts.toml");
const LEVELS: &str = include_str!("../../spine/levels.toml");
const PURPOSES: &str = include_str!("../../spine/purposes.toml");
const AREA: &str = "id = \"here\"\nname = \"Here\"\nnation = \"england\"\nlevel = \"core\"\nsource = \"for the test\"\n[places]\nlsoas = [\"E01000001\"]\n";

fuzz_target!(|text: &str| {
    let files = [
        ("spine/facts.toml", FACTS),
        ("spine/levels.toml", LEVELS),
        ("spine/purposes.toml", PURPOSES),
        ("areas/here/area.toml", AREA),
        ("spine/programmes/restart.toml", text),
    ];
    let loaded =
        load(&PolicyText::new(files.map(|(path, text)| (path.to_owned(), text.to_owned()))), &Gazetteer::new());
    let Some(policy) = loaded.policy else {
        assert!(!loaded.faults.is_empty(), "refused without a reason");
        return;
    };
    for area in policy.areas.values() {
        let _ = assess(&policy, area, &Facts::new(), "2024-06-03".parse().unwrap_or_default());
    }
});
