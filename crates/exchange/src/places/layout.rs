//! Which of the three layouts a table has, told by its header.

use csv::StringRecord;

/// The header of our own layout, exactly.
pub const OUR_HEADER: &str = "postcode,lsoa11,ward,district,nation,latitude,longitude,imd2019_decile";

/// A layout of a table of postcodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// [`OUR_HEADER`].
    Ours,
    /// OS Code-Point Open with latitude, longitude and LSOA 2011 joined to it.
    CodePoint,
    /// The ONS Postcode Directory. Columns are found by name; the two digits of the year in a
    /// name such as `lad25cd` may be any, and the names used before 2025 are known too.
    Onspd,
}

/// The header is of none of the layouts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// There is no header.
    #[error("the table is empty")]
    Empty,
    /// The first line cannot be read.
    #[error("the first line cannot be read: {0}")]
    Unreadable(String),
    /// It has LSOA codes of 2021 only.
    #[error("the table has LSOA codes of 2021 only; those of 2011 (`lsoa11cd`) are needed")]
    OnlyLsoa2021,
    /// No layout fits.
    #[error(
        "not a table of postcodes in a layout that is known: the header should be \
         `{OUR_HEADER}`, or that of Code-Point Open with `lsoa11_derived`, or that of the ONSPD \
         with `pcds` and `lsoa11cd`"
    )]
    Unknown,
}

/// Where each thing stands in a line, from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub layout: Layout,
    pub postcode: usize,
    pub lsoa: usize,
    pub ward: Option<usize>,
    pub district: Option<usize>,
    pub nation: Option<usize>,
    pub latitude: Option<usize>,
    pub longitude: Option<usize>,
    pub imd_decile: Option<usize>,
}

impl Columns {
    /// Finds the columns from the header.
    pub(super) fn of(header: &StringRecord) -> Result<Self, HeaderFault> {
        let names: Vec<String> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_ascii_lowercase()).collect();
        if names.iter().all(String::is_empty) {
            return Err(HeaderFault::Empty);
        }
        let at = |wanted: &str| names.iter().position(|name| name == wanted);
        let dated = |stem: &str| names.iter().position(|name| is_dated(name, stem));
        if let (Some(postcode), Some(lsoa)) = (at("postcode"), at("lsoa11")) {
            return Ok(Self {
                layout: Layout::Ours,
                postcode,
                lsoa,
                ward: at("ward"),
                district: at("district"),
                nation: at("nation"),
                latitude: at("latitude"),
                longitude: at("longitude"),
                imd_decile: at("imd2019_decile"),
            });
        }
        if let (Some(postcode), Some(lsoa)) = (at("postcode"), at("lsoa11_derived")) {
            return Ok(Self {
                layout: Layout::CodePoint,
                postcode,
                lsoa,
                ward: at("ward_code"),
                district: at("lad_code"),
                nation: None,
                latitude: at("lat"),
                longitude: at("long"),
                imd_decile: at("imd2019_decile"),
            });
        }
        match (at("pcds").or_else(|| at("pcd")), at("lsoa11cd").or_else(|| at("lsoa11"))) {
            (Some(postcode), Some(lsoa)) => Ok(Self {
                layout: Layout::Onspd,
                postcode,
                lsoa,
                ward: dated("wd").or_else(|| at("osward")),
                district: dated("lad").or_else(|| at("oslaua")),
                nation: dated("ctry").or_else(|| at("ctry")),
                latitude: at("lat"),
                longitude: at("long"),
                imd_decile: None,
            }),
            _ if names.iter().any(|name| name.starts_with("lsoa21")) => Err(HeaderFault::OnlyLsoa2021),
            _ => Err(HeaderFault::Unknown),
        }
    }
}

/// Whether `name` is `stem`, two digits of a year, and `cd`: `lad25cd`.
fn is_dated(name: &str, stem: &str) -> bool {
    name.strip_prefix(stem)
        .and_then(|rest| rest.strip_suffix("cd"))
        .is_some_and(|year| year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit()))
}
