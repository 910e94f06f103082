//! How may a count of people be told so that nobody can be picked out?
//!
//! *Authority*: Ministry of Defence (DASA), Rounding Policy 2009/2010, printed formula
//! `=IF(AND(A1<>0,ABS(A1)<5),"~",MROUND(A1,SIGN(A1)*5))`: a count from 1 to 4 is not told, every other is
//! told to the nearest five.
//! *Applies*: to each count by itself, totals too: so told counts need not add up to the told total, and no
//! count that is held back can be worked out from its neighbours.
//! *Simplified*: nought is told, as the formula does; that a rule stops everybody of a small group is not hidden.
//! *Example*: 0, 4, 5, 7 and 8 people are told as 0, `~`, 5, 5 and 10.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

/// What counts are rounded to; a smaller one that is not nought is held back.
const BASE: u64 = 5;
/// The sign for a count that is held back.
const HELD_BACK: &str = "~";

/// A count as it may be told. Serialises to a number, or to `"~"` when it is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Told {
    /// There is nobody.
    #[default]
    Nobody,
    /// From 1 to 4: the count is held back.
    Few,
    /// The count to the nearest five; 5 or more.
    About(u64),
}

impl Told {
    /// The count as it may be told.
    #[must_use]
    pub fn of(count: u64) -> Self {
        match count {
            0 => Self::Nobody,
            few if few < BASE => Self::Few,
            enough => Self::About(enough.saturating_add(BASE / 2) / BASE * BASE),
        }
    }

    /// The number told; `None` when it is held back.
    #[must_use]
    pub fn number(self) -> Option<u64> {
        match self {
            Self::Nobody => Some(0),
            Self::Few => None,
            Self::About(number) => Some(number),
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number() {
            Some(number) => {
                let digits = number.to_string();
                let thousands: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
                formatter.pad(&thousands.join(","))
            }
            None => formatter.pad("1 to 4"),
        }
    }
}

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.number() {
            Some(number) => serializer.serialize_u64(number),
            None => serializer.serialize_str(HELD_BACK),
        }
    }
}

impl<'de> Deserialize<'de> for Told {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Read {
            Number(u64),
            Sign(String),
        }
        match Read::deserialize(deserializer)? {
            Read::Number(0) => Ok(Self::Nobody),
            Read::Number(number) if number.is_multiple_of(BASE) => Ok(Self::About(number)),
            Read::Sign(sign) if sign == HELD_BACK => Ok(Self::Few),
            _ => Err(D::Error::custom("a told count is a multiple of five, or `~`")),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_printed_formula() {
        let cases = [
            (0, Told::Nobody, "0"),
            (1, Told::Few, "1 to 4"),
            (4, Told::Few, "1 to 4"),
            (5, Told::About(5), "5"),
            (7, Told::About(5), "5"),
            (8, Told::About(10), "10"),
            (12_343, Told::About(12_345), "12,345"),
        ];
        for (count, told, words) in cases {
            assert_eq!(Told::of(count), told, "{count}");
            assert_eq!(told.to_string(), words);
        }
    }

    #[test]
    fn what_is_written_reads_back_and_nothing_else_does() {
        for told in [Told::Nobody, Told::Few, Told::About(5), Told::About(12_345)] {
            let written = serde_json::to_string(&told).unwrap();
            assert_eq!(serde_json::from_str::<Told>(&written).unwrap(), told);
        }
        for wrong in ["3", "-5", "\"5\"", "null"] {
            assert!(serde_json::from_str::<Told>(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_count_can_be_told_from_its_neighbours(count in 1_u64..1_000_000) {
            let same = (count.saturating_sub(4)..count + 5).filter(|other| Told::of(*other) == Told::of(count)).count();
            let least = if count < 8 { 3 } else { 5 };
            prop_assert!(same >= least, "{count}: {same}");
        }

        #[test]
        fn more_is_never_told_as_less(one in 0_u64..10_000, more in 0_u64..10_000) {
            prop_assert!(Told::of(one) <= Told::of(one + more));
        }
    }
}
