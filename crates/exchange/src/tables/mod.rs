//! Tables of many people, a column to a fact, in and out: CSV and Parquet.
//!
//! A row is a person. Each column has the id of a fact for its name; a value that is empty or null is not
//! known. A column `person` or `id` names the people in the answer; `<fact>_known_on` holds the day on
//! which an answer was known to be so. Columns that are neither are refused, unless asked to pass over
//! them: a slip of the hand would else count everybody as unknown.
//!
//! | fact | CSV, and text in Parquet | Parquet |
//! |---|---|---|
//! | yes-no | `true`, `yes` or `1`; `false`, `no` or `0` | Boolean, whole number |
//! | whole-number, pence | `12`; pence, not pounds | any whole number; a float without a fraction |
//! | date | `2024-01-31` | date; a timestamp at midnight |
//! | one-of | the code | text, dictionary |
//! | any-of | codes with `;` between, `none` for a known none | a list of text |
//! | place | LSOA code, or a postcode of the tables held | text, dictionary |
//!
//! Reading has two steps, so that a caller may take them on different threads: a reader cuts the file into
//! [`Rows`], and [`Reading::people`] makes sense of them. Both hold a bounded number of rows. What is wrong
//! is told by row and column and never by value, which may be personal.

mod cell;
mod columns;
mod csv;
mod fault;
mod filling;
mod groups;
mod parquet;
mod people;
mod summary;
mod verdicts;
mod work;

pub use columns::{Columns, HeaderFault, HeaderFaults, Role, UnknownColumns};
pub use csv::{CsvReader, CsvRows};
pub use fault::{RowFault, RowFaults, TableFault};
pub use groups::{Grouped, Groups, GroupsFault, MAX_GROUPS, Tally};
pub use parquet::{ParquetReader, ParquetRows};
pub use people::{Ids, People, Reading, Rows};
pub use summary::Summary;
pub use verdicts::{Encoded, Format, Subject, VerdictWriter, encode};
pub use work::{NO_GROUP, columns_of_starts, columns_of_work};

/// The most people that one table may hold: three times those of the United Kingdom.
pub const MAX_PEOPLE: u64 = 200_000_000;
/// Rows that are well read at once: enough to be quick, few enough to stay small.
pub const ROWS_AT_ONCE: usize = 65_536;
