//! How far a screening is, on standard error.

use std::{
    io::{IsTerminal, Write, stderr},
    time::{Duration, Instant},
};

/// How often it is said.
const BETWEEN: Duration = Duration::from_millis(500);

/// Says how many people were screened, and how fast.
pub(super) struct Progress {
    shown: bool,
    /// On a terminal one line is written over again.
    over_again: bool,
    total: Option<u64>,
    people: u64,
    begun: Instant,
    said: Instant,
}

impl Progress {
    /// Shown where standard error is a terminal, or where it is asked for.
    pub(super) fn new(asked: bool, total: Option<u64>) -> Self {
        let (terminal, now) = (stderr().is_terminal(), Instant::now());
        Self { shown: asked || terminal, over_again: terminal, total, people: 0, begun: now, said: now }
    }

    /// So many more people are done.
    pub(super) fn done(&mut self, people: u64) {
        self.people += people;
        if self.said.elapsed() >= BETWEEN {
            self.say(if self.over_again { "\r" } else { "\n" });
            self.said = Instant::now();
        }
    }

    /// Everybody is done.
    pub(super) fn end(&self) {
        self.say("\n");
    }

    fn say(&self, end: &str) {
        if self.shown {
            let total = self.total.map(|total| format!(" of {total}")).unwrap_or_default();
            let seconds = self.begun.elapsed().as_secs_f64().max(0.001);
            let each = self.people as f64 / seconds;
            // If even that cannot be written, there is nobody to tell.
            let _ = write!(stderr().lock(), "{}{total} people, {each:.0} a second    {end}", self.people);
        }
    }
}
