//! Who has looked at a person's record, for the person to see.

use super::person;
use crate::{
    Application,
    account::{self, SignedIn},
    action::ActionError,
    db::entities::record_read,
};
use kernel::{Day, PersonId, in_words};
use rules::access::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// The newest looks that are read; older ones are kept, but not shown.
const LOOKS_MOST: u64 = 1_000;

/// The looks of one account on one day for one purpose.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Reading {
    /// The day, in words.
    pub day: String,
    /// Who looked.
    pub who: String,
    /// For which organisation; empty for none.
    pub organisation: String,
    /// What for, in plain words, and how often when more than once.
    pub what_for: String,
}

/// Who has looked at the person's record, the newest first; the account's own looks are left out.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such person for this account;
/// [`ActionError::NotAllowed`] when it may not see who looked; a fault when the database refuses.
pub async fn readings(app: &Application, by: &SignedIn, id: PersonId) -> Result<Vec<Reading>, ActionError> {
    person(app, by, id, Action::SeeReadings).await?;
    let connection = app.db.reader();
    let rows = record_read::Entity::find()
        .filter(record_read::Column::PersonId.eq(id.0))
        .filter(record_read::Column::AccountId.ne(by.id.0))
        .order_by_desc(record_read::Column::At)
        .limit(LOOKS_MOST)
        .all(connection)
        .await?;
    let names = account::names_with_organisations(connection, rows.iter().map(|row| row.account_id)).await?;
    let mut together: Vec<(Day, Uuid, String, usize)> = Vec::new();
    for row in rows {
        let (day, what_for) = (row.at.date_naive(), what_for(&row.action));
        match together.iter_mut().find(|line| (line.0, line.1, line.2.as_str()) == (day, row.account_id, what_for)) {
            Some(line) => line.3 += 1,
            None => together.push((day, row.account_id, what_for.to_owned(), 1)),
        }
    }
    let lines = together.into_iter().map(|(day, account, what_for, times)| {
        let (who, organisation) = names.get(&account).cloned().unwrap_or_default();
        let what_for = if times == 1 { what_for } else { format!("{what_for} ({times} times)") };
        Reading { day: in_words(day), who, organisation, what_for }
    });
    Ok(lines.collect())
}

/// What an action is for, in words that a child can read.
fn what_for(action: &str) -> &'static str {
    match action {
        "see-person" => "To read your record",
        "see-readings" => "To see who looked at your record",
        "record-fact" => "To write down what you said",
        "assess" => "To see what help is open to you",
        "send-referral" => "To put you forward for help",
        "see-referral" => "To read why you were put forward",
        "answer-referral" => "To say yes or no to helping you",
        "stop-sharing" => "To see or change what is shared",
        "withdraw-referral" => "To take back that you were put forward",
        "record-start" => "To write down when the help began or ended",
        "record-spell" => "To write down the work you found",
        "see-spells" => "To see the work you found",
        "see-claim" => "To check what is paid for helping you",
        "approve-claim" => "To decide what is paid for helping you",
        "see-decision" => "To see how something was decided",
        _ => "For another reason. Ask your adviser",
    }
}
