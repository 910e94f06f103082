//! What a request may end in besides a page, and the one page that says so.
//!
//! A handler returns `Result<_, PageError>`. What is not the reader's is `NotFound`, always: nothing tells it
//! apart from what does not exist. Field errors are not here: they go back to the form ([`super::forms`]).

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use rand::TryRng;
use rand::rngs::SysRng;
use sea_orm::DbErr;

use super::shell::Shell;
use super::unavailable::is_unavailable;

/// After how many seconds a program may ask again when the database could not do its work.
const RETRY_SECONDS: &str = "30";

/// Why a request did not end in the page that was asked for.
#[derive(Debug)]
pub enum PageError {
    /// There is no such page, or it is not this reader's to see. 404.
    NotFound,
    /// Only for those who are signed in; on to the sign-in page, and from there back to `next`. 303.
    SignInNeeded {
        /// The local path (with its query) that was asked for; anything else becomes "/".
        next: String,
    },
    /// The reader may see the thing, but may not do this to it. 403.
    Refused {
        /// Why, in one or more sentences for the reader.
        says: String,
        /// The rule's reason code, which is a path: `rules/referral/may_refer`.
        code: String,
    },
    /// Someone else changed the same thing first. 409.
    Conflict {
        /// What changed, in one or more sentences.
        says: String,
        /// What the reader had typed, as pairs of label and text, so that nothing is lost.
        typed: Vec<(String, String)>,
    },
    /// The form was sent before: its work is done, and where the result is to be seen is not known. 409.
    SentBefore,
    /// The request is not one that our pages make. 400.
    BadRequest {
        /// What is wrong with it.
        says: String,
    },
    /// More is asked than can be done at once. Nothing was done. 503.
    Busy,
    /// Something broke. Logged once, with the reference that the page shows. 500; 503 where the database is busy, full or
    /// out of reach, and the same may be asked again.
    Fault(anyhow::Error),
}

impl From<anyhow::Error> for PageError {
    fn from(fault: anyhow::Error) -> Self {
        Self::Fault(fault)
    }
}

impl From<DbErr> for PageError {
    fn from(fault: DbErr) -> Self {
        Self::Fault(anyhow::Error::new(fault).context("the database refused"))
    }
}

impl From<askama::Error> for PageError {
    fn from(fault: askama::Error) -> Self {
        Self::Fault(anyhow::Error::new(fault).context("a page could not be rendered"))
    }
}

/// The page itself: what happened, why, what to do.
#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    shell: &'a Shell,
    heading: &'a str,
    says: &'a [String],
    todo: &'a str,
    code: &'a str,
    typed: &'a [(String, String)],
    reference: &'a str,
}

/// What an error page says. It travels with the answer, so that [`super::frame`] can show it again inside the
/// reader's own shell.
#[derive(Clone, Default)]
pub(super) struct Words {
    status: StatusCode,
    heading: &'static str,
    says: Vec<String>,
    todo: &'static str,
    code: String,
    typed: Vec<(String, String)>,
    reference: String,
}

impl Words {
    /// The page inside a shell.
    pub(super) fn page_in(&self, shell: &Shell) -> Response {
        let page = ErrorPage {
            shell,
            heading: self.heading,
            says: &self.says,
            todo: self.todo,
            code: &self.code,
            typed: &self.typed,
            reference: &self.reference,
        };
        match super::render(&page) {
            Ok(html) => (self.status, html).into_response(),
            Err(_) => (self.status, self.heading).into_response(),
        }
    }

    fn page(self) -> Response {
        let mut response = self.page_in(&Shell::public());
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            Self::SignInNeeded { next } => Redirect::to(&sign_in_address(&next)).into_response(),
            Self::NotFound => page_for(StatusCode::NOT_FOUND),
            Self::Refused { says, code } => Words {
                status: StatusCode::FORBIDDEN,
                heading: "You cannot do this",
                says: vec![says],
                todo: "Nothing was changed. Go back to carry on with something else. If you think you should be able to do this, \
                       ask the person who looks after Tapestry in your organisation, and give them the rule below.",
                code,
                ..Words::default()
            }
            .page(),
            Self::Conflict { says, typed } => Words {
                status: StatusCode::CONFLICT,
                heading: "Someone else made a change first",
                says: vec![says, "Your change was not saved, so that theirs is not lost.".to_owned()],
                todo: "Go back, look at what changed, and make your change again if it is still needed.",
                typed,
                ..Words::default()
            }
            .page(),
            Self::SentBefore => Words {
                status: StatusCode::CONFLICT,
                heading: "This form was sent before",
                says: vec!["It was done the first time. It was not done again.".to_owned()],
                todo: "Go back to look at the result. To do it once more, open the form again first.",
                ..Words::default()
            }
            .page(),
            Self::BadRequest { says } => Words { says: vec![says], ..words_for(StatusCode::BAD_REQUEST) }.page(),
            Self::Fault(fault) if is_unavailable(&fault) => unavailable_page(&format!("{fault:#}")),
            Self::Busy => busy_page(),
            Self::Fault(fault) => fault_page(&format!("{fault:#}")),
        }
    }
}

/// The page for something that broke: `detail` goes to the log, its reference to the reader.
pub(super) fn fault_page(detail: &str) -> Response {
    let reference = reference();
    tracing::error!(%reference, detail, "a request ended in a fault");
    Words { reference, ..words_for(StatusCode::INTERNAL_SERVER_ERROR) }.page()
}

/// The page for when the database cannot do its work now: `detail` goes to the log, its reference to the reader.
fn unavailable_page(detail: &str) -> Response {
    let reference = reference();
    tracing::error!(%reference, detail, "the database could not do its work");
    let words = Words {
        status: StatusCode::SERVICE_UNAVAILABLE,
        heading: "We cannot get to the records right now",
        says: vec![
            "The place where records are kept is busy, full, or cannot be reached. It is not something you did."
                .to_owned(),
        ],
        todo: "Wait a minute, then check if your last change is there. If it is not, make it again. If this goes on, tell the \
               person who looks after Tapestry in your organisation, and give them the reference below.",
        reference,
        ..Words::default()
    };
    let mut response = words.page();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
    response
}

/// The page for who came when as many as can be answered at once were being answered.
pub fn busy_page() -> Response {
    Words {
        status: StatusCode::SERVICE_UNAVAILABLE,
        heading: "Tapestry is very busy just now",
        says: vec!["More people are asking than can be answered at once. Nothing was changed.".to_owned()],
        todo: "Wait 10 seconds, then try again.",
        ..Words::default()
    }
    .page()
}

/// The page for a status that came from below our handlers: a limit, a timeout, a form sent from another site.
pub(super) fn page_for(status: StatusCode) -> Response {
    words_for(status).page()
}

/// The words for a status.
pub(super) fn words_for(status: StatusCode) -> Words {
    let (heading, says, todo) = match status {
        StatusCode::NOT_FOUND => (
            "Page not found",
            "There is no page at this address, or it is not one that you can see.",
            "Check the address if you typed or pasted it. Otherwise start again from the home page.",
        ),
        StatusCode::FORBIDDEN => (
            "This form was not sent from Tapestry",
            "To protect people's records, a form only counts when it is sent from one of our own pages.",
            "Open Tapestry again, and send the form from there. Nothing was changed.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "That was too much to send at once",
            "A form may carry up to one megabyte.",
            "Go back and shorten the text, or choose a smaller file. Nothing was changed.",
        ),
        StatusCode::REQUEST_TIMEOUT => (
            "What you sent did not arrive",
            "We waited for 30 seconds and did not get all of it. Nothing was changed.",
            "Check your connection to the internet. Then go back and send it again.",
        ),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => (
            "This is taking too long",
            "The answer did not come within 30 seconds, so we stopped waiting.",
            "Wait a minute, check whether your last change is there, and try again if it is not.",
        ),
        StatusCode::INTERNAL_SERVER_ERROR => (
            "Sorry, something went wrong",
            "This is a fault on our side, not something you did. A note of it was kept, without anything you typed.",
            "Wait a minute, check whether your last change is there, and try again if it is not. If it happens again, \
             tell the person who looks after Tapestry in your organisation, and give them the reference below.",
        ),
        _ => (
            "We could not read that request",
            "What was sent is not what our pages send.",
            "Go back to the page you came from and try again. Nothing was changed.",
        ),
    };
    Words { status, heading, says: vec![says.to_owned()], todo, ..Words::default() }
}

/// "/sign-in?next=…" for a local path; anything that could lead to another site becomes "/".
fn sign_in_address(next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(local_path(next).as_bytes()).collect();
    format!("/sign-in?next={next}")
}

/// `path` when it stays on this site (one leading slash, no backslash, no control character, at most 2,000
/// bytes), else "/". For the `next` of a sign-in.
#[must_use]
pub fn local_path(path: &str) -> &str {
    let local = path.starts_with('/') && !path.starts_with("//") && path.len() <= 2_000;
    if local && !path.chars().any(|letter| letter == '\\' || letter.is_control()) { path } else { "/" }
}

/// Eight letters and figures that are hard to mistake for one another, to read out on the telephone: "K7QF-29XD".
fn reference() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut random = SysRng.try_next_u64().unwrap_or_default();
    let mut letters = String::with_capacity(9);
    for place in 0..8 {
        if place == 4 {
            letters.push('-');
        }
        letters
            .extend(ALPHABET.get(usize::try_from(random % 32).unwrap_or_default()).map(|letter| char::from(*letter)));
        random /= 32;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_local_paths_come_back_from_sign_in() {
        assert_eq!(local_path("/people?need=digital"), "/people?need=digital");
        for bad in [
            "",
            "people",
            "//example.org",
            "https://example.org",
            "/\\example.org",
            "/a\r\nSet-Cookie: x",
            "javascript:1",
        ] {
            assert_eq!(local_path(bad), "/", "{bad:?}");
        }
        assert_eq!(sign_in_address("/a?b=c&d=e"), "/sign-in?next=%2Fa%3Fb%3Dc%26d%3De");
    }

    #[test]
    fn references_can_be_read_out() {
        let one = reference();
        assert_eq!(one.len(), 9);
        assert_ne!(one, reference());
        assert!(!one.contains(['I', 'L', 'O', 'U']));
    }

    #[test]
    fn each_ending_has_its_status() {
        let cases = [
            (PageError::NotFound, 404),
            (PageError::SignInNeeded { next: "/people".to_owned() }, 303),
            (PageError::Refused { says: "No.".to_owned(), code: "rules/x".to_owned() }, 403),
            (PageError::Conflict { says: "Changed.".to_owned(), typed: Vec::new() }, 409),
            (PageError::BadRequest { says: "Odd.".to_owned() }, 400),
            (PageError::Busy, 503),
            (PageError::Fault(anyhow::anyhow!("disk full")), 500),
        ];
        for (error, status) in cases {
            assert_eq!(error.into_response().status(), status);
        }
    }
}
