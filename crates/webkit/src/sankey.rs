//! What flows from where to where, as SVG: bands between names on the left and names on the right. The amounts stand in
//! a table beside it.

use kernel::Pence;
use std::fmt::Write;

/// The width of the picture, in its own units.
pub const WIDTH: i64 = 400;
/// How high all amounts together are drawn.
const ALL: i64 = 260;
/// The least height of a name, so that it can be read.
const LEAST: i64 = 24;
/// Between two names.
const GAP: i64 = 8;
/// The width of a name's block.
const BLOCK: i64 = 12;
/// The most letters of a name that fit over its bands.
const MAX_LETTERS: usize = 22;

/// A flow from one name to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow<'a> {
    /// Where it comes from.
    pub from: &'a str,
    /// Where it goes to.
    pub to: &'a str,
    /// How much.
    pub amount: Pence,
    /// Whether it is what nobody pays: drawn in another colour.
    pub missing: bool,
}

/// The picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sankey {
    /// What it shows.
    pub caption: String,
    /// The bands, in the order in which they are drawn.
    pub bands: Vec<Band>,
    /// The names with their blocks.
    pub names: Vec<Name>,
    /// The height of the picture.
    pub height: i64,
    in_words: String,
}

/// A band from a name on the left to one on the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Its outline, as a path of SVG.
    pub path: String,
    /// Whether it is what nobody pays.
    pub missing: bool,
}

/// A name with its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name, shortened where it must be.
    pub says: String,
    /// Whether it stands on the right.
    pub right: bool,
    /// Where its block begins, from the left.
    pub left: i64,
    /// From the top.
    pub top: i64,
    /// How high its block is.
    pub height: i64,
}

impl Sankey {
    /// The picture of these flows; names stand in the order in which they first appear.
    #[must_use]
    pub fn new(caption: impl Into<String>, flows: &[Flow<'_>]) -> Self {
        let caption = caption.into();
        let whole = flows.iter().map(|flow| i128::from(flow.amount.0.max(0))).sum::<i128>().max(1);
        let tall = |amount: i64| i64::try_from(i128::from(amount.max(0)) * i128::from(ALL) / whole).unwrap_or(0).max(1);
        let left = Side::of(flows, |flow| flow.from, &tall);
        let right = Side::of(flows, |flow| flow.to, &tall);
        let (mut begins, mut ends) = (left.tops(), right.tops());
        let mut bands = Vec::new();
        for flow in flows {
            let height = tall(flow.amount.0);
            let take = |tops: &mut Vec<i64>, at: Option<usize>| {
                let top = at.and_then(|at| tops.get_mut(at))?;
                *top += height;
                Some(*top - height)
            };
            let (begin, end) = (take(&mut begins, left.at(flow.from)), take(&mut ends, right.at(flow.to)));
            if let (Some(begin), Some(end)) = (begin, end) {
                bands.push(Band { path: path(begin, end, height), missing: flow.missing });
            }
        }
        let in_words: Vec<String> =
            flows.iter().map(|flow| format!("{} to {}: {}", flow.from, flow.to, flow.amount)).collect();
        let in_words = format!("{caption}. {}.", in_words.join("; "));
        let height = left.height.max(right.height);
        let names = left.names(false).chain(right.names(true)).collect();
        Self { caption, bands, names, height, in_words }
    }

    /// The picture in words, for who cannot see it.
    #[must_use]
    pub fn in_words(&self) -> &str {
        &self.in_words
    }
}

/// The names of one side, from the top.
struct Side<'a> {
    names: Vec<(&'a str, i64, i64)>,
    height: i64,
}

impl<'a> Side<'a> {
    fn of(flows: &[Flow<'a>], name: impl Fn(&Flow<'a>) -> &'a str, tall: &impl Fn(i64) -> i64) -> Self {
        let mut heights: Vec<(&str, i64)> = Vec::new();
        for flow in flows {
            let height = tall(flow.amount.0);
            match heights.iter_mut().find(|(known, _)| *known == name(flow)) {
                Some((_, known)) => *known += height,
                None => heights.push((name(flow), height)),
            }
        }
        let mut top = 0;
        let mut names = Vec::new();
        for (name, height) in heights {
            names.push((name, top, height));
            top += height.max(LEAST) + GAP;
        }
        Self { names, height: (top - GAP).max(0) }
    }

    fn at(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|(known, ..)| *known == name)
    }

    fn tops(&self) -> Vec<i64> {
        self.names.iter().map(|(_, top, _)| *top).collect()
    }

    fn names(&self, right: bool) -> impl Iterator<Item = Name> {
        let left = if right { WIDTH - BLOCK } else { 0 };
        self.names.iter().map(move |(name, top, height)| Name {
            says: shortened(name),
            right,
            left,
            top: *top,
            height: *height,
        })
    }
}

/// The outline of a band of this height, from the top on the left to the top on the right.
fn path(begin: i64, end: i64, height: i64) -> String {
    let (from, to, middle) = (BLOCK, WIDTH - BLOCK, WIDTH / 2);
    let (begin_below, end_below) = (begin + height, end + height);
    let mut path = format!("M{from} {begin}C{middle} {begin} {middle} {end} {to} {end}");
    // Writing to a String does not fail.
    let _ = write!(path, "V{end_below}C{middle} {end_below} {middle} {begin_below} {from} {begin_below}Z");
    path
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= MAX_LETTERS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(MAX_LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow<'a>(from: &'a str, to: &'a str, pence: i64) -> Flow<'a> {
        Flow { from, to, amount: Pence(pence), missing: false }
    }

    #[test]
    fn every_flow_has_a_band_and_every_name_a_block() {
        let picture = Sankey::new("Money", &[flow("A", "X", 300), flow("A", "Y", 100), flow("B", "Y", 0)]);
        assert_eq!((picture.bands.len(), picture.names.len()), (3, 4));
        let heights: Vec<i64> = picture.names.iter().map(|name| name.height).collect();
        assert_eq!(heights, [260, 1, 195, 66]);
        assert_eq!(picture.in_words(), "Money. A to X: £3.00; A to Y: £1.00; B to Y: £0.00.");
        // The second band begins where the first ends, on both sides.
        assert!(picture.bands.iter().any(|band| band.path.starts_with("M12 195C")), "{:?}", picture.bands);
    }

    #[test]
    fn nothing_at_all_is_an_empty_picture() {
        let picture = Sankey::new("Money", &[]);
        assert_eq!((picture.height, picture.bands.len()), (0, 0));
    }
}
