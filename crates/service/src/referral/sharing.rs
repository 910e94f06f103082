//! A person stops sharing their record with the provider of a referral, or shares it again.

use super::store;
use crate::{Application, access, account::SignedIn, action::ActionError, audit, db::entities::referral};
use kernel::{PersonId, ReferralId};
use rules::access::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Whether the provider sees the record at all, and what of it: the ids of categories, `name` and `contact` among them.
///
/// # Errors
/// [`ActionError::NotFound`] when the referral is nothing to do with this account; a fault when the database refuses.
pub async fn shown_to_provider(
    app: &Application,
    by: &SignedIn,
    id: ReferralId,
) -> Result<Option<Vec<String>>, ActionError> {
    let seen = access::referral(app, by, id, Action::SeeReferral).await?;
    access::shown_to_provider(app, &seen.referral).await
}

/// The provider of a referral no longer sees the person's record, at once. What it has earned stays earned.
///
/// # Errors
/// [`ActionError::NotFound`] when the referral is nothing to do with this account; [`ActionError::NotAllowed`] when it may
/// not do this; [`ActionError::Lost`] when sharing was stopped already.
pub async fn stop_sharing(app: &Application, by: &SignedIn, id: ReferralId) -> Result<(), ActionError> {
    change(app, by, id, true).await
}

/// The provider of a referral sees the person's record again, as the agreement between the bodies says.
///
/// # Errors
/// As [`stop_sharing`]; [`ActionError::Lost`] when it is shared already.
pub async fn share_again(app: &Application, by: &SignedIn, id: ReferralId) -> Result<(), ActionError> {
    change(app, by, id, false).await
}

async fn change(app: &Application, by: &SignedIn, id: ReferralId, stop: bool) -> Result<(), ActionError> {
    let seen = access::referral(app, by, id, Action::StopSharing).await?;
    let transaction = app.db.begin().await?;
    crate::person::store::lock(&transaction, PersonId(seen.referral.person_id)).await?;
    let stopped = referral::Column::SharingStoppedAt;
    let (at, who) = if stop { (Some(app.clock.now()), Some(by.id.0)) } else { (None, None) };
    let changed = referral::Entity::update_many()
        .col_expr(stopped, Expr::value(at))
        .col_expr(referral::Column::SharingStoppedBy, Expr::value(who))
        .filter(referral::Column::Id.eq(id.0))
        .filter(if stop { stopped.is_null() } else { stopped.is_not_null() })
        .exec(&transaction)
        .await?;
    crate::action::one_row(changed.rows_affected)?;
    let line = audit::Line::done(by.id, if stop { "stop-sharing" } else { "share-again" }, "referral", id.0);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}

/// Whether the person stopped sharing with the provider.
pub(crate) fn is_stopped(row: &referral::Model) -> bool {
    row.sharing_stopped_at.is_some()
}

/// How the staff of the referral's provider stand to the person: not at all, once the person stopped sharing.
pub(crate) fn of_provider(row: &referral::Model) -> Option<rules::access::Relationship> {
    rules::access::of_referral(&store::state_of(row)).filter(|_| !is_stopped(row))
}
