//! The site under test: the demo, with its made-up people, on a database of its own.

use anyhow::{Context, Result, anyhow};
use chrono::TimeDelta;
use kernel::{Clock, Moment, SeededRandomness};
use rules::access::Authoriser;
use sea_orm::ConnectionTrait;
use service::{
    App, Application, Mode, Settings,
    db::Database,
    demo::{self, Plan, World},
    evidence::Held,
    policy_text, publication,
};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::{net::TcpListener, task::JoinHandle};

/// The day on which the journeys play.
const NOW: &str = "2026-11-23T12:00:00Z";

/// A clock that the journeys move from day to day. It moves on by a millisecond whenever it is asked, so
/// that what happens later is later.
struct MovableClock(Mutex<Moment>);

impl MovableClock {
    fn set(&self, moment: Moment) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = moment;
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Moment {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += TimeDelta::milliseconds(1);
        *now
    }
}

/// A running site.
pub struct Site {
    /// Where it listens: `http://127.0.0.1:40123`.
    pub address: String,
    /// What its rooms work with.
    pub app: App,
    clock: Arc<MovableClock>,
    server: JoinHandle<()>,
    _folder: Option<tempfile::TempDir>,
}

/// The databases to run on: SQLite, and PostgreSQL where `TAPESTRY_TEST_POSTGRES` says where.
///
/// # Errors
/// When the PostgreSQL server does not answer.
pub async fn databases() -> Result<Vec<(String, Option<tempfile::TempDir>)>> {
    let folder = tempfile::tempdir()?;
    let file = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    let mut databases = vec![(file, Some(folder))];
    if let Ok(server) = std::env::var("TAPESTRY_TEST_POSTGRES") {
        let connection = sea_orm::Database::connect(&server).await?;
        let name = format!("e2e_{}", uuid::Uuid::now_v7().simple());
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        let (address, _) = server.rsplit_once('/').context("TAPESTRY_TEST_POSTGRES is not a URL")?;
        databases.push((format!("{address}/{name}"), None));
    } else {
        eprintln!("SKIPPED on PostgreSQL: set TAPESTRY_TEST_POSTGRES to a server's URL to run it there");
    }
    Ok(databases)
}

impl Site {
    /// Seeds a small demo into the database at `url` and serves it.
    ///
    /// # Errors
    /// When the demo cannot be made or no port is free.
    pub async fn start(url: &str, folder: Option<tempfile::TempDir>) -> Result<Self> {
        Self::start_as(url, folder, Mode::Demo, |_| Settings::default()).await
    }

    /// The same in a mode, with the settings that follow from its address.
    ///
    /// # Errors
    /// As [`Site::start`].
    pub async fn start_as(
        url: &str,
        folder: Option<tempfile::TempDir>,
        mode: Mode,
        settings: impl FnOnce(&str) -> Settings,
    ) -> Result<Self> {
        let clock = Arc::new(MovableClock(Mutex::new(NOW.parse()?)));
        let mut app = demonstration(url, Arc::clone(&clock)).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        app.mode = mode;
        app.settings = Arc::new(settings(&address));
        let app = Arc::new(app);
        let router = service::router(app.clone());
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the site under test stopped: {error}");
            }
        });
        Ok(Self { address, app, clock, server, _folder: folder })
    }

    /// Moves the clock to noon on a day, and works out the claims that time alone has brought.
    ///
    /// # Errors
    /// When the day is none, or the database refuses.
    pub async fn on(&self, day: &str) -> Result<()> {
        self.clock.set(format!("{day}T12:00:00Z").parse()?);
        service::claim::sweep(&self.app).await?;
        Ok(())
    }

    /// The address of a path.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn demonstration(url: &str, clock: Arc<MovableClock>) -> Result<Application> {
    let source = policy_text::Source::embedded();
    let places = Arc::new(source.gazetteer()?);
    let policy = Arc::new(policy_text::load(&source, &places)?);
    let file = |path: &str| source.file(path).with_context(|| format!("there is no {path}"));
    let categories = policy.categories.keys().cloned();
    let authoriser = Authoriser::load(file("spine/access.cedar")?, file("spine/access.cedarschema")?, categories);
    let authoriser = Arc::new(authoriser.map_err(|faults| anyhow!(faults.join("\n")))?);
    let db = Database::open(url).await?;
    let now = clock.now();
    publication::begin(&db, &source, now, "The text of the tests").await?;
    publication::keep_extent(&db, &policy).await?;
    let world =
        World { db: db.clone(), policy: policy.clone(), places: places.clone(), authoriser: authoriser.clone() };
    demo::seed(world, &Plan::small(now), &|_| ()).await?;
    // A text that is kept and not published, so that there is something to publish.
    let path = "areas/newcastle/area.toml";
    let changed = format!("{}\n# Another line.\n", source.file(path).unwrap_or_default());
    publication::begin(&db, &source.with_file(path, changed), now, "Not published").await?;
    Ok(Application {
        db,
        policy,
        places,
        authoriser,
        clock,
        randomness: Arc::new(SeededRandomness::new(7)),
        mode: Mode::Demo,
        settings: Arc::default(),
        held: Held::default(),
    })
}
