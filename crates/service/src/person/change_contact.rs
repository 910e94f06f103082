//! A person's name, telephone number or e-mail address has changed, or was wrong.

use crate::{
    Application, access,
    account::SignedIn,
    action::{ActionError, one_row},
    audit,
    db::entities::person as row,
};
use kernel::PersonId;
use rules::access::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// What somebody is called, and how they are reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Telephone number as typed.
    pub telephone: Option<String>,
    /// E-mail address as typed.
    pub email: Option<String>,
    /// Whether where the person lives is kept from everybody but themselves and their adviser.
    pub hidden: bool,
}

/// Writes down what somebody is called and how they are reached, in place of what was there in `version`.
///
/// # Errors
/// [`ActionError::NotFound`] when the person is not one of this account's; [`ActionError::Lost`] when somebody else changed
/// the record first; a fault when the database refuses.
pub async fn change_contact(
    app: &Application,
    by: &SignedIn,
    id: PersonId,
    version: i32,
    contact: Contact,
) -> Result<(), ActionError> {
    access::person(app, by, id, Action::RecordFact).await?;
    let transaction = app.db.begin().await?;
    let changed = row::Entity::update_many()
        .col_expr(row::Column::GivenName, Expr::value(contact.given_name))
        .col_expr(row::Column::FamilyName, Expr::value(contact.family_name))
        .col_expr(row::Column::Telephone, Expr::value(contact.telephone))
        .col_expr(row::Column::Email, Expr::value(contact.email))
        .col_expr(row::Column::Hidden, Expr::value(contact.hidden))
        .col_expr(row::Column::Version, Expr::value(version.saturating_add(1)))
        .filter(row::Column::Id.eq(id.0))
        .filter(row::Column::Version.eq(version))
        .exec(&transaction)
        .await?;
    one_row(changed.rows_affected)?;
    let line = audit::Line::done(by.id, "change-contact", "person", id.0);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}
