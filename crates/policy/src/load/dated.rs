//! Values with dates: that no two hold on one day, and that none is missing between or at the ends.

use super::reader::Reader;
use crate::DatedValue;
use kernel::{Day, Period};
use std::ops::Range;

/// Values in order of date, and where each is written.
pub(super) struct Dated {
    pub(super) values: Vec<DatedValue>,
    spans: Vec<Range<usize>>,
}

/// One value as written: its end may be left to the next one's beginning.
struct Written {
    from: Day,
    until: Option<Day>,
    is: i64,
    source: Option<String>,
    example: bool,
    span: Range<usize>,
}

/// Reads `values = [ { from, until?, is, source?, example? }, … ]` of `what`.
///
/// A value holds from its `from` until the day before the next one's, unless `until` is given.
/// Values that overlap, leave a hole or stand out of order are reported.
pub(super) fn dated_values(reader: &Reader<'_>, what: &str) -> Dated {
    let mut written = Vec::new();
    let before = reader.faults.len();
    for value in reader.tables("values", "a value with a date") {
        if value.place_of_key("from").is_none() {
            value.missing("from");
        }
        let (from, until) = value.days();
        let is = value.whole("is");
        let (source, example) = (value.optional_text("source").map(|source| source.value), value.flag("example"));
        value.finish();
        if let (Some(from), Some(is)) = (from, is) {
            written.push(Written { from, until, is: is.value, source, example, span: value.span() });
        }
    }
    if written.is_empty() && reader.faults.len() == before {
        reader.faults.add(
            reader
                .error("policy/no-value", reader.span(), format!("{what} has no value"))
                .label("this one")
                .help("write `values = [{ from = 2024-04-01, is = 1 }]`"),
        );
    }
    for (earlier, later) in written.iter().zip(written.iter().skip(1)) {
        report_join(reader, what, earlier, later);
    }
    close(written)
}

/// Gives each value its last day and puts them in order.
fn close(mut written: Vec<Written>) -> Dated {
    written.sort_by_key(|value| value.from);
    let next: Vec<Option<Day>> = written.iter().skip(1).map(|later| later.from.pred_opt()).chain([None]).collect();
    let mut dated = Dated { values: Vec::new(), spans: Vec::new() };
    for (value, next) in written.into_iter().zip(next) {
        let period = Period { from: value.from, until: value.until.or(next) };
        dated.values.push(DatedValue {
            period,
            is: value.is,
            source: value.source,
            example: value.example,
            set_by: None,
        });
        dated.spans.push(value.span);
    }
    dated
}

fn report_join(reader: &Reader<'_>, what: &str, earlier: &Written, later: &Written) {
    let error = |code, message: String| reader.error(code, later.span.clone(), message);
    let expected = earlier.until.and_then(|until| until.succ_opt());
    if later.from <= earlier.from {
        reader.faults.add(
            error("policy/dates-overlap", format!("the values of {what} are not in order of date"))
                .label(format!("begins on {}, not after {}", later.from, earlier.from))
                .help("write the earliest first, and no two with the same first day"),
        );
    } else if let (Some(until), Some(expected)) = (earlier.until, expected) {
        if later.from <= until {
            reader.faults.add(
                error("policy/dates-overlap", format!("{what} has two values from {} to {until}", later.from))
                    .label("begins while the one before still holds")
                    .help(format!(
                        "both days are included: end the one before on {}, or leave out its `until`",
                        later.from.pred_opt().unwrap_or(later.from)
                    )),
            );
        } else if later.from > expected {
            let last = later.from.pred_opt().unwrap_or(later.from);
            reader.faults.add(
                error("policy/dates-hole", format!("{what} has no value from {expected} to {last}"))
                    .label("the one before has ended by then")
                    .help(format!("begin this one on {expected}, or leave out the `until` before it")),
            );
        }
    }
}

impl Dated {
    /// Each value with the place where it is written.
    pub(super) fn spotted(&self) -> impl Iterator<Item = (&DatedValue, &Range<usize>)> {
        self.values.iter().zip(&self.spans)
    }

    /// Reports days from `from` to `until` (both included; `None` does not ask for a beginning, or
    /// asks for values without end) on which nothing holds, before the first value or after the last.
    pub(super) fn expect_covered(&self, reader: &Reader<'_>, what: &str, (from, until): (Option<Day>, Option<Day>)) {
        if let (Some(from), Some(first), Some(span)) = (from, self.values.first(), self.spans.first())
            && first.period.from > from
        {
            let last = first.period.from.pred_opt().unwrap_or(from);
            reader.faults.add(
                reader
                    .error("policy/dates-hole", span.clone(), format!("{what} has no value from {from} to {last}"))
                    .label("the first value begins later than it is needed")
                    .help(format!("it is needed from {from}: add the value that held then")),
            );
        }
        if let (Some(last), Some(span)) = (self.values.last(), self.spans.last())
            && let Some(ends) = last.period.until
            && until.is_none_or(|until| ends < until)
        {
            reader.faults.add(
                reader
                    .error("policy/dates-hole", span.clone(), format!("{what} has no value after {ends}"))
                    .label("the last value ends sooner than it is needed")
                    .help("leave out its `until`, or add the value that follows"),
            );
        }
    }
}
