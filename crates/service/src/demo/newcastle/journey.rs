//! One customer's way: registered in a venue near home, referred to Newcastle Futures, helped into
//! work, and supported for up to 26 weeks in it.

use super::{Cast, Customer, working_day};
use crate::demo::stage::{Job, Journey, Stage};
use anyhow::Result;
use chrono::Days;
use kernel::{Day, Pence};

const FUTURES: (&str, &str) = ("newcastle-futures", "newcastle-futures");
/// One person in this many is registered and referred by Jobcentre Plus rather than by a consultant.
const BY_JOBCENTRE: usize = 9;
/// Weeks of support in work.
const WEEKS_IN_WORK: u64 = 26;

pub(super) async fn play(stage: &mut Stage<'_>, cast: &Cast, number: usize, customer: &Customer) -> Result<()> {
    let consultant = cast.consultants.get(number % cast.consultants.len().max(1)).unwrap_or(&cast.jobcentre);
    let adviser = if number.is_multiple_of(BY_JOBCENTRE) { &cast.jobcentre } else { consultant };
    let made = customer.make(&mut stage.chance, &cast.homes)?;
    stage.on(customer.registered_on);
    let person = stage.register(adviser, made).await?;
    // Some come once, for advice.
    if customer.into_work_on.is_none() && stage.chance.percent(55) {
        return Ok(());
    }
    let mut journey = stage.refer(adviser, person, FUTURES, None).await?;
    let met_on = working_day(customer.registered_on + Days::new(3));
    stage.on(met_on);
    stage.accept(&cast.futures, &mut journey).await?;
    stage.start(&cast.futures, &mut journey, met_on).await?;
    // The council answers a month later; what came in the last month of the year still waits.
    if customer.registered_on < cast.last_month {
        stage.on(met_on + Days::new(30));
        stage.approve_all(&cast.council, &journey).await?;
    }
    if let Some(into_work_on) = customer.into_work_on {
        in_work(stage, cast, &mut journey, into_work_on.max(met_on)).await?;
    }
    Ok(())
}

/// The job, how it went on, and what the council paid for it.
async fn in_work(stage: &mut Stage<'_>, cast: &Cast, journey: &mut Journey, from: Day) -> Result<()> {
    let hours_per_week = u16::try_from(stage.chance.number(16..=39)).unwrap_or(16);
    let pence_hour = stage.chance.number(552..=780);
    let earnings_week = Pence(i64::from(hours_per_week) * pence_hour);
    let job = Job { from, until: None, hours_per_week, earnings_week };
    stage.on(from + Days::new(4));
    let recorded = stage.job(&cast.futures, journey, job).await?;
    let weeks = stage.chance.number(3..=60).unsigned_abs();
    if weeks < WEEKS_IN_WORK {
        let until = from + Days::new(weeks * 7);
        stage.on(until + Days::new(6));
        stage.correct(&cast.futures, journey, recorded, Job { until: Some(until), ..job }).await?;
    } else {
        let last_day = from + Days::new(WEEKS_IN_WORK * 7);
        stage.on(last_day + Days::new(3));
        stage.end(&cast.futures, journey, last_day, "26 weeks in work").await?;
    }
    stage.on(from + Days::new(WEEKS_IN_WORK * 7 + 21));
    if from < cast.last_month {
        stage.approve_all(&cast.council, journey).await?;
    }
    Ok(())
}
