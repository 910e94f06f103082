//! What each stream pays of each line, as a table.

use crate::{failure::Failure, output};
use anyhow::Context;
use policy::Stream;
use rules::attribution::{Braid, CostLine, Part};
use std::{
    io::{BufWriter, Write},
    path::Path,
};
use tempfile::NamedTempFile;

/// The columns, in order. A row without a stream is what nobody pays of the line.
const COLUMNS: [&str; 4] = ["line", "stream", "year_from", "pence"];

/// Writes the table beside its place, into which it is put when all is done.
pub(super) fn beside(
    lines: &[CostLine],
    streams: &[&Stream],
    braid: &Braid,
    path: &Path,
) -> Result<NamedTempFile, Failure> {
    let mut beside = output::beside(path)?;
    table(lines, streams, braid, &mut beside).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(beside)
}

fn table(lines: &[CostLine], streams: &[&Stream], braid: &Braid, out: &mut impl Write) -> anyhow::Result<()> {
    let mut table = csv::Writer::from_writer(BufWriter::new(out));
    table.write_record(COLUMNS)?;
    let years: Vec<Vec<String>> =
        streams.iter().map(|stream| stream.years.iter().map(|year| year.period.from.to_string()).collect()).collect();
    let named = |part: &Part| {
        let stream = streams.get(part.stream).map_or("", |stream| &stream.id);
        let from = years.get(part.stream).and_then(|years| years.get(part.year));
        (stream, from.map(String::as_str).unwrap_or_default())
    };
    let mut parts = braid.parts.iter().peekable();
    for (position, line) in lines.iter().enumerate() {
        let mut unpaid = line.amount.0;
        while let Some(part) = parts.next_if(|part| part.line == position) {
            let (stream, from) = named(part);
            table.write_record([&*line.id, stream, from, &part.amount.0.to_string()])?;
            unpaid -= part.amount.0;
        }
        if unpaid > 0 {
            table.write_record([&*line.id, "", "", &unpaid.to_string()])?;
        }
    }
    table.flush()?;
    Ok(())
}
