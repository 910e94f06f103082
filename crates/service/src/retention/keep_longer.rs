//! Deciding that a record is kept for longer than the schedule says.

use super::{kept, store};
use crate::{
    Application, account::SignedIn, action::ActionError, audit, db::entities::kept_longer as row,
    person::store as people,
};
use kernel::{AuditId, Day, PersonId};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Keeps all of a record until a day, included, for a reason. A later decision takes its place.
///
/// # Errors
/// As [`super::erase`]; `retention/day-passed` when the day lies behind.
pub async fn keep_longer(
    app: &Application,
    by: &SignedIn,
    person: PersonId,
    until: Day,
    reason: &str,
) -> Result<(), ActionError> {
    let own = kept::own_body(app, by).await?;
    if until <= app.today_in(&own.area) {
        return Err(ActionError::refused("retention/day-passed", "The day must lie ahead"));
    }
    let transaction = app.db.begin().await?;
    people::lock(&transaction, person).await?;
    store::kept(&transaction, own.id, person).await?.ok_or(ActionError::NotFound)?;
    let now = app.clock.now();
    let decided = row::ActiveModel {
        id: Set(AuditId::make(now, app.randomness.as_ref()).0),
        person_id: Set(person.0),
        until_day: Set(until),
        reason: Set(reason.to_owned()),
        at: Set(now),
        by_account: Set(by.id.0),
    };
    row::Entity::insert(decided).exec_without_returning(&transaction).await?;
    let line = audit::Line::done(by.id, "keep-longer", "person", person.0);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}
