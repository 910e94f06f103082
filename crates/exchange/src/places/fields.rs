//! One line of a table, turned into a postcode and its place.

use super::layout::{Columns, Layout};
use crate::message::shortened;
use csv::StringRecord;
use kernel::{Coordinates, Postcode};
use policy::places::{Place, PlaceRecord};

/// From this latitude on the ONSPD means "no grid reference" (it writes 99.999999).
const ONSPD_NO_LATITUDE: f64 = 99.0;

/// Why a line is not kept.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// The table says itself that the postcode lies in no small area.
    InNoArea,
    /// What is wrong with the line.
    Wrong(String),
}

impl From<String> for Unread {
    fn from(why: String) -> Self {
        Self::Wrong(why)
    }
}

/// Reads one line.
pub(super) fn read(columns: &Columns, line: &StringRecord) -> Result<(Postcode, PlaceRecord), Unread> {
    let field = |index: usize| line.get(index).map(str::trim).unwrap_or_default();
    let optional = |index: Option<usize>| index.map(field).filter(|text| !text.is_empty());
    let text = field(columns.postcode);
    let postcode: Postcode = text.parse().map_err(|_| format!("`{}` is not a postcode", shortened(text)))?;
    let lsoa = lsoa(columns.layout, field(columns.lsoa))?;
    let nation = match (columns.layout, optional(columns.nation)) {
        (Layout::Ours, Some(name)) => Some(nation_named(name)?),
        (_, Some(code)) => nation_of_code(code),
        (_, None) => nation_of_code(&lsoa),
    };
    let code = |index| optional(index).filter(|code| !is_pseudo(code)).map(str::to_owned);
    let record = PlaceRecord {
        place: Place { ward: code(columns.ward), district: code(columns.district), nation, lsoa },
        coordinates: coordinates(optional(columns.latitude), optional(columns.longitude))?,
        imd_decile: optional(columns.imd_decile).map(decile).transpose()?,
    };
    Ok((postcode, record))
}

/// A code of 5 to 12 letters and digits. Where there is no small area, as for the Channel Islands and the Isle of Man, the
/// tables of the Office for National Statistics write a pseudo code (`M99999999`) or nothing.
fn lsoa(layout: Layout, text: &str) -> Result<String, Unread> {
    let well_formed = (5..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_pseudo(text) || (text.is_empty() && layout != Layout::Ours) {
        Err(Unread::InNoArea)
    } else if text.is_empty() {
        Err(Unread::Wrong("its LSOA of 2011 is missing".to_owned()))
    } else if well_formed {
        Ok(text.to_ascii_uppercase())
    } else {
        Err(Unread::Wrong(format!("`{}` is not an LSOA code", shortened(text))))
    }
}

/// A letter and eight nines.
fn is_pseudo(code: &str) -> bool {
    code.len() == 9 && code.get(1..) == Some("99999999")
}

fn nation_named(name: &str) -> Result<String, String> {
    let kebab = name.to_ascii_lowercase().replace(' ', "-");
    if matches!(kebab.as_str(), "england" | "wales" | "scotland" | "northern-ireland") {
        Ok(kebab)
    } else {
        let name = shortened(name);
        Err(format!("`{name}` is not one of england, wales, scotland, northern-ireland"))
    }
}

/// The nation of an area code: its first letter. Codes of Northern Ireland's areas of 2011 begin
/// with two digits.
fn nation_of_code(code: &str) -> Option<String> {
    let nation = match code.bytes().next()?.to_ascii_uppercase() {
        b'E' => "england",
        b'W' => "wales",
        b'S' => "scotland",
        b'N' | b'0'..=b'9' => "northern-ireland",
        _ => return None,
    };
    Some(nation.to_owned())
}

fn coordinates(latitude: Option<&str>, longitude: Option<&str>) -> Result<Option<Coordinates>, String> {
    let (Some(latitude), Some(longitude)) = (latitude, longitude) else {
        return Ok(None);
    };
    let degrees = |text: &str| {
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| format!("`{}` is not a number of degrees", shortened(text)))
    };
    let point = Coordinates { latitude: degrees(latitude)?, longitude: degrees(longitude)? };
    if point.latitude >= ONSPD_NO_LATITUDE {
        Ok(None)
    } else if point.latitude.abs() > 90.0 || point.longitude.abs() > 180.0 {
        Err(format!("{latitude}, {longitude} is not a point on the Earth"))
    } else {
        Ok(Some(point))
    }
}

fn decile(text: &str) -> Result<u8, String> {
    let number = text.parse::<u8>().ok().filter(|decile| (1..=10).contains(decile));
    number.ok_or_else(|| format!("`{}` is not a decile from 1 to 10", shortened(text)))
}
