//! Every query of claims and of the ledger.

use crate::{
    action::{ActionError, one_row},
    db::entities::{claim, entry},
};
use kernel::{ClaimId, Pence, ReferralId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Value},
};

/// Where a claim stands, from what has happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Worked out from the records; the commissioner has not answered.
    ToApprove,
    /// Approved: it is in the ledger.
    Approved,
    /// Rejected, with a reason.
    Rejected,
    /// Approved once, and taken back because the records no longer bear it out.
    Reversed,
}

impl State {
    /// Every state, in the order of the page.
    pub(crate) const ALL: [State; 4] = [State::ToApprove, State::Approved, State::Rejected, State::Reversed];

    /// Its word in a page's address.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::ToApprove => "to-approve",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Reversed => "reversed",
        }
    }

    /// The state in one or two words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::ToApprove => "To approve",
            Self::Approved => "Approved",
            Self::Rejected => "Rejected",
            Self::Reversed => "Reversed",
        }
    }
}

/// Where a claim stands. The one place that says so.
pub(crate) fn state_of(row: &claim::Model) -> State {
    match (row.reversed_at, row.approved_at, row.rejected_at) {
        (Some(_), _, _) => State::Reversed,
        (None, Some(_), _) => State::Approved,
        (None, None, Some(_)) => State::Rejected,
        (None, None, None) => State::ToApprove,
    }
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

/// Claims under these contracts that stand so. A test holds it together with [`state_of`].
fn standing_so(contracts: &[String], state: State) -> Select<claim::Entity> {
    let query = claim::Entity::find().filter(claim::Column::Contract.is_in(contracts.to_owned()));
    let query = match state {
        State::Reversed => return query.filter(claim::Column::ReversedAt.is_not_null()),
        _ => query.filter(claim::Column::ReversedAt.is_null()),
    };
    match state {
        State::Approved => query.filter(claim::Column::ApprovedAt.is_not_null()),
        State::Rejected => {
            query.filter(claim::Column::ApprovedAt.is_null()).filter(claim::Column::RejectedAt.is_not_null())
        }
        _ => query.filter(claim::Column::ApprovedAt.is_null()).filter(claim::Column::RejectedAt.is_null()),
    }
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

/// The ledger's entries for a claim, in order.
pub(crate) async fn entries(connection: &impl ConnectionTrait, claim: ClaimId) -> Result<Vec<entry::Model>, DbErr> {
    entry::Entity::find()
        .filter(entry::Column::ClaimId.eq(claim.0))
        .order_by_asc(entry::Column::Line)
        .all(connection)
        .await
}
