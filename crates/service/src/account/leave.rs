//! Closing an account: its holder can sign in no more; what they did keeps their name, save where who they are is erased.

use super::{invitation, link, sessions, store::role_of};
use crate::{
    Application,
    action::ActionError,
    audit,
    db::entities::{account, known_browser, recovery_code, second_factor},
    letters,
};
use kernel::AccountId;
use rules::access::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::Expr,
};
use uuid::Uuid;

/// Closes the account with this e-mail address. Sessions that are open end with their next request.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such account, or it is closed; a fault when the database
/// refuses.
pub async fn leave(app: &Application, email: &str) -> Result<(), ActionError> {
    let transaction = app.db.begin().await?;
    let found = account::Entity::find()
        .filter(account::Column::Email.eq(kernel::visible(email).to_lowercase()))
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

/// Closes the resident's account of somebody whose record is erased, and with it who they are and how they signed in.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn erase_of_person(
    app: &Application,
    connection: &impl ConnectionTrait,
    person: Uuid,
) -> Result<(), ActionError> {
    for found in account::Entity::find().filter(account::Column::PersonId.eq(person)).all(connection).await? {
        if role_of(&found)? != Role::Resident {
            continue;
        }
        let id = found.id;
        letters::forget_to(connection, &found.email).await?;
        let mut changed = found.into_active_model();
        changed.name = Set("A person whose record is deleted".to_owned());
        // Each account has an address of its own; nothing is sent to this one.
        changed.email = Set(format!("deleted-{id}@invalid"));
        changed.password_hash = Set(None);
        changed.person_id = Set(None);
        changed.left_at = Set(Some(app.clock.now()));
        changed.update(connection).await?;
        sessions::end_all(connection, AccountId(id)).await?;
        link::forget(connection, AccountId(id)).await?;
        second_factor::Entity::delete_many().filter(second_factor::Column::AccountId.eq(id)).exec(connection).await?;
        recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(id)).exec(connection).await?;
        known_browser::Entity::delete_many().filter(known_browser::Column::AccountId.eq(id)).exec(connection).await?;
    }
    Ok(invitation::forget(connection, person).await?)
}
