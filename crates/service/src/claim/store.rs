//! Every query of claims and of the ledger.

use crate::{
    action::{ActionError, one_row},
    db::entities::{claim, referral},
};
use kernel::{ClaimId, Day, Pence, ReferralId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, ExprTrait, Value},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Where a claim stands, from what has happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Worked out from the records; the provider has not claimed it.
    Earned,
    /// Before the commissioner, who has not answered.
    ToApprove,
    /// Approved: what is owed is in the ledger.
    Approved,
    /// Paid.
    Paid,
    /// Rejected, with a reason.
    Rejected,
    /// Taken back because the records no longer bear it out.
    Reversed,
}

impl State {
    /// Every state, in the order of the page.
    pub(crate) const ALL: [State; 6] =
        [State::ToApprove, State::Approved, State::Paid, State::Rejected, State::Reversed, State::Earned];

    /// Its word in a page's address.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Earned => "earned",
            Self::ToApprove => "to-approve",
            Self::Approved => "approved",
            Self::Paid => "paid",
            Self::Rejected => "rejected",
            Self::Reversed => "reversed",
        }
    }

    /// The state in one or two words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Earned => "Not claimed yet",
            Self::ToApprove => "To approve",
            Self::Approved => "To pay",
            Self::Paid => "Paid",
            Self::Rejected => "Rejected",
            Self::Reversed => "Reversed",
        }
    }
}

/// Where a claim stands. The one place that says so.
pub(crate) fn state_of(row: &claim::Model) -> State {
    match (row.reversed_at, row.paid_at, row.approved_at, row.rejected_at, row.claimed_at) {
        (Some(_), ..) => State::Reversed,
        (None, Some(_), ..) => State::Paid,
        (None, None, Some(_), ..) => State::Approved,
        (None, None, None, Some(_), _) => State::Rejected,
        (None, None, None, None, Some(_)) => State::ToApprove,
        (None, None, None, None, None) => State::Earned,
    }
}

/// Everybody who had to do with a claim.
pub(crate) fn answered_by(claim: &claim::Model) -> impl Iterator<Item = Uuid> {
    let raised = Some(claim.raised_by);
    [raised, claim.claimed_by, claim.approved_by, claim.paid_by, claim.rejected_by, claim.reversed_by]
        .into_iter()
        .flatten()
}

/// The row of a claim.
pub(crate) async fn find(connection: &impl ConnectionTrait, id: ClaimId) -> Result<Option<claim::Model>, DbErr> {
    claim::Entity::find_by_id(id.0).one(connection).await
}

/// Every claim of a referral's participant, oldest first.
pub(crate) async fn of_referral(
    connection: &impl ConnectionTrait,
    referral: ReferralId,
) -> Result<Vec<claim::Model>, DbErr> {
    claim::Entity::find()
        .filter(claim::Column::ReferralId.eq(referral.0))
        .order_by_asc(claim::Column::RaisedAt)
        .order_by_asc(claim::Column::Id)
        .all(connection)
        .await
}

/// What makes a claim stand so. A test holds it together with [`state_of`].
fn stands(state: State) -> Condition {
    let none = |column: claim::Column| column.is_null();
    let some = |column: claim::Column| column.is_not_null();
    let (reversed, paid, approved) = (claim::Column::ReversedAt, claim::Column::PaidAt, claim::Column::ApprovedAt);
    let (rejected, claimed) = (claim::Column::RejectedAt, claim::Column::ClaimedAt);
    let standing = Condition::all().add(none(reversed));
    let open = standing.clone().add(none(paid)).add(none(approved));
    match state {
        State::Reversed => Condition::all().add(some(reversed)),
        State::Paid => standing.add(some(paid)),
        State::Approved => standing.add(none(paid)).add(some(approved)),
        State::Rejected => open.add(some(rejected)),
        State::ToApprove => open.add(none(rejected)).add(some(claimed)),
        State::Earned => open.add(none(rejected)).add(none(claimed)),
    }
}

/// Claims under these contracts that stand so.
fn standing_so(contracts: &[String], state: State) -> Select<claim::Entity> {
    claim::Entity::find().filter(claim::Column::Contract.is_in(contracts.to_owned())).filter(stands(state))
}

/// Every claim of a provider's participants that stands so, those that run out first coming first.
pub(crate) async fn of_provider(
    connection: &impl ConnectionTrait,
    provider: Uuid,
    state: State,
) -> Result<Vec<(claim::Model, referral::Model)>, DbErr> {
    let own = referral::Entity::find().filter(referral::Column::ProviderId.eq(provider));
    let own: HashMap<Uuid, referral::Model> =
        own.all(connection).await?.into_iter().map(|referral| (referral.id, referral)).collect();
    let claims = claim::Entity::find()
        .filter(stands(state))
        .order_by_asc(claim::Column::ClaimBy)
        .order_by_asc(claim::Column::Id)
        .all(connection)
        .await?;
    Ok(claims
        .into_iter()
        .filter_map(|claim| Some((own.get(&claim.referral_id)?.clone(), claim)))
        .map(|(r, c)| (c, r))
        .collect())
}

/// Every claim under these contracts that was neither taken back nor rejected, with its participation, oldest first.
pub(crate) async fn that_count(
    connection: &impl ConnectionTrait,
    contracts: &[String],
) -> Result<Vec<(claim::Model, referral::Model)>, DbErr> {
    let claims = claim::Entity::find()
        .filter(claim::Column::Contract.is_in(contracts.to_owned()))
        .filter(claim::Column::ReversedAt.is_null())
        .filter(claim::Column::RejectedAt.is_null())
        .order_by_asc(claim::Column::Id)
        .all(connection)
        .await?;
    let mut of: HashMap<Uuid, referral::Model> = HashMap::new();
    let ids: Vec<Uuid> = claims.iter().map(|claim| claim.referral_id).collect();
    for some in ids.chunks(1_000) {
        let found = referral::Entity::find().filter(referral::Column::Id.is_in(some.iter().copied()));
        of.extend(found.all(connection).await?.into_iter().map(|referral| (referral.id, referral)));
    }
    Ok(claims
        .into_iter()
        .filter_map(|claim| Some((of.get(&claim.referral_id)?.clone(), claim)))
        .map(|(r, c)| (c, r))
        .collect())
}

/// Every claim that was paid and stands, under one contract or all, in the order in which they were raised.
pub(crate) async fn paid(
    connection: &impl ConnectionTrait,
    contract: Option<&str>,
) -> Result<Vec<claim::Model>, DbErr> {
    claim::Entity::find()
        .filter(stands(State::Paid))
        .filter(Condition::all().add_option(contract.map(|id| claim::Column::Contract.eq(id))))
        .order_by_asc(claim::Column::Id)
        .all(connection)
        .await
}

/// Every approved claim under a contract that is not paid, oldest first.
pub(crate) async fn to_pay(connection: &impl ConnectionTrait, contract: &str) -> Result<Vec<claim::Model>, DbErr> {
    standing_so(&[contract.to_owned()], State::Approved).order_by_asc(claim::Column::Id).all(connection).await
}

/// Claims under these contracts that stand so, those that run out first coming first; one page of them.
pub(crate) async fn under_contracts(
    connection: &impl ConnectionTrait,
    contracts: &[String],
    state: State,
    (offset, limit): (u64, u64),
) -> Result<Vec<claim::Model>, DbErr> {
    standing_so(contracts, state)
        .order_by_asc(claim::Column::ClaimBy)
        .order_by_asc(claim::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(connection)
        .await
}

/// How many claims under these contracts stand so, and what they come to.
pub(crate) async fn total(
    connection: &impl ConnectionTrait,
    contracts: &[String],
    state: State,
) -> Result<(u64, Pence), DbErr> {
    // PostgreSQL adds up whole numbers into a decimal: brought back to a whole number here.
    let sum = Expr::col(claim::Column::AmountPence).sum().cast_as("bigint");
    let totals: Option<(i64, Option<i64>)> = standing_so(contracts, state)
        .select_only()
        .column_as(claim::Column::Id.count(), "number")
        .column_as(sum, "pence")
        .into_tuple()
        .one(connection)
        .await?;
    let (number, pence) = totals.unwrap_or_default();
    Ok((u64::try_from(number).unwrap_or(0), Pence(pence.unwrap_or(0))))
}

/// Outcomes that were reached and not claimed: how many, and what they come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct EarnedTotal {
    /// Those that may still be claimed.
    pub(crate) in_time: (u64, Pence),
    /// Those whose last day to claim is over: they count in no sum.
    pub(crate) too_late: (u64, Pence),
}

/// What was earned under these contracts and not claimed, on a day.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn earned(
    connection: &impl ConnectionTrait,
    contracts: &[String],
    today: Day,
) -> Result<EarnedTotal, DbErr> {
    let all = total(connection, contracts, State::Earned).await?;
    let late = standing_so(contracts, State::Earned).filter(claim::Column::ClaimBy.lt(today)).all(connection).await?;
    let too_late = (late.len() as u64, Pence(late.iter().map(|claim| claim.amount_pence).sum()));
    let in_time = (all.0.saturating_sub(too_late.0), Pence(all.1.0.saturating_sub(too_late.1.0)));
    Ok(EarnedTotal { in_time, too_late })
}

/// Claims that stand, of people who have them from more than one participation; with the participation.
pub(crate) async fn of_people_with_several(
    connection: &impl ConnectionTrait,
) -> Result<Vec<(claim::Model, referral::Model)>, DbErr> {
    let started = referral::Entity::find()
        .select_only()
        .column(referral::Column::PersonId)
        .filter(referral::Column::StartedOn.is_not_null())
        .group_by(referral::Column::PersonId)
        .having(Expr::col(referral::Column::Id).count().gt(1))
        .into_query();
    let referrals =
        referral::Entity::find().filter(referral::Column::PersonId.in_subquery(started)).all(connection).await?;
    let mut found = Vec::new();
    for some in referrals.chunks(1_000) {
        let claims = claim::Entity::find()
            .filter(claim::Column::ReferralId.is_in(some.iter().map(|referral| referral.id)))
            .filter(claim::Column::ReversedAt.is_null())
            .filter(claim::Column::RejectedAt.is_null())
            .order_by_asc(claim::Column::Id)
            .all(connection)
            .await?;
        found.extend(
            claims.into_iter().filter_map(|claim| {
                Some((some.iter().find(|referral| referral.id == claim.referral_id)?.clone(), claim))
            }),
        );
    }
    Ok(found.into_iter().map(|(referral, claim)| (claim, referral)).collect())
}

/// Changes columns of a claim, if nobody else has changed it since `row` was read.
///
/// # Errors
/// [`ActionError::Lost`] when somebody has.
pub(crate) async fn change(
    connection: &impl ConnectionTrait,
    row: &claim::Model,
    columns: impl IntoIterator<Item = (claim::Column, Value)>,
) -> Result<(), ActionError> {
    let mut update = claim::Entity::update_many().col_expr(claim::Column::Version, Expr::value(row.version + 1));
    for (column, value) in columns {
        update = update.col_expr(column, Expr::value(value));
    }
    let changed = update
        .filter(claim::Column::Id.eq(row.id))
        .filter(claim::Column::Version.eq(row.version))
        .exec(connection)
        .await?;
    one_row(changed.rows_affected)
}
