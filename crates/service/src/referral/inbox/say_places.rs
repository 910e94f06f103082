//! Saying how many places are free on a programme. What was said before stays in the record.

use crate::{Application, access, account::SignedIn, action::ActionError, audit, db::entities::free_places};
use kernel::FactAnswerId;
use rules::{access::Action, referral::Ground, referral::ground};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Says how many places the account's organisation has free now on each of these programmes, all or none.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who has no inbox; [`ActionError::NotFound`] for a programme that the
/// organisation does not offer here; a fault when the database refuses.
pub async fn say_places(app: &Application, by: &SignedIn, said: &[(String, u16)]) -> Result<(), ActionError> {
    access::general(app, by, Action::SeeInbox).await?;
    let own = by.organisation.as_ref().ok_or(ActionError::NotFound)?;
    let area = app.policy.area(&own.area).ok_or(ActionError::NotFound)?;
    let now = app.clock.now();
    let transaction = app.db.begin().await?;
    for (programme, places) in said {
        if ground(area, programme, &own.body, app.today_in(&own.area)) == Ground::None {
            return Err(ActionError::NotFound);
        }
        let row = free_places::ActiveModel {
            id: Set(FactAnswerId::make(now, app.randomness.as_ref()).0),
            organisation_id: Set(own.id.0),
            programme: Set(programme.clone()),
            places: Set(i32::from(*places)),
            said_at: Set(now),
            said_by: Set(by.id.0),
        };
        free_places::Entity::insert(row).exec_without_returning(&transaction).await?;
        let line = audit::Line {
            account: Some(by.id),
            action: "say-places",
            subject_kind: "organisation",
            subject: Some(own.id.0),
            allowed: true,
            reasons: vec![format!("programme/{programme}")],
        };
        audit::record(app, &transaction, line).await?;
    }
    transaction.commit().await?;
    Ok(())
}
