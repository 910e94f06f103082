//! Taking in a file: a page of the standard, a bare list of services, or one service.

use super::keep::{Batch, keep};
use super::report::{Ending, Progress, Report, Summary};
use crate::Application;
use anyhow::{Context, Result, bail};
use exchange::oruk::{Service, Taxonomy, read_page};
use std::path::Path;

/// The largest file that is read, in bytes.
const LARGEST_FILE_BYTES: u64 = 100_000_000;
/// How many records are written together.
const RECORDS_TOGETHER: usize = 200;

/// Takes in the file at a path.
///
/// # Errors
/// When the file cannot be read or is too large, or the database refuses. A file that holds
/// something else is told in the report.
pub async fn import_file(
    app: &Application,
    path: &Path,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<Report> {
    let named = path.display().to_string();
    let size = std::fs::metadata(path).with_context(|| format!("cannot read {named}"))?.len();
    if size > LARGEST_FILE_BYTES {
        bail!("{named} is larger than {LARGEST_FILE_BYTES} bytes");
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {named}"))?;
    import_bytes(app, &bytes, &named, progress).await
}

/// Takes in what a file held. A list of taxonomies is known by its first record.
pub(in crate::directory) async fn import_bytes(
    app: &Application,
    bytes: &[u8],
    source: &str,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<Report> {
    let mut report = Report { pages: 0, summary: Summary::default(), notes: Vec::new(), ending: Ending::Whole };
    let page = match read_page::<Service>(bytes) {
        Ok(page) => page,
        Err(fault) => {
            report.ending = Ending::Early(fault.to_string());
            return Ok(report);
        }
    };
    let taxonomies = match read_page::<Taxonomy>(bytes) {
        Ok(page) if page.records.iter().any(|taxonomy| !taxonomy.taxonomy_terms.is_empty()) => page.records,
        _ => Vec::new(),
    };
    report.pages = 1;
    if taxonomies.is_empty() {
        page.faults.iter().for_each(|fault| report.summary.fault(fault.to_string()));
        for some in page.records.chunks(RECORDS_TOGETHER) {
            let batch = Batch { services: some.to_vec(), ..Batch::default() };
            keep(app, &batch, source, &mut report.summary).await?;
        }
    } else {
        keep(app, &Batch { taxonomies, ..Batch::default() }, source, &mut report.summary).await?;
    }
    progress(&Progress { pages: 1, of_pages: Some(1), summary: report.summary.clone() });
    Ok(report)
}
