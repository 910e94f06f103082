//! Every query of money. They select; what a row means is decided elsewhere.

use crate::db::entities::{claim, referral};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use uuid::Uuid;

/// Identities of one query: well below the variables that either database takes.
const AT_ONCE: usize = 1_000;

/// Claims under these contracts that were approved and stand, in the order in which they were reached.
pub(super) async fn costs(
    connection: &impl ConnectionTrait,
    contracts: &[String],
) -> Result<Vec<(claim::Model, referral::Model)>, DbErr> {
    let claims = claim::Entity::find()
        .filter(claim::Column::Contract.is_in(contracts.to_owned()))
        .filter(claim::Column::ApprovedAt.is_not_null())
        .filter(claim::Column::ReversedAt.is_null())
        .order_by_asc(claim::Column::OutcomeOn)
        .order_by_asc(claim::Column::Id)
        .all(connection)
        .await?;
    let mut referrals: HashMap<Uuid, referral::Model> = HashMap::new();
    let mut wanted: Vec<Uuid> = claims.iter().map(|claim| claim.referral_id).collect();
    wanted.sort_unstable();
    wanted.dedup();
    for some in wanted.chunks(AT_ONCE) {
        let rows = referral::Entity::find().filter(referral::Column::Id.is_in(some.iter().copied())).all(connection);
        referrals.extend(rows.await?.into_iter().map(|row| (row.id, row)));
    }
    let with = |claim: claim::Model| Some((referrals.get(&claim.referral_id)?.clone(), claim));
    Ok(claims.into_iter().filter_map(with).map(|(referral, claim)| (claim, referral)).collect())
}
