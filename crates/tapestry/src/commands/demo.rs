//! `tapestry demo`: a worked example with made-up people, in the browser.

use crate::{edge::SystemClock, failure::Failure, listening::seats::Bounds, output, policy_source, web};
use anyhow::Context;
use clap::Args;
use kernel::Clock;
use service::{
    Mode,
    db::{Database, Limits, make_folder},
    demo::{self, Plan, World},
    places::Imported,
    policy_text::Source,
};
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

/// The database's file in the folder of the demonstration.
const FILE: &str = "demo.db";

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where to listen
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder for the example's records, kept between runs
    #[arg(long, value_name = "DIR", default_value = "tapestry-demo")]
    data: PathBuf,
    /// Throw away the records of earlier runs, and make the people anew
    #[arg(long)]
    fresh: bool,
    /// Make a few people only: ready at once, with little to see in reports
    #[arg(long)]
    small: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    web::log("warn,tower_sessions_core=error", web::LogFormat::Text);
    let listener = web::listen(arguments.listen).await?;
    let folder = &arguments.data;
    make_folder(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let file = folder.join(FILE);
    if arguments.fresh {
        forget(&file)?;
    }
    if !file.exists() {
        let now = SystemClock.now();
        make(&file, &if arguments.small { Plan::small(now) } else { Plan::full(now) }).await?;
    }
    let url = format!("sqlite:{}", file.display());
    let db = Database::open_within(&url, &Limits::of_serving()).await;
    let db = db.context("the example's records cannot be used; --fresh makes new ones")?;
    let (app, begun) = web::open(db, None, Mode::Demo).await?;
    if let Some(difference) = begun.difference() {
        output::note(&format!("Note: {difference}. `--fresh` makes the example anew under the text of this program."));
    }
    web::serve(listener, None, app, ("The Tapestry example", Bounds::default())).await
}

/// Removes the database's file, and those that SQLite keeps beside it.
fn forget(file: &Path) -> Result<(), Failure> {
    for ending in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(ending);
        let path = PathBuf::from(path);
        if path.exists() {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Makes the people in a file beside and puts it in its place when it is whole, so that a stop
/// half-way leaves nothing that would be taken for the example.
async fn make(file: &Path, plan: &Plan) -> Result<(), Failure> {
    output::note("Making up people for the example; this is done once.");
    let started = Instant::now();
    let ready =
        policy_source::load_source(Source::embedded(), &policy_source::from_in_words(None), Imported::default())?;
    let authoriser = service::policy_text::authoriser(&ready.source, &ready.policy)?;
    let beside = file.with_extension("new");
    forget(&beside)?;
    let db = Database::open_to_fill(&beside).await?;
    let note = format!("The text built into Tapestry {}", env!("CARGO_PKG_VERSION"));
    service::publication::begin(&db, &ready.source, SystemClock.now(), &note).await?;
    service::publication::keep_extent(&db, &ready.policy).await?;
    let world = World {
        db: db.clone(),
        policy: Arc::new(ready.policy),
        places: Arc::new(ready.places),
        authoriser: Arc::new(authoriser),
    };
    demo::seed(world, plan, &output::note).await.context("cannot make the example")?;
    db.close().await?;
    let written = fs::File::open(&beside).and_then(|made| made.sync_all());
    written.with_context(|| format!("cannot write {}", beside.display()))?;
    fs::rename(&beside, file).with_context(|| format!("cannot make {}", file.display()))?;
    output::note(&format!("Done in {:.1} seconds.", started.elapsed().as_secs_f32()));
    Ok(())
}
