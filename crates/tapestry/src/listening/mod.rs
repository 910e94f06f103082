//! Listening for connections, and serving each within its bounds, so that slow, idle and unfinished ones stop nobody.
//!
//! A head has ten seconds to arrive, also the head of the next request on a connection that is kept: after that it is closed.
//! A body has its own time (`webkit::body`), and whoever takes nothing of an answer for half a minute is let go. How many
//! connections there may be is in [`seats`]. When every seat is at work, a few more connections are taken for one request
//! each, which is answered when it asks whether the program is well, and told to come again otherwise: whatever looks after
//! the program can always tell a busy one from a dead one. Why: docs/adr/0020.

pub(crate) mod seats;
mod wire;

use axum::{Router, body::Body, extract::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use seats::{Bounds, Full, Seat, Seats};
use std::{
    io,
    net::SocketAddr,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
};
use tower::ServiceExt;
use wire::{Arriving, Wire};

/// The longest that the head of a request may take to arrive.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// The same while every seat is at work.
const HEAD_PATIENCE_WHEN_FULL: Duration = Duration::from_secs(2);
/// The longest head of a request, in bytes.
const MAX_HEAD: usize = 64 * 1024;
/// Connections that are taken for one request each when every seat is at work.
const SPARE: usize = 16;
/// Open files that are left for everything else: the database, the log, connections that are being closed.
const FILES_KEPT: usize = 128;
/// How long nothing is accepted after the machine refused a connection.
const AFTER_REFUSAL: Duration = Duration::from_millis(100);

/// What is served, and within which bounds.
pub(crate) struct Serving {
    /// Answers every request.
    pub(crate) router: Router,
    /// Answers when every seat is at work.
    pub(crate) when_full: Router,
    /// How many connections there may be.
    pub(crate) bounds: Bounds,
}

/// Serves until `stop` says so, then finishes the requests that are under way.
pub(crate) async fn serve(listener: TcpListener, serving: Serving, mut stop: watch::Receiver<bool>) {
    let Serving { router, when_full, bounds } = serving;
    let seats = Seats::new(Bounds { at_once: bounds.at_once.min(files()), ..bounds });
    let spare = Arc::new(Semaphore::new(SPARE));
    let mut connections = JoinSet::new();
    loop {
        let (stream, from) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    after(&error).await;
                    continue;
                }
            },
            () = stopped(&mut stop) => break,
        };
        // What has ended is not kept.
        while connections.try_join_next().is_some() {}
        seat(&mut connections, &seats, &spare, (stream, from), (&router, &when_full, &stop));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

fn seat(
    connections: &mut JoinSet<()>,
    seats: &Arc<Seats>,
    spare: &Arc<Semaphore>,
    (stream, from): (TcpStream, SocketAddr),
    (router, when_full, stop): (&Router, &Router, &watch::Receiver<bool>),
) {
    // Small answers are not held back to be sent with the next.
    let _ = stream.set_nodelay(true);
    match seats.take(from.ip(), Instant::now()) {
        Ok(held) => {
            let connection = connection(stream, router.clone(), Arc::clone(&held.seat), stop.clone());
            connections.spawn(async move {
                connection.await;
                drop(held);
            });
        }
        Err(Full::InAll) => {
            let Ok(place) = Arc::clone(spare).try_acquire_owned() else { return };
            let router = when_full.clone();
            connections.spawn(async move {
                one_request(stream, router).await;
                drop(place);
            });
        }
        // Closed without a word: whoever opens so many does not read one.
        Err(Full::OfThisAddress) => {}
    }
}

/// Serves one connection until it ends, waits too long, gives its seat to another or the program stops.
async fn connection(stream: TcpStream, router: Router, seat: Arc<Seat>, mut stop: watch::Receiver<bool>) {
    let at = Arc::clone(&seat);
    let service = service_fn(move |request: Request<Incoming>| {
        let (router, seat) = (router.clone(), Arc::clone(&at));
        async move {
            seat.waits(Instant::now());
            let request = request.map(|body| Body::new(Arriving::new(body, Arc::clone(&seat))));
            let answer: Result<Response, _> = router.oneshot(request).await;
            seat.waits(Instant::now());
            answer
        }
    });
    let mut served = pin!(http(HEAD_PATIENCE).serve_connection(TokioIo::new(Wire::new(stream)), service));
    tokio::select! {
        // How a connection ended is the other side's affair.
        _ = served.as_mut() => {}
        () = seat.asked_to_go() => {}
        () = stopped(&mut stop) => {
            served.as_mut().graceful_shutdown();
            let _ = served.await;
        }
    }
}

/// Ends when the program is asked to stop, or whoever would ask it is gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Answers one request, and closes.
async fn one_request(stream: TcpStream, router: Router) {
    let service = service_fn(move |request: Request<Incoming>| router.clone().oneshot(request.map(Body::new)));
    let mut http = http(HEAD_PATIENCE_WHEN_FULL);
    let served = http.keep_alive(false).serve_connection(TokioIo::new(Wire::new(stream)), service);
    let _ = tokio::time::timeout(HEAD_PATIENCE, served).await;
}

fn http(head_patience: Duration) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head_patience).max_buf_size(MAX_HEAD);
    http
}

/// A connection that could not be accepted: gone already, or the machine has no more of something, which is waited for.
async fn after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(detail = %error, "a connection could not be accepted");
        tokio::time::sleep(AFTER_REFUSAL).await;
    }
}

/// Connections for which this process may have files open.
fn files() -> usize {
    #[cfg(unix)]
    let open = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[cfg(not(unix))]
    let open: Option<u64> = None;
    let open = open.and_then(|open| usize::try_from(open).ok()).unwrap_or(usize::MAX);
    open.saturating_sub(FILES_KEPT + SPARE).max(SPARE)
}
