//! Signing in: with a password and, where there is one, a second factor; in the demo by one click.

use super::{
    hashed::hashed,
    known_browser, password_work,
    second_factor::{self, Given},
    sessions::{BEGAN, EPOCH},
    store::{self, Account},
    throttle,
};
use crate::{Application, Mode, action::ActionError, audit};
use axum::http::{HeaderMap, HeaderValue, header};
use chrono::TimeDelta;
use kernel::{AccountId, Moment};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

/// The session's entry that holds the account.
pub(super) const ACCOUNT: &str = "account";
/// The session's entry that holds whose password was right while the second factor is waited for.
const HALF_WAY: &str = "half-way";
/// How long it is waited for.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// When and in what a session began.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Began {
    pub(super) at: Moment,
    pub(super) browser: String,
}

/// Whose password was right, and since when.
#[derive(Serialize, Deserialize)]
struct HalfWay {
    account: AccountId,
    #[serde(default)]
    epoch: i32,
    at: Moment,
}

/// What came of a try to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// Signed in; what to tell the browser so that it is known from now on.
    In(HeaderValue),
    /// The password is right; a code is asked for.
    CodeNeeded,
    /// It is not right. It is not said what.
    Wrong,
    /// Too many tries: nothing was looked at.
    TooMany,
    /// Nobody's password was right just now: it has to be begun again.
    Lapsed,
}

/// Signs in with an e-mail address and a password. Whether there is such an account, and whether it has a password, changes
/// neither the words nor what is done.
///
/// # Errors
/// [`ActionError::Busy`] when too many passwords are being looked at: nothing was, and nothing was counted. A fault when the database or the session store refuses.
pub async fn sign_in(
    app: &Application,
    session: &Session,
    headers: &HeaderMap,
    email: &str,
    typed: &str,
) -> Result<Tried, ActionError> {
    let place = password_work::place()?;
    let found = store::account_by_email(app.db.reader(), email).await?;
    let known = known_browser::known(app, headers, found.as_ref().map(|account| account.id)).await?;
    // An address is counted by its hash: what somebody typed there may be anything.
    let bucket = known.unwrap_or_else(|| hashed(kernel::address_for_comparing(email).as_bytes()));
    if !throttle::may_try(app, &bucket).await? {
        record(app, None, false, "too-many-tries").await?;
        return Ok(Tried::TooMany);
    }
    let hash = found.as_ref().and_then(|account| account.password_hash.clone());
    let right = place.verify(typed, hash).await?;
    let Some(account) = found.filter(|_| right) else {
        record(app, None, false, "wrong").await?;
        return Ok(Tried::Wrong);
    };
    throttle::forget(app, &bucket).await?;
    enter_or_ask(app, session, headers, &account).await
}

/// Signs in somebody who has shown who they are, once; or asks for the code of their second factor.
///
/// # Errors
/// As [`sign_in`].
pub(super) async fn enter_or_ask(
    app: &Application,
    session: &Session,
    headers: &HeaderMap,
    account: &Account,
) -> Result<Tried, ActionError> {
    if second_factor::is_set(app, account.id).await? {
        let half = HalfWay { account: account.id, epoch: account.session_epoch, at: app.clock.now() };
        session.insert(HALF_WAY, half).await.map_err(anyhow::Error::from)?;
        return Ok(Tried::CodeNeeded);
    }
    enter(app, session, headers, account).await
}

/// Signs in with a code, after the password was right.
///
/// # Errors
/// As [`sign_in`].
pub async fn give_code(
    app: &Application,
    session: &Session,
    headers: &HeaderMap,
    typed: &str,
) -> Result<Tried, ActionError> {
    let half: Option<HalfWay> = session.get(HALF_WAY).await.map_err(anyhow::Error::from)?;
    let Some(half) = half.filter(|half| app.clock.now() - half.at <= PATIENCE) else { return Ok(Tried::Lapsed) };
    // A new password, or the end of the account, ends what was begun with the old one too.
    let account = store::account_by_id(app.db.reader(), half.account).await?;
    let Some(account) = account.filter(|account| account.session_epoch == half.epoch) else { return Ok(Tried::Lapsed) };
    match second_factor::accept(app, half.account, typed).await? {
        Given::Right => enter(app, session, headers, &account).await,
        Given::Wrong => {
            record(app, Some(half.account), false, "wrong-code").await?;
            Ok(Tried::Wrong)
        }
        Given::TooMany => {
            record(app, Some(half.account), false, "too-many-tries").await?;
            Ok(Tried::TooMany)
        }
    }
}

/// Signs in as one of the demo's made-up people.
///
/// # Errors
/// [`ActionError::NotFound`] outside the demo, or when there is no such person there.
pub async fn sign_in_as_persona(
    app: &Application,
    session: &Session,
    headers: &HeaderMap,
    account: AccountId,
) -> Result<(), ActionError> {
    if app.mode != Mode::Demo {
        return Err(ActionError::NotFound);
    }
    let found = store::account_by_id(app.db.reader(), account).await?;
    let found = found.filter(|found| found.password_hash.is_none()).ok_or(ActionError::NotFound)?;
    record(app, Some(account), true, "").await?;
    begin(app, session, headers, &found).await
}

/// Signs in somebody who has shown all that is asked for.
pub(super) async fn enter(
    app: &Application,
    session: &Session,
    headers: &HeaderMap,
    account: &Account,
) -> Result<Tried, ActionError> {
    record(app, Some(account.id), true, "").await?;
    begin(app, session, headers, account).await?;
    Ok(Tried::In(known_browser::remember(app, account.id).await?))
}

/// A new session id at every change of who is signed in, so that one known before is worth nothing.
async fn begin(
    app: &Application,
    session: &Session,
    headers: &HeaderMap,
    account: &Account,
) -> Result<(), ActionError> {
    session.flush().await.map_err(anyhow::Error::from)?;
    let began = Began { at: app.clock.now(), browser: browser(headers) };
    session.insert(BEGAN, began).await.map_err(anyhow::Error::from)?;
    session.insert(EPOCH, account.session_epoch).await.map_err(anyhow::Error::from)?;
    session.insert(ACCOUNT, account.id).await.map_err(anyhow::Error::from)?;
    Ok(())
}

/// What kind of browser it is, in words that its owner knows: `Firefox on Windows`. What it says of itself is not kept.
fn browser(headers: &HeaderMap) -> String {
    let says = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Each says that it is those after it, too.
    let first = |words: &[(&str, &'static str)], otherwise| {
        words.iter().find(|(mark, _)| says.contains(mark)).map_or(otherwise, |(_, word)| *word)
    };
    let kind =
        first(&[("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")], "A browser");
    let machine = first(
        &[
            ("iPhone", " on an iPhone"),
            ("iPad", " on an iPad"),
            ("Android", " on Android"),
            ("Windows", " on Windows"),
            ("Mac OS", " on a Mac"),
            ("Linux", " on Linux"),
        ],
        "",
    );
    format!("{kind}{machine}")
}

async fn record(app: &Application, account: Option<AccountId>, allowed: bool, reason: &str) -> Result<(), ActionError> {
    let line = audit::Line {
        account,
        action: "sign-in",
        subject_kind: "account",
        subject: account.map(|account| account.0),
        allowed,
        reasons: (!reason.is_empty()).then(|| reason.to_owned()).into_iter().collect(),
    };
    Ok(audit::record(app, app.db.reader(), line).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_in_words_that_its_owner_knows() {
        let of = |says: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, HeaderValue::from_static(says));
            browser(&headers)
        };
        let chrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36";
        assert_eq!(of(chrome), "Chrome on Android");
        let safari =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1";
        assert_eq!(of(safari), "Safari on an iPhone");
        assert_eq!(of("curl/8.0"), "A browser");
        assert_eq!(browser(&HeaderMap::new()), "A browser");
    }
}
