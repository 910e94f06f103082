//! A form that is sent twice does its work once, whoever sends it again: a second click, the back button, a slow network.
//!
//! Every form that adds or changes something carries a random word of its page (`once`). What tells one sending from
//! another is that word with everything else that was typed, so that a form which comes back from the back button and is
//! filled in otherwise is a new one. The row that says a form is done is written in the transaction that does the work
//! ([`crate::db::once`]); who sends it again is led to the first result. Why: `docs/adr/0022-forms-sent-twice.md`.

use crate::{
    App,
    account::SignedIn,
    db::once::{self, Sending},
    notice,
    web::{Notice, PageError, Shell, forms::Form},
};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use data_encoding::HEXLOWER;
use kernel::FormId;
use sha2::{Digest, Sha256};
use std::time::Duration;
use tower_sessions::Session;

/// The name of the field.
const FIELD: &str = "once";
/// A form is known for this long after it was sent. A page is signed out of long before.
const KNOWN_DAYS: i64 = 30;
/// How often, and after how long each time, it is looked for the result of a sending that is just being answered.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// Lets the first sending of a form through, and answers every other with the first result.
///
/// # Errors
/// A fault when the database or the session store refuses.
pub(crate) async fn once(State(app): State<App>, request: Request, next: Next) -> Result<Response, PageError> {
    if request.method() != Method::POST || !is_form(&request) {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let bytes = match Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await {
        Ok(bytes) => bytes,
        Err(rejected) => return Ok(rejected.into_response()),
    };
    let Ok(word) = Form::read(&bytes).text(FIELD).parse::<FormId>() else {
        return Ok(next.run(Request::from_parts(parts, Body::from(bytes))).await);
    };
    let by = parts.extensions.get::<SignedIn>().map(|by| by.id.to_string()).unwrap_or_default();
    let form = hash([by.as_bytes(), parts.uri.to_string().as_bytes(), &bytes]);
    let session = parts.extensions.get::<Session>().cloned();
    if once::done(app.db.reader(), &form).await?.is_some() {
        return first_result(&app, session, &form).await;
    }
    // A page that shows the form again keeps its word: sent back and forth, it is still one form.
    if let Some(shell) = parts.extensions.get_mut::<Shell>() {
        shell.once = word.to_string();
    }
    let sending = Sending::new(form.clone(), FormId::make(app.clock.now(), app.randomness.as_ref()).0, app.clock.now());
    let response = sending.run(next.run(Request::from_parts(parts, Body::from(bytes)))).await;
    if sending.was_done_before() {
        return first_result(&app, session, &form).await;
    }
    if sending.began() {
        let place = response.headers().get(header::LOCATION).and_then(|place| place.to_str().ok()).map(str::to_owned);
        keep(&app, &sending, response.status(), place).await?;
    }
    Ok(response)
}

/// Keeps where the result is. A form that came back with messages is not done; of one that ended in a fault it is not
/// known, so that it stays done if its work was committed.
async fn keep(app: &App, sending: &Sending, status: StatusCode, place: Option<String>) -> Result<(), PageError> {
    let connection = app.db.reader();
    if status.is_client_error() {
        return Ok(sending.came_back(connection).await?);
    }
    if let Some(place) = place.filter(|_| status == StatusCode::SEE_OTHER) {
        sending.led_to(connection, &place).await?;
    }
    Ok(once::forget_before(connection, app.clock.now() - chrono::Duration::days(KNOWN_DAYS)).await?)
}

/// The page to which the first sending led, or one that says that it was done.
async fn first_result(app: &App, session: Option<Session>, form: &str) -> Result<Response, PageError> {
    for _ in 0..LOOKS {
        match once::done(app.db.reader(), form).await?.map(|done| done.led_to) {
            Some(Some(place)) => {
                if let Some(session) = session {
                    let says = "You sent this form twice. It was done once. To add another, open the form again.";
                    notice::leave(&session, Notice::important(says)).await?;
                }
                return Ok(Redirect::to(&place).into_response());
            }
            Some(None) => tokio::time::sleep(PAUSE).await,
            None => break,
        }
    }
    Err(PageError::SentBefore)
}

fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// The SHA-256 of several texts, each with its length, as 64 hexadecimal digits.
fn hash(texts: [&[u8]; 3]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(text.len().to_be_bytes());
        digest.update(text);
    }
    HEXLOWER.encode(&digest.finalize())
}
