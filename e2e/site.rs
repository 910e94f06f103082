//! The site under test: the demo, with its made-up people, on a database of its own.

use anyhow::{Context, Result};
use sea_orm::ConnectionTrait;
use service::App;
use tokio::{net::TcpListener, task::JoinHandle};

/// A running site.
pub struct Site {
    /// Where it listens: `http://127.0.0.1:40123`.
    pub address: String,
    /// What its rooms work with.
    pub app: App,
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
    /// Seeds the demo into the database at `url` and serves it.
    ///
    /// # Errors
    /// When the demo cannot be made or no port is free.
    pub async fn start(url: &str, folder: Option<tempfile::TempDir>) -> Result<Self> {
        let app = service::demo::for_tests(url).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let router = service::router(app.clone());
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the site under test stopped: {error}");
            }
        });
        Ok(Self { address, app, server, _folder: folder })
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
