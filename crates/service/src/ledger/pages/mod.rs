//! The pages of who pays: the contracts with what each has come to, one contract, and the ledger with its months.

mod contract;
mod contracts;
mod ledger;

pub(crate) use contract::{MonthRow, month_row, picture};

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

/// `/contracts`, `/contracts/{contract}`, `/ledger`, `/ledger.csv`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/contracts", get(contracts::show))
        .route("/contracts/{contract}", get(contract::show))
        .route("/contracts/{contract}/book", post(contract::book))
        .route("/contracts/{contract}/pay", post(contract::pay))
        .route("/ledger", get(ledger::show))
        .route("/ledger/close", post(ledger::close))
        .route("/ledger.csv", get(ledger::csv))
}
