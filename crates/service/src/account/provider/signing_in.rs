//! Sending somebody to their provider, and what they come back with.

use super::{Provider, asking::ask};
use crate::{
    Application,
    account::{Account, Organisation, Tried, hashed::token, invitation, sign_in, store},
    action::ActionError,
    db::entities::provider_identity as row,
    web::local_path,
};
use anyhow::{Context, anyhow};
use axum::http::HeaderMap;
use chrono::TimeDelta;
use kernel::{AccountId, Moment};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    core::{CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use url::Url;

/// The session's entry while somebody is at their provider.
const WAITING: &str = "at-provider";
/// The session's entry of somebody whose provider asked for a second factor.
pub(in crate::account) const SECOND_FACTOR_THERE: &str = "second-factor-at-provider";
/// How long somebody may be at their provider.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// What is remembered while somebody is at their provider.
#[derive(Serialize, Deserialize)]
struct Waiting {
    provider: String,
    state: String,
    nonce: String,
    verifier: String,
    next: String,
    at: Moment,
}

/// What somebody comes back with.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    /// The code to ask the provider with; "" when it gave none.
    pub code: String,
    /// What was sent along, and must be the same.
    pub state: String,
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The provider with this id.
///
/// # Errors
/// [`ActionError::NotFound`] when there is none.
fn named<'a>(app: &'a Application, id: &str) -> Result<&'a Provider, ActionError> {
    app.settings.providers.iter().find(|provider| provider.id == id).ok_or(ActionError::NotFound)
}

/// What the provider says of itself, asked each time: keys change.
async fn client(app: &Application, provider: &Provider) -> anyhow::Result<Client> {
    let issuer = IssuerUrl::new(provider.issuer.clone()).context("the issuer is not an address")?;
    let said = CoreProviderMetadata::discover_async(issuer, &ask).await.map_err(|error| anyhow!("{error:?}"))?;
    let secret = provider.client_secret.clone().map(ClientSecret::new);
    let back = app.settings.link(&format!("/sign-in/with/{}/back", provider.id));
    Ok(CoreClient::from_provider_metadata(said, ClientId::new(provider.client_id.clone()), secret)
        .set_redirect_uri(RedirectUrl::new(back).context("the address of this program is not known")?))
}

/// Where to send somebody so that their provider says who they are; afterwards they go on to `next`.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such provider; `account/provider-silent` when it does not answer; a fault when
/// the session cannot be written.
pub async fn begin(app: &Application, session: &Session, id: &str, next: &str) -> Result<Url, ActionError> {
    let provider = named(app, id)?;
    let client = client(app, provider).await.map_err(|error| silent(provider, &error))?;
    let new = || token(app.randomness.as_ref());
    let verifier = PkceCodeVerifier::new(format!("{}{}", new(), new()));
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    let (state, nonce) = (CsrfToken::new(new()), Nonce::new(new()));
    let (address, state, nonce) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
        .add_scope(Scope::new("email".to_owned()))
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let waiting = Waiting {
        provider: provider.id.clone(),
        state: state.secret().clone(),
        nonce: nonce.secret().clone(),
        verifier: verifier.secret().clone(),
        next: local_path(next).to_owned(),
        at: app.clock.now(),
    };
    session.insert(WAITING, waiting).await.map_err(anyhow::Error::from)?;
    Ok(address)
}

/// Signs in somebody who comes back from their provider; gives where they were going, too.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such provider; `account/provider-refused` when it did not say who it is, or
/// nobody was sent there from this browser; `account/provider-unverified` without a verified e-mail address;
/// `account/provider-unknown` for who has no account in an organisation of the provider and was not invited;
/// `account/provider-silent` when it does not answer; a fault when the database or the session refuses.
pub async fn come_back(
    app: &Application,
    session: &Session,
    headers: &HeaderMap,
    id: &str,
    returned: Returned,
) -> Result<(Tried, String), ActionError> {
    let provider = named(app, id)?;
    let waiting: Option<Waiting> = session.remove(WAITING).await.map_err(anyhow::Error::from)?;
    let waiting = waiting.filter(|waiting| {
        let same = waiting.provider == provider.id && waiting.state == returned.state;
        same && app.clock.now() - waiting.at <= PATIENCE
    });
    let Some(waiting) = waiting.filter(|_| !returned.code.is_empty()) else {
        let says = format!("{} did not say who you are, or it took too long. Try again", provider.name);
        return Err(ActionError::refused("account/provider-refused", says));
    };
    let claims = claims(app, provider, &waiting, returned.code).await.map_err(|error| silent(provider, &error))?;
    let account = account_of(app, provider, said(provider, &claims)).await?;
    let tried = sign_in::enter_or_ask(app, session, headers, &account).await?;
    if provider.second_factor {
        session.insert(SECOND_FACTOR_THERE, true).await.map_err(anyhow::Error::from)?;
    }
    Ok((tried, waiting.next))
}

/// Who the provider says it is, checked: its signature, for whom and by whom it was said, until when, and the nonce.
async fn claims(
    app: &Application,
    provider: &Provider,
    waiting: &Waiting,
    code: String,
) -> anyhow::Result<CoreIdTokenClaims> {
    let client = client(app, provider).await?;
    let answer = client
        .exchange_code(AuthorizationCode::new(code))?
        .set_pkce_verifier(PkceCodeVerifier::new(waiting.verifier.clone()))
        .request_async(&ask)
        .await
        .map_err(|error| anyhow!("the code was not taken: {error:?}"))?;
    let token = openidconnect::TokenResponse::id_token(&answer).context("there is no identity in the answer")?;
    let nonce = Nonce::new(waiting.nonce.clone());
    Ok(token.claims(&client.id_token_verifier(), &nonce)?.clone())
}

/// What a provider says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The provider's own name for them.
    pub subject: String,
    /// Their e-mail address, where the provider has verified it.
    pub email: Option<String>,
    /// What to call them, where it says so.
    pub name: Option<String>,
}

fn said(provider: &Provider, claims: &CoreIdTokenClaims) -> Said {
    let verified = provider.verified_addresses || claims.email_verified() == Some(true);
    let email = claims.email().filter(|_| verified).map(|email| kernel::address_for_comparing(email.as_str()));
    let name = claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
    Said { subject: claims.subject().to_string(), email, name }
}

/// The account of somebody: known by the provider's name for them, or the first time by their e-mail address; or by an
/// invitation to an organisation of the provider, which is taken up: they need not choose a password first.
///
/// Somebody whose account is of another organisation, whose account is closed, and who has none are told the same after the
/// same questions to the database.
///
/// # Errors
/// `account/provider-unverified` and `account/provider-unknown`, as [`come_back`]; a fault when the database refuses.
pub async fn account_of(app: &Application, provider: &Provider, said: Said) -> Result<Account, ActionError> {
    let connection = app.db.reader();
    let known = row::Entity::find_by_id((provider.issuer.clone(), said.subject.clone())).one(connection).await?;
    let by_name = AccountId(known.as_ref().map(|known| known.account_id).unwrap_or_default());
    let by_name = store::account_by_id(connection, by_name).await?;
    let Some(email) = said.email else {
        let by_name = by_name.filter(|account| provider.knows(account.organisation.as_ref()));
        let says = format!("{} did not give an email address of yours that it has checked", provider.name);
        let unverified = || ActionError::refused("account/provider-unverified", says);
        return by_name.ok_or_else(|| if known.is_some() { unknown(provider) } else { unverified() });
    };
    let by_email = store::account_by_email(connection, &email).await?;
    let is_new = known.is_none();
    let found = if is_new { by_email } else { by_name };
    if let Some(account) = found.filter(|account| provider.knows(account.organisation.as_ref())) {
        if is_new {
            remember(app, provider, said.subject, account.id).await?;
        }
        return Ok(account);
    }
    let name = said.name.as_deref().unwrap_or(&email);
    let may = |organisation: Option<&Organisation>| is_new && provider.knows(organisation);
    let invited = invitation::take_up_by_email(app, &email, name, may).await?.ok_or_else(|| unknown(provider))?;
    remember(app, provider, said.subject, invited).await?;
    store::account_by_id(app.db.reader(), invited).await?.ok_or_else(|| unknown(provider))
}

/// Keeps by which name a provider knows an account.
async fn remember(
    app: &Application,
    provider: &Provider,
    subject: String,
    account: AccountId,
) -> Result<(), ActionError> {
    let identity = row::ActiveModel {
        issuer: Set(provider.issuer.clone()),
        subject: Set(subject),
        account_id: Set(account.0),
        since: Set(app.clock.now()),
    };
    row::Entity::insert(identity).exec_without_returning(app.db.reader()).await?;
    Ok(())
}

fn unknown(provider: &Provider) -> ActionError {
    let says = format!(
        "{} says who you are, but you have no account here. Ask who looks after accounts in your organisation to invite you",
        provider.name
    );
    ActionError::refused("account/provider-unknown", says)
}

fn silent(provider: &Provider, error: &anyhow::Error) -> ActionError {
    tracing::error!(provider = %provider.id, detail = %format!("{error:#}"), "a provider of identity cannot be used");
    let says = format!(
        "{} does not answer as it should. Try again in some minutes, or sign in with your password",
        provider.name
    );
    ActionError::refused("account/provider-silent", says)
}
