//! How an action of a room can fail: one small vocabulary for all of them.

use crate::{
    db,
    web::{PageError, forms::Form},
};
use axum::http::StatusCode;
use sea_orm::DbErr;

/// Why an action was not carried out. Nothing was written, save the line of the audit that says so.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// There is no such thing, or it is nothing to do with this account: the two look the same.
    #[error("there is nothing here by that name")]
    NotFound,
    /// The account may not do this. The codes are of the access policy.
    #[error("not allowed: {0:?}")]
    NotAllowed(Vec<String>),
    /// The state of things does not permit it.
    #[error("{code}: {says}")]
    Refused {
        /// Stable, kebab-case, grouped: `referral/already-answered`.
        code: &'static str,
        /// What is wrong, why, and what to do, for people.
        says: String,
    },
    /// Somebody else changed the record first.
    #[error("somebody else changed this record first")]
    Lost,
    /// Too many ask for the same work just now. Nothing was looked at.
    #[error("too many ask for this just now")]
    Busy,
    /// A fault of ours or of the machine.
    #[error(transparent)]
    Fault(#[from] anyhow::Error),
}

impl From<DbErr> for ActionError {
    fn from(error: DbErr) -> Self {
        // The page that is answered then is not shown: the result of the first sending is.
        if db::once::is_done_before(&error) {
            return Self::Lost;
        }
        Self::Fault(anyhow::Error::new(error).context("the database refused"))
    }
}

impl ActionError {
    /// A refusal with a stable code.
    pub fn refused(code: &'static str, says: impl Into<String>) -> Self {
        Self::Refused { code, says: says.into() }
    }

    /// Whether it is the refusal with this code.
    pub(crate) fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if *code == wanted)
    }

    /// Puts a refusal or a lost race onto the form it came from, as the message of `field`; gives the
    /// status of the page that shows the form again.
    ///
    /// # Errors
    /// Whatever is not for the form to show.
    pub(crate) fn onto(self, form: &mut Form, field: &str) -> Result<StatusCode, Self> {
        match self {
            Self::Refused { says, .. } => {
                form.errors.push(field, says);
                Ok(StatusCode::UNPROCESSABLE_ENTITY)
            }
            Self::Lost => {
                form.errors.push(field, LOST);
                Ok(StatusCode::CONFLICT)
            }
            Self::Busy => {
                form.errors.push(field, BUSY);
                Ok(StatusCode::SERVICE_UNAVAILABLE)
            }
            other => Err(other),
        }
    }
}

/// What a form says when too many ask for the same work.
pub(crate) const BUSY: &str = "Many people are signing in just now. Wait 10 seconds, then try again";

/// What a form says when somebody else was first.
const LOST: &str = "Somebody else changed this record while you had it open. Nothing of yours was saved: check the \
                    record as it is now, then send again what is still right";

/// Turns the count of rows that an update with an expected version changed into an answer.
///
/// # Errors
/// [`ActionError::Lost`] when no row was changed: the version had moved on.
pub(crate) fn one_row(rows_affected: u64) -> Result<(), ActionError> {
    if rows_affected == 1 { Ok(()) } else { Err(ActionError::Lost) }
}

impl From<ActionError> for PageError {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::NotFound => Self::NotFound,
            ActionError::NotAllowed(codes) => {
                Self::Refused { says: "Your account is not set up to do this.".to_owned(), code: codes.join(", ") }
            }
            ActionError::Refused { code, says } => Self::Refused { says, code: code.to_owned() },
            ActionError::Lost => Self::Conflict {
                says: "Somebody changed this record while you had it open.".to_owned(),
                typed: Vec::new(),
            },
            ActionError::Busy => Self::Busy,
            ActionError::Fault(fault) => Self::Fault(fault),
        }
    }
}
