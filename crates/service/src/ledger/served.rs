//! Who is served under a contract.

use crate::{Application, account, action::ActionError, db::entities::referral, referral::store as referrals};
use policy::{Area, Contract};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// The participations that are served under a contract: those of its programme with its provider whose start it is in
/// force on, whether anything was claimed for them or not.
///
/// # Errors
/// A fault when the database refuses.
pub(super) async fn served(
    connection: &impl ConnectionTrait,
    area: &Area,
    contract: &Contract,
) -> Result<Vec<referral::Model>, ActionError> {
    let Some(provider) = account::organisation_by_body(connection, &area.id, &contract.provider).await? else {
        return Ok(Vec::new());
    };
    let rows = referral::Entity::find()
        .filter(referral::Column::Area.eq(area.id.as_ref()))
        .filter(referral::Column::Programme.eq(&contract.programme))
        .filter(referral::Column::ProviderId.eq(provider.id.0))
        .filter(referral::Column::StartedOn.is_not_null())
        .order_by_asc(referral::Column::Id)
        .all(connection)
        .await?;
    let under = |row: &referral::Model| {
        let started_on = referrals::events(row).started.map(|started| started.on);
        let of = started_on.and_then(|on| area.contract_for(&contract.programme, &contract.provider, on));
        of.is_some_and(|found| found.id == contract.id)
    };
    Ok(rows.into_iter().filter(under).collect())
}

/// The area whose text a contract is.
pub(super) fn area_of<'a>(app: &'a Application, contract: &Contract) -> Option<&'a Area> {
    app.policy.contracts().find(|(_, one)| one.id == contract.id).map(|(area, _)| area)
}
