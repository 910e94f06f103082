//! The edge of the program: the one place that reads the machine's clock and its randomness.

use kernel::{Clock, Day, Moment, Randomness, Zone};
use rand::{TryRng, rngs::SysRng};
use std::time::SystemTime;

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment::from(SystemTime::now())
    }
}

/// The calendar day that it is in a time zone, by the machine's clock.
pub(crate) fn today(zone: Zone) -> Day {
    zone.day(SystemClock.now())
}

/// The operating system's generator of random bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemRandomness;

impl Randomness for SystemRandomness {
    /// # Panics
    /// When the operating system has no random bytes: going on without would make guessable secrets.
    #[expect(clippy::expect_used, reason = "there is no safe way to go on without random bytes")]
    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}
