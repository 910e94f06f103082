//! Boxes for money and for whole numbers.

use std::ops::RangeInclusive;

use kernel::Pence;

use super::text::{clean_line, starting, within};

/// An amount as typed: "£1,250.50", "12.5", "12".
#[derive(Clone, Copy, Debug)]
pub struct PenceBox<'a>(&'a str);

impl<'a> PenceBox<'a> {
    /// Keeps what was typed.
    #[must_use]
    pub fn new(typed: &'a str) -> Self {
        Self(typed)
    }

    /// The amount in pence, from nothing to `most` (inclusive). No sign, at most two decimals.
    ///
    /// # Errors
    /// The message for the field; `what` is the field in words: "Amount".
    pub fn parse(self, what: &str, most: Pence) -> Result<Pence, String> {
        let name = starting(what);
        let typed = clean_line(self.0);
        if typed.is_empty() {
            return Err(format!("Enter {}", within(what)));
        }
        let figures = without_separators(typed.strip_prefix('£').unwrap_or(&typed));
        let (pounds, pence) = figures.split_once('.').unwrap_or((&figures, "0"));
        if !is_figures(pounds) || !is_figures(pence) {
            return Err(format!("{name} must be an amount of money, like 12.50"));
        }
        if pence.len() > 2 {
            return Err(format!("{name} must have no more than 2 decimal places"));
        }
        let whole = |figures: &str| figures.parse::<i64>().ok();
        let pence = whole(&format!("{pence:0<2}"));
        let amount = whole(pounds).and_then(|pounds| pounds.checked_mul(100)?.checked_add(pence?)).map(Pence);
        amount.filter(|amount| *amount <= most).ok_or_else(|| format!("{name} must be {most} or less"))
    }
}

/// A whole number as typed: "12", "1,250", "-3".
#[derive(Clone, Copy, Debug)]
pub struct WholeBox<'a>(&'a str);

impl<'a> WholeBox<'a> {
    /// Keeps what was typed.
    #[must_use]
    pub fn new(typed: &'a str) -> Self {
        Self(typed)
    }

    /// The number, within the bounds (both inclusive).
    ///
    /// # Errors
    /// The message for the field; `what` is the field in words: "Hours a week".
    pub fn parse(self, what: &str, bounds: RangeInclusive<i64>) -> Result<i64, String> {
        let name = starting(what);
        let typed = clean_line(self.0);
        if typed.is_empty() {
            return Err(format!("Enter {}", within(what)));
        }
        let figures = without_separators(&typed);
        let (sign, figures) = figures.strip_prefix('-').map_or((1, figures.as_str()), |rest| (-1, rest));
        if !is_figures(figures) {
            return Err(format!("{name} must be a whole number, like {}", bounds.start().max(&12).min(bounds.end())));
        }
        let number = figures.parse::<i64>().map_or(i64::MAX, |number| number).saturating_mul(sign);
        if number < *bounds.start() {
            Err(format!("{name} must be {} or more", bounds.start()))
        } else if number > *bounds.end() {
            Err(format!("{name} must be {} or less", bounds.end()))
        } else {
            Ok(number)
        }
    }
}

/// Commas and spaces between figures only help the eye.
fn without_separators(typed: &str) -> String {
    typed.chars().filter(|letter| !matches!(letter, ',' | ' ')).collect()
}

fn is_figures(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
