//! Reads what a request carries before anything is begun for it, so that whoever sends slowly holds no place that others need.
//!
//! A body has 30 seconds and one mebibyte. Bodies that are being read share `ROOM_BYTES`; the first 64 KiB of each, in which
//! nearly every form fits, are not counted there: those are bounded by the connections.

use super::error::{busy_page, page_for};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::{StatusCode, header, request::Parts},
    middleware::Next,
    response::Response,
};
use std::{future::poll_fn, pin::Pin, sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// The longest that what a request carries may take to arrive.
pub const BODY_PATIENCE: Duration = Duration::from_secs(30);
/// The most a request may carry, in bytes: one mebibyte.
pub const BODY_LIMIT_BYTES: usize = 1024 * 1024;
/// What each body may hold without asking for room, in bytes.
const FREE_BYTES: usize = 64 * 1024;
/// Bytes that all bodies together may hold above that, while they are read and answered.
const ROOM_BYTES: usize = 64 * 1024 * 1024;

/// Room for bodies of more than 64 KiB.
#[derive(Clone)]
pub(super) struct Room {
    bytes: Arc<Semaphore>,
    patience: Duration,
}

impl Default for Room {
    fn default() -> Self {
        Self { bytes: Arc::new(Semaphore::new(ROOM_BYTES)), patience: BODY_PATIENCE }
    }
}

/// Why a body was not read.
enum Unread {
    TooMuch,
    NoRoom,
    Broken,
}

/// Hands the request on when all of it has arrived; otherwise says why not.
pub(super) async fn whole(State(room): State<Room>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return next.run(Request::from_parts(parts, body)).await;
    }
    if announces_too_much(&parts) {
        return page_for(StatusCode::PAYLOAD_TOO_LARGE);
    }
    match timeout(room.patience, read(&room, body)).await {
        Ok(Ok((bytes, _held))) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Ok(Err(Unread::TooMuch)) => page_for(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(Unread::NoRoom)) => busy_page(),
        Ok(Err(Unread::Broken)) => page_for(StatusCode::BAD_REQUEST),
        Err(_) => page_for(StatusCode::REQUEST_TIMEOUT),
    }
}

fn announces_too_much(parts: &Parts) -> bool {
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    length.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > BODY_LIMIT_BYTES as u64)
}

async fn read(room: &Room, mut body: Body) -> Result<(Bytes, Option<OwnedSemaphorePermit>), Unread> {
    let mut read: Vec<u8> = Vec::new();
    let mut held: Option<OwnedSemaphorePermit> = None;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else { continue };
        let length = read.len() + data.len();
        if length > BODY_LIMIT_BYTES {
            return Err(Unread::TooMuch);
        }
        let holds = held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let wanted = length.saturating_sub(FREE_BYTES).saturating_sub(holds);
        if wanted > 0 {
            let wanted = u32::try_from(wanted).map_err(|_| Unread::TooMuch)?;
            let more = Arc::clone(&room.bytes).try_acquire_many_owned(wanted).map_err(|_| Unread::NoRoom)?;
            match &mut held {
                None => held = Some(more),
                Some(held) => held.merge(more),
            }
        }
        read.extend_from_slice(&data);
    }
    Ok((Bytes::from(read), held))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use axum::{Router, middleware::from_fn_with_state, routing::post};
    use std::task::{Context, Poll};
    use tower::ServiceExt;

    /// A body of which these parts arrive, and then no more.
    struct Slow(Vec<usize>, bool);

    impl HttpBody for Slow {
        type Data = Bytes;
        type Error = std::io::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
            match self.0.pop() {
                Some(length) => Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from(vec![b'x'; length]))))),
                None if self.1 => Poll::Ready(None),
                None => Poll::Pending,
            }
        }
    }

    fn site(room: Room) -> Router {
        Router::new()
            .route("/", post(|body: Bytes| async move { body.len().to_string() }))
            .layer(axum::extract::DefaultBodyLimit::disable())
            .layer(from_fn_with_state(room, whole))
    }

    async fn ask(router: &Router, body: Slow) -> u16 {
        let request = Request::post("/").body(Body::new(body)).unwrap();
        router.clone().oneshot(request).await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn a_body_whose_last_byte_is_held_back_is_not_waited_for_longer_than_said() {
        let router = site(Room { patience: Duration::from_millis(50), ..Room::default() });
        assert_eq!(ask(&router, Slow(vec![10], false)).await, 408);
        assert_eq!(ask(&router, Slow(vec![10], true)).await, 200);
    }

    #[tokio::test]
    async fn one_byte_too_much_is_refused_and_the_most_is_taken() {
        let router = site(Room::default());
        let half = BODY_LIMIT_BYTES / 2;
        assert_eq!(ask(&router, Slow(vec![half, half], true)).await, 200);
        // Refused as soon as it is too much, not once all of it has come.
        assert_eq!(ask(&router, Slow(vec![half + 1, half], false)).await, 413);
    }

    #[tokio::test]
    async fn large_bodies_share_a_room_and_small_ones_need_none() {
        let room = Room { bytes: Arc::new(Semaphore::new(100_000)), patience: BODY_PATIENCE };
        let router = site(room.clone());
        let slow = {
            let router = router.clone();
            tokio::spawn(async move { ask(&router, Slow(vec![FREE_BYTES + 60_000], false)).await })
        };
        while room.bytes.available_permits() == 100_000 {
            tokio::task::yield_now().await;
        }
        assert_eq!(room.bytes.available_permits(), 40_000);
        assert_eq!(ask(&router, Slow(vec![60_000, FREE_BYTES], true)).await, 503);
        assert_eq!(ask(&router, Slow(vec![FREE_BYTES], true)).await, 200);
        slow.abort();
        assert!(slow.await.is_err());
        assert_eq!(room.bytes.available_permits(), 100_000, "what is not read any more holds no room");
        assert_eq!(ask(&router, Slow(vec![60_000, FREE_BYTES], true)).await, 200);
    }
}
