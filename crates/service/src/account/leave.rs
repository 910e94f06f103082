//! Closing an account, and opening it again. Who has left can sign in no more; what they did keeps their name, save where who
//! they are is erased. Nobody leaves while people are on their caseload.

use super::{
    OPERATOR, invitation, key, link, sessions,
    store::{self, role_of},
};
use crate::{
    Application,
    action::{ActionError, one_row},
    audit,
    db::entities::{account, known_browser, provider_identity, recovery_code, second_factor},
    letters,
    person::handover,
};
use kernel::{AccountId, Moment};
use rules::access::Role;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

/// Closes the account with this e-mail address, from the command line. Sessions that are open end with their next request.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such account, or it is closed; `account/has-caseload` while people are on its
/// caseload; a fault when the database refuses.
pub async fn leave(app: &Application, email: &str) -> Result<(), ActionError> {
    let transaction = app.db.begin().await?;
    let found = account::Entity::find()
        .filter(account::Column::Email.eq(kernel::address_for_comparing(email)))
        .filter(account::Column::LeftAt.is_null())
        .one(&transaction)
        .await?
        .ok_or(ActionError::NotFound)?;
    close(&transaction, AccountId(found.id), app.clock.now()).await?;
    let line = audit::Line::done(OPERATOR, "close-account", "account", found.id);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}

/// Opens the account with this e-mail address again, from the command line.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such account, it is open, or who it was is erased; a fault when the database
/// refuses.
pub async fn come_back(app: &Application, email: &str) -> Result<(), ActionError> {
    let found = store::id_by_email(app.db.reader(), email).await?.ok_or(ActionError::NotFound)?;
    let transaction = app.db.begin().await?;
    open_again(&transaction, found).await?;
    audit::record(app, &transaction, audit::Line::done(OPERATOR, "open-account", "account", found.0)).await?;
    transaction.commit().await?;
    Ok(())
}

/// Opens an account again: its holder signs in with the password, and the second factor, that they had.
///
/// # Errors
/// [`ActionError::NotFound`] when it is open, or of a resident whose record is erased; a fault when the database refuses.
pub(super) async fn open_again(connection: &impl ConnectionTrait, id: AccountId) -> Result<(), ActionError> {
    let nobodys = account::Column::PersonId.is_null().and(account::Column::Role.eq(Role::Resident.word()));
    let changed = account::Entity::update_many()
        .col_expr(account::Column::LeftAt, Expr::value(Option::<Moment>::None))
        .filter(account::Column::Id.eq(id.0))
        .filter(account::Column::LeftAt.is_not_null())
        .filter(nobodys.not())
        .exec(connection)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(ActionError::NotFound) }
}

/// Marks an account as left, if it is open and nobody is on its caseload, and ends all by which its holder could come in: sessions, links, keys and browsers
/// that are known. None of them comes back when the account is opened again.
///
/// # Errors
/// [`ActionError::Lost`] when it is closed already; `account/has-caseload`; a fault when the database refuses.
pub(super) async fn close(connection: &DatabaseTransaction, id: AccountId, at: Moment) -> Result<(), ActionError> {
    store::hold(connection, id).await?.ok_or(ActionError::Lost)?;
    handover::may_leave(connection, id, at).await?;
    let changed = account::Entity::update_many()
        .col_expr(account::Column::LeftAt, Expr::value(at))
        .filter(account::Column::Id.eq(id.0))
        .filter(account::Column::LeftAt.is_null())
        .exec(connection)
        .await?;
    one_row(changed.rows_affected)?;
    Ok(end_ways_in(connection, id).await?)
}

/// Ends everything that opens an account besides its password and second factor: sessions, links, keys of programs, browsers
/// that are known, and whom providers of identity say it is. Should the account be opened again, none of it comes back.
async fn end_ways_in(connection: &impl ConnectionTrait, id: AccountId) -> Result<(), DbErr> {
    sessions::end_all(connection, id).await?;
    link::forget(connection, id).await?;
    key::end_all(connection, id).await?;
    known_browser::Entity::delete_many().filter(known_browser::Column::AccountId.eq(id.0)).exec(connection).await?;
    provider_identity::Entity::delete_many()
        .filter(provider_identity::Column::AccountId.eq(id.0))
        .exec(connection)
        .await?;
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
        link::forget_asked(connection, &found.email).await?;
        let mut changed = found.into_active_model();
        changed.name = Set("A person whose record is deleted".to_owned());
        // Each account has an address of its own; nothing is sent to this one.
        changed.email = Set(format!("deleted-{id}@invalid"));
        changed.password_hash = Set(None);
        changed.person_id = Set(None);
        changed.left_at = Set(Some(app.clock.now()));
        changed.update(connection).await?;
        end_ways_in(connection, AccountId(id)).await?;
        second_factor::Entity::delete_many().filter(second_factor::Column::AccountId.eq(id)).exec(connection).await?;
        recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(id)).exec(connection).await?;
    }
    Ok(invitation::forget(connection, person).await?)
}
