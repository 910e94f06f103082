//! Reading the names of the people on a list of referrals received.

use super::{after_the_end, principal};
use crate::{
    Application,
    account::SignedIn,
    action::ActionError,
    db::entities::{record_read, referral},
};
use kernel::{AuditId, PersonId};
use rules::access::{Action, Decision, NAME, Relationship, Resource};
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Which of these referrals, all received by the account's organisation, may be opened, and of each whether the person's name
/// may be shown. Leaves a line for each of those whose name is, in one statement.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn listed(
    app: &Application,
    by: &SignedIn,
    rows: &[referral::Model],
) -> Result<BTreeMap<Uuid, bool>, ActionError> {
    // One question for each relationship, not one for each row.
    let mut asked: BTreeMap<Relationship, Decision> = BTreeMap::new();
    let mut open = BTreeMap::new();
    let mut lines = Vec::new();
    let now = app.clock.now();
    for row in rows {
        let Some(relationship) = after_the_end::of_provider(app, app.db.reader(), row).await? else { continue };
        let ended_on = after_the_end::frozen_on(&BTreeSet::from([relationship]), row);
        let decision = asked.entry(relationship).or_insert_with(|| {
            app.authoriser.may(&principal(by), Action::SeeReferral, &Resource::related([relationship]))
        });
        if !decision.allowed {
            continue;
        }
        let mut decision = decision.clone();
        after_the_end::as_it_was(
            app.db.reader(),
            PersonId(row.person_id),
            ended_on.map(|day| after_the_end::end_of(app, &row.area, day)),
            &mut decision,
        )
        .await?;
        let shows_name = decision.shows(NAME);
        open.insert(row.id, shows_name);
        if !shows_name {
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
    }
    if !lines.is_empty() {
        record_read::Entity::insert_many(lines).exec_without_returning(app.db.reader()).await?;
    }
    Ok(open)
}
