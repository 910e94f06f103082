//! Every query of the ledger, its months, and the statements that were booked.

use crate::db::entities::{entry, ledger_close, statement_line, statement_payment};
use kernel::{Day, Pence};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use std::collections::HashMap;
use uuid::Uuid;

/// What an entry is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A claim.
    Claim,
    /// A line of a contract's statement.
    Statement,
    /// The payment of what was booked of a statement.
    Payment,
    /// A month that was closed.
    Close,
}

impl Source {
    /// Its word as it is stored.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Statement => "statement",
            Self::Payment => "statement-payment",
            Self::Close => "close",
        }
    }
}

/// The entries of a claim, a line of a statement or a month that was closed, in order.
pub(crate) async fn entries(connection: &impl ConnectionTrait, of: Uuid) -> Result<Vec<entry::Model>, DbErr> {
    entry::Entity::find().filter(entry::Column::SourceId.eq(of)).order_by_asc(entry::Column::Line).all(connection).await
}

/// The balance of each account under these contracts at the end of a day; without one, of now.
pub(super) async fn balances(
    connection: &impl ConnectionTrait,
    contracts: &[String],
    by: Option<Day>,
) -> Result<Vec<(String, Pence)>, DbErr> {
    // PostgreSQL adds up whole numbers into a decimal: brought back to a whole number here.
    let sum = Expr::col(entry::Column::AmountPence).sum().cast_as("bigint");
    let rows: Vec<(String, i64)> = entry::Entity::find()
        .select_only()
        .column(entry::Column::LedgerAccount)
        .column_as(sum, "pence")
        .filter(entry::Column::Contract.is_in(contracts.to_owned()))
        .filter(Condition::all().add_option(by.map(|day| entry::Column::BookedOn.lte(day))))
        .group_by(entry::Column::LedgerAccount)
        .order_by_asc(entry::Column::LedgerAccount)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(account, pence)| (account, Pence(pence))).collect())
}

/// Every entry under these contracts, in the order in which they were posted.
pub(super) async fn entries_under(
    connection: &impl ConnectionTrait,
    contracts: &[String],
) -> Result<Vec<entry::Model>, DbErr> {
    entry::Entity::find()
        .filter(entry::Column::Contract.is_in(contracts.to_owned()))
        .order_by_asc(entry::Column::PostedAt)
        .order_by_asc(entry::Column::SourceId)
        .order_by_asc(entry::Column::Line)
        .all(connection)
        .await
}

/// The first day on which anything was booked under a contract.
pub(super) async fn first_booked(connection: &impl ConnectionTrait, contract: &str) -> Result<Option<Day>, DbErr> {
    let first = entry::Entity::find()
        .filter(entry::Column::Contract.eq(contract))
        .order_by_asc(entry::Column::BookedOn)
        .limit(1)
        .one(connection)
        .await?;
    Ok(first.map(|entry| entry.booked_on))
}

/// The day on which each claim under a contract was first booked.
pub(super) async fn booked_claims(
    connection: &impl ConnectionTrait,
    contract: &str,
) -> Result<HashMap<Uuid, Day>, DbErr> {
    let rows: Vec<(Uuid, Day)> = entry::Entity::find()
        .select_only()
        .column(entry::Column::SourceId)
        .column_as(Expr::col(entry::Column::BookedOn).min(), "day")
        .filter(entry::Column::Contract.eq(contract))
        .filter(entry::Column::Source.eq(Source::Claim.word()))
        .group_by(entry::Column::SourceId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The last day that is closed under a contract.
pub(super) async fn closed_until(connection: &impl ConnectionTrait, contract: &str) -> Result<Option<Day>, DbErr> {
    let last = ledger_close::Entity::find()
        .filter(ledger_close::Column::Contract.eq(contract))
        .order_by_desc(ledger_close::Column::UntilDay)
        .limit(1)
        .one(connection)
        .await?;
    Ok(last.map(|close| close.until_day))
}

/// Every month closed under these contracts, the newest first.
pub(super) async fn closes(
    connection: &impl ConnectionTrait,
    contracts: &[String],
) -> Result<Vec<ledger_close::Model>, DbErr> {
    ledger_close::Entity::find()
        .filter(ledger_close::Column::Contract.is_in(contracts.to_owned()))
        .order_by_desc(ledger_close::Column::UntilDay)
        .order_by_asc(ledger_close::Column::Contract)
        .all(connection)
        .await
}

/// Every line of a contract's statement that was booked, in order.
pub(super) async fn statement_lines(
    connection: &impl ConnectionTrait,
    contract: &str,
) -> Result<Vec<statement_line::Model>, DbErr> {
    statement_line::Entity::find()
        .filter(statement_line::Column::Contract.eq(contract))
        .order_by_asc(statement_line::Column::Booking)
        .order_by_asc(statement_line::Column::Position)
        .all(connection)
        .await
}

/// Every payment of what was booked of a contract's statement, in order.
pub(super) async fn statement_payments(
    connection: &impl ConnectionTrait,
    contract: &str,
) -> Result<Vec<statement_payment::Model>, DbErr> {
    statement_payment::Entity::find()
        .filter(statement_payment::Column::Contract.eq(contract))
        .order_by_asc(statement_payment::Column::Booking)
        .all(connection)
        .await
}
