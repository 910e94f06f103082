//! Drives a real browser through the stories, on pages served by the real program.
//!
//! The journeys in `tests/` run where `TAPESTRY_E2E=1` says that Chromium and its driver are there;
//! elsewhere they say that they were skipped. `TAPESTRY_TEST_POSTGRES` adds a run on PostgreSQL.

mod browser;
mod checks;
mod site;

pub use browser::{Browser, Screen};
pub use checks::{accessibility, validate_html};
pub use site::{Site, databases};

/// Whether the journeys are to run; says so when they are not.
#[must_use]
pub fn wanted() -> bool {
    let wanted = std::env::var_os("TAPESTRY_E2E").is_some();
    if !wanted {
        eprintln!("SKIPPED: set TAPESTRY_E2E=1 where chromium and chromedriver are installed to run the journeys");
    }
    wanted
}
