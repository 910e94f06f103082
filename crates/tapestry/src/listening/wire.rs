//! A connection's bytes, with an end to how long whoever reads may keep the other side waiting; and a request's body, which
//! says when all of it has arrived.

use super::seats::Seat;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep},
};

/// The longest that nothing of an answer is taken.
const READER_PATIENCE: Duration = Duration::from_secs(30);

/// A connection that ends when nothing of what is sent is taken for half a minute.
pub(super) struct Wire<S> {
    stream: S,
    /// Runs while the other side takes nothing.
    waits: Option<Pin<Box<Sleep>>>,
}

impl<S> Wire<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, waits: None }
    }

    fn in_time<T>(&mut self, context: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.waits = None;
            return done;
        }
        let waits = self.waits.get_or_insert_with(|| Box::pin(sleep(READER_PATIENCE)));
        match waits.as_mut().poll(context) {
            Poll::Ready(()) => {
                waits.as_mut().reset(Instant::now() + READER_PATIENCE);
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.in_time(context, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.in_time(context, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_flush(context);
        self.in_time(context, done)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// What a request carries: once all of it has arrived, its connection is at work.
pub(super) struct Arriving {
    body: Incoming,
    seat: Arc<Seat>,
}

impl Arriving {
    pub(super) fn new(body: Incoming, seat: Arc<Seat>) -> Self {
        if body.is_end_stream() {
            seat.is_at_work();
        }
        Self { body, seat }
    }
}

impl Body for Arriving {
    type Data = <Incoming as Body>::Data;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None)) || (frame.is_ready() && self.body.is_end_stream()) {
            self.seat.is_at_work();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    /// As much as fits between the two sides.
    const ROOM: usize = 64;

    #[tokio::test(start_paused = true)]
    async fn whoever_takes_nothing_of_an_answer_is_let_go_after_half_a_minute() {
        let (server, _reader) = duplex(ROOM);
        let began = Instant::now();
        let error = Wire::new(server).write_all(&[b'a'; 10 * ROOM]).await.unwrap_err();
        assert_eq!((error.kind(), began.elapsed()), (io::ErrorKind::TimedOut, READER_PATIENCE));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_takes_a_little_of_it_now_and_then_gets_all_of_it() {
        let (server, mut reader) = duplex(ROOM);
        let sent = tokio::spawn(async move { Wire::new(server).write_all(&[b'a'; 10 * ROOM]).await });
        let mut read = 0;
        while read < 10 * ROOM {
            sleep(READER_PATIENCE - Duration::from_secs(1)).await;
            read += reader.read(&mut [0; ROOM]).await.unwrap();
        }
        sent.await.unwrap().unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_in_the_middle_is_counted_from_its_own_beginning() {
        let (server, mut reader) = duplex(ROOM);
        let sent = tokio::spawn(async move { Wire::new(server).write_all(&[b'a'; 10 * ROOM]).await });
        sleep(READER_PATIENCE - Duration::from_secs(1)).await;
        reader.read_exact(&mut [0; ROOM]).await.unwrap();
        let began = Instant::now();
        assert_eq!(sent.await.unwrap().unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(began.elapsed(), READER_PATIENCE);
    }
}
