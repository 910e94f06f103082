//! Lines of cost as `tapestry attribute` reads them: CSV, a line to a cost, with what is known of the person.
//!
//! | column | holds |
//! |---|---|
//! | `line` | what the cost is called; no two the same |
//! | `on` | the day on which it was incurred, `2026-05-03` |
//! | `pence` | how much, in whole pence above zero |
//! | `kind` | `delivery` (also when empty) or `management` |
//! | `needs` | the needs it serves, with `;` between: `work-coaching;job-search` |
//! | `programme` | the id of the programme it is for |
//! | `body` | the id of the body whose cost it is |
//! | `started_on` | the day on which the person started |
//!
//! The first three must be there. Every other column is a fact of the person, as in [`tables`](crate::tables).

mod read;

pub use read::{Cost, CostTable, Words, read_costs};
