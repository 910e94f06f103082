//! Newcastle: the first year of Newcastle Futures, made person by person.
//!
//! *Source*: DWP, No one written off, Green Paper, July 2008, Box 7.1: almost 2,000 people registered,
//! over 750 supported into work, of these 70% from areas of high deprivation and 75% priority customers.
//! *Assumed*: the year is 1 April 2007 to 31 March 2008; the box gives no dates.
//!
//! The shares go into what each person answers (where they live, and what makes them a priority
//! customer), never into a report: the report counts the records.

mod customer;
mod journey;

use super::{
    cast::{self, Member},
    home::Homes,
    stage::Stage,
};
use crate::{account::SignedIn, referral::inbox};
use anyhow::{Context, Result};
use chrono::{Datelike, Days, Months, Weekday};
use customer::Customer;
use kernel::Day;
use rules::access::Role;

const AREA: &str = "newcastle";

/// The size of the first year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstYear {
    /// People registered in it.
    pub registered: usize,
    /// People whose first job began in it; at most seven tenths of those registered.
    pub into_work: usize,
}

impl FirstYear {
    /// As published: almost 2,000 registered, over 750 into work.
    #[must_use]
    pub fn published() -> Self {
        Self { registered: 1_972, into_work: 764 }
    }
}

/// Who works in the city.
struct Cast {
    /// Newcastle Futures' own advisers, who work in venues across the city.
    consultants: Vec<SignedIn>,
    jobcentre: SignedIn,
    futures: SignedIn,
    council: SignedIn,
    homes: Homes,
    /// The first day of the last month of the year.
    last_month: Day,
}

/// Consultants of Newcastle Futures.
const CONSULTANTS: [&str; 4] = ["Alison Reay", "Mohsin Iqbal", "Deborah Nwosu", "Craig Hindmarsh"];

impl Cast {
    async fn assemble(stage: &mut Stage<'_>) -> Result<Self> {
        let area = stage.app.policy.area(AREA).with_context(|| format!("there is no area {AREA}"))?;
        let homes = Homes::of(area, &stage.app.places);
        let day = first_day()?;
        let mut join = async |role, name, body| cast::join(stage, day, Member::of(role, name, AREA, body)).await;
        let mut consultants = Vec::new();
        for name in CONSULTANTS {
            consultants.push(join(Role::Adviser, name, "newcastle-futures").await?);
        }
        let cast = Self {
            consultants,
            jobcentre: join(Role::Adviser, "Judith Tait", "jobcentre-plus-newcastle").await?,
            futures: join(Role::ProviderStaff, "Steven Okoro", "newcastle-futures").await?,
            council: join(Role::Commissioner, "Margaret Liddle", "newcastle-city-council").await?,
            homes,
            last_month: day + Months::new(11),
        };
        join(Role::ProviderStaff, "Anna Soulsby", "tyne-routes").await?;
        join(Role::Commissioner, "Rajesh Mehta", "dwp-newcastle").await?;
        join(Role::Auditor, "Fiona Brack", "newcastle-city-council").await?;
        Ok(cast)
    }
}

/// The first day of the year.
fn first_day() -> Result<Day> {
    Day::from_ymd_opt(2007, 4, 1).context("the first day of the year is a day")
}

/// Plays the year.
pub(super) async fn play(stage: &mut Stage<'_>, size: FirstYear, progress: &(dyn Fn(&str) + Sync)) -> Result<()> {
    let cast = Cast::assemble(stage).await?;
    let first_day = first_day()?;
    let customers = customer::all(&mut stage.chance, size, first_day);
    let mut month = 0;
    for (number, customer) in customers.iter().enumerate() {
        if customer.registered_on.month() != month {
            month = customer.registered_on.month();
            stage.on(customer.registered_on);
            let places = [("newcastle-futures".to_owned(), 400)];
            inbox::say_places(stage.app, &cast.futures, &places).await?;
        }
        journey::play(stage, &cast, number, customer)
            .await
            .with_context(|| format!("customer {number} of Newcastle Futures"))?;
        if (number + 1).is_multiple_of(250) {
            progress(&format!("  {} of {} people", number + 1, customers.len()));
        }
    }
    Ok(())
}

/// The day itself, or the Monday after when it is on a weekend.
fn working_day(day: Day) -> Day {
    match day.weekday() {
        Weekday::Sat => day + Days::new(2),
        Weekday::Sun => day + Days::new(1),
        _ => day,
    }
}
