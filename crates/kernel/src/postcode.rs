//! A United Kingdom postcode, in one form.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A postcode in its one form: upper case, one space before the last three characters (`B9 5QT`).
///
/// Reading it forgives case, spaces, full stops, dashes and what cannot be seen; it does not say that the postcode exists.
///
/// ```
/// use kernel::Postcode;
/// assert_eq!("b95qt ".parse::<Postcode>().unwrap().to_string(), "B9 5QT");
/// assert!("B9".parse::<Postcode>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode(String);

/// The text is not a postcode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a UK postcode: it should look like `B9 5QT`")]
pub struct PostcodeError;

impl Postcode {
    /// The part before the space, which names a town or part of one: `B9`.
    #[must_use]
    pub fn outward(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }

    /// The whole postcode in its one form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Postcode {
    type Err = PostcodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kept: String = crate::visible(text)
            .chars()
            .filter(|character| !character.is_whitespace() && !matches!(character, '.' | '-' | '\u{2010}'..='\u{2015}'))
            .map(|character| character.to_ascii_uppercase())
            .take(9)
            .collect();
        if !kept.is_ascii() || !(5..=7).contains(&kept.len()) {
            return Err(PostcodeError);
        }
        let (outward, inward) = kept.split_at(kept.len() - 3);
        if outward_is_well_formed(outward) && inward_is_well_formed(inward) {
            Ok(Self(format!("{outward} {inward}")))
        } else {
            Err(PostcodeError)
        }
    }
}

/// One or two letters, a digit, then at most one more letter or digit: `B9`, `M12`, `EC1A`.
fn outward_is_well_formed(outward: &str) -> bool {
    let letters = outward.chars().take_while(char::is_ascii_uppercase).count();
    let rest: Vec<char> = outward.chars().skip(letters).collect();
    (1..=2).contains(&letters)
        && match rest.as_slice() {
            [digit] => digit.is_ascii_digit(),
            [digit, last] => digit.is_ascii_digit() && last.is_ascii_alphanumeric(),
            _ => false,
        }
}

/// A digit and two letters: `5QT`.
fn inward_is_well_formed(inward: &str) -> bool {
    matches!(inward.as_bytes(), [digit, first, second]
        if digit.is_ascii_digit() && first.is_ascii_uppercase() && second.is_ascii_uppercase())
}

impl fmt::Display for Postcode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for Postcode {
    type Error = PostcodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> Self {
        postcode.0
    }
}

/// A point on the Earth in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
}

impl Coordinates {
    /// Distance to `other` in kilometres as the crow flies, on a sphere of radius 6,371.0088 km
    /// (the mean radius of the IUGG); right to about 0.5%.
    #[must_use]
    pub fn distance_km(&self, other: &Coordinates) -> f64 {
        let (latitude, other_latitude) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half_latitude = (other_latitude - latitude) / 2.0;
        let half_longitude = (other.longitude - self.longitude).to_radians() / 2.0;
        let haversine =
            half_latitude.sin().powi(2) + latitude.cos() * other_latitude.cos() * half_longitude.sin().powi(2);
        2.0 * 6_371.008_8 * haversine.sqrt().min(1.0).asin()
    }

    /// Whether the point lies in the box around the United Kingdom: from the Western Rocks of Scilly (49.86° north) to Out
    /// Stack (60.86°), from Soay of St Kilda (8.66° west) to Lowestoft Ness (1.76° east), each a little widened. Points
    /// at sea and of northern France lie in the box too: it is there to notice swapped axes and other continents.
    #[must_use]
    pub fn is_near_the_united_kingdom(&self) -> bool {
        (49.8..=61.0).contains(&self.latitude) && (-9.0..=2.1).contains(&self.longitude)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn many_ways_of_writing_give_one_form() {
        for text in [
            "B9 5QT",
            "b95qt",
            " b9  5qt ",
            "B9.5QT",
            "B9\u{200B}5QT",
            "\u{FEFF}B9 5QT",
            "B9\u{00A0}5QT",
            "B9\u{2013}5QT",
        ] {
            assert_eq!(text.parse::<Postcode>().unwrap().as_str(), "B9 5QT");
        }
        assert_eq!("ec1a1bb".parse::<Postcode>().unwrap().as_str(), "EC1A 1BB");
        assert_eq!("NE1 4ST".parse::<Postcode>().unwrap().outward(), "NE1");
    }

    #[test]
    fn what_is_not_a_postcode_is_refused() {
        for text in ["", "B9", "B9 5Q", "99 9ZZ", "B9 QT5", "BIRMINGHAM", "É9 5QT", "B9 5QT B9 5QT"] {
            assert!(text.parse::<Postcode>().is_err(), "{text}");
        }
    }

    /// Birmingham New Street to Newcastle Central is 275 km as the crow flies, give or take 2.
    #[test]
    fn distance_between_two_stations() {
        let new_street = Coordinates { latitude: 52.4778, longitude: -1.8990 };
        let newcastle = Coordinates { latitude: 54.9683, longitude: -1.6174 };
        let distance_km = new_street.distance_km(&newcastle);
        assert!((275.0..280.0).contains(&distance_km), "{distance_km}");
        assert!(new_street.distance_km(&new_street) < 1e-9);
    }

    #[test]
    fn the_box_holds_the_ends_of_the_kingdom_and_not_a_point_with_swapped_axes() {
        let point = |latitude, longitude| Coordinates { latitude, longitude };
        for (latitude, longitude) in [(49.86, -6.4), (60.86, -0.87), (57.83, -8.66), (52.48, 1.76), (54.45, -8.18)] {
            assert!(point(latitude, longitude).is_near_the_united_kingdom(), "{latitude}, {longitude}");
            assert!(!point(longitude, latitude).is_near_the_united_kingdom(), "{longitude}, {latitude}");
        }
        assert!(!point(52.5, 13.4).is_near_the_united_kingdom() && !point(0.0, 0.0).is_near_the_united_kingdom());
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_what_it_prints_it_reads(text in ".{0,12}") {
            if let Ok(postcode) = text.parse::<Postcode>() {
                prop_assert_eq!(postcode.to_string().parse::<Postcode>().unwrap(), postcode);
            }
        }
    }
}
