//! Arguments that several commands take.

use crate::failure::Failure;
use clap::Args;
use kernel::Day;
use std::path::PathBuf;

/// The environment variable that holds the database's address when it is not given.
pub(crate) const DATABASE_VARIABLE: &str = "TAPESTRY_DATABASE_URL";

/// Where the policy text is.
#[derive(Debug, Args)]
pub(crate) struct PolicyFolder {
    /// Folder with spine/ and areas/ to use in place of the text built into the program
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: Option<PathBuf>,
}

/// Where the records are.
#[derive(Debug, Args)]
pub(crate) struct DatabaseAddress {
    /// Address of the database: sqlite:FILE or postgres://… (else taken from TAPESTRY_DATABASE_URL)
    #[arg(long, value_name = "URL")]
    pub(crate) database_url: Option<String>,
}

impl DatabaseAddress {
    /// The address given, or that of the environment.
    pub(crate) fn known(&self) -> Option<String> {
        self.database_url.clone().or_else(|| std::env::var(DATABASE_VARIABLE).ok()).filter(|url| !url.is_empty())
    }

    /// The address, which this command cannot do without.
    pub(crate) fn needed(&self) -> Result<String, Failure> {
        self.known().ok_or_else(|| {
            Failure::Usage(format!(
                "say where the records are: --database-url sqlite:tapestry.db, or set {DATABASE_VARIABLE}"
            ))
        })
    }
}

/// A day written `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| "a day is written YYYY-MM-DD, such as 2025-04-30".to_owned())
}
