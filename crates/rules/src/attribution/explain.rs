//! Why does each stream pay a line of cost, or not?
//!
//! *Authority*: the same tests and criteria as for all lines together.
//! *Applies*: to one line of a [`Braid`].
//! *Simplified*: a stream that may pay and does not is told as used up or as kept; which other line has its money is
//! not told, since any other of the group might.
//! *Example*: UK Shared Prosperity Fund pays £612.50; Adult Skills Fund may not: pays for training only.

use super::{
    braid::Braid,
    lawful::lawful,
    line::{CostKind, Costs},
    sets::{Allotment, Streams},
};
use kernel::Pence;
use policy::{Truth, population::Detail};
use serde::Serialize;
use std::sync::Arc;

/// Why each stream pays a line, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineAnswer {
    /// The line.
    pub line: Arc<str>,
    /// Its amount.
    pub amount: Pence,
    /// What nobody pays of it.
    pub unpaid: Pence,
    /// Every stream of the area, in the order of the text.
    pub streams: Vec<StreamAnswer>,
}

/// What a stream says to a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StreamAnswer {
    /// The id of the stream.
    pub stream: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// What it pays.
    pub pays: Pence,
    /// Why.
    pub says: StreamSays,
    /// Why: what it asks that is so, where it may pay; what is not so, or not known, where it may not. The reason code and
    /// the words.
    pub reasons: Vec<(String, String)>,
}

/// Why a stream pays, or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StreamSays {
    /// It may pay, and does.
    Pays,
    /// It may pay; its money is kept for costs that fewer streams may pay.
    Kept,
    /// It may pay; its money of the year is used up, or all that it may spend so.
    UsedUp,
    /// It may not pay.
    MayNot,
    /// It is not known whether it may pay.
    NotKnown,
}

impl Streams<'_> {
    /// Why each stream pays the line at this position, or not; `None` when there is no such line.
    #[must_use]
    pub fn explain(&self, costs: Costs<'_>, braid: &Braid, position: usize) -> Option<LineAnswer> {
        let line = costs.lines.get(position)?;
        let people = self.questions.screen(&costs.people.pick(&[position]), line.on, Detail::Rows).programmes;
        let from = braid.parts.partition_point(|part| part.line < position);
        let parts: Vec<_> = braid.parts.iter().skip(from).take_while(|part| part.line == position).collect();
        let paid: i64 = parts.iter().map(|part| part.amount.0).sum();
        let mut streams = Vec::new();
        for (at, (stream, person)) in self.streams.iter().zip(&people).enumerate() {
            let (mut yes, mut no, mut open) = (Vec::new(), Vec::new(), Vec::new());
            for (test, truth) in lawful(stream, line) {
                let reason = || (test.code(stream), test.says(stream));
                match truth {
                    Truth::Met if test.is_asked_by(stream) => yes.push(reason()),
                    Truth::Met => {}
                    Truth::NotMet => no.push(reason()),
                    Truth::Unknown => open.push(reason()),
                }
            }
            for barrier in person.barriers.iter().filter(|_| line.kind == CostKind::Delivery) {
                let Some(rows) = &barrier.rows else { continue };
                let reason = (barrier.code.to_string(), barrier.says.to_string());
                match (rows.met.get(0), rows.fails.get(0)) {
                    (true, _) => yes.push(reason),
                    (_, true) => no.push(reason),
                    _ => open.push(reason),
                }
            }
            let pays: i64 = parts.iter().filter(|part| part.stream == at).map(|part| part.amount.0).sum();
            let used_up = || {
                let year = stream.year_on(line.on);
                year.is_some_and(|year| self.is_used_up(braid, Allotment { stream: at, year }))
            };
            let (says, reasons) = match (no.is_empty(), open.is_empty()) {
                (false, _) => (StreamSays::MayNot, no),
                (true, false) => (StreamSays::NotKnown, open),
                (true, true) if pays > 0 => (StreamSays::Pays, yes),
                (true, true) if paid < line.amount.0 || used_up() => (StreamSays::UsedUp, yes),
                (true, true) => (StreamSays::Kept, yes),
            };
            let (id, name) = (Arc::clone(&stream.id), Arc::clone(&stream.name));
            streams.push(StreamAnswer { stream: id, name, pays: Pence(pays), says, reasons });
        }
        let unpaid = Pence(line.amount.0 - paid);
        Some(LineAnswer { line: Arc::clone(&line.id), amount: line.amount, unpaid, streams })
    }

    fn is_used_up(&self, braid: &Braid, allotment: Allotment) -> bool {
        let before: usize = self.streams.iter().take(allotment.stream).map(|stream| stream.years.len()).sum();
        braid.years.get(before + allotment.year).is_some_and(|year| year.left == Pence::ZERO)
    }
}
