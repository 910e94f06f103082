//! Closing an account: its holder can sign in no more; what they did keeps their name.

use crate::{Application, action::ActionError, audit, db::entities::account};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Closes the account with this e-mail address. Sessions that are open end with their next request.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such account, or it is closed; a fault when the database
/// refuses.
pub async fn leave(app: &Application, email: &str) -> Result<(), ActionError> {
    let transaction = app.db.begin().await?;
    let found = account::Entity::find()
        .filter(account::Column::Email.eq(email.trim().to_lowercase()))
        .filter(account::Column::LeftAt.is_null())
        .one(&transaction)
        .await?
        .ok_or(ActionError::NotFound)?;
    account::Entity::update_many()
        .col_expr(account::Column::LeftAt, Expr::value(app.clock.now()))
        .filter(account::Column::Id.eq(found.id))
        .exec(&transaction)
        .await?;
    let line = audit::Line {
        account: None,
        action: "close-account",
        subject_kind: "account",
        subject: Some(found.id),
        allowed: true,
        reasons: Vec::new(),
    };
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}
