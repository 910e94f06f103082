//! Reading the names of the people on a list of referrals received.

use super::principal;
use crate::{
    Application,
    account::SignedIn,
    action::ActionError,
    db::entities::{record_read, referral},
    referral::of_provider,
};
use kernel::AuditId;
use rules::access::{Action, Decision, NAME, Relationship, Resource};
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Which of these referrals, all received by the account's organisation, may be shown with the person's
/// name. Leaves a line for each of those people, in one statement.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn listed(
    app: &Application,
    by: &SignedIn,
    rows: &[referral::Model],
) -> Result<BTreeSet<Uuid>, ActionError> {
    // One question for each relationship, not one for each row.
    let mut asked: BTreeMap<Relationship, Decision> = BTreeMap::new();
    let mut named = BTreeSet::new();
    let mut lines = Vec::new();
    let now = app.clock.now();
    for row in rows {
        let Some(relationship) = of_provider(row) else { continue };
        let decision = asked.entry(relationship).or_insert_with(|| {
            app.authoriser.may(&principal(by), Action::SeeReferral, &Resource::related([relationship]))
        });
        if !decision.shows(NAME) {
            continue;
        }
        let under: Vec<&str> = decision.reasons.iter().map(|ground| ground.code.as_str()).collect();
        lines.push(record_read::ActiveModel {
            id: Set(AuditId::make(now, app.randomness.as_ref()).0),
            at: Set(now),
            account_id: Set(by.id.0),
            person_id: Set(row.person_id),
            action: Set(Action::SeeInbox.word().to_owned()),
            categories: Set(NAME.to_owned()),
            under: Set(under.join(" ")),
        });
        named.insert(row.id);
    }
    if !lines.is_empty() {
        record_read::Entity::insert_many(lines).exec_without_returning(app.db.reader()).await?;
    }
    Ok(named)
}
