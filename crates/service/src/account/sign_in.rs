//! Signing in: with a password, or in the demo by one click.

use super::{password, store};
use crate::{Application, Mode, action::ActionError, audit};
use kernel::AccountId;
use tower_sessions::Session;

/// The session's entry that holds the account.
pub(super) const ACCOUNT: &str = "account";

/// Signs in with an e-mail address and a password; gives the account, or `None` when the two do not
/// go together (it is not said which is wrong).
///
/// # Errors
/// A fault when the database or the session store refuses.
pub async fn sign_in(
    app: &Application,
    session: &Session,
    email: &str,
    typed: &str,
) -> Result<Option<AccountId>, ActionError> {
    let found = store::account_by_email(app.db.reader(), email).await?;
    let hash = found.as_ref().and_then(|account| account.password_hash.clone());
    let typed = typed.to_owned();
    // Hashing takes tens of milliseconds of a core: not on the threads that serve pages.
    let right = tokio::task::spawn_blocking(move || password::verify(&typed, hash.as_deref()))
        .await
        .map_err(anyhow::Error::from)?;
    let account = found.filter(|_| right).map(|account| account.id);
    record(app, account, right).await?;
    if let Some(account) = account {
        begin(session, account).await?;
    }
    Ok(account)
}

/// Signs in as one of the demo's made-up people.
///
/// # Errors
/// [`ActionError::NotFound`] outside the demo, or when there is no such person there.
pub async fn sign_in_as_persona(app: &Application, session: &Session, account: AccountId) -> Result<(), ActionError> {
    let known = app.mode == Mode::Demo
        && store::account_by_id(app.db.reader(), account).await?.is_some_and(|found| found.password_hash.is_none());
    if !known {
        return Err(ActionError::NotFound);
    }
    record(app, Some(account), true).await?;
    begin(session, account).await
}

/// A new session id at every change of who is signed in, so that one known before is worth nothing.
async fn begin(session: &Session, account: AccountId) -> Result<(), ActionError> {
    session.flush().await.map_err(anyhow::Error::from)?;
    session.insert(ACCOUNT, account).await.map_err(anyhow::Error::from)?;
    Ok(())
}

async fn record(app: &Application, account: Option<AccountId>, allowed: bool) -> Result<(), ActionError> {
    let line = audit::Line {
        account,
        action: "sign-in",
        subject_kind: "account",
        subject: account.map(|account| account.0),
        allowed,
        reasons: Vec::new(),
    };
    Ok(audit::record(app, app.db.reader(), line).await?)
}
