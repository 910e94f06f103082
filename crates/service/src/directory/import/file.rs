//! Taking in a file: a page of the standard, a bare list of services, or one service.

use super::Options;
use super::keep::{Batch, keep};
use super::report::{Ending, Progress, Report};
use super::run::Run;
use super::settle::finish;
use crate::Application;
use anyhow::{Context, Result, bail};
use exchange::oruk::{Service, Shape, Taxonomy, read_page};
use std::{io::Read, path::Path};

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
    options: &Options,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<Report> {
    let named = path.display().to_string();
    let file = std::fs::File::open(path).with_context(|| format!("cannot open {named}"))?;
    let mut bytes = Vec::new();
    // Whatever it says of its own length, and a pipe or a device says nothing, no more of it is taken than its bound.
    file.take(LARGEST_FILE_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {named}"))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST_FILE_BYTES) {
        bail!("{named} is larger than {LARGEST_FILE_BYTES} bytes");
    }
    let source = options.source.clone().unwrap_or(named);
    import_bytes(Run::new(app, source), &bytes, options, progress).await
}

/// Takes in what a file held. A list of taxonomies is known by its first record.
async fn import_bytes(
    mut run: Run<'_>,
    bytes: &[u8],
    options: &Options,
    progress: &mut (dyn FnMut(&Progress) + Send),
) -> Result<Report> {
    let page = match read_page::<Service>(bytes) {
        Ok(page) => page,
        Err(fault) => {
            let ending = Ending::Early(fault.to_string());
            return Ok(Report { pages: 0, summary: run.summary, notes: Vec::new(), ending });
        }
    };
    let taxonomies = match read_page::<Taxonomy>(bytes) {
        Ok(page) if page.records.iter().any(|taxonomy| !taxonomy.taxonomy_terms.is_empty()) => page.records,
        _ => Vec::new(),
    };
    let mut notes = Vec::new();
    if taxonomies.is_empty() {
        run.page("", &page.faults, &page.mended);
        for some in page.records.chunks(RECORDS_TOGETHER) {
            keep(&mut run, &Batch { services: some.to_vec(), ..Batch::default() }).await?;
        }
        let said = page.numbers.total_items.unwrap_or_default();
        let is_whole = page.shape != Shape::Single
            && page.numbers.total_pages.is_none_or(|pages| pages <= 1)
            && said <= page.records.len() as u64 + page.faults.len() as u64;
        notes.extend(finish(&mut run, is_whole, options.many_gone).await?);
    } else {
        keep(&mut run, &Batch { taxonomies, ..Batch::default() }).await?;
    }
    let report = Report { pages: 1, summary: run.summary, notes, ending: Ending::Whole };
    progress(&Progress { pages: 1, of_pages: Some(1), summary: report.summary.clone() });
    Ok(report)
}
