//! Writing to standard output, standard error and files: without a panic when nobody is listening,
//! never half a file, and never a file in the place of something else.

use crate::failure::Failure;
use anyhow::{Context, Result, bail};
use std::{
    fs,
    io::{ErrorKind, Seek, Write, stderr, stdout},
    path::{Path, PathBuf},
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

/// What stands at the place where a file is to be written.
enum Place {
    /// A plain file, or nothing yet: the path once links are followed, and what is known of the file that is replaced.
    File(PathBuf, Option<fs::Metadata>),
    /// A device such as `/dev/null`, or a pipe: it is written into and stays what it is.
    Into(PathBuf),
}

/// Looks at the place before anything is written there.
fn place(path: &Path) -> Result<Place> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let followed = match fs::canonicalize(path) {
        Ok(followed) => followed,
        Err(_) if is_link => bail!("it is a link that leads nowhere; remove it or name its target"),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Place::File(path.to_owned(), None)),
        Err(error) => return Err(error.into()),
    };
    let found = fs::metadata(&followed)?;
    if found.is_file() {
        return Ok(Place::File(followed, Some(found)));
    }
    if found.is_dir() {
        bail!("it is a folder; name a file");
    }
    if is_written_into(&found) {
        // The name as it was given: what a descriptor leads to, such as /dev/stdout, may have no name of its own.
        return Ok(Place::Into(path.to_owned()));
    }
    bail!("it is neither a file nor a pipe nor a device that takes text; name a file")
}

/// Whether bytes can be put into it one after another: a pipe, or a device such as `/dev/null` and a terminal.
#[cfg(unix)]
fn is_written_into(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    found.file_type().is_fifo() || found.file_type().is_char_device()
}

#[cfg(not(unix))]
fn is_written_into(_: &fs::Metadata) -> bool {
    false
}

/// A file in the folder of `path`, to be written and then [put in its place](put_in_place). For a device or a pipe it is
/// in the machine's folder for such files.
pub(crate) fn beside(path: &Path) -> Result<NamedTempFile, Failure> {
    made_beside(path, new_in)
}

/// The same for a file that holds records: a new one can be read by nobody but its owner.
pub(crate) fn private_beside(path: &Path) -> Result<NamedTempFile, Failure> {
    made_beside(path, |folder| NamedTempFile::new_in(folder))
}

fn made_beside(path: &Path, make: impl Fn(&Path) -> std::io::Result<NamedTempFile>) -> Result<NamedTempFile, Failure> {
    let failed = || format!("cannot write {}", path.display());
    let place = place(path).with_context(failed)?;
    let written = match &place {
        Place::File(path, _) => make(folder(path)),
        Place::Into(_) => NamedTempFile::new(),
    };
    Ok(written.with_context(failed)?)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file with the permissions that the user's mask gives to new files.
#[cfg(unix)]
fn new_in(folder: &Path) -> std::io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_in(folder: &Path) -> std::io::Result<NamedTempFile> {
    NamedTempFile::new_in(folder)
}

/// Puts a file that is written whole at `path`: in place of a plain file, whose permissions and owner it keeps, or into a
/// device or a pipe. A link is followed, and stays.
pub(crate) fn put_in_place(written: NamedTempFile, path: &Path) -> Result<(), Failure> {
    let failed = || format!("cannot write {}", path.display());
    match place(path).with_context(failed)? {
        Place::Into(path) => {
            let mut from = written.reopen().with_context(failed)?;
            from.rewind().with_context(failed)?;
            let mut into = fs::OpenOptions::new().write(true).open(path).with_context(failed)?;
            std::io::copy(&mut from, &mut into).and_then(|_| into.flush()).with_context(failed)?;
        }
        Place::File(path, replaced) => {
            if let Some(replaced) = replaced {
                keep_of(&replaced, written.as_file()).with_context(failed)?;
            }
            written.as_file().sync_all().with_context(failed)?;
            written.persist(path).map_err(|error| error.error).with_context(failed)?;
        }
    }
    Ok(())
}

/// Gives a file the owner, where that may be, and the permissions of the one it replaces.
fn keep_of(replaced: &fs::Metadata, written: &fs::File) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Only the machine's administrator may give a file away; for everybody else it is theirs already.
        let given = fchown(written, Some(replaced.uid()), Some(replaced.gid()));
        if let Err(error) = given
            && error.kind() != ErrorKind::PermissionDenied
        {
            return Err(error);
        }
    }
    written.set_permissions(replaced.permissions())
}

#[cfg(all(test, unix))]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;
    use std::{
        io::Read,
        os::unix::fs::{FileTypeExt, PermissionsExt, symlink},
        process::Command,
    };

    fn write(path: &Path, text: &str) -> Result<(), Failure> {
        let mut written = beside(path)?;
        written.write_all(text.as_bytes()).unwrap();
        put_in_place(written, path)
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_that_is_replaced_keeps_its_permissions_and_a_new_one_has_the_usual_ones() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new, plain) =
            (folder.path().join("old.csv"), folder.path().join("new.csv"), folder.path().join("plain"));
        fs::write(&old, "before").unwrap();
        fs::set_permissions(&old, fs::Permissions::from_mode(0o640)).unwrap();
        fs::write(&plain, "").unwrap();
        write(&old, "after").unwrap();
        write(&new, "new").unwrap();
        assert_eq!((fs::read_to_string(&old).unwrap().as_str(), mode(&old)), ("after", 0o640));
        assert_eq!((fs::read_to_string(&new).unwrap().as_str(), mode(&new)), ("new", mode(&plain)));
    }

    #[test]
    fn a_new_file_of_records_can_be_read_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        put_in_place(private_beside(&copy).unwrap(), &copy).unwrap();
        assert_eq!(mode(&copy), 0o600);
    }

    #[test]
    fn a_link_stays_a_link_and_its_target_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target.csv"), folder.path().join("link.csv"));
        fs::write(&target, "before").unwrap();
        symlink(&target, &link).unwrap();
        write(&link, "after").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "after");
    }

    #[test]
    fn a_link_that_leads_nowhere_and_a_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link.csv");
        symlink(folder.path().join("gone"), &link).unwrap();
        assert!(write(&link, "text").is_err());
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(write(folder.path(), "text").is_err());
    }

    #[test]
    fn a_pipe_is_written_into_and_stays_a_pipe() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reading = std::thread::spawn({
            let pipe = pipe.clone();
            move || {
                let mut text = String::new();
                fs::File::open(pipe).unwrap().read_to_string(&mut text).unwrap();
                text
            }
        });
        write(&pipe, "text").unwrap();
        assert_eq!(reading.join().unwrap(), "text");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    }

    #[test]
    fn a_device_is_written_into_and_stays_a_device() {
        // A name of its own in a folder of its own: should this ever go wrong, the machine's null device stays.
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("null");
        symlink("/dev/null", &link).unwrap();
        let Place::Into(_) = place(&link).unwrap() else { panic!("a device is written into") };
        write(&link, "text").unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
