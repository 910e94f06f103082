//! The answer in words and as JSON.

use kernel::{Pence, in_words};
use policy::{Area, Stream};
use rules::attribution::{Braid, Forecast, Freed, LineAnswer, StreamSays};
use serde_json::{Value, json};
use std::fmt::Write;

/// Everything that was worked out.
pub(super) struct Answer<'a> {
    pub(super) area: &'a Area,
    pub(super) streams: &'a [&'a Stream],
    /// How many lines of cost there are.
    pub(super) lines: usize,
    pub(super) braid: Braid,
    pub(super) freed: Vec<Freed>,
    pub(super) forecast: Forecast,
    pub(super) explained: Vec<LineAnswer>,
}

impl Answer<'_> {
    pub(super) fn to_json(&self) -> Value {
        json!({
            "area": self.area.id,
            "lines": self.lines,
            "total_pence": self.braid.total,
            "years": self.braid.years,
            "unpaid": self.braid.unpaid,
            "rules_that_would_free": self.freed,
            "forecast": self.forecast,
            "explained": self.explained,
        })
    }

    pub(super) fn in_words(&self) -> String {
        let (braid, unpaid) = (&self.braid, &self.braid.unpaid);
        let paid = Pence(braid.total.0 - unpaid.total().0);
        let mut text = format!(
            "{}: {} lines of cost, {} in all; {} of it is paid by {} streams.\n",
            self.area.name,
            self.lines,
            braid.total,
            paid,
            self.streams.len()
        );
        // Writing to a String does not fail.
        let _ = writeln!(text, "\n{:>16}  {:>16}  {:>16}  stream and year", "has", "pays", "left");
        for year in &braid.years {
            let until = year.period.until.map(in_words).unwrap_or_default();
            let (from, name) = (in_words(year.period.from), self.name(&year.stream));
            let (amount, used, left) = (year.amount.to_string(), year.used.to_string(), year.left.to_string());
            let _ = writeln!(text, "{amount:>16}  {used:>16}  {left:>16}  {name}, {from} to {until}");
            for (moved, says) in [
                (year.on_management, "of what it pays is for management"),
                (year.carried_in, "of what it pays is carried over from the year before"),
                (year.moved_in, "of what it pays is moved here from others of its settlement"),
                (year.carried_out, "is carried over into the next year"),
                (year.moved_out, "is moved to others of its settlement"),
            ] {
                if moved > Pence::ZERO {
                    let _ = writeln!(text, "{:>52}  {moved} {says}", "");
                }
            }
        }
        self.unpaid(&mut text);
        self.ahead(&mut text);
        for line in &self.explained {
            explained(&mut text, line);
        }
        if self.streams.iter().any(|stream| stream.example) {
            text.push_str("\nSome amounts are made-up examples: see `example` in the text of the streams.\n");
        }
        text
    }

    fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.streams.iter().find(|stream| *stream.id == *id).map_or(id, |stream| &stream.name)
    }

    fn unpaid(&self, text: &mut String) {
        let unpaid = &self.braid.unpaid;
        if unpaid.total() == Pence::ZERO {
            text.push_str("\nEverything is funded.\n");
            return;
        }
        let _ = writeln!(text, "\nNot funded: {}", unpaid.total());
        for (amount, says) in [
            (unpaid.nobody_may, "no stream may fund it"),
            (unpaid.not_known, "it is not known whether a stream may fund it"),
            (unpaid.ran_out, "streams may fund it, and have not enough"),
        ] {
            if amount > Pence::ZERO {
                let _ = writeln!(text, "{:>16}  {says}", amount.to_string());
            }
        }
        if !self.freed.is_empty() {
            text.push_str("\nWithout this one rule, so much more could be paid:\n");
        }
        for freed in &self.freed {
            let (amount, name) = (freed.amount.to_string(), self.name(&freed.stream));
            let _ = writeln!(text, "{amount:>16}  {name}: {} [{}]", freed.says, freed.code);
        }
    }

    fn ahead(&self, text: &mut String) {
        if self.forecast.months.is_empty() {
            return;
        }
        text.push_str("\nIf costs go on as in the last three months:\n");
        let _ = writeln!(text, "{:>16}  {:>16}  month", "costs", "not paid");
        for month in &self.forecast.months {
            let (costs, unpaid) = (month.costs.to_string(), month.unpaid.to_string());
            let ended: Vec<&str> = month.ended.iter().map(|id| self.name(id)).collect();
            let ended = if ended.is_empty() { String::new() } else { format!(": no more of {}", ended.join(", ")) };
            let _ = writeln!(text, "{costs:>16}  {unpaid:>16}  {}{ended}", month.month.format("%B %Y"));
        }
    }
}

fn explained(text: &mut String, line: &LineAnswer) {
    let _ = writeln!(text, "\n{}, {}:", line.line, line.amount);
    for stream in &line.streams {
        let says = match stream.says {
            StreamSays::Pays => format!("pays {}", stream.pays),
            StreamSays::Kept => "may pay; kept for costs that fewer may pay".to_owned(),
            StreamSays::UsedUp => "may pay; has no more that it may spend on this".to_owned(),
            StreamSays::MayNot => "may not pay".to_owned(),
            StreamSays::NotKnown => "it is not known whether it may pay".to_owned(),
        };
        let _ = writeln!(text, "  {}: {says}", stream.name);
        let mark = if matches!(stream.says, StreamSays::MayNot) {
            "not so"
        } else if matches!(stream.says, StreamSays::NotKnown) {
            "not known"
        } else {
            "so"
        };
        for (code, reason) in &stream.reasons {
            let _ = writeln!(text, "    {mark}: {reason} [{code}]");
        }
    }
    if line.unpaid > Pence::ZERO {
        let _ = writeln!(text, "  no stream funds {}", line.unpaid);
    }
}
