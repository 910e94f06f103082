//! Every query of records that were opened in an emergency.

use crate::{
    Application,
    action::ActionError,
    db::entities::{broken_glass as row, record_read},
};
use kernel::{AccountId, OrganisationId, PersonId};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// The newest alerts that are read; older ones are kept, but not shown.
const MAX_ALERTS: u64 = 200;

/// A reason that was given.
pub(crate) struct Emergency(pub(crate) row::Model);

impl Emergency {
    /// Whether a look was made under it.
    pub(crate) fn covers(&self, look: &record_read::Model) -> bool {
        look.account_id == self.0.account_id && self.0.at <= look.at && look.at <= self.0.until
    }
}

/// Whether the account gave a reason for this person, and its hours are not over.
pub(crate) async fn is_open(
    app: &Application,
    connection: &impl ConnectionTrait,
    account: AccountId,
    person: PersonId,
) -> Result<bool, ActionError> {
    let open = row::Entity::find()
        .filter(row::Column::PersonId.eq(person.0))
        .filter(row::Column::AccountId.eq(account.0))
        .filter(row::Column::Until.gt(app.clock.now()))
        .count(connection)
        .await?;
    Ok(open > 0)
}

/// Every reason that was given for a person.
pub(crate) async fn of_person(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Emergency>, DbErr> {
    let rows = row::Entity::find().filter(row::Column::PersonId.eq(person.0)).all(connection).await?;
    Ok(rows.into_iter().map(Emergency).collect())
}

/// Those of the records that an organisation keeps, the newest first.
pub(super) async fn of_organisation(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Vec<row::Model>, DbErr> {
    row::Entity::find()
        .filter(row::Column::OrganisationId.eq(organisation.0))
        .order_by_desc(row::Column::At)
        .limit(MAX_ALERTS)
        .all(connection)
        .await
}

/// One of them.
pub(super) async fn of_organisation_by_id(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    id: Uuid,
) -> Result<Option<row::Model>, DbErr> {
    row::Entity::find_by_id(id).filter(row::Column::OrganisationId.eq(organisation.0)).one(connection).await
}
