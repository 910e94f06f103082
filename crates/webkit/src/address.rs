//! Addresses: the identities in one, and a whole one to pass on.

use super::PageError;
use axum::{
    extract::{FromRequestParts, Path, Request},
    http::{HeaderMap, Uri, header, request::Parts},
};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::de::DeserializeOwned;

/// What stands for a sign that cannot be read.
const UNREADABLE: &str = "\u{FFFD}";
/// An address at which there is never anything.
const NOWHERE: &str = "/%EF%BF%BD";

/// What the address names, such as `Address(id): Address<ReferralId>` or a tuple of two of them.
///
/// What cannot be an identity is no different from one that does not exist: 404.
#[derive(Debug, Clone, Copy)]
pub struct Address<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Address<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let named = Path::<T>::from_request_parts(parts, state).await;
        named.map(|Path(named)| Self(named)).map_err(|_| PageError::NotFound)
    }
}

/// The same request with no control character in the path of its address: each becomes the sign for what cannot be read, so
/// that nothing is found by that name. To be called before a request is given to the routes. PostgreSQL takes no such character
/// (U+0000) in a text, and nothing of ours is called by one. Fields and queries are read by [`super::forms::Form`], which leaves
/// them out.
pub fn readable(mut request: Request) -> Request {
    let path = request.uri().path();
    // None stands in an address as it is sent, only so written.
    if !path.contains('%') {
        return request;
    }
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    if !decoded.contains(char::is_control) {
        return request;
    }
    let mut plain = String::with_capacity(path.len());
    for segment in path.split('/').skip(1) {
        let segment = percent_decode_str(segment).decode_utf8_lossy().replace(char::is_control, UNREADABLE);
        plain.push('/');
        plain.extend(utf8_percent_encode(&segment, NON_ALPHANUMERIC));
    }
    if let Some(query) = request.uri().query() {
        plain.push('?');
        plain.push_str(query);
    }
    // Only signs that an address may hold are in it; were it none after all, there would be nothing there either.
    let address = plain.parse().unwrap_or_else(|_| Uri::from_static(NOWHERE));
    *request.uri_mut() = address;
    request
}

/// A link as somebody can open it elsewhere: where the settings do not say where people reach the program, by the name under
/// which the reader just did. Only for the reader's own eyes: what the request says of itself may be anything.
pub fn whole(link: &str, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    match host {
        Some(host) if link.starts_with('/') => {
            let here = ["localhost", "127.0.0.1"].iter().any(|name| host.split(':').next() == Some(*name));
            format!("{}://{host}{link}", if here { "http" } else { "https" })
        }
        _ => link.to_owned(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_the_sign_for_what_cannot_be_read() {
        let read =
            |address: &str| readable(Request::get(address).body(axum::body::Body::empty()).unwrap()).uri().to_string();
        for (sent, expected) in [
            ("/people/%00", "/people/%EF%BF%BD"),
            ("/a%0Ab/c%20d/%C2%85?e=%00", "/a%EF%BF%BDb/c%20d/%EF%BF%BD?e=%00"),
            ("/a%2Fb%7F/", "/a%2Fb%EF%BF%BD/"),
            ("/people/caf%C3%A9?q=%00", "/people/caf%C3%A9?q=%00"),
            ("/", "/"),
        ] {
            assert_eq!(read(sent), expected, "{sent}");
        }
    }

    #[test]
    fn a_link_is_made_whole_by_the_host_that_was_asked() {
        let at = |host: &str| HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
        assert_eq!(whole("/a", &at("help.example.org")), "https://help.example.org/a");
        assert_eq!(whole("/a", &at("127.0.0.1:8080")), "http://127.0.0.1:8080/a");
        assert_eq!(whole("https://known.example/a", &at("other.example")), "https://known.example/a");
        assert_eq!(whole("/a", &HeaderMap::new()), "/a");
    }
}
