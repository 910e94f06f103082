//! Who has looked at a person's record, for the person to see.

use super::person;
use crate::{
    Application,
    account::{self, SignedIn},
    action::ActionError,
    db::entities::record_read,
    emergency,
};
use indexmap::IndexMap;
use kernel::{Day, PersonId, in_words};
use rules::access::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// The newest looks that are read; older ones are kept, but not shown.
const MAX_LOOKS: u64 = 1_000;

/// What is said of who saw a name among others.
const IN_A_LIST: &str = "Saw your name in a list of people sent to them";

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
    /// Names of the agreements to share under which their organisation saw something; empty within one organisation.
    pub under: Vec<String>,
}

/// Who has looked at the person's record, the newest first; the account's own looks are left out.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such person for this account;
/// [`ActionError::NotAllowed`] when it may not see who looked; a fault when the database refuses.
pub async fn readings(app: &Application, by: &SignedIn, id: PersonId) -> Result<Vec<Reading>, ActionError> {
    let zone = app.zone_in(&person(app, by, id, Action::SeeReadings).await?.person.area);
    let connection = app.db.reader();
    let rows = record_read::Entity::find()
        .filter(record_read::Column::PersonId.eq(id.0))
        .filter(record_read::Column::AccountId.ne(by.id.0))
        .order_by_desc(record_read::Column::At)
        .limit(MAX_LOOKS)
        .all(connection)
        .await?;
    let names = account::names_with_organisations(connection, rows.iter().map(|row| row.account_id)).await?;
    let emergencies = emergency::of_person(connection, id).await?;
    let mut together: IndexMap<(Day, Uuid, String, Vec<String>), usize> = IndexMap::new();
    for row in rows {
        let what_for = match emergencies.iter().find(|one| row.action == "see-in-emergency" && one.covers(&row)) {
            Some(one) => format!("In an emergency. They wrote: “{}”", one.0.reason),
            None => what_for(&row.action).to_owned(),
        };
        *together.entry((zone.day(row.at), row.account_id, what_for, agreements(app, &row.under))).or_default() += 1;
    }
    let lines = together.into_iter().map(|((day, account, what_for, under), times)| {
        let (who, organisation) = names.get(&account).cloned().unwrap_or_default();
        // A list is looked at all day long: how often says nothing.
        let what_for =
            if times == 1 || what_for == IN_A_LIST { what_for } else { format!("{what_for} ({times} times)") };
        Reading { day: in_words(day), who, organisation, what_for, under }
    });
    Ok(lines.collect())
}

/// Names of the agreements among the reasons of a look; one that the text no longer has, by its code.
fn agreements(app: &Application, reasons: &str) -> Vec<String> {
    let named = app.policy.areas.values().flat_map(|area| {
        area.agreements.values().map(|one| (super::agreement_code(&area.id, &one.id), one.name.clone()))
    });
    let named: HashMap<String, String> = named.collect();
    let of_agreement = reasons.split(' ').filter(|code| code.starts_with("areas/") && code.contains("/area.toml#"));
    of_agreement.map(|code| named.get(code).cloned().unwrap_or_else(|| code.to_owned())).collect()
}

/// What an action is for, in words that a child can read.
fn what_for(action: &str) -> &'static str {
    match action {
        "see-person" => "To read your record",
        "see-in-emergency" => "In an emergency",
        "ask-of-record" => "To ask about your record",
        "answer-request" => "To answer what you asked",
        "see-readings" => "To see who looked at your record",
        "hand-over" => "To hand you over to another adviser",
        "record-fact" => "To write down what you said",
        "assess" => "To see what help is open to you",
        "send-referral" => "To put you forward for help",
        "see-referral" => "To read why you were put forward",
        "see-inbox" => IN_A_LIST,
        "answer-referral" => "To say yes or no to helping you",
        "stop-sharing" => "To see or change what is shared",
        "withdraw-referral" => "To take back that you were put forward",
        "record-start" => "To write down when the help began or ended",
        "record-spell" => "To write down the work you found",
        "see-spells" => "To see the work you found",
        "submit-claim" => "To ask to be paid for helping you",
        "pay-claim" => "To pay for helping you",
        "invite-person" => "To invite you to see your record",
        "see-claim" => "To check what is paid for helping you",
        "approve-claim" => "To decide what is paid for helping you",
        "see-decision" => "To see how something was decided",
        _ => "For another reason. Ask your adviser",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_at_a_record_is_told_as_what_it_is() {
        let of_people =
            Action::ALL.iter().filter(|action| ["Person", "Referral", "Claim", "Decision"].contains(&action.about()));
        for action in of_people.chain([&Action::SeeInbox]) {
            assert!(!what_for(action.word()).starts_with("For another reason"), "{}", action.word());
        }
    }
}
