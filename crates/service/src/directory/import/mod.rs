//! Taking in a directory: from a feed on the web, page by page, or from a file.
//!
//! What was read is kept: each page is written in a transaction of its own, so that a feed that
//! breaks off leaves what came before. A bad record is reported and passed over. Importing the
//! same thing twice changes nothing.
//!
//! What a source no longer has is said the first time, and withdrawn when it is missing again the next time that the
//! whole of it came. Nothing is deleted: the page of a service that was withdrawn says so, for whoever has its address,
//! and it is on the list again when its source has it again. A feed that did not come whole withdraws nothing.

mod course;
mod feed;
mod fetch;
mod file;
mod keep;
mod report;
mod run;
mod settle;

pub use feed::import_feed;
pub use fetch::Limits;
pub use file::import_file;
pub use report::{Ending, Progress, Report, Summary};
use run::Run;

use crate::Application;
use anyhow::Result;
use exchange::oruk::{Service, Taxonomy};
use std::path::Path;

/// How to take in a source, besides where it is.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How long and how much is waited for.
    pub limits: Limits,
    /// The name under which the ids of the source are kept, where that is not its address: the same file comes under
    /// another name each time, or a feed has moved.
    pub source: Option<String>,
    /// More than half of what came from the source may be withdrawn.
    pub many_gone: bool,
}

/// Takes in the feed at a URL, or the file at a path. `progress` is called after each page.
///
/// # Errors
/// When the database refuses, or the file cannot be read. What is wrong with the feed itself is in
/// the report.
pub async fn import(
    app: &Application,
    from: &str,
    options: &Options,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<Report> {
    if from.starts_with("http://") || from.starts_with("https://") {
        import_feed(app, from, options, progress).await
    } else {
        import_file(app, Path::new(from), options, progress).await
    }
}

/// Writes the example directory.
pub(super) async fn keep_example(app: &Application, services: Vec<Service>, needs: Taxonomy) -> Result<Summary> {
    let mut run = Run::new(app, "example".to_owned());
    let batch = keep::Batch { services, taxonomies: vec![needs], ..keep::Batch::default() };
    keep::keep(&mut run, &batch).await?;
    Ok(run.summary)
}
