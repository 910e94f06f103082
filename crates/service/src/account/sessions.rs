//! Where an account is signed in, and ending that from elsewhere.

use super::{session_store::key, sign_in::Began};
use crate::{
    Application,
    action::ActionError,
    db::entities::{account, session as row},
};
use kernel::{AccountId, Moment};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};
use tower_sessions::Session;

/// The session's entry that says when and in what it began.
pub(super) const BEGAN: &str = "began";
/// The session's entry that says under which number of the account's it began ([`end_all`] counts it up).
pub(super) const EPOCH: &str = "epoch";

/// A browser in which the account is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedInAt {
    /// The row's key; knowing it opens nothing.
    pub id: String,
    /// What kind of browser, in words.
    pub browser: String,
    /// When it was signed in; not known for one from before this was kept.
    pub since: Option<Moment>,
    /// Whether it is the one at which this is asked.
    pub is_this: bool,
}

/// Every browser in which the account is signed in, the one that was used last first.
///
/// # Errors
/// When the database refuses.
pub async fn of(app: &Application, account: AccountId, session: &Session) -> Result<Vec<SignedInAt>, ActionError> {
    let this = session.id().map(|id| key(&id));
    let rows = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.0))
        .filter(row::Column::ExpiresAt.gt(app.clock.now()))
        .order_by_desc(row::Column::ExpiresAt)
        .all(app.db.reader())
        .await?;
    let told = rows.into_iter().map(|row| {
        let data: Option<serde_json::Value> = serde_json::from_str(&row.data).ok();
        let began = data.and_then(|data| serde_json::from_value::<Began>(data.get(BEGAN)?.clone()).ok());
        SignedInAt {
            is_this: this.as_deref() == Some(row.id.as_str()),
            browser: began.as_ref().map_or_else(|| "A browser".to_owned(), |began| began.browser.clone()),
            since: began.map(|began| began.at),
            id: row.id,
        }
    });
    Ok(told.collect())
}

/// Ends one of the account's sessions.
///
/// # Errors
/// [`ActionError::NotFound`] when the account has no such session; a fault when the database refuses.
pub async fn end(app: &Application, account: AccountId, id: &str) -> Result<(), ActionError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::AccountId.eq(account.0))
        .exec(app.db.reader())
        .await?;
    if gone.rows_affected == 0 { Err(ActionError::NotFound) } else { Ok(()) }
}

/// Ends every session of the account but this one.
///
/// # Errors
/// When the database refuses.
pub async fn end_others(app: &Application, account: AccountId, session: &Session) -> Result<(), ActionError> {
    let this = session.id().map(|id| key(&id)).unwrap_or_default();
    row::Entity::delete_many()
        .filter(row::Column::AccountId.eq(account.0))
        .filter(row::Column::Id.ne(this))
        .exec(app.db.reader())
        .await?;
    Ok(())
}

/// Ends every session of the account: those that are kept, and those that a request which is under way would still write.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn end_all(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::SessionEpoch, Expr::col(account::Column::SessionEpoch).add(1))
        .filter(account::Column::Id.eq(account.0))
        .exec(connection)
        .await?;
    row::Entity::delete_many().filter(row::Column::AccountId.eq(account.0)).exec(connection).await?;
    Ok(())
}
