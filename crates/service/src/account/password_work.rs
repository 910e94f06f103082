//! The turns in which passwords are worked on: each takes 19 MiB and tens of milliseconds of a core, so that only so many are
//! worked on at once, only so many wait, and the rest are asked to come again.
//!
//! There is one set of turns for the whole program, because memory and cores are the machine's. Whoever knows that it will
//! need a turn takes a [`Place`] first, before anything is written or asked of the database.

use super::password;
use crate::action::ActionError;
use anyhow::Context;
use argon2::Block;
use std::{
    num::NonZero,
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Turns for each core: one works while the other's thread is woken.
const TURNS_FOR_EACH_CORE: usize = 2;
/// Turns at most, however many cores there are: together they take 228 MiB.
const MAX_TURNS: usize = 12;
/// How many may wait for each turn: the last of them waits for about a second.
const WAITING_FOR_EACH_TURN: usize = 32;

/// The turns of this program.
static TURNS: LazyLock<Turns> = LazyLock::new(|| {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    Turns::new((cores * TURNS_FOR_EACH_CORE).min(MAX_TURNS), WAITING_FOR_EACH_TURN)
});

/// How many passwords this program has hashed or checked: for tests that count the work.
pub fn passwords_worked_on() -> u64 {
    TURNS.done.load(Ordering::Relaxed)
}

/// A place among those who wait for a turn.
pub(super) struct Place {
    turns: &'static Turns,
    /// Given back when the place is.
    _held: OwnedSemaphorePermit,
}

/// A place in the queue of this program.
///
/// # Errors
/// [`ActionError::Busy`] when too many wait already.
pub(super) fn place() -> Result<Place, ActionError> {
    TURNS.place()
}

struct Turns {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    /// Memory that nobody works in just now. It is kept: to ask the machine for it anew each time leaves more of it behind.
    memory: Mutex<Vec<Vec<Block>>>,
    done: AtomicU64,
}

impl Turns {
    fn new(turns: usize, waiting_for_each: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(turns * (1 + waiting_for_each))),
            turns: Arc::new(Semaphore::new(turns)),
            memory: Mutex::default(),
            done: AtomicU64::new(0),
        }
    }

    fn place(&'static self) -> Result<Place, ActionError> {
        let held = Arc::clone(&self.places).try_acquire_owned().map_err(|_| ActionError::Busy)?;
        Ok(Place { turns: self, _held: held })
    }

    /// Waits for a turn and works in it, away from the threads that serve pages. Work that was begun goes on in its turn, and
    /// keeps it, when whoever asked has gone away.
    async fn work<T: Send + 'static>(
        &'static self,
        work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> anyhow::Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.context("no turn to hash a password")?;
        let worked = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let mut memory = self.memory().pop().unwrap_or_default();
            let worked = work(&mut memory);
            self.done.fetch_add(1, Ordering::Relaxed);
            self.memory().push(memory);
            worked
        });
        worked.await.context("a password could not be worked on")
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Block>>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// The hash of a new password, as it is kept, made with `salt`.
    ///
    /// # Errors
    /// When it cannot be hashed.
    pub(super) async fn hash(self, password: &str, salt: [u8; 16]) -> anyhow::Result<String> {
        let password = password.to_owned();
        self.turns.work(move |memory| password::hash(&password, &salt, memory)).await?
    }

    /// Whether a password is the one of a hash; the same work, and no, without a hash.
    ///
    /// # Errors
    /// When the work cannot be done.
    pub(super) async fn verify(self, password: &str, hash: Option<String>) -> anyhow::Result<bool> {
        let password = password.to_owned();
        self.turns.work(move |memory| password::verify(&password, hash.as_deref(), memory)).await
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::time::Duration;

    fn turns(turns: usize, waiting: usize) -> &'static Turns {
        Box::leak(Box::new(Turns::new(turns, waiting)))
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn so_many_work_so_many_wait_and_the_next_is_asked_to_come_again() {
        let turns = turns(2, 3);
        let most = Arc::new(Mutex::new((0_usize, 0_usize)));
        let places: Vec<Place> = (0..8).map(|_| turns.place().unwrap()).collect();
        assert!(matches!(turns.place(), Err(ActionError::Busy)));
        let tasks: Vec<_> = places
            .into_iter()
            .map(|place| {
                let most = Arc::clone(&most);
                tokio::spawn(async move {
                    let work = move |_: &mut Vec<Block>| {
                        let mut now = most.lock().unwrap();
                        *now = (now.0 + 1, now.1.max(now.0 + 1));
                        drop(now);
                        thread::sleep(Duration::from_millis(20));
                        most.lock().unwrap().0 -= 1;
                    };
                    place.turns.work(work).await.unwrap();
                    drop(place);
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(most.lock().unwrap().1, 2, "never more at once than there are turns, and all of them are used");
        assert_eq!(turns.done.load(Ordering::Relaxed), 8);
        assert!(turns.memory().len() <= 2, "no more memory than turns");
        assert_eq!(turns.places.available_permits(), 8, "every place is given back");
        assert!(turns.place().is_ok());
    }

    #[tokio::test]
    async fn whoever_goes_away_gives_their_place_back_and_work_that_was_begun_keeps_its_turn() {
        let turns = turns(1, 1);
        let place = turns.place().unwrap();
        let slow = tokio::spawn(async move {
            place.turns.work(|_| thread::sleep(Duration::from_millis(200))).await.unwrap();
            drop(place);
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        slow.abort();
        assert!(slow.await.unwrap_err().is_cancelled());
        assert_eq!((turns.places.available_permits(), turns.turns.available_permits()), (2, 0));
        turns.place().unwrap().turns.work(|_| ()).await.unwrap();
        assert_eq!(turns.turns.available_permits(), 1);
    }
}
