//! How often one may try to sign in, so that passwords cannot be guessed and nobody can be locked out of their account by
//! somebody else.
//!
//! Tries are counted for each e-mail address. A browser in which the account was signed in before has a count of its own; all
//! other browsers share one. So somebody who guesses from elsewhere uses up the shared count, and the person at their own
//! browser can still sign in. A try is counted before the password is checked, and taken off again when it was right.

use crate::{Application, action::ActionError, db::entities::sign_in_try};
use chrono::TimeDelta;
use kernel::AuditId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::ExprTrait};

/// Tries of one count in a window.
const MOST: u64 = 10;
/// How far back tries are counted.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Counts a try; whether it may be made.
///
/// # Errors
/// When the database refuses.
pub(super) async fn may_try(app: &Application, bucket: &str) -> Result<bool, ActionError> {
    let (connection, now) = (app.db.reader(), app.clock.now());
    let row = sign_in_try::ActiveModel {
        id: Set(AuditId::make(now, app.randomness.as_ref()).0),
        bucket: Set(bucket.to_owned()),
        at: Set(now),
    };
    sign_in_try::Entity::insert(row).exec_without_returning(connection).await?;
    let counted = sign_in_try::Entity::find()
        .filter(sign_in_try::Column::Bucket.eq(bucket))
        .filter(sign_in_try::Column::At.gt(now - WINDOW))
        .count(connection)
        .await?;
    Ok(counted <= MOST)
}

/// It was right: the tries of this count are forgotten, and all that are too old to count.
///
/// # Errors
/// When the database refuses.
pub(super) async fn forget(app: &Application, bucket: &str) -> Result<(), ActionError> {
    let old = sign_in_try::Column::At.lt(app.clock.now() - WINDOW);
    sign_in_try::Entity::delete_many()
        .filter(sign_in_try::Column::Bucket.eq(bucket).or(old))
        .exec(app.db.reader())
        .await?;
    Ok(())
}
