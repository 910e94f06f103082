//! Bars of counts that may be told, as SVG. The numbers stand in a table beside them.

use statistics::Told;

/// The width of the picture, in its own units.
pub const WIDTH: u64 = 400;
/// The length of the longest bar: there is room for its number after it.
const LONGEST: u64 = 320;
/// From one bar to the next.
const STEP: u64 = 50;
/// The most bars of one picture. All numbers are in the table.
const MAX_BARS: usize = 12;
/// The most letters of a name that fit over a bar.
const MAX_LETTERS: usize = 46;

/// A picture of bars, the longest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarChart {
    /// What it shows.
    pub caption: String,
    /// The bars from the top; none when there is nothing to show.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is the bar of, shortened where it must be.
    pub name: String,
    /// The number in words.
    pub value: String,
    /// Whether the number is held back: the bar is then drawn in dashes.
    pub held_back: bool,
    /// Its length.
    pub length: u64,
    /// Down from the top of the picture.
    pub top: u64,
}

impl BarChart {
    /// A picture of counts by name. The smallest are left out when there are too many; none when no count is told.
    pub fn new<'a>(caption: impl Into<String>, counts: impl IntoIterator<Item = (&'a str, Told)>) -> Self {
        let mut counts: Vec<(&str, Told)> = counts.into_iter().collect();
        if counts.iter().all(|(_, told)| told.is_few()) {
            counts.clear();
        }
        counts.sort_by_key(|(_, told)| std::cmp::Reverse(*told));
        counts.truncate(MAX_BARS);
        let longest = counts.iter().filter_map(|(_, told)| told.number()).max().unwrap_or_default().max(1);
        let bars = counts.into_iter().zip(0..).map(|((name, told), place)| Bar {
            name: shortened(name),
            value: told.to_string(),
            held_back: told.number().is_none(),
            // A count that is held back is drawn as long as the most it can be.
            length: (told.at_most() * LONGEST / longest).clamp(2, LONGEST),
            top: place * STEP,
        });
        Self { caption: caption.into(), bars: bars.collect() }
    }

    /// The height of the picture.
    #[must_use]
    pub fn height(&self) -> u64 {
        self.bars.last().map_or(0, |bar| bar.top + STEP)
    }

    /// The bars in words, for who cannot see them.
    #[must_use]
    pub fn in_words(&self) -> String {
        let bars: Vec<String> = self.bars.iter().map(|bar| format!("{}: {}", bar.name, bar.value)).collect();
        format!("{}. {}.", self.caption, bars.join("; "))
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= MAX_LETTERS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(MAX_LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_comes_first_and_nobody_has_none() {
        let counts = [("Byker", Told::About(10)), ("Elswick", Told::About(40)), ("Dene", Told::FewerThan(10))];
        let chart = BarChart::new("Stopped, by ward", counts);
        let bars: Vec<(&str, &str, u64)> =
            chart.bars.iter().map(|bar| (bar.name.as_str(), bar.value.as_str(), bar.length)).collect();
        assert_eq!(bars, [("Elswick", "40", 320), ("Byker", "10", 80), ("Dene", "fewer than 10", 72)]);
        assert!(chart.bars[2].held_back);
        assert_eq!(chart.height(), 150);
        assert_eq!(chart.in_words(), "Stopped, by ward. Elswick: 40; Byker: 10; Dene: fewer than 10.");
    }

    #[test]
    fn a_long_name_is_shortened_and_nothing_makes_no_picture() {
        let name = "w".repeat(60);
        let chart = BarChart::new("x", [(name.as_str(), Told::About(15))]);
        assert_eq!(chart.bars[0].name.chars().count(), MAX_LETTERS);
        assert_eq!(BarChart::new("x", []).height(), 0);
    }
}
