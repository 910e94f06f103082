//! Taking in a directory: from a feed on the web, page by page, or from a file.
//!
//! What was read is kept: each page is written in a transaction of its own, so that a feed that
//! breaks off leaves what came before. A bad record is reported and passed over. Importing the
//! same thing twice changes nothing. Nothing is ever taken away: a service that its feed no longer
//! lists stays as it was.

mod course;
mod feed;
mod fetch;
mod file;
mod keep;
mod report;

pub use feed::import_feed;
pub use fetch::Limits;
pub use file::import_file;
pub use report::{Ending, Progress, Report, Summary};

use crate::Application;
use anyhow::Result;
use exchange::oruk::{Service, Taxonomy};
use std::path::Path;

/// Takes in the feed at a URL, or the file at a path. `progress` is called after each page.
///
/// # Errors
/// When the database refuses, or the file cannot be read. What is wrong with the feed itself is in
/// the report.
pub async fn import(
    app: &Application,
    from: &str,
    limits: &Limits,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<Report> {
    if from.starts_with("http://") || from.starts_with("https://") {
        import_feed(app, from, limits, progress).await
    } else {
        import_file(app, Path::new(from), progress).await
    }
}

/// Writes the example directory.
pub(super) async fn keep_example(app: &Application, services: Vec<Service>, needs: Taxonomy) -> Result<Summary> {
    let mut summary = Summary::default();
    let batch = keep::Batch { services, taxonomies: vec![needs], ..keep::Batch::default() };
    keep::keep(app, &batch, "example", &mut summary).await?;
    Ok(summary)
}
