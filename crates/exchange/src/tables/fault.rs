//! What is wrong with a table of people.

use super::{HeaderFaults, MAX_PEOPLE};
use std::{fmt, io};

/// Faults of one batch of rows that are told one by one; the rest are counted.
const MAX_TOLD: usize = 20;

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TableFault {
    /// There is not even a header.
    #[error("the table is empty: its first line should name the columns")]
    Empty,
    /// The columns are not those of the policy.
    #[error("{0}")]
    Header(#[from] HeaderFaults),
    /// Rows that are not what the facts allow.
    #[error("{0}")]
    Rows(#[from] RowFaults),
    /// A line that is no row of the table.
    #[error("row {row}: {why}")]
    Line {
        /// The row, the first person being 1; 0 is the header.
        row: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The file is not Parquet, is damaged or cut short, or claims what cannot be.
    #[error("{0}")]
    Parquet(String),
    /// There are more rows than people.
    #[error("the table has more than {MAX_PEOPLE} rows, more than there can be people")]
    TooManyRows,
    /// The file could not be read.
    #[error("{0}")]
    Unreadable(#[from] io::Error),
}

/// One value that its fact does not allow. Names the row and the column, never the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}, column `{column}`: {why}")]
pub struct RowFault {
    /// The row, the first person being 1.
    pub row: u64,
    /// The name of the column.
    pub column: String,
    /// What would be right, in words.
    pub why: String,
}

/// Everything that is wrong with some rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFaults {
    /// The first of them, in order of row.
    pub faults: Vec<RowFault>,
    /// How many there are in all among the rows that were looked at.
    pub count: u64,
}

impl RowFaults {
    /// Keeps one more.
    pub(crate) fn add(&mut self, row: u64, column: &str, why: impl FnOnce() -> String) {
        self.count += 1;
        if self.faults.len() < MAX_TOLD {
            self.faults.push(RowFault { row, column: column.to_owned(), why: why() });
        }
    }

    /// Keeps those of the same rows that were found elsewhere.
    pub(crate) fn join(&mut self, more: Self) {
        self.count += more.count;
        self.faults.extend(more.faults);
        self.faults.sort_by_key(|fault| fault.row);
        self.faults.truncate(MAX_TOLD);
    }

    /// Good when there is none.
    pub(crate) fn found(mut self) -> Result<(), Self> {
        self.faults.sort_by_key(|fault| fault.row);
        if self.count == 0 { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for RowFaults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, fault) in self.faults.iter().enumerate() {
            let line = if position == 0 { "" } else { "\n" };
            write!(formatter, "{line}{fault}")?;
        }
        let more = self.count - self.faults.len() as u64;
        if more > 0 { write!(formatter, "\nand {more} more in the rows that were read") } else { Ok(()) }
    }
}

impl std::error::Error for RowFaults {}
