//! Addresses: the identities in one, and a whole one to pass on.

use super::PageError;
use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderMap, header, request::Parts},
};
use serde::de::DeserializeOwned;

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

/// A link as somebody can open it elsewhere: where the settings do not say where people reach the program, by the name under
/// which the reader just did. Only for the reader's own eyes: what the request says of itself may be anything.
pub(crate) fn whole(link: &str, headers: &HeaderMap) -> String {
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
    fn a_link_is_made_whole_by_the_host_that_was_asked() {
        let at = |host: &str| HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
        assert_eq!(whole("/a", &at("help.example.org")), "https://help.example.org/a");
        assert_eq!(whole("/a", &at("127.0.0.1:8080")), "http://127.0.0.1:8080/a");
        assert_eq!(whole("https://known.example/a", &at("other.example")), "https://known.example/a");
        assert_eq!(whole("/a", &HeaderMap::new()), "/a");
    }
}
