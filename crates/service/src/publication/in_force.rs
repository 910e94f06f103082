//! Which publication is in force, and the application that decides under it.

use super::{keep_extent, store, text};
use crate::{
    App, Application, account,
    db::{Database, entities::policy_publication},
    evidence::Held,
    places, policy_text,
};
use anyhow::{Context, Result, anyhow};
use kernel::Day;
use policy::Gazetteer;
use std::{collections::BTreeMap, sync::Arc};

/// The publication that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Its number, from 1.
    pub number: i32,
    /// The version published.
    pub version: String,
}

impl From<policy_publication::Model> for InForce {
    fn from(row: policy_publication::Model) -> Self {
        Self { number: row.number, version: row.version }
    }
}

/// What is in force on a day; `None` when nothing was ever published.
///
/// # Errors
/// When the database refuses.
pub async fn in_force(db: &Database, on: Day) -> Result<Option<InForce>> {
    let found = store::in_force(db.reader(), on).await.context("cannot read which policy text is in force")?;
    Ok(found.map(InForce::from))
}

/// The publication that has overtaken the one under which `app` decides; `None` while it is in force.
///
/// # Errors
/// When the database refuses.
pub async fn overtaken(app: &Application) -> Result<Option<InForce>> {
    let in_force = in_force(&app.db, app.today()).await?;
    Ok(in_force.filter(|found| found.version != app.policy.version.as_str()))
}

/// The same application, deciding under another publication: its policy, places and access policy.
///
/// # Errors
/// When the version is not kept, was changed since, or has faults for this program; when the database refuses.
pub async fn open(app: &Application, publication: &InForce) -> Result<App> {
    let version = &publication.version;
    let source = text(app.db.reader(), version).await?.ok_or_else(|| anyhow!("version {version} is not kept"))?;
    let places = gazetteer_for(app, version, &source).await?;
    let policy = policy_text::load(&source, &places)?;
    let authoriser = policy_text::authoriser(&source, &policy)?;
    let opened = Arc::new(Application {
        db: app.db.clone(),
        policy: Arc::new(policy),
        places,
        authoriser: Arc::new(authoriser),
        clock: Arc::clone(&app.clock),
        randomness: Arc::clone(&app.randomness),
        mode: app.mode,
        settings: Arc::clone(&app.settings),
        // What is held of people was gathered for the facts of another text.
        held: Held::default(),
    });
    keep_extent(&opened.db, &opened.policy).await?;
    for area in opened.policy.areas.values() {
        account::register_organisations(&opened, opened.db.reader(), area).await?;
    }
    Ok(opened)
}

/// The application that decides under what is in force now: `app` itself, or a new one.
///
/// # Errors
/// As [`open`].
pub async fn current(app: &App) -> Result<App> {
    match overtaken(app).await? {
        None => Ok(Arc::clone(app)),
        Some(publication) => open(app, &publication).await,
    }
}

/// The places of a text's own tables and of the postcodes that were brought in.
async fn gazetteer(db: &Database, source: &policy_text::Source) -> Result<Gazetteer> {
    let mut gazetteer = source.gazetteer()?;
    places::all(db).await?.add_to(&mut gazetteer);
    Ok(gazetteer)
}

/// The places that a version's text is read with.
pub(super) async fn gazetteer_for(
    app: &Application,
    version: &str,
    source: &policy_text::Source,
) -> Result<Arc<Gazetteer>> {
    if same_tables(app, version).await? {
        return Ok(Arc::clone(&app.places));
    }
    Ok(Arc::new(gazetteer(&app.db, source).await?))
}

/// Whether another version has the same tables of places as the one in use, so that they need not be read again.
async fn same_tables(app: &Application, version: &str) -> Result<bool> {
    let connection = app.db.reader();
    let tables = |files: BTreeMap<String, String>| {
        files.into_iter().filter(|(path, _)| path.ends_with(".csv")).collect::<BTreeMap<_, _>>()
    };
    let used = tables(store::files(connection, app.policy.version.as_str()).await?);
    Ok(!used.is_empty() && used == tables(store::files(connection, version).await?))
}
