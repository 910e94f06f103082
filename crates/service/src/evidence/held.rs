//! The people of each area, held in memory between questions.
//!
//! A cold question reads every answer of the area. After that only what was recorded since is read, and nothing at
//! all when nobody's record has changed. What is held is what is known, without names.

use super::store::{self, AnswerRow, Version};
use crate::{Application, action::ActionError};
use chrono::TimeDelta;
use kernel::{Day, Moment};
use policy::{
    FactBook,
    population::{Gathered, Population},
};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Populations made for different days that are held for one area.
const DAYS: usize = 4;
/// How long before the last reading answers are read again: longer than any transaction that was still open then.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);

/// The people of each area as they were when last asked about.
#[derive(Debug, Default)]
pub struct Held {
    areas: Mutex<HashMap<String, Area>>,
}

/// The people of one area.
#[derive(Debug)]
struct Area {
    version: Version,
    read_at: Moment,
    rows: HashMap<Uuid, usize>,
    gathered: Gathered,
    populations: Vec<(Day, Arc<Population>)>,
}

/// The people of an area, ready to be asked about.
#[derive(Debug, Clone)]
pub(crate) struct People {
    /// What is known of them, as it is good on the day asked.
    pub(crate) population: Arc<Population>,
    /// When the records were read.
    pub(crate) read_at: Moment,
    /// The newest day on which anything was known of anybody.
    pub(crate) newest: Option<Day>,
}

impl Held {
    /// What is known of everybody of an area, as it is good on the day given; `None` for today or, where the records
    /// do not reach so far, for the newest day of any answer.
    ///
    /// # Errors
    /// A fault when the database refuses.
    pub(crate) async fn people(
        &self,
        app: &Application,
        area: &str,
        good_on: impl FnOnce(Option<Day>) -> Day,
    ) -> Result<People, ActionError> {
        let mut areas = self.areas.lock().await;
        let now = app.clock.now();
        let version = store::version(app.db.reader(), area).await?;
        // A clock that went back, as in tests, says nothing of what was recorded since.
        let held = areas.remove(area).filter(|held| held.read_at <= now);
        let mut held = match held {
            Some(held) if held.version == version => held,
            Some(mut held) => {
                held.catch_up(app, area).await?;
                Area { version, read_at: now, populations: Vec::new(), ..held }
            }
            None => Area::read(app, area, version, now).await?,
        };
        let on = good_on(held.gathered.newest());
        let people =
            People { population: held.population_on(on), read_at: held.read_at, newest: held.gathered.newest() };
        areas.insert(area.to_owned(), held);
        Ok(people)
    }
}

impl Area {
    async fn read(app: &Application, area: &str, version: Version, now: Moment) -> Result<Self, ActionError> {
        let mut read = Self::empty(&app.policy.facts, version, now);
        read.take_in(app, area, None).await?;
        Ok(read)
    }

    fn empty(facts: &FactBook, version: Version, read_at: Moment) -> Self {
        let gathered = Gathered::new(facts);
        Self { version, read_at, rows: HashMap::new(), gathered, populations: Vec::new() }
    }

    /// Reads who was registered since the last reading, and what was recorded of the others.
    async fn catch_up(&mut self, app: &Application, area: &str) -> Result<(), ActionError> {
        let since = self.read_at - OVERLAP;
        self.take_in(app, area, Some(since)).await?;
        self.put(store::answers_since(app.db.reader(), area, since).await?);
        Ok(())
    }

    /// Reads who is not held yet, with every answer.
    async fn take_in(&mut self, app: &Application, area: &str, since: Option<Moment>) -> Result<(), ActionError> {
        let mut people = store::people(app.db.reader(), area, since).await?;
        people.retain(|person| !self.rows.contains_key(person));
        for person in &people {
            self.rows.insert(*person, self.rows.len());
        }
        self.gathered.grow(self.rows.len());
        for some in people.chunks(store::people_at_once()) {
            self.put(store::answers(app.db.reader(), some).await?);
        }
        Ok(())
    }

    fn put(&mut self, answers: Vec<AnswerRow>) {
        for answer in answers {
            if let Some(row) = self.rows.get(&answer.person) {
                self.gathered.put(*row, &answer.fact, answer.value.as_ref(), Some(answer.known_on));
            }
        }
    }

    fn population_on(&mut self, on: Day) -> Arc<Population> {
        if let Some((_, population)) = self.populations.iter().find(|(day, _)| *day == on) {
            return Arc::clone(population);
        }
        let population = Arc::new(self.gathered.population_on(on));
        self.populations.truncate(DAYS - 1);
        self.populations.insert(0, (on, Arc::clone(&population)));
        population
    }
}
