//! How long does the money last if costs go on as they are, and where is the cliff?
//!
//! *Authority*: the lines of the last three whole months, month by month, repeated; the years of the streams.
//! *Applies*: to the months to come. What each stream has left after the lines at hand is all there is, with the years
//! that the text gives for the days to come. People are taken as they were on the day of the cost that is repeated.
//! *Simplified*: no growth, no season; a month of the past that had no costs is repeated too.
//! *Example*: costs of £30,000 a month; a stream that paid £20,000 of them ends on 31 March: from April £20,000 a month is
//! paid by nobody.

use super::{
    braid::{AttributionError, Braid},
    flow::{Purse, flow},
    line::{CostLine, Costs},
    sets::{Group, Streams},
};
use chrono::{Datelike, Months};
use kernel::{Day, Pence};
use serde::Serialize;
use std::sync::Arc;

/// Months of the past that are repeated.
const LOOKED_BACK: u32 = 3;

/// What the months to come would cost, and who would pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forecast {
    /// The months, in order.
    pub months: Vec<ForecastMonth>,
    /// The first day of the first month in which something is paid by nobody.
    pub cliff: Option<Day>,
}

/// A month to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForecastMonth {
    /// Its first day.
    pub month: Day,
    /// What it would cost.
    pub costs: Pence,
    /// What each stream would pay, in the order of the text.
    pub by_stream: Vec<Pence>,
    /// What nobody would pay.
    pub unpaid: Pence,
    /// Ids of streams whose last day with money lies in the month before.
    pub ended: Vec<Arc<str>>,
}

impl Streams<'_> {
    /// The months from the one of the day `from`, included: so many. What each line of a month before it costs is taken
    /// to come again.
    ///
    /// # Errors
    /// When the amounts are too large together.
    pub fn forecast(
        &self,
        costs: Costs<'_>,
        braid: &Braid,
        from: Day,
        months: u32,
    ) -> Result<Forecast, AttributionError> {
        let first = from.with_day(1).unwrap_or(from);
        let people = self.by_person(costs);
        let (mut groups, mut ends): (Vec<Group>, Vec<(Day, usize)>) = (Vec::new(), Vec::new());
        for ahead in 0..months {
            let Some(month) = first.checked_add_months(Months::new(ahead)) else { break };
            let later = (ahead / LOOKED_BACK + 1) * LOOKED_BACK;
            let repeated = costs.lines.iter().zip(&people).filter_map(|(line, person)| {
                let moved = moved(line, later);
                (moved.on.with_day(1) == Some(month)).then_some((moved, *person))
            });
            let (lines, people): (Vec<CostLine>, Vec<_>) = repeated.unzip();
            groups.extend(self.grouped(&lines, &people)?.groups);
            ends.push((month, groups.len()));
        }
        let flow = flow(&self.streams, &self.left(braid), &groups);
        let mut found = Vec::new();
        let mut begin = 0;
        for (month, end) in ends {
            let costs = Pence::total(groups.iter().take(end).skip(begin).map(|group| group.amount))?;
            let mut by_stream = vec![Pence::ZERO; self.streams.len()];
            for (allotment, amount) in flow.paid.iter().take(end).skip(begin).flatten() {
                if let Some(paid) = by_stream.get_mut(allotment.stream) {
                    paid.0 += amount;
                }
            }
            let unpaid = Pence(costs.0 - by_stream.iter().map(|paid| paid.0).sum::<i64>());
            found.push(ForecastMonth { month, costs, by_stream, unpaid, ended: self.ended(month) });
            begin = end;
        }
        let cliff = found.iter().find(|month| month.unpaid > Pence::ZERO).map(|month| month.month);
        Ok(Forecast { months: found, cliff })
    }

    /// What the lines at hand leave of each year.
    fn left(&self, braid: &Braid) -> Purse {
        let mut years = braid.years.iter();
        self.streams
            .iter()
            .map(|stream| years.by_ref().take(stream.years.len()).map(|year| year.left).collect())
            .collect()
    }

    /// The streams whose money ends in the month before.
    fn ended(&self, month: Day) -> Vec<Arc<str>> {
        let before = month.checked_sub_months(Months::new(1));
        let ends = |until: Option<Day>| before.zip(until).is_some_and(|(from, until)| from <= until && until < month);
        let streams = self.streams.iter().filter(|stream| ends(stream.years.last().and_then(|year| year.period.until)));
        streams.map(|stream| Arc::clone(&stream.id)).collect()
    }
}

/// The same cost so many months later.
fn moved(line: &CostLine, months: u32) -> CostLine {
    let later = |day: Day| day.checked_add_months(Months::new(months)).unwrap_or(Day::MAX);
    CostLine { on: later(line.on), started_on: line.started_on.map(later), ..line.clone() }
}
