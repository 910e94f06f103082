//! Which providers a person could go to for a programme, and how many places each has free.

use super::store;
use crate::{
    account::{self, Organisation},
    action::ActionError,
    db::entities::referral,
};
use kernel::Day;
use policy::Area;
use rules::referral::{Ground, Places, ground, offers};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

/// A provider that offers a programme in the person's area.
#[derive(Debug, Clone)]
pub(crate) struct Provider {
    /// The organisation.
    pub(crate) organisation: Organisation,
    /// On what ground it offers the programme.
    pub(crate) ground: Ground,
    /// How many places are free, if it has said.
    pub(crate) places: Places,
}

/// Every provider that offers the programme in the area on the day, in the order of the policy text.
pub(crate) async fn offering(
    connection: &impl ConnectionTrait,
    area: &Area,
    programme: &str,
    on: Day,
) -> Result<Vec<Provider>, ActionError> {
    let mut providers = Vec::new();
    for body in area.bodies.keys() {
        if !offers(area, programme, body, on) {
            continue;
        }
        let ground = ground(area, programme, body, on);
        if let Some(organisation) = account::organisation_by_body(connection, &area.id, body).await? {
            let places = places(connection, &organisation, programme).await?;
            providers.push(Provider { organisation, ground, places });
        }
    }
    Ok(providers)
}

/// The places a provider has free: what it last said, less the referrals sent to it since.
pub(crate) async fn places(
    connection: &impl ConnectionTrait,
    provider: &Organisation,
    programme: &str,
) -> Result<Places, DbErr> {
    let Some(said) = store::places_said(connection, provider.id, programme).await? else {
        return Ok(Places::Unknown);
    };
    let taken = referral::Entity::find()
        .filter(referral::Column::ProviderId.eq(provider.id.0))
        .filter(referral::Column::Programme.eq(programme))
        .filter(referral::Column::SentAt.gt(said.said_at))
        .filter(referral::Column::DeclinedAt.is_null())
        .filter(referral::Column::WithdrawnAt.is_null())
        .count(connection)
        .await?;
    let said = u32::try_from(said.places).unwrap_or_default();
    Ok(Places::Free(said.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX))))
}
