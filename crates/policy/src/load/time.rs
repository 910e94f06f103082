//! Reads `spine/time.toml`, and the time zone of an area.

use super::reader::{Reader, Spotted};
use crate::suggest::did_you_mean;
use kernel::Zone;

/// The time zone of whatever belongs to no area; UTC where the file names none that there is.
pub(super) fn time(reader: &Reader<'_>) -> Zone {
    let zone = time_zone(reader, Some(reader.text("time_zone")).filter(|name| !name.value.trim().is_empty()))
        .unwrap_or_default();
    reader.citation();
    reader.finish();
    zone
}

/// The time zone with the name given; one that the IANA database does not have is reported.
pub(super) fn time_zone(reader: &Reader<'_>, name: Option<Spotted<String>>) -> Option<Zone> {
    let name = name?;
    let zone = name.value.parse::<Zone>();
    if let Err(error) = &zone {
        let names = Zone::names().filter(|name| name.contains('/'));
        let help = did_you_mean(&name.value, names).unwrap_or_else(|| {
            "write a name of the IANA time zone database, such as `Europe/London` for the United Kingdom".to_owned()
        });
        reader.faults.add(
            reader
                .error("policy/unknown-time-zone", name.span, error.to_string())
                .label("no time zone has this name")
                .help(help),
        );
    }
    zone.ok()
}
