//! Lines and statement as tables and as JSON.

use crate::{failure::Failure, output};
use anyhow::{Context, anyhow};
use kernel::Day;
use policy::Contract;
use rules::payment::{OutcomeLine, Participant, Statement};
use serde_json::json;
use std::{
    io::{self, BufWriter, Write},
    path::Path,
};
use tempfile::NamedTempFile;

/// The columns of the lines, in order.
const COLUMNS: [&str; 10] = [
    "participant",
    "outcome",
    "answer",
    "reached_on",
    "amount_pence",
    "example_price",
    "claim_by",
    "occurrence",
    "claim_from",
    "reasons",
];
/// The columns of the statement, in order.
const STATEMENT: [&str; 8] = ["on", "kind", "participant", "item", "occurrence", "amount_pence", "example", "says"];

/// The lines as CSV, written as they are worked out.
pub(super) struct Lines(csv::Writer<Sink>);

/// Where lines go until all are written.
pub(super) struct Sink(BufWriter<Place>);

enum Place {
    /// Beside the file that they are for.
    File(NamedTempFile),
    /// For standard output.
    Memory(Vec<u8>),
}

impl Sink {
    /// Beside the file at `path`, into which [`Sink::finish`] puts them; without one, for standard output.
    pub(super) fn new(path: Option<&Path>) -> Result<Self, Failure> {
        Ok(Self(BufWriter::new(match path {
            Some(path) => Place::File(output::beside(path)?),
            None => Place::Memory(Vec::new()),
        })))
    }

    /// Puts the file in its place, or prints.
    pub(super) fn finish(self, path: Option<&Path>) -> Result<(), Failure> {
        let place = self.0.into_inner().map_err(|error| anyhow!("cannot write the lines: {error}"))?;
        match (place, path) {
            (Place::File(file), Some(path)) => output::put_in_place(file, path),
            (Place::Memory(all), _) => output::print(&String::from_utf8_lossy(&all)),
            (Place::File(_), None) => Ok(()),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Memory(all) => all.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Memory(_) => Ok(()),
        }
    }
}

impl Lines {
    /// Lines for the file at `path`, or for standard output.
    pub(super) fn new(path: Option<&Path>) -> Result<Self, Failure> {
        let mut table = csv::Writer::from_writer(Sink::new(path)?);
        table.write_record(COLUMNS).context("cannot write the header")?;
        Ok(Self(table))
    }

    /// The lines of a participant.
    pub(super) fn write(&mut self, participant: &str, lines: &[OutcomeLine]) -> Result<(), Failure> {
        for line in lines {
            self.0.write_record(record(participant, line)).context("cannot write a line")?;
        }
        Ok(())
    }

    /// Puts the file in its place, or prints.
    pub(super) fn finish(self, path: Option<&Path>) -> Result<(), Failure> {
        self.0.into_inner().map_err(|error| anyhow!("cannot write the lines: {error}"))?.finish(path)
    }
}

fn record(participant: &str, line: &OutcomeLine) -> [String; 10] {
    let reasons: Vec<String> =
        line.reasons().iter().map(|reason| format!("{} [{}]", reason.says, reason.code)).collect();
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let answer = match line {
        OutcomeLine::Owed(_) => "owed",
        OutcomeLine::NotOwed(_) => "not-owed",
        OutcomeLine::Unknown(_) => "unknown",
    };
    let owed = line.owed();
    [
        participant.to_owned(),
        line.outcome().to_owned(),
        answer.to_owned(),
        day(owed.map(|owed| owed.reached_on)),
        owed.map(|owed| owed.amount.0.to_string()).unwrap_or_default(),
        owed.map(|owed| yes_or_no(owed.example_price)).unwrap_or_default(),
        day(owed.and_then(|owed| owed.claim_by)),
        line.occurrence().to_string(),
        day(owed.and_then(|owed| owed.claim_from)),
        reasons.join(" "),
    ]
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

/// The statement as CSV.
pub(super) fn statement(statement: &Statement) -> Result<Vec<u8>, Failure> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(STATEMENT).context("cannot write the header")?;
    for line in &statement.lines {
        let kind = serde_json::to_value(line.kind).context("cannot write a line")?;
        let record = [
            line.on.to_string(),
            kind.as_str().unwrap_or_default().to_owned(),
            line.participant.clone().unwrap_or_default(),
            line.item.clone(),
            line.occurrence.to_string(),
            line.amount.0.to_string(),
            yes_or_no(line.example),
            format!("{} [{}]", line.says, line.code),
        ];
        table.write_record(record).context("cannot write a line")?;
    }
    Ok(table.into_inner().context("cannot write the lines")?)
}

/// Everything as JSON.
pub(super) fn json(
    contract: &Contract,
    as_of: Day,
    participants: &[Participant],
    statement: &Statement,
) -> Result<serde_json::Value, Failure> {
    let people: Vec<_> = participants.iter().map(|one| json!({ "id": one.id, "lines": one.lines })).collect();
    let total = statement.total().context("the total is too large")?;
    Ok(json!({
        "contract": contract.id,
        "as_of": as_of,
        "participants": people,
        "statement": { "lines": statement.lines, "total_pence": total.0 },
    }))
}

/// Writes a file whole or not at all.
pub(super) fn put(written: &[u8], path: &Path) -> Result<(), Failure> {
    let mut beside = output::beside(path)?;
    beside.write_all(written).with_context(|| format!("cannot write {}", path.display()))?;
    output::put_in_place(beside, path)
}
