//! The transactions of one form that was sent: the first that commits does the work, and no other request may.
//!
//! [`Database::begin`](super::Database::begin) puts a row for the form into the transaction that does the work, so that either both
//! are kept or neither. Who sends the same form again finds the row: at once, or after waiting for the first to commit.

use super::entities::form_sent as row;
use kernel::Moment;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};
use uuid::Uuid;

/// What the error of a transaction says that may not begin because the form's work is done.
const DONE_BEFORE: &str = "the work of this form is done";

const UNTOUCHED: u8 = 0;
const BEGAN: u8 = 1;
const TAKEN: u8 = 2;

tokio::task_local! {
    static SENDING: Arc<Sending>;
}

/// One sending of one form.
#[derive(Debug)]
pub struct Sending {
    /// The hash of who sent which form where.
    form: String,
    /// Which sending of it this is.
    request: Uuid,
    at: Moment,
    found: AtomicU8,
}

impl Sending {
    /// A sending of the form with this hash, as the request with this id.
    pub fn new(form: String, request: Uuid, at: Moment) -> Arc<Self> {
        Arc::new(Self { form, request, at, found: AtomicU8::new(UNTOUCHED) })
    }

    /// Runs what answers the request: transactions that it begins are this form's work.
    pub async fn run<T>(self: &Arc<Self>, work: impl Future<Output = T>) -> T {
        SENDING.scope(self.clone(), work).await
    }

    /// Whether a transaction was begun for the form. It may have been taken back since.
    pub fn began(&self) -> bool {
        self.found.load(Ordering::SeqCst) == BEGAN
    }

    /// Whether another sending of the form did its work.
    pub fn was_done_before(&self) -> bool {
        self.found.load(Ordering::SeqCst) == TAKEN
    }

    /// Keeps where the first result is to be seen: a local address.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn led_to(&self, connection: &impl ConnectionTrait, place: &str) -> Result<(), DbErr> {
        let own = row::Column::Form.eq(self.form.as_str()).and(row::Column::Request.eq(self.request));
        let place = Expr::value(place.to_owned());
        row::Entity::update_many().col_expr(row::Column::LedTo, place).filter(own).exec(connection).await?;
        Ok(())
    }

    /// The form may be sent again: it came back with messages.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn came_back(&self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        let own = row::Column::Form.eq(self.form.as_str()).and(row::Column::Request.eq(self.request));
        row::Entity::delete_many().filter(own).exec(connection).await?;
        Ok(())
    }
}

/// A form whose work is done.
#[derive(Debug)]
pub struct Done {
    /// Where its result is to be seen; `None` when that is not known, or not yet.
    pub led_to: Option<String>,
}

/// Whether the work of a form is done.
///
/// # Errors
/// When the database refuses.
pub async fn done(connection: &impl ConnectionTrait, form: &str) -> Result<Option<Done>, DbErr> {
    let found = row::Entity::find_by_id(form.to_owned()).one(connection).await?;
    Ok(found.map(|row| Done { led_to: row.led_to }))
}

/// Forgets forms that were sent before a moment.
///
/// # Errors
/// When the database refuses.
pub async fn forget_before(connection: &impl ConnectionTrait, before: Moment) -> Result<(), DbErr> {
    row::Entity::delete_many().filter(row::Column::At.lt(before)).exec(connection).await?;
    Ok(())
}

/// Makes the transaction the work of the form that is being answered, if it is the first; nothing outside a form.
///
/// # Errors
/// [`DbErr::Custom`] when another sending did the work; whatever else the database refuses.
pub(super) async fn begin(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    let Ok(sending) = SENDING.try_with(Arc::clone) else { return Ok(()) };
    let new = row::ActiveModel {
        form: Set(sending.form.clone()),
        request: Set(sending.request),
        at: Set(sending.at),
        led_to: Set(None),
    };
    // Waits where another sending is under way, until that one is committed or taken back.
    row::Entity::insert(new)
        .on_conflict(OnConflict::column(row::Column::Form).do_nothing().to_owned())
        .exec_without_returning(transaction)
        .await?;
    let first = row::Entity::find_by_id(sending.form.clone()).one(transaction).await?;
    // A request may do its work in several transactions.
    if first.is_some_and(|first| first.request == sending.request) {
        sending.found.store(BEGAN, Ordering::SeqCst);
        return Ok(());
    }
    sending.found.store(TAKEN, Ordering::SeqCst);
    Err(DbErr::Custom(DONE_BEFORE.to_owned()))
}

/// Whether a transaction was refused because another sending of the form did its work.
pub fn is_done_before(error: &DbErr) -> bool {
    matches!(error, DbErr::Custom(says) if says == DONE_BEFORE)
}
