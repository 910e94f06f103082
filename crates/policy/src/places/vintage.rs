//! The year in which LSOAs were drawn.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The year in which a set of LSOAs was drawn. About one in twenty-five code of 2011 was gone in 2021.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum LsoaVintage {
    /// LSOAs of the census of 2011.
    #[default]
    #[serde(rename = "2011")]
    Y2011,
    /// LSOAs of the census of 2021.
    #[serde(rename = "2021")]
    Y2021,
}

impl LsoaVintage {
    /// Both, the earlier first.
    pub const ALL: [Self; 2] = [Self::Y2011, Self::Y2021];

    /// The year.
    #[must_use]
    pub fn year(self) -> i64 {
        match self {
            Self::Y2011 => 2011,
            Self::Y2021 => 2021,
        }
    }

    /// The vintage of a year; `None` for a year in which no LSOAs were drawn.
    #[must_use]
    pub fn of_year(year: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|vintage| vintage.year() == year)
    }

    /// The name of a column that holds codes of this vintage: `lsoa11`.
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Self::Y2011 => "lsoa11",
            Self::Y2021 => "lsoa21",
        }
    }
}

impl fmt::Display for LsoaVintage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.year())
    }
}

/// Codes of two vintages cannot be brought together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VintageError {
    /// Two sets are of different vintages.
    #[error(
        "one is made of LSOAs of {first} and the other of LSOAs of {second}: they are not the same places; \
         convert one of them with a look-up table first"
    )]
    Mixed {
        /// Vintage of the first.
        first: LsoaVintage,
        /// Vintage of the second.
        second: LsoaVintage,
    },
    /// No look-up table is at hand.
    #[error(
        "these are LSOAs of {from} and LSOAs of {to} are needed: bring in a look-up table first \
         (`tapestry places import`, columns lsoa11, lsoa21, change)"
    )]
    NoTable {
        /// The vintage at hand.
        from: LsoaVintage,
        /// The vintage needed.
        to: LsoaVintage,
    },
}
