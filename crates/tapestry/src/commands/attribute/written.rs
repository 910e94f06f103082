//! What each stream pays of each line, as a table.

use super::words::Answer;
use crate::{failure::Failure, output};
use anyhow::Context;
use rules::attribution::{CostLine, Part};
use std::{
    io::{BufWriter, Write},
    path::Path,
};

/// The columns, in order. A row without a stream is what nobody pays of the line.
const COLUMNS: [&str; 4] = ["line", "stream", "year_from", "pence"];

/// Writes the table whole or not at all.
pub(super) fn put(lines: &[CostLine], answer: &Answer<'_>, path: &Path) -> Result<(), Failure> {
    let cannot = || format!("cannot write {}", path.display());
    let mut beside = output::beside(path)?;
    table(lines, answer, &mut beside).with_context(cannot)?;
    output::put_in_place(beside, path)
}

fn table(lines: &[CostLine], answer: &Answer<'_>, out: &mut impl Write) -> anyhow::Result<()> {
    let mut table = csv::Writer::from_writer(BufWriter::new(out));
    table.write_record(COLUMNS)?;
    let mut parts = answer.braid.parts.iter().peekable();
    for (position, line) in lines.iter().enumerate() {
        let mut unpaid = line.amount.0;
        while let Some(part) = parts.next_if(|part| part.line == position) {
            let (stream, from) = named(answer, part);
            table.write_record([&line.id, stream, from.as_str(), &part.amount.0.to_string()])?;
            unpaid -= part.amount.0;
        }
        if unpaid > 0 {
            table.write_record([&line.id, "", "", &unpaid.to_string()])?;
        }
    }
    table.flush()?;
    Ok(())
}

fn named<'a>(answer: &Answer<'a>, part: &Part) -> (&'a str, String) {
    let stream = answer.streams.get(part.stream);
    let year = stream.and_then(|stream| stream.years.get(part.year));
    (stream.map_or("", |stream| &stream.id), year.map(|year| year.period.from.to_string()).unwrap_or_default())
}
