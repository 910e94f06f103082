//! Carrying the letters that wait.

use super::{Letter, store};
use crate::Application;
use chrono::TimeDelta;
use sea_orm::DbErr;
use std::pin::Pin;

/// How long a letter is tried.
const LONGEST: TimeDelta = TimeDelta::hours(24);
/// How long after a try the next one is made, the first time; twice as long after each.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
/// The longest between two tries.
const MAX_WAIT: TimeDelta = TimeDelta::hours(2);

/// Whoever carries letters: a mail server, as the program sees it.
pub trait Carrier: Send + Sync {
    /// Hands one letter over; the fault must not hold the address or what the letter says.
    fn carry<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>>;
}

/// Carries every letter whose time has come; gives how many arrived. Two programs on one database do not carry the same one
/// twice, unless one of them is killed between handing it over and saying so.
///
/// # Errors
/// When the database refuses.
pub async fn carry(app: &Application, carrier: &dyn Carrier) -> Result<usize, DbErr> {
    let connection = app.db.reader();
    let mut arrived = 0;
    for row in store::waiting(connection, app.clock.now()).await? {
        let now = app.clock.now();
        if !store::take(connection, &row, now + wait_after(row.tries)).await? {
            continue;
        }
        let id = row.id;
        let (written_at, tries) = (row.written_at, row.tries + 1);
        let letter = Letter { to: row.to_address, subject: row.subject, text: row.text };
        match carrier.carry(&letter).await {
            Ok(()) => {
                store::forget(connection, id).await?;
                arrived += 1;
            }
            Err(error) if now - written_at > LONGEST => {
                tracing::error!(letter = %id, tries, detail = %format!("{error:#}"), "a letter was given up");
                store::forget(connection, id).await?;
            }
            Err(error) => {
                tracing::warn!(letter = %id, tries, detail = %format!("{error:#}"), "a letter did not go; trying again");
            }
        }
    }
    Ok(arrived)
}

fn wait_after(tries: i32) -> TimeDelta {
    let doubled = FIRST_WAIT.checked_mul(1 << tries.clamp(0, 10));
    doubled.map_or(MAX_WAIT, |wait| wait.min(MAX_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_two_hours() {
        let minutes: Vec<i64> = [0, 1, 2, 6, 7, 100].map(|tries| wait_after(tries).num_minutes()).into();
        assert_eq!(minutes, [1, 2, 4, 64, 120, 120]);
    }
}
