//! Everybody who can sign in, or once could.

use super::store::role_of;
use crate::{
    action::ActionError,
    db::entities::{account, organisation},
};
use rules::access::Role;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use std::collections::HashMap;
use uuid::Uuid;

/// An account as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The e-mail address they sign in with.
    pub email: String,
    /// What to call them.
    pub name: String,
    /// What they may be asked to do.
    pub role: Role,
    /// The name of the organisation they work for.
    pub organisation: Option<String>,
    /// The id of its area.
    pub area: Option<String>,
    /// Whether the account is closed.
    pub has_left: bool,
}

/// Every account, by e-mail address. Who may see this is for the caller to have asked.
///
/// # Errors
/// When the database refuses.
pub async fn listed(connection: &impl ConnectionTrait) -> Result<Vec<Listed>, ActionError> {
    let organisations: HashMap<Uuid, organisation::Model> =
        organisation::Entity::find().all(connection).await?.into_iter().map(|row| (row.id, row)).collect();
    let rows = account::Entity::find().order_by_asc(account::Column::Email).all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let organisation = row.organisation_id.and_then(|id| organisations.get(&id));
            Ok(Listed {
                role: role_of(&row)?,
                organisation: organisation.map(|found| found.name.clone()),
                area: organisation.map(|found| found.area.clone()),
                has_left: row.left_at.is_some(),
                email: row.email,
                name: row.name,
            })
        })
        .collect()
}
