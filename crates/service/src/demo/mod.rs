//! The demonstration: made-up people in both areas, so that every screen has something to show.
//!
//! Nobody here is real, and nothing is written behind the back of the product: every record is made
//! by the same commands as the screens call, under a clock that is moved through the time in which
//! things are said to have happened. So a made-up record has its audit, its decisions with their
//! reasons and its lines of who looked, like any other.
//!
//! East Birmingham and North Solihull is shown as it might be today, a file for each situation that
//! a person can be in. Newcastle is shown in the first year of Newcastle Futures, at its published size.

mod cast;
mod draw;
mod east_birmingham;
mod home;
mod names;
mod newcastle;
mod profile;
mod stage;

use crate::{Application, Mode, db::Database, directory, evidence::Held};
use anyhow::Result;
use kernel::{FixedClock, Moment, SeededRandomness};
use policy::{Gazetteer, Policy};
use rules::access::Authoriser;
use stage::Stage;
use std::sync::Arc;

pub use newcastle::FirstYear;

/// The seed of the demonstration that people are shown.
pub const SEED: u64 = 2_008;

/// How large a demonstration is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Everything by chance follows from it.
    pub seed: u64,
    /// The present moment: what is shown as today's work ends here.
    pub now: Moment,
    /// How many people for each situation in East Birmingham, 0 for none.
    pub each_situation: usize,
    /// How large Newcastle's first year is; `None` for none.
    pub first_year: Option<FirstYear>,
}

impl Plan {
    /// The demonstration at its full size.
    #[must_use]
    pub fn full(now: Moment) -> Self {
        Self { seed: SEED, now, each_situation: 4, first_year: Some(FirstYear::published()) }
    }

    /// A small one, for tests: one person for each situation, and a first year of fifty.
    #[must_use]
    pub fn small(now: Moment) -> Self {
        Self { seed: SEED, now, each_situation: 1, first_year: Some(FirstYear { registered: 50, into_work: 20 }) }
    }
}

/// What the people are made in.
#[derive(Debug, Clone)]
pub struct World {
    /// The database; it should hold nobody yet.
    pub db: Database,
    /// The policy text in force.
    pub policy: Arc<Policy>,
    /// Postcodes and places.
    pub places: Arc<Gazetteer>,
    /// Who may do and see what.
    pub authoriser: Arc<Authoriser>,
}

/// Fills the database with made-up people.
///
/// `progress` is called with a line of text for people now and then.
///
/// # Errors
/// When the policy text has not the two areas of the demonstration, or the database refuses.
pub async fn seed(world: World, plan: &Plan, progress: &(dyn Fn(&str) + Sync)) -> Result<()> {
    let clock = Arc::new(FixedClock::new(plan.now));
    let app = Application {
        db: world.db,
        policy: world.policy,
        places: world.places,
        authoriser: world.authoriser,
        clock: Arc::<FixedClock>::clone(&clock),
        randomness: Arc::new(SeededRandomness::new(plan.seed)),
        mode: Mode::Demo,
        settings: Arc::default(),
        held: Held::default(),
    };
    let mut stage = Stage::new(&app, &clock, plan);
    cast::organisations(&stage).await?;
    directory::load_example(&app).await?;
    if plan.each_situation > 0 {
        progress("Making up people in East Birmingham and North Solihull");
        east_birmingham::play(&mut stage, plan.each_situation).await?;
    }
    if let Some(first_year) = plan.first_year {
        progress("Making up the first year of Newcastle Futures");
        newcastle::play(&mut stage, first_year, progress).await?;
    }
    Ok(())
}
