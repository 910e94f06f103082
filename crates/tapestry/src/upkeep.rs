//! What the program does to its own database file while it serves: what was erased or replaced goes from the file too.

use crate::edge::SystemClock;
use chrono::Timelike;
use kernel::Clock;
use service::App;
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How often it is looked whether something was erased, and how often the log beside the file is emptied into it.
const BETWEEN_LOOKS: Duration = Duration::from_secs(20);
/// The hour, in UTC, in which the file is built anew each night, for what was replaced.
const NIGHT_HOUR: u32 = 2;

/// Builds the file anew soon after an erasure, and each night; empties the log beside it.
pub(crate) async fn wipe_what_was_erased(app: App) {
    let mut turns = tokio::time::interval(BETWEEN_LOOKS);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last_night = SystemClock.now().date_naive();
    loop {
        turns.tick().await;
        let now = SystemClock.now();
        let is_night = now.hour() == NIGHT_HOUR && now.date_naive() != last_night;
        match app.db.wipe_what_was_erased(is_night).await {
            Ok(_) if is_night => last_night = now.date_naive(),
            Ok(_) => {}
            Err(error) => {
                tracing::error!(detail = %error, "the database's file could not be rid of what was erased; trying again");
            }
        }
    }
}
