//! Browsers in which an account was signed in before: a cookie with a random token, kept here by its hash.
//!
//! Knowing one opens nothing. It only gives its holder's own tries to sign in a count of their own (`throttle`).

use super::{
    hashed::{hashed, token},
    store,
};
use crate::{Application, Mode, action::ActionError, db::entities::known_browser};
use axum::http::{HeaderMap, HeaderValue, header};
use kernel::AccountId;
use sea_orm::{ActiveValue::Set, EntityTrait};
use tower_sessions::cookie::{Cookie, SameSite, time::Duration};

/// The cookie's name.
const NAME: &str = "tapestry-browser";
/// How long a browser stays known after it was signed in.
const KNOWN_DAYS: i64 = 365;

/// The hash of the token in a request's cookies, if this browser is known for the account.
///
/// # Errors
/// When the database refuses.
pub(super) async fn known(
    app: &Application,
    headers: &HeaderMap,
    account: Option<AccountId>,
) -> Result<Option<String>, ActionError> {
    // Looked up whether there is an account or not: how much is asked must not tell.
    let Some(value) = sent(headers) else { return Ok(None) };
    let token = hashed(value.as_bytes());
    let found = known_browser::Entity::find_by_id(token.clone()).one(app.db.reader()).await?;
    Ok(found.filter(|row| account.is_some_and(|account| row.account_id == account.0)).map(|_| token))
}

fn sent(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = all.flat_map(|line| Cookie::split_parse(line.to_owned())).filter_map(Result::ok);
    cookies.find(|cookie| cookie.name() == NAME).map(|cookie| cookie.value().to_owned())
}

/// Makes this browser known for the account; the header that tells it so.
///
/// # Errors
/// When the database refuses.
pub(super) async fn remember(app: &Application, account: AccountId) -> Result<HeaderValue, ActionError> {
    let value = token(app.randomness.as_ref());
    let row = known_browser::ActiveModel {
        token: Set(hashed(value.as_bytes())),
        account_id: Set(account.0),
        since: Set(app.clock.now()),
    };
    let transaction = app.db.begin().await?;
    store::hold(&transaction, account).await?.ok_or(ActionError::NotFound)?;
    known_browser::Entity::insert(row).exec_without_returning(&transaction).await?;
    transaction.commit().await?;
    let cookie = Cookie::build((NAME, value))
        .path("/sign-in")
        .max_age(Duration::days(KNOWN_DAYS))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.mode == Mode::Live)
        .build();
    Ok(HeaderValue::from_str(&cookie.to_string()).map_err(anyhow::Error::from)?)
}
