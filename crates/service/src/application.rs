//! What every room works with: the database, the policy text in force, and the clock.

use crate::{db::Database, evidence::Held, settings::Settings};
use kernel::{Clock, Day, Randomness, Zone};
use policy::{Gazetteer, Policy};
use rules::access::Authoriser;
use std::sync::Arc;

/// How the program is being run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Made-up people, one-click sign-in as any of them.
    Demo,
    /// The real thing: sign-in with a password.
    Live,
}

/// What every room works with. Cheap to share: give it round as [`App`].
pub struct Application {
    /// Where records are kept.
    pub db: Database,
    /// The policy text in force, checked.
    pub policy: Arc<Policy>,
    /// Postcodes and the areas they lie in.
    pub places: Arc<Gazetteer>,
    /// Who may do and see what, from `spine/access.cedar`.
    pub authoriser: Arc<Authoriser>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub randomness: Arc<dyn Randomness>,
    /// How the program is being run.
    pub mode: Mode,
    /// What whoever runs the program has decided.
    pub settings: Arc<Settings>,
    /// The people of each area as they were last asked about.
    pub held: Held,
}

/// The application as rooms and handlers hold it.
pub type App = Arc<Application>;

impl Application {
    /// The time zone of the area with the id given; that of the spine where there is no such area.
    #[must_use]
    pub fn zone_in(&self, area: &str) -> Zone {
        self.policy.zone(area)
    }

    /// The calendar day that it is in the area with the id given.
    #[must_use]
    pub fn today_in(&self, area: &str) -> Day {
        self.zone_in(area).day(self.clock.now())
    }

    /// The calendar day that it is in the area of the contract with the id given.
    #[must_use]
    pub fn today_under(&self, contract: &str) -> Day {
        let found = self.policy.contracts().find(|(_, found)| found.id == contract);
        found.map_or_else(|| self.today(), |(area, _)| self.today_in(&area.id))
    }

    /// The calendar day that it is for what belongs to no area: in the time zone of the spine.
    #[must_use]
    pub fn today(&self) -> Day {
        self.policy.time_zone.day(self.clock.now())
    }
}
