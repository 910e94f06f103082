//! The table of starts, spells and ends that `tapestry pay` reads; and feeds of earnings ([`read_earnings`]).
//!
//! ```csv
//! participant,event,from,until,employer,kind,hours_per_week,earnings_pence_week
//! 1,start,2021-09-01,,,,,
//! 1,spell,2021-10-04,2022-04-08,A Baker,employee,30,28500
//! 1,end,2022-09-01,,,,,
//! ```
//!
//! A longer table has three more columns, `hours,amount_pence,evidence`, and further events: `pay` (what an employer paid
//! for the days from `from` to `until`), `benefit` (days on benefit), `benefit-known` (every day on benefit is in the
//! table), and `recorded` (of a `kind`, with `hours` for a day of learning). The `kind` of a start is the payment group, or `none`.
//!
//! Days are written `YYYY-MM-DD` and `until` is the last day in work; without it the spell runs
//! on. Hours and earnings may be left out: what is not known is not zero. All faults are
//! reported together, and nothing is given back unless there are none, so that nobody is paid on
//! half a table.

mod earnings;
mod line;
mod read;
mod together;

pub use earnings::{EARNINGS_HEADER, EarningsLine, EarningsPaid, read_earnings};
pub use line::{Event, EventLine, PayLine, SpellKind, SpellLine};
pub use read::{EventFault, EventsFault, HEADER, LONG_HEADER, read_events};
