//! Maps: places with a value each, drawn as SVG, with a key and the same numbers in a table beside it.
//!
//! One function draws every map of the site. Where the outline of every place is at hand it draws them as they
//! lie; else it gives each place a hexagon near where it lies (`statistics::hexagons`).
//!
//! # How to call it
//!
//! ```no_run
//! # fn page(ground: &webkit::map::Ground, name: impl Fn(&str) -> Option<&'static str>) -> Result<(), webkit::PageError> {
//! use webkit::map::{Map, MapPlace, Reading, Scale};
//! use statistics::ClassRule;
//!
//! // The numbers, one for each place. Too few to tell, and not known, are readings of their own.
//! let counted = [("E01008985", Reading::Number(41.0)), ("E01008986", Reading::Suppressed)];
//! // Where they lie, `ground`: outlines when they were brought in, else the middle of each.
//! let map = Map {
//!     title: "People on the caseload".to_owned(),
//!     about: "People on the caseload by small area. Most live in the north.".to_owned(),
//!     measure: "People".to_owned(),
//!     scale: Scale::Steps { rule: ClassRule::EqualCounts, classes: 5, write: |number| format!("{number:.0}") },
//!     places: counted.map(|(code, reading)| MapPlace::new(code, name(code), reading)).to_vec(),
//! };
//! let drawing = map.draw("caseload", ground)?; // "caseload": an id unlike any other on the page
//! # Ok(()) }
//! ```
//!
//! In the page's template `{{ drawing }}` is the figure, its key and its table. A map of kinds, such as "in
//! both areas", uses [`Scale::Kinds`] and [`Reading::Kind`].
//!
//! Colour never stands alone: each class has a pattern of its own, gets darker with the number, and is named in
//! the key with the count of its places; what is too few to tell and what is not known look unlike any class.

mod drawing;
mod ground;
mod look;

pub use drawing::Drawing;
pub use ground::Ground;

use statistics::{ClassRule, Classes};

/// Classes for which there is a look; more are drawn like the last.
pub const MAX_CLASSES: usize = look::STEPS.len();

/// A map to draw.
#[derive(Debug, Clone)]
pub struct Map {
    /// What it shows, as a heading.
    pub title: String,
    /// What there is to see on it, in a sentence or two, for those who do not see it.
    pub about: String,
    /// What is measured, as the heading of a column: `People`.
    pub measure: String,
    /// How values become shades.
    pub scale: Scale,
    /// The places. Their order is that of the table, and decides nothing else.
    pub places: Vec<MapPlace>,
}

/// A place of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPlace {
    /// Its code.
    pub code: String,
    /// The name people know it by; the code again where there is none.
    pub name: String,
    /// What is known of it.
    pub reading: Reading,
}

/// What is known of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// A number, on a map of [`Scale::Steps`].
    Number(f64),
    /// The number of its kind, from zero, on a map of [`Scale::Kinds`].
    Kind(usize),
    /// So few that people could be picked out: not told.
    Suppressed,
    /// Not known.
    Unknown,
}

/// How values become shades.
#[derive(Debug, Clone)]
pub enum Scale {
    /// Numbers, in classes from light to dark.
    Steps {
        /// How the classes are cut.
        rule: ClassRule,
        /// Classes at most; [`MAX_CLASSES`] is the limit.
        classes: usize,
        /// How a number is written.
        write: fn(f64) -> String,
    },
    /// Kinds in no order, each with its words; [`Reading::Kind`] says which.
    Kinds(Vec<String>),
}

impl MapPlace {
    /// A place by its code, with its name where it has one.
    #[must_use]
    pub fn new(code: &str, name: Option<&str>, reading: Reading) -> Self {
        Self { code: code.to_owned(), name: name.unwrap_or(code).to_owned(), reading }
    }
}

/// The shade of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shade {
    Class(usize),
    Suppressed,
    Unknown,
}

/// The shades of a map's places, and the words of its key.
struct Shades {
    of_places: Vec<Shade>,
    /// The words of each class.
    classes: Vec<String>,
    /// How the classes were cut; empty for kinds.
    rule: &'static str,
}

impl Map {
    fn shades(&self) -> Shades {
        match &self.scale {
            Scale::Kinds(words) => Shades {
                of_places: self.places.iter().map(|place| shade_of_kind(place.reading, words.len())).collect(),
                classes: words.clone(),
                rule: "",
            },
            Scale::Steps { rule, classes, write } => {
                let numbers: Vec<f64> = self.places.iter().filter_map(|place| number(place.reading)).collect();
                let classes = Classes::new(*rule, &numbers, (*classes).min(MAX_CLASSES));
                let shade = |reading| match reading {
                    Reading::Suppressed => Shade::Suppressed,
                    reading => {
                        number(reading).and_then(|number| classes.class_of(number)).map_or(Shade::Unknown, Shade::Class)
                    }
                };
                let words = |(least, largest): &(f64, f64)| {
                    let (least, largest) = (write(*least), write(*largest));
                    if least == largest { least } else { format!("{least} to {largest}") }
                };
                Shades {
                    of_places: self.places.iter().map(|place| shade(place.reading)).collect(),
                    classes: classes.spans().iter().map(words).collect(),
                    rule: if classes.spans().len() > 1 { rule.in_words() } else { "" },
                }
            }
        }
    }

    /// The reading of a place in words.
    fn told(&self, reading: Reading) -> String {
        match (&self.scale, reading) {
            (Scale::Steps { write, .. }, Reading::Number(number)) if number.is_finite() => write(number),
            (Scale::Kinds(words), Reading::Kind(kind)) if kind < words.len() => {
                words.get(kind).cloned().unwrap_or_default()
            }
            (_, Reading::Suppressed) => SUPPRESSED.to_owned(),
            _ => UNKNOWN.to_owned(),
        }
    }
}

/// The words for what is too few to tell.
const SUPPRESSED: &str = "Too few to tell";
/// The words for what is not known.
const UNKNOWN: &str = "Not known";

fn number(reading: Reading) -> Option<f64> {
    match reading {
        Reading::Number(number) => Some(number).filter(|number| number.is_finite()),
        _ => None,
    }
}

fn shade_of_kind(reading: Reading, kinds: usize) -> Shade {
    match reading {
        Reading::Kind(kind) if kind < kinds => Shade::Class(kind),
        Reading::Suppressed => Shade::Suppressed,
        _ => Shade::Unknown,
    }
}

#[cfg(test)]
mod tests;
