//! `tapestry serve`: the real thing.

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    failure::Failure,
    post::Post,
    settings_file::{self, Read},
    web,
};
use anyhow::Context;
use clap::Args;
use service::{
    App, Mode,
    db::{Database, Limits},
};
use std::{net::SocketAddr, path::PathBuf, sync::Arc};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where to listen
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where to serve counts for Prometheus, at /metrics, and the questions of health: an address that only your own network reaches [default: none]
    #[arg(long, value_name = "ADDR:PORT")]
    metrics: Option<SocketAddr>,
    /// How the log is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    log: web::LogFormat,
    /// File that says where this is reached, who carries letters, and how people sign in (docs/runbooks/operate.md)
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    web::log("info,sqlx=warn,sea_orm_migration=warn,tower_sessions_core=error", arguments.log);
    let url = arguments.database.needed()?;
    let Read { settings, letters, bounds } = settings_file::read(arguments.settings.as_deref())?;
    let post = letters.as_ref().map(Post::new).transpose()?;
    let listener = web::listen(arguments.listen).await?;
    let metrics = match arguments.metrics {
        Some(address) => Some(web::listen(address).await?),
        None => None,
    };
    let db = Database::open_within(&url, &Limits::of_serving()).await?;
    if service::db::is_private(&url) == Some(false) {
        tracing::warn!("other accounts of this machine can read the database's file: chmod 600 it, and 700 its folder");
    }
    let (app, begun) = web::open(db, arguments.policy.policy.as_deref(), Mode::Live).await?;
    if let Some(difference) = begun.difference() {
        tracing::warn!("{difference}");
    }
    settings_file::expect_organisations(&settings, &app.policy)?;
    let mut app = Arc::into_inner(app).context("the application is in use before it serves")?;
    app.settings = Arc::new(settings);
    let app = Arc::new(app);
    if let Some(post) = post {
        tokio::spawn(web::carry_letters(App::clone(&app), post));
    }
    tracing::info!(policy = %app.policy.version, database = app.db.product(), "starting");
    web::serve(listener, metrics, app, ("Tapestry", bounds)).await
}
