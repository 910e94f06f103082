//! The files that a screening writes.

use crate::{failure::Failure, output, people_table::format};
use anyhow::Context;
use exchange::tables::{Format, Summary};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Where to write.
pub(super) struct Targets {
    pub(super) format: Format,
    out: PathBuf,
    summary: Option<PathBuf>,
}

impl Targets {
    /// Looks at the names before any work is done.
    pub(super) fn new(people: &Path, out: &Path, summary: Option<&Path>) -> Result<Self, Failure> {
        let format = format(out)?;
        for target in std::iter::once(out).chain(summary) {
            if is_same(target, people) {
                let says = format!("{} is the table of people: write to another file", target.display());
                return Err(Failure::Usage(says));
            }
            if fs::metadata(target).is_ok_and(|found| !found.is_file()) {
                return Err(Failure::because(format!("cannot write {}: it is no file", target.display())));
            }
        }
        if summary.is_some_and(|summary| is_same(summary, out)) {
            return Err(Failure::Usage("--out and --summary are the same file".to_owned()));
        }
        Ok(Self { format, out: out.to_owned(), summary: summary.map(Path::to_owned) })
    }

    /// A file beside that of the verdicts. It goes away by itself unless it is put in place.
    pub(super) fn beside_out(&self) -> Result<NamedTempFile, Failure> {
        if let Some(summary) = &self.summary {
            // So that nothing is worked out for a summary that has no place to go.
            output::beside(summary)?;
        }
        output::beside(&self.out)
    }

    /// Writes the summary beside its place too, and then puts both where they belong.
    pub(super) fn put_in_place(&self, verdicts: NamedTempFile, summary: &Summary<'_>) -> Result<(), Failure> {
        let counts = match &self.summary {
            None => None,
            Some(path) => {
                let mut file = output::beside(path)?;
                summary.write_csv(&mut file).with_context(|| format!("cannot write {}", path.display()))?;
                Some((file, path))
            }
        };
        output::put_in_place(verdicts, &self.out)?;
        counts.map_or(Ok(()), |(file, path)| output::put_in_place(file, path))
    }
}

/// Whether two names lead to one file. A name that leads nowhere yet is compared by its folder.
fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| {
        fs::canonicalize(path).ok().or_else(|| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
        })
    };
    whole(one).is_some_and(|one| whole(other) == Some(one))
}
