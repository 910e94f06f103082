//! The people of each area as they are counted, held in memory between questions.
//!
//! People are counted as the register stood when the last step of `spine/counting.toml` began: what was recorded since is
//! not read. So a question is read for once in a step, and again only when something of anybody was erased. What is held is
//! what is known, without names.

use super::{
    counter::{self, Counter},
    store::{self, Version},
};
use crate::{Application, action::ActionError};
use kernel::{Day, Moment};
use policy::population::{Gathered, Population};
use statistics::{Keys, Secret, counted_until, step_of};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};
use tokio::sync::{Mutex, OnceCell};
use uuid::Uuid;

/// Populations made for different days that are held for one area.
const DAYS: usize = 4;

/// The people of each area as they are counted.
#[derive(Debug, Default)]
pub struct Held {
    areas: Mutex<HashMap<String, Area>>,
    secret: OnceCell<Secret>,
}

/// The people of one area.
#[derive(Debug)]
struct Area {
    /// The step in which they were read.
    step: Day,
    version: Version,
    counter: Counter,
    keys: Arc<Keys>,
    gathered: Gathered,
    populations: Vec<(Day, Arc<Population>)>,
}

/// The people of an area, ready to be asked about.
#[derive(Debug, Clone)]
pub(crate) struct People {
    /// What is known of them, as it is good on the day asked.
    pub(crate) population: Arc<Population>,
    /// Their keys, row by row.
    pub(crate) keys: Arc<Keys>,
    /// How they are counted.
    pub(crate) counter: Counter,
}

impl Held {
    /// How the people of an area are counted today.
    ///
    /// # Errors
    /// A refusal when the text does not say how; a fault when the database refuses.
    pub(crate) async fn counter(&self, app: &Application, area: &str) -> Result<Counter, ActionError> {
        let mut areas = self.areas.lock().await;
        Ok(self.area(&mut areas, app, area).await?.counter.clone())
    }

    /// What is known of everybody counted of an area, as it is good on the day that `good_on` gives for the day of the count.
    ///
    /// # Errors
    /// As [`Held::counter`].
    pub(crate) async fn people(
        &self,
        app: &Application,
        area: &str,
        good_on: impl FnOnce(Day) -> Day,
    ) -> Result<People, ActionError> {
        let mut areas = self.areas.lock().await;
        let held = self.area(&mut areas, app, area).await?;
        let population = held.population_on(good_on(held.counter.until()));
        Ok(People { population, keys: Arc::clone(&held.keys), counter: held.counter.clone() })
    }

    async fn area<'a>(
        &self,
        areas: &'a mut HashMap<String, Area>,
        app: &Application,
        area: &str,
    ) -> Result<&'a mut Area, ActionError> {
        let step = step_of(counter::counting(app)?, app.today_in(area));
        let version = store::version(app.db.reader(), area, app.zone_in(area).beginning_of(step)).await?;
        if !areas.get(area).is_some_and(|held| held.step == step && held.version == version) {
            let secret = self.secret.get_or_try_init(|| counter::secret(app)).await?.clone();
            areas.insert(area.to_owned(), Area::read(app, area, (step, version), secret).await?);
        }
        areas.get_mut(area).ok_or(ActionError::NotFound)
    }
}

impl Area {
    async fn read(
        app: &Application,
        area: &str,
        (step, version): (Day, Version),
        secret: Secret,
    ) -> Result<Self, ActionError> {
        let counting = counter::counting(app)?.clone();
        let registered = store::people(app.db.reader(), area, app.zone_in(area).beginning_of(step)).await?;
        let until = Self::until(app, area, &registered, &counting).await?;
        let counter = Counter::new(counting, secret, (until.unwrap_or(step), app.zone_in(area)));
        let (mut rows, mut of_rows, mut gathered) = (HashMap::new(), Vec::new(), Gathered::new(&app.policy.facts));
        // With no day of a count, nobody is counted yet.
        for (person, _) in registered.iter().filter(|(_, at)| until.is_some() && *at < counter.before()) {
            rows.insert(*person, of_rows.len());
            of_rows.push(counter.key(*person));
        }
        gathered.grow(of_rows.len());
        let people: Vec<Uuid> = rows.keys().copied().collect();
        for some in people.chunks(store::PEOPLE) {
            for answer in store::answers(app.db.reader(), some, counter.before()).await? {
                if let Some(row) = rows.get(&answer.person) {
                    gathered.put(*row, &answer.fact, answer.value.as_ref(), Some(answer.known_on));
                }
            }
        }
        Ok(Self { step, version, counter, keys: Arc::new(Keys::new(of_rows)), gathered, populations: Vec::new() })
    }

    /// The day before which everything is counted, by of whom anything was recorded in each step that is over.
    async fn until(
        app: &Application,
        area: &str,
        registered: &[(Uuid, Moment)],
        counting: &policy::Counting,
    ) -> Result<Option<Day>, ActionError> {
        let mut changed: BTreeMap<Day, BTreeSet<usize>> = BTreeMap::new();
        let zone = app.zone_in(area);
        let mut change = |at: Moment, row: usize| {
            changed.entry(step_of(counting, zone.day(at))).or_default().insert(row);
        };
        let rows: HashMap<Uuid, usize> =
            registered.iter().enumerate().map(|(row, (person, _))| (*person, row)).collect();
        for (row, (_, at)) in registered.iter().enumerate() {
            change(*at, row);
        }
        let before = zone.beginning_of(step_of(counting, app.today_in(area)));
        for some in registered.chunks(store::PEOPLE) {
            let people: Vec<Uuid> = some.iter().map(|(person, _)| *person).collect();
            for (person, at) in store::answered(app.db.reader(), &people, before).await? {
                if let Some(row) = rows.get(&person) {
                    change(at, *row);
                }
            }
        }
        for (person, at) in store::referred_or_in_work(app.db.reader(), area, before).await? {
            if let Some(row) = rows.get(&person) {
                change(at, *row);
            }
        }
        Ok(counted_until(counting, &changed))
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
