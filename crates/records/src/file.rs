//! The file of an SQLite database: whose it is on the machine.

use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use std::{
    io,
    path::{Path, PathBuf},
};

/// The file that an address of SQLite names; `None` for a database in memory and for another product.
#[must_use]
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    if !url.starts_with("sqlite:") || super::connect::is_in_memory(url) {
        return None;
    }
    // As the driver reads the address.
    let options: SqliteConnectOptions = url.parse().ok()?;
    Some(options.get_filename().to_owned()).filter(|file| !file.as_os_str().is_empty())
}

/// Makes the file that `url` names, where there is none, for this account of the machine alone. SQLite gives the files that it
/// keeps beside it (`-wal`, `-shm`) the same mode. What is there already stays as it is; a folder that is not there is not
/// made, for the address may be mistyped.
///
/// # Errors
/// When the file cannot be made.
pub(super) fn make_private(url: &str) -> io::Result<()> {
    let Some(file) = sqlite_file(url).filter(|_| !url.contains("mode=ro")) else { return Ok(()) };
    if file.exists() {
        return Ok(());
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&file).map(drop)
}

/// Makes a folder for this account of the machine alone, and those above it; nothing where it is there.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether only this account of the machine can read the file that `url` names. `None` where that cannot be told.
#[must_use]
pub fn is_private(url: &str) -> Option<bool> {
    let file = sqlite_file(url)?;
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(file).ok()?.permissions());
        Some(mode & 0o077 == 0)
    }
    #[cfg(not(unix))]
    {
        drop(file);
        None
    }
}
