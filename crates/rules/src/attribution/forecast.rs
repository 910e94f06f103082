//! How long does the money last if costs go on as they are, and where is the cliff?
//!
//! *Authority*: the lines of the last three whole months, month by month, repeated; the years of the streams.
//! *Applies*: to the months to come. What each stream has left after the lines at hand is all there is, with the years
//! that the text gives for the days to come. People are taken as they were on the day of the cost that is repeated.
//! *Simplified*: no growth, no season; what a year has left goes to the earliest months; a month of the past that had no costs is repeated too.
//! *Example*: costs of £30,000 a month; a stream that paid £20,000 of them ends on 31 March: from April £20,000 a month is
//! paid by nobody.

use super::{
    braid::{AttributionError, Braid},
    flow::{Purse, flow, full_purse},
    line::Costs,
    sets::{Grouping, Streams},
    share::in_turn,
};
use chrono::{Datelike, Months};
use kernel::{Day, Pence};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

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
    /// The given number of months from that of the day `from`, included. What each line of a month before it costs is taken
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
        let starts: Vec<Day> = (0..months).map_while(|ahead| first.checked_add_months(Months::new(ahead))).collect();
        let mut grouping = Grouping::new(self);
        // What each group costs in each month.
        let mut by_month: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for (line, person) in costs.lines.iter().zip(&braid.people) {
            let back = months_before(line.on, first);
            let Some(back) = back.filter(|back| (1..=LOOKED_BACK).contains(back)) else { continue };
            for later in (LOOKED_BACK..).step_by(LOOKED_BACK as usize) {
                let Some(ahead) = usize::try_from(later - back).ok().filter(|ahead| *ahead < starts.len()) else {
                    break;
                };
                let group = grouping.add(line, later, person)?;
                *by_month.entry((group, ahead)).or_default() += line.amount.0;
            }
        }
        let groups = grouping.groups();
        let flow = flow(&self.streams, &self.left(braid), &groups);
        let mut found: Vec<ForecastMonth> = starts.into_iter().map(|month| self.month(month)).collect();
        for (group, paid) in flow.paid.iter().enumerate() {
            let months: Vec<(usize, i64)> =
                by_month.range((group, 0)..(group + 1, 0)).map(|((_, ahead), amount)| (*ahead, *amount)).collect();
            let (amounts, given): (Vec<i64>, Vec<i64>) =
                (months.iter().map(|(_, amount)| *amount).collect(), paid.iter().map(|(_, amount)| *amount).collect());
            for ((ahead, amount), shares) in months.into_iter().zip(in_turn(&amounts, &given)) {
                let Some(month) = found.get_mut(ahead) else { continue };
                month.costs = month.costs.plus(Pence(amount))?;
                for (at, part) in shares {
                    let stream = paid.get(at).and_then(|(from, _)| month.by_stream.get_mut(from.stream));
                    if let Some(stream) = stream {
                        stream.0 += part;
                    }
                }
            }
        }
        for month in &mut found {
            month.unpaid = Pence(month.costs.0 - month.by_stream.iter().map(|paid| paid.0).sum::<i64>());
        }
        let cliff = found.iter().find(|month| month.unpaid > Pence::ZERO).map(|month| month.month);
        Ok(Forecast { months: found, cliff })
    }

    /// What the lines at hand leave of each year: of its money, and of what it may carry over, move and spend on management.
    fn left(&self, braid: &Braid) -> Purse {
        let mut purse = full_purse(&self.streams);
        for (left, used) in purse.iter_mut().flatten().zip(&braid.years) {
            left.money = used.left.0;
            left.carries -= used.carried_out.0;
            left.moves -= used.moved_out.0;
            left.management -= used.on_management.0;
        }
        purse
    }

    /// A month in which nothing is spent yet.
    fn month(&self, month: Day) -> ForecastMonth {
        ForecastMonth {
            month,
            costs: Pence::ZERO,
            by_stream: vec![Pence::ZERO; self.streams.len()],
            unpaid: Pence::ZERO,
            ended: self.ended(month),
        }
    }

    /// The streams whose money ends in the month before.
    fn ended(&self, month: Day) -> Vec<Arc<str>> {
        let before = month.checked_sub_months(Months::new(1));
        let ends = |until: Option<Day>| before.zip(until).is_some_and(|(from, until)| from <= until && until < month);
        let streams = self.streams.iter().filter(|stream| ends(stream.years.last().and_then(|year| year.period.until)));
        streams.map(|stream| Arc::clone(&stream.id)).collect()
    }
}

/// How many months the month of a day lies before the month that begins on `first`; `None`: not before it.
fn months_before(day: Day, first: Day) -> Option<u32> {
    let month = |day: Day| day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default();
    u32::try_from(month(first) - month(day)).ok()
}
