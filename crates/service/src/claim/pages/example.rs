//! How the rows of a table say that an amount rests on a made-up price: once over all of them where all do, else row by row.

use kernel::Pence;

/// Which prices the amounts of a table rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prices {
    /// None is made up, or there are no rows.
    Real,
    /// All are made up.
    Example,
    /// Some are made up.
    Mixed,
}

impl Prices {
    /// Of rows, given for each whether its price is made up.
    pub(super) fn of(rows: impl IntoIterator<Item = bool>) -> Self {
        let (example, real): (Vec<bool>, Vec<bool>) = rows.into_iter().partition(|is_example| *is_example);
        match (example.is_empty(), real.is_empty()) {
            (true, _) => Self::Real,
            (false, true) => Self::Example,
            (false, false) => Self::Mixed,
        }
    }

    /// What stands over the table; "" where there is nothing to say.
    pub(super) fn note(self) -> &'static str {
        match self {
            Self::Real => "",
            Self::Example => "These amounts rest on example prices: the real ones are not public.",
            Self::Mixed => "Amounts marked “example” rest on example prices: the real ones are not public.",
        }
    }

    /// An amount of the table, in words.
    pub(super) fn amount(self, amount: Pence, is_example: bool) -> String {
        if is_example && self == Self::Mixed { format!("{amount} (example)") } else { amount.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_so_of_every_row_is_said_once() {
        let told = |rows: &[bool]| {
            let prices = Prices::of(rows.iter().copied());
            let amounts: Vec<String> =
                rows.iter().map(|is_example| prices.amount(Pence(190_000), *is_example)).collect();
            (prices.note().split(' ').next().unwrap_or_default(), amounts.join(", "))
        };
        assert_eq!(told(&[]), ("", String::new()));
        assert_eq!(told(&[false, false]), ("", "£1,900.00, £1,900.00".to_owned()));
        assert_eq!(told(&[true, true]), ("These", "£1,900.00, £1,900.00".to_owned()));
        assert_eq!(told(&[true, false]), ("Amounts", "£1,900.00 (example), £1,900.00".to_owned()));
    }
}
