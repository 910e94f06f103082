//! A bound on the length of a line, held while a table is read, so that a file without line ends is not taken into
//! memory.

use std::io::{self, BufReader, Read};

/// The longest line: a hundred columns of ten thousand bytes.
pub(crate) const MAX_LINE_BYTES: u64 = 1_000_000;
/// Bytes that are asked of the source at once.
const BUFFER_BYTES: usize = 1 << 16;

/// Passes on what `source` gives, at most [`MAX_LINE_BYTES`] until [`LineLimit::begin_line`] is called again; after that
/// reading fails with [`io::ErrorKind::InvalidData`]. What a parser has read ahead counts towards the line before, so
/// a line may be longer by one buffer.
pub(crate) struct LineLimit<R> {
    source: BufReader<R>,
    left: u64,
}

impl<R: Read> LineLimit<R> {
    /// A limit on the lines of `source`; the first line begins.
    pub(crate) fn new(source: R) -> Self {
        Self { source: BufReader::with_capacity(BUFFER_BYTES, source), left: MAX_LINE_BYTES }
    }

    /// Says that a new line begins.
    pub(crate) fn begin_line(&mut self) {
        self.left = MAX_LINE_BYTES;
    }
}

impl<R: Read> Read for LineLimit<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        let length = u64::try_from(read).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(length).ok_or(io::ErrorKind::InvalidData)?;
        Ok(read)
    }
}
