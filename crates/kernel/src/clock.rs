//! Time and randomness as arguments, so that every decision can be replayed.

use crate::Moment;
use rand::{Rng, SeedableRng, rngs::ChaCha12Rng};
use std::sync::Mutex;

/// Says what time it is. The real one lives at the edge, in the binary; tests use [`FixedClock`].
pub trait Clock: Send + Sync {
    /// The present moment, in UTC. Which day it is depends on the place: [`crate::Zone::day`].
    fn now(&self) -> Moment;
}

/// A clock that stands still until it is told to move. For tests and for making synthetic records.
#[derive(Debug)]
pub struct FixedClock(Mutex<Moment>);

impl FixedClock {
    /// A clock that says `moment` until [`FixedClock::set`] is called.
    #[must_use]
    pub fn new(moment: Moment) -> Self {
        Self(Mutex::new(moment))
    }

    /// Moves the clock to `moment`, forwards or backwards.
    pub fn set(&self, moment: Moment) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = moment;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Gives random bytes. The operating system's generator lives at the edge; tests and the demo use
/// [`SeededRandomness`], which gives the same bytes for the same seed.
pub trait Randomness: Send + Sync {
    /// Sixteen random bytes.
    fn bytes(&self) -> [u8; 16];
}

/// The same bytes, in the same order, for the same seed (ChaCha12).
#[derive(Debug)]
pub struct SeededRandomness(Mutex<ChaCha12Rng>);

impl SeededRandomness {
    /// A generator that starts from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha12Rng::seed_from_u64(seed)))
    }
}

impl Randomness for SeededRandomness {
    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }
}
