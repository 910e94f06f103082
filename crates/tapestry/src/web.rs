//! Listening, saying so, and stopping in good order.

use crate::{
    edge::{self, SystemClock, SystemRandomness},
    failure::Failure,
    listening::{self, Serving, seats::Bounds},
    output,
    policy_source::{self, Ready},
    post::Post,
    upkeep,
};
use anyhow::Context;
use kernel::Clock;
use rules::access::Authoriser;
use service::{
    App, Application, Mode, account,
    db::Database,
    evidence::Held,
    operations::{Watch, metrics_routes},
    places::Imported,
    policy_text::Source,
    publication::{self, Begun},
};
use std::{
    io::{ErrorKind, IsTerminal},
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::Duration,
};
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::EnvFilter;

/// How often lines of the audit are sealed.
const BETWEEN_SEALS: Duration = Duration::from_secs(5);
/// How often it is looked whether letters wait.
const BETWEEN_LETTERS: Duration = Duration::from_secs(5);
/// How often claims are worked out that time alone has brought.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(60 * 60);
/// How long requests that are under way may take after the program was asked to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(8);

/// How the log is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// A JSON object a line, for programs.
    Json,
}

/// Writes the log to standard error; `RUST_LOG` chooses how much.
pub(crate) fn log(usual: &str, format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let coloured = std::io::stderr().is_terminal() && format == LogFormat::Text;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(coloured).with_writer(std::io::stderr);
    // A second start within one process keeps the first: there is nothing to do about it.
    let _ = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).try_init(),
    };
}

/// Takes the address, before any other work is begun.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let help = match error.kind() {
            ErrorKind::AddrInUse => {
                let other = SocketAddr::new(address.ip(), address.port().wrapping_add(1).max(1024));
                format!(
                    "another program is listening on {address}. Stop that one, or choose another port: --listen {other}"
                )
            }
            ErrorKind::PermissionDenied => {
                format!("this account may not listen on {address}: choose a port above 1023, such as 8080")
            }
            ErrorKind::AddrNotAvailable => format!("this machine has no address {}", address.ip()),
            _ => format!("cannot listen on {address}: {error}"),
        };
        Failure::because(help)
    })
}

/// Where the text is from that a database has in force, in words.
pub(crate) const IN_FORCE: &str = "in force in the database";

/// The text in force in a database today; `None` where none was published yet. Today is that of the text built in.
pub(crate) async fn text_in_force(db: &Database) -> Result<Option<Source>, Failure> {
    let today = edge::today(Source::embedded().zone());
    let Some(in_force) = publication::in_force(db, today).await? else { return Ok(None) };
    Ok(publication::text(db.reader(), &in_force.version).await?)
}

/// The application over a database, deciding under the policy text that is in force there. The text given is
/// kept; where nothing was ever published, it is published.
pub(crate) async fn open(db: Database, folder: Option<&Path>, mode: Mode) -> Result<(App, Begun), Failure> {
    let given = policy_source::load_source(
        policy_source::source(folder)?,
        &policy_source::from_in_words(folder),
        Imported::default(),
    )?;
    service::policy_text::authoriser(&given.source, &given.policy)?;
    let note = match folder {
        None => format!("The text built into Tapestry {}", env!("CARGO_PKG_VERSION")),
        Some(_) => "The folder of text given at the first start".to_owned(),
    };
    let begun = publication::begin(&db, &given.source, SystemClock.now(), &note).await?;
    let version = &begun.in_force.version;
    let source = if *version == begun.given {
        given.source
    } else {
        let text = publication::text(db.reader(), version).await?;
        text.with_context(|| format!("version {version} of the policy text is in force and not kept"))?
    };
    let ready = policy_source::load_source(source, IN_FORCE, service::places::all(&db).await?).inspect_err(|_| {
        output::note(&format!(
            "This is about version {version} of the policy text, which is in force and was perhaps published by an earlier \
             Tapestry. Publish one that this program can read: `tapestry policy publish [FOLDER] --by EMAIL --note TEXT`."
        ));
    })?;
    publication::keep_extent(&db, &ready.policy).await?;
    let app = application(db, ready, mode)?;
    for area in app.policy.areas.values() {
        account::register_organisations(&app, app.db.reader(), area).await.map_err(anyhow::Error::from)?;
    }
    Ok((app, begun))
}

/// The application over a database, to publish `given` there. Where the text in force has faults for this program, as after an
/// upgrade that asks more of the text, who may publish is decided under the text given.
pub(crate) async fn open_to_publish(db: Database, folder: Option<&Path>, given: Source) -> Result<App, Failure> {
    let in_force = publication::in_force(&db, edge::today(given.zone())).await?;
    let text = match &in_force {
        Some(in_force) => publication::text(db.reader(), &in_force.version).await?,
        None => None,
    };
    let Some(text) = text.filter(|text| !can_be_read(text)) else { return Ok(open(db, folder, Mode::Live).await?.0) };
    output::note(&format!(
        "This program cannot read version {} of the policy text, which is in force. Who may publish is decided under the \
         text that is given.",
        text.version().short()
    ));
    let ready = policy_source::load_source(given, "that is given", service::places::all(&db).await?)?;
    application(db, ready, Mode::Live)
}

/// Whether this program finds no fault in a text and its access policies.
fn can_be_read(text: &Source) -> bool {
    let read = || {
        let policy = service::policy_text::load(text, &text.gazetteer()?)?;
        service::policy_text::authoriser(text, &policy)
    };
    read().is_ok()
}

/// The application over a database, with the machine's clock.
pub(crate) fn application(db: Database, ready: Ready, mode: Mode) -> Result<App, Failure> {
    let authoriser: Authoriser = service::policy_text::authoriser(&ready.source, &ready.policy)?;
    Ok(Arc::new(Application {
        db,
        policy: Arc::new(ready.policy),
        places: Arc::new(ready.places),
        authoriser: Arc::new(authoriser),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
        mode,
        settings: Arc::default(),
        held: Held::default(),
    }))
}

/// Serves until Ctrl-C or SIGTERM; says on standard output where, once it answers. What it is watched by is served
/// on `metrics`, where that is given.
pub(crate) async fn serve(
    listener: TcpListener,
    metrics: Option<TcpListener>,
    app: App,
    (name, bounds): (&str, Bounds),
) -> Result<(), Failure> {
    let watch = Watch::default();
    let address = listener.local_addr().context("cannot tell where this listens")?;
    // Before it is said that this is ready: from then on somebody may ask it to stop.
    let asked_to_stop = asked_to_stop();
    output::print(&format!("{name} is ready at http://{address}/\n"))?;
    tokio::spawn(warm(app.clone()));
    tokio::spawn(sweep_claims(app.clone(), watch.clone()));
    tokio::spawn(seal_audit(app.clone()));
    tokio::spawn(upkeep::wipe_what_was_erased(app.clone()));
    let (stop, mut stopped) = watch::channel(false);
    if let Some(metrics) = metrics {
        let router = metrics_routes(app.clone(), watch.clone());
        let serving = Serving { when_full: router.clone(), router, bounds: Bounds::default() };
        tokio::spawn(listening::serve(metrics, serving, stopped.clone()));
    }
    let serving = Serving {
        router: service::watched_router(app.clone(), watch.clone()),
        when_full: service::router_when_full(app, watch.clone()),
        bounds,
    };
    let served = listening::serve(listener, serving, stopped.clone());
    let asked = async {
        asked_to_stop.await;
        watch.stop();
        output::note("Stopping: waiting for requests that are under way.");
        // The receiver lives as long as the server.
        let _ = stop.send(true);
        std::future::pending::<()>().await;
    };
    let too_slow = async {
        if stopped.wait_for(|stopped| *stopped).await.is_ok() {
            tokio::time::sleep(LAST_REQUESTS).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = served => {}
        () = asked => {}
        () = too_slow => {}
    }
    Ok(())
}

/// Reads the people into memory for the questions about everybody.
async fn warm(app: App) {
    if let Err(error) = service::evidence::warm(&app).await {
        tracing::error!(detail = %error, "people could not be read ahead of the first question about everybody");
    }
}

/// Seals, every few seconds, the lines of the audit and the looks at records that were written.
async fn seal_audit(app: App) {
    let mut turns = tokio::time::interval(BETWEEN_SEALS);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        if let Err(error) = service::audit::seal(&app.db).await {
            tracing::error!(detail = %error, "the audit could not be sealed; trying again");
        }
    }
}

/// Carries, every few seconds, the letters that wait.
pub(crate) async fn carry_letters(app: App, post: Post) {
    let mut turns = tokio::time::interval(BETWEEN_LETTERS);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        if let Err(error) = account::link::answer_asked(&app).await {
            tracing::error!(detail = %error, "links that were asked for could not be looked up; trying again");
        }
        if let Err(error) = service::letters::carry(&app, &post).await {
            tracing::error!(detail = %error, "letters could not be read; trying again");
        }
    }
}

/// Works out at once, and then every hour, the claims that time alone has brought.
async fn sweep_claims(mut app: App, watch: Watch) {
    let mut hours = tokio::time::interval(BETWEEN_SWEEPS);
    loop {
        hours.tick().await;
        match publication::current(&app).await {
            Ok(current) => app = current,
            Err(error) => {
                let detail = format!("{error:#}");
                tracing::error!(detail, "claims were not worked out: the policy text in force cannot be used");
                watch.metrics().swept(false);
                continue;
            }
        }
        let swept = service::claim::sweep(&app).await;
        watch.metrics().swept(swept.is_ok());
        match swept {
            Ok(participants) => tracing::info!(participants, "claims worked out"),
            Err(error) => {
                let detail = format!("{error:#}");
                tracing::error!(detail, "claims could not be worked out; trying again in an hour");
            }
        }
    }
}

/// Ends at Ctrl-C or, on Unix, SIGTERM. It listens for them from now on, not only once it is waited for.
pub(crate) fn asked_to_stop() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
    async move {
        let terminated = async {
            #[cfg(unix)]
            if let Some(mut terminate) = terminate {
                terminate.recv().await;
                return;
            }
            std::future::pending::<()>().await;
        };
        let interrupted = async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = terminated => {}
            () = interrupted => {}
        }
    }
}
