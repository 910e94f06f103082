//! Writing to standard output and standard error, without a panic when nobody is listening.

use crate::failure::Failure;
use std::io::{ErrorKind, Write, stderr, stdout};

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
