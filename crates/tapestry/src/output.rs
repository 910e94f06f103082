//! Writing to standard output, standard error and files: without a panic when nobody is listening,
//! and never half a file.

use crate::failure::Failure;
use anyhow::Context;
use std::{
    io::{ErrorKind, Write, stderr, stdout},
    path::Path,
};
use tempfile::NamedTempFile;

/// Writes what was asked for. A reader that has gone away (`| head`) is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::because(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes a value as indented JSON.
pub(crate) fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    print(&format!("{value:#}\n"))
}

/// A line on standard error. If even that cannot be written, there is nobody to tell.
pub(crate) fn note(line: &str) {
    let written = writeln!(stderr().lock(), "{line}");
    drop(written);
}

/// A file in the folder of `path`, to be written and then [put in its place](put_in_place).
pub(crate) fn beside(path: &Path) -> Result<NamedTempFile, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(NamedTempFile::new_in(folder).with_context(|| format!("cannot write {}", path.display()))?)
}

/// Puts a file that is written whole at `path`, in place of what is there.
pub(crate) fn put_in_place(written: NamedTempFile, path: &Path) -> Result<(), Failure> {
    let failed = || format!("cannot write {}", path.display());
    written.as_file().sync_all().with_context(failed)?;
    written.persist(path).map_err(|error| error.error).with_context(failed)?;
    Ok(())
}
