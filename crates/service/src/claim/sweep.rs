//! Working out the claims that time alone has brought: somebody who simply stays in the job reaches an
//! outcome without anybody recording anything.

use super::refresh;
use crate::{Application, account::PROGRAM, action::ActionError, db::entities::referral};
use kernel::ReferralId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// Brings the claims of every participant who has started up to today; gives how many were looked at.
///
/// Each in a transaction of its own, so that people at work are not kept waiting; running it twice
/// changes nothing. A claim that somebody changes meanwhile is left for the next time.
///
/// # Errors
/// A fault when the database refuses.
pub async fn sweep(app: &Application) -> Result<usize, ActionError> {
    let started: Vec<Uuid> = referral::Entity::find()
        .select_only()
        .column(referral::Column::Id)
        .filter(referral::Column::StartRecordedAt.is_not_null())
        .into_tuple()
        .all(app.db.reader())
        .await?;
    for id in &started {
        let transaction = app.db.begin().await?;
        match refresh(app, &transaction, PROGRAM, ReferralId(*id)).await {
            Ok(()) => transaction.commit().await?,
            Err(ActionError::Lost) => transaction.rollback().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(started.len())
}
