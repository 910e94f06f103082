//! Recording that a person agreed to having a record, when they did not at the registration.

use super::store;
use crate::{Application, access, account::SignedIn, action::ActionError, audit, db::entities::person};
use kernel::PersonId;
use rules::access::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Records that the person agreed. An agreement that is there already keeps its date.
///
/// # Errors
/// [`ActionError::NotFound`] when the person is not one of this account's; a fault when the database refuses.
pub async fn record_agreement(app: &Application, by: &SignedIn, id: PersonId) -> Result<(), ActionError> {
    access::person(app, by, id, Action::RecordFact).await?;
    let transaction = app.db.begin().await?;
    store::lock(&transaction, id).await?;
    person::Entity::update_many()
        .col_expr(person::Column::AgreedAt, Expr::value(app.clock.now()))
        .filter(person::Column::Id.eq(id.0))
        .filter(person::Column::AgreedAt.is_null())
        .exec(&transaction)
        .await?;
    let line = audit::Line::done(by.id, "record-agreement", "person", id.0);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}
