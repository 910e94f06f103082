//! Who is at the keyboard, and the frame of the pages that they see.

use super::{
    key,
    provider::SECOND_FACTOR_THERE,
    second_factor,
    sessions::EPOCH,
    sign_in::ACCOUNT,
    store::{self, Account},
};
use crate::{
    App, Application, Mode, notice,
    web::{self, NavigationItem, Notice, PageError, Shell},
};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use kernel::{AccountId, Day, FormId, Zone};
use rules::access::Role;
use std::{convert::Infallible, ops::Deref};
use tower_sessions::Session;

/// The account at the keyboard, read afresh at each request: somebody who has left is out at once.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Account);

impl Deref for SignedIn {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.0
    }
}

impl SignedIn {
    /// The area they work in; `None` for a resident and for an account without an organisation.
    #[must_use]
    pub fn area(&self) -> Option<&str> {
        self.0.organisation.as_ref().map(|organisation| organisation.area.as_str())
    }

    /// The time zone in which days and times are told to them: that of the area they work in, else the spine's.
    #[must_use]
    pub fn zone(&self, app: &Application) -> Zone {
        self.area().map_or(app.policy.time_zone, |area| app.zone_in(area))
    }

    /// The calendar day that it is for them.
    #[must_use]
    pub fn today(&self, app: &Application) -> Day {
        self.zone(app).day(app.clock.now())
    }
}

/// Puts who is signed in, and the frame of their pages, into every request.
///
/// # Errors
/// A fault when the session store or the database refuses.
pub async fn frame(
    State(app): State<App>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Result<Response, PageError> {
    // Owned, so that the request itself is not held while the database is asked.
    let (path, method) = (request.uri().path().to_owned(), request.method().clone());
    let signed_in = match key::sent(request.headers()).map(str::to_owned) {
        Some(secret) => match by_key(&app, &secret, &path, &method).await? {
            Ok(holder) => Some(holder),
            Err(refused) => return Ok(refused),
        },
        None => read(&app, &session).await?,
    };
    if let Some(account) = &signed_in
        && needs_second_factor(&app, &session, account, &path).await?
    {
        let says = "Your role needs a code as well as your password. Set it up first: it takes two minutes.";
        notice::leave(&session, Notice::important(says)).await?;
        return Ok(Redirect::to("/account/second-factor").into_response());
    }
    let mut shell = shell(&app, signed_in.as_ref()).at(section(request.uri().path()));
    shell.once = FormId::make(app.clock.now(), app.randomness.as_ref()).to_string();
    if request.method() == Method::GET {
        shell.notice = notice::take(&session).await?;
    }
    request.extensions_mut().insert(shell);
    if let Some(signed_in) = signed_in {
        request.extensions_mut().insert(signed_in);
    }
    Ok(next.run(request).await)
}

/// Who asks with a key, or the answer to one that is not good. A key reads, and does not see to its holder's account.
async fn by_key(app: &App, secret: &str, path: &str, method: &Method) -> Result<Result<SignedIn, Response>, PageError> {
    let Some(holder) = key::holder(app, secret).await? else {
        let says = [(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")];
        return Ok(Err(
            (StatusCode::UNAUTHORIZED, says, "This key is not good: it has ended, or never was.\n").into_response()
        ));
    };
    let own = path == "/account" || path.starts_with("/account/");
    if own || !matches!(*method, Method::GET | Method::HEAD) {
        return Ok(Err((StatusCode::FORBIDDEN, "A key only reads.\n").into_response()));
    }
    Ok(Ok(holder))
}

/// Whether an account has to set up a second factor before it may see this page.
async fn needs_second_factor(app: &App, session: &Session, account: &Account, path: &str) -> Result<bool, PageError> {
    if account.scope.is_some() {
        return Ok(false);
    }
    let open = path.starts_with("/account/second-factor") || path == "/sign-out" || path.starts_with("/assets/");
    if open || !app.settings.second_factor.contains(&account.role) {
        return Ok(false);
    }
    let there: Option<bool> = session.get(SECOND_FACTOR_THERE).await.map_err(anyhow::Error::from)?;
    Ok(there != Some(true) && !second_factor::is_set(app, account.id).await?)
}

async fn read(app: &App, session: &Session) -> Result<Option<SignedIn>, PageError> {
    let Some(id) = session.get::<AccountId>(ACCOUNT).await.map_err(anyhow::Error::from)? else {
        return Ok(None);
    };
    // A session from before this was kept began under the first number.
    let epoch: i32 = session.get(EPOCH).await.map_err(anyhow::Error::from)?.unwrap_or_default();
    let account = store::account_by_id(app.db.reader(), id).await?;
    Ok(account.filter(|account| account.session_epoch == epoch).map(SignedIn))
}

fn shell(app: &App, signed_in: Option<&SignedIn>) -> Shell {
    let mut shell = match signed_in {
        None => Shell::public(),
        Some(account) => {
            let person = web::SignedIn {
                name: account.name.clone(),
                role_in_words: super::role_in_words(account.role).to_owned(),
                organisation: account
                    .organisation
                    .as_ref()
                    .map(|organisation| organisation.name.clone())
                    .unwrap_or_default(),
            };
            Shell::signed_in(person, navigation(account.role))
        }
    };
    shell.demo = app.mode == Mode::Demo;
    shell.area_name =
        signed_in.and_then(SignedIn::area).and_then(|area| app.policy.area(area)).map(|area| area.name.clone());
    shell
}

/// The page that a page is part of, where its address does not lie below it.
fn section(path: &str) -> &str {
    match path {
        "/earnings" => "/claims",
        path if path.starts_with("/participants/") => "/inbox",
        path => path,
    }
}

/// Where each role goes. A convenience: `rules/access` decides what they may see there.
fn navigation(role: Role) -> Vec<NavigationItem> {
    let links: &[(&str, &str)] = match role {
        Role::Adviser => &[
            ("My caseload", "/caseload"),
            ("Register a person", "/people/new"),
            ("Find help", "/"),
            ("First-year report", "/reports/first-year"),
            ("Compare areas", "/places/compare"),
            ("Notes", "/notes"),
            ("Policy text", "/policy"),
        ],
        Role::ProviderStaff => &[
            ("Referrals", "/inbox"),
            ("Claims", "/earned"),
            ("Find help", "/"),
            ("First-year report", "/reports/first-year"),
            ("Compare areas", "/places/compare"),
            ("Notes", "/notes"),
            ("Policy text", "/policy"),
        ],
        Role::Commissioner => &[
            ("Claims", "/claims"),
            ("Contracts", "/contracts"),
            ("Ledger", "/ledger"),
            ("Money", "/money"),
            ("Barriers", "/barriers"),
            ("What if", "/what-if"),
            ("First-year report", "/reports/first-year"),
            ("Agreements", "/agreements"),
            ("What is coming", "/ahead"),
            ("Compare areas", "/places/compare"),
            ("Notes", "/notes"),
            ("Policy text", "/policy"),
            ("Find help", "/"),
        ],
        Role::Administrator => {
            &[("People who can sign in", "/accounts"), ("Policy text", "/policy"), ("Find help", "/")]
        }
        Role::Auditor => &[
            ("Audit", "/audit"),
            ("Claims", "/claims"),
            ("Contracts", "/contracts"),
            ("Paid twice", "/paid-twice"),
            ("Agreements", "/agreements"),
            ("Sample", "/sample"),
            ("Deleted", "/retention/certificates"),
            ("Ledger", "/ledger"),
            ("Money", "/money"),
            ("Barriers", "/barriers"),
            ("What if", "/what-if"),
            ("First-year report", "/reports/first-year"),
            ("What is coming", "/ahead"),
            ("Compare areas", "/places/compare"),
            ("Notes", "/notes"),
            ("Policy text", "/policy"),
        ],
        Role::Analyst => &[
            ("Policy text", "/policy"),
            ("The rules", "/rules"),
            ("Money", "/money"),
            ("Barriers", "/barriers"),
            ("What if", "/what-if"),
            ("First-year report", "/reports/first-year"),
            ("What is coming", "/ahead"),
            ("Compare areas", "/places/compare"),
            ("Notes", "/notes"),
        ],
        Role::DataLead => &[
            ("Agreements", "/agreements"),
            ("What cannot flow", "/agreements/gaps"),
            ("Emergencies", "/emergency/alerts"),
            ("Due to be deleted", "/retention"),
            ("Policy text", "/policy"),
            ("Find help", "/"),
        ],
        Role::Visitor => &[("Find help", "/")],
        Role::Resident => &[("My record", "/my-record"), ("Find help", "/")],
    };
    links.iter().map(|(label, href)| NavigationItem::new(*label, *href)).collect()
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<SignedIn>().cloned())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let next = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        parts.extensions.get::<SignedIn>().cloned().ok_or(PageError::SignInNeeded { next })
    }
}
