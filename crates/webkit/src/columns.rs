//! Amounts month by month, as SVG: a column to a month, what nobody pays on top of what is paid. The amounts stand in a
//! table beside it.

use kernel::Pence;

/// The width of the picture, in its own units.
pub const WIDTH: i64 = 400;
/// The height of the highest column.
pub const HIGHEST: i64 = 140;

/// A picture of months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// What it shows.
    pub caption: String,
    /// The columns from the left.
    pub columns: Vec<Column>,
    in_words: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name under it, short: `Apr`.
    pub name: String,
    /// From the left.
    pub left: i64,
    /// Its width.
    pub width: i64,
    /// The height of what is paid, from the ground.
    pub paid: i64,
    /// The height of what nobody pays, on top of it.
    pub unpaid: i64,
}

impl Columns {
    /// A picture of months: the name, the name under the column, what is paid and what is not.
    #[must_use]
    pub fn new(caption: impl Into<String>, months: &[(String, String, Pence, Pence)]) -> Self {
        let caption = caption.into();
        let highest = months.iter().map(|(_, _, paid, unpaid)| paid.0 + unpaid.0).max().unwrap_or_default().max(1);
        let tall = |amount: Pence| {
            i64::try_from(i128::from(amount.0) * i128::from(HIGHEST) / i128::from(highest)).unwrap_or_default()
        };
        let step = WIDTH / i64::try_from(months.len().max(1)).unwrap_or(1);
        let columns = months.iter().zip(0..).map(|((_, short, paid, unpaid), at)| Column {
            name: short.clone(),
            left: at * step + step / 10,
            width: step - step / 5,
            paid: tall(*paid),
            unpaid: if unpaid.0 > 0 { tall(*unpaid).max(2) } else { 0 },
        });
        let columns = columns.collect();
        let says = |(name, _, paid, unpaid): &(String, String, Pence, Pence)| match unpaid.0 {
            0 => format!("{name}: {paid}"),
            _ => format!("{name}: {paid}, and {unpaid} paid by nobody"),
        };
        let in_words: Vec<String> = months.iter().map(says).collect();
        let in_words = format!("{caption}. {}.", in_words.join("; "));
        Self { caption, columns, in_words }
    }

    /// Whether any month has something that nobody pays.
    #[must_use]
    pub fn has_unpaid(&self) -> bool {
        self.columns.iter().any(|column| column.unpaid > 0)
    }

    /// The picture in words, for who cannot see it.
    #[must_use]
    pub fn in_words(&self) -> &str {
        &self.in_words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_high_as_their_amounts() {
        let month = |name: &str, paid, unpaid| (name.to_owned(), name.to_owned(), Pence(paid), Pence(unpaid));
        let picture = Columns::new("Costs", &[month("April", 500, 500), month("May", 250, 0)]);
        let heights: Vec<(i64, i64)> = picture.columns.iter().map(|column| (column.paid, column.unpaid)).collect();
        assert_eq!(heights, [(70, 70), (35, 0)]);
        assert_eq!(picture.in_words(), "Costs. April: £5.00, and £5.00 paid by nobody; May: £2.50.");
        assert!(Columns::new("Costs", &[]).columns.is_empty());
    }
}
