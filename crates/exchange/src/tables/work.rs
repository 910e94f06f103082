//! The columns of tables of starts and of work, read in the same way as tables of people.

use policy::{Code, FactBook, FactDefinition, FactType};
use std::sync::Arc;

/// The most pay of a week, in pence: £10 million.
const MAX_PAY: i64 = 1_000_000_000;
/// The hours of a week.
const HOURS_OF_A_WEEK: i64 = 168;

/// The group of who is in none of them.
pub const NO_GROUP: &str = "none";

/// The columns of a table of starts besides `person`: `started_on`, and `group`, one of the payment groups given or
/// [`NO_GROUP`], which comes after them.
#[must_use]
pub fn columns_of_starts<'a>(groups: impl IntoIterator<Item = &'a str>) -> FactBook {
    let code = |code: &str| Code { code: Arc::from(code), says: code.to_owned() };
    let codes = groups.into_iter().chain([NO_GROUP]).map(code).collect();
    [
        FactDefinition::of_column("started_on", FactType::Date),
        FactDefinition::of_column("group", FactType::OneOf(codes)),
    ]
    .into_iter()
    .collect()
}

/// The columns of a table of work besides `person`: `from`, `until` (empty while it goes on), `hours_per_week` from 1
/// to 168, and `earnings_pence_week` before tax, from 0 to £10 million.
#[must_use]
pub fn columns_of_work() -> FactBook {
    let hours = FactType::Whole { minimum: Some(1), maximum: Some(HOURS_OF_A_WEEK) };
    let pay = FactType::Pence { minimum: Some(0), maximum: Some(MAX_PAY) };
    let columns =
        [("from", FactType::Date), ("until", FactType::Date), ("hours_per_week", hours), ("earnings_pence_week", pay)];
    columns.into_iter().map(|(id, kind)| FactDefinition::of_column(id, kind)).collect()
}
