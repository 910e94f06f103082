//! What one additional outcome saves in a year: a number of the file, or a unit cost of a workbook.

use super::Given;
use crate::input;
use exchange::unit_costs::{MAX_WORKBOOK_BYTES, UnitCost, read_unit_costs};
use kernel::Pence;
use std::path::Path;

/// The saving.
pub(super) struct Saving {
    /// Pence a year, not rounded.
    pub(super) pence_year: f64,
    /// Where it comes from, when that is a workbook.
    pub(super) says: Option<String>,
}

/// The saving of a file of cases; in words what is wrong.
pub(super) fn of(given: &Given, workbook: Option<&Path>) -> Result<Saving, String> {
    match (given.saving_pence_year, &given.unit_cost, workbook) {
        (Some(pence_year), None, None) => Ok(Saving { pence_year, says: None }),
        (None, Some(code), Some(path)) => from_workbook(given, code, path),
        (None, Some(code), None) => {
            Err(format!("it takes the unit cost {code} from a workbook: give --unit-costs WORKBOOK.xlsx"))
        }
        (Some(_), Some(_), _) => Err("it has both `saving_pence_year` and `unit_cost`; keep one".to_owned()),
        (Some(_), None, Some(_)) => {
            Err("it says what an outcome saves itself: a workbook is only for a file with `unit_cost`".to_owned())
        }
        (None, None, _) => Err("it needs `saving_pence_year`, or `unit_cost` with a workbook".to_owned()),
    }
}

fn from_workbook(given: &Given, code: &str, path: &Path) -> Result<Saving, String> {
    let bytes = input::bytes(path, MAX_WORKBOOK_BYTES).map_err(|error| format!("{error:#}"))?;
    let costs = read_unit_costs(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    let cost = costs.get(code).ok_or_else(|| {
        let near = costs.keys().filter(|other| other.chars().take(2).eq(code.chars().take(2))).take(5);
        let near: Vec<&str> = near.map(String::as_str).collect();
        let near = if near.is_empty() { String::new() } else { format!("; there are {}", near.join(", ")) };
        format!("{} has no unit cost {code}{near}", path.display())
    })?;
    let pence = cost.pence.ok_or_else(|| format!("the unit cost {code} has no fiscal value on `{}`", cost.sheet))?;
    let (pence_year, prices) = at_prices(given, cost, pence)?;
    let says = format!(
        "Unit cost {code}, {} ({}), from `{}`: {} at {} prices{prices}.",
        cost.says,
        cost.unit,
        cost.sheet,
        pounds(pence),
        cost.price_year
    );
    Ok(Saving { pence_year, says: Some(says) })
}

/// The value at the prices that the file asks for: multiplied by the deflator of that year over that of its own.
fn at_prices(given: &Given, cost: &UnitCost, pence: f64) -> Result<(f64, String), String> {
    let Some(prices) = &given.prices else { return Ok((pence, ", not brought to another year".to_owned())) };
    let deflator = |year: &str| match prices.deflator.get(year) {
        Some(deflator) if *deflator > 0.0 && deflator.is_finite() => Ok(*deflator),
        Some(_) => Err(format!("the deflator of {year} must be more than 0")),
        None => Err(format!("there is no deflator of {year} under [prices]")),
    };
    let there = pence * deflator(&prices.year)? / deflator(&cost.price_year)?;
    Ok((there, format!(", {} at {} prices", pounds(there), prices.year)))
}

#[expect(clippy::cast_possible_truncation, reason = "a value of a workbook is bounded by its reader")]
fn pounds(pence: f64) -> Pence {
    Pence(pence.round() as i64)
}
