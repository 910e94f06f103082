//! Reading the files that a command is given: never more of one than its bound, whatever it says of its own length.
//!
//! A file that somebody names may be a pipe or a device: it is read as far as the bound and no further. Files that are
//! found by walking through a folder are for `service::policy_text`.

use anyhow::{Context, Result, bail};
use std::{fs::File, io::Read, path::Path};

/// The most bytes of a table, a workbook or a feed.
pub(crate) const TABLE_BYTES: u64 = 2_000_000_000;
/// The most bytes of a text that a person writes: a contract, a file of cases, settings.
pub(crate) const TEXT_BYTES: u64 = 16_000_000;

/// All bytes of a file.
///
/// # Errors
/// When it cannot be opened or read, is a folder, or has more than `most` bytes.
pub(crate) fn bytes(path: &Path, most: u64) -> Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let found = file.metadata().with_context(|| format!("cannot read {}", path.display()))?;
    if found.is_dir() {
        bail!("{} is a folder; give one file", path.display());
    }
    if found.len() > most {
        bail!(too_long(path, most));
    }
    let mut bytes = Vec::new();
    // One byte more than may be: what has no length of its own, such as a pipe, is found too long by it.
    file.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {}", path.display()))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) { Ok(bytes) } else { bail!(too_long(path, most)) }
}

/// The text of a file, at most [`TEXT_BYTES`] long.
///
/// # Errors
/// As [`bytes`], and when it is not UTF-8.
pub(crate) fn text(path: &Path) -> Result<String> {
    as_text(path, bytes(path, TEXT_BYTES)?)
}

/// The text of a table, at most [`TABLE_BYTES`] long.
///
/// # Errors
/// As [`bytes`], and when it is not UTF-8.
pub(crate) fn table_text(path: &Path) -> Result<String> {
    as_text(path, bytes(path, TABLE_BYTES)?)
}

fn as_text(path: &Path, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).with_context(|| format!("cannot read {} as text: it is not UTF-8", path.display()))
}

fn too_long(path: &Path, most: u64) -> String {
    format!("{} is longer than {} million bytes, which is the most that is read", path.display(), most / 1_000_000)
}

/// Opens a file that is read in a stream, a part at a time.
///
/// # Errors
/// When it cannot be opened or is a folder.
pub(crate) fn stream(path: &Path) -> Result<File> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    if file.metadata().is_ok_and(|found| found.is_dir()) {
        bail!("{} is a folder; give one file", path.display());
    }
    Ok(file)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_is_read_up_to_its_bound_and_not_a_byte_further() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("table.csv");
        fs::write(&file, "12345").unwrap();
        assert_eq!(bytes(&file, 5).unwrap(), b"12345");
        let refused = format!("{:#}", bytes(&file, 4).unwrap_err());
        assert!(refused.contains("is longer than"), "{refused}");
        let refused = format!("{:#}", bytes(folder.path(), 4).unwrap_err());
        assert!(refused.contains("is a folder"), "{refused}");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_an_end_is_found_too_long() {
        let refused = format!("{:#}", bytes(Path::new("/dev/zero"), 1_000_000).unwrap_err());
        assert_eq!(refused, "/dev/zero is longer than 1 million bytes, which is the most that is read");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("contract.toml");
        fs::write(&file, [0xFF, 0xFE]).unwrap();
        let refused = format!("{:#}", text(&file).unwrap_err());
        assert!(refused.contains("as text: it is not UTF-8"), "{refused}");
    }
}
