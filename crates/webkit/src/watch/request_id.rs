//! The id of a request: in every line of its log, and in the answer, so that one can be found by the other.

use axum::http::{HeaderMap, HeaderName};
use rand::{TryRng, rngs::SysRng};
use uuid::{Builder, Uuid};

/// The header that carries it, in and out.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id that a proxy in front gave the request, where it is a UUID and nothing else; else a new one.
#[must_use]
pub fn request_id(headers: &HeaderMap) -> Uuid {
    let given = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).and_then(|id| Uuid::try_parse(id).ok());
    given.unwrap_or_else(|| {
        let mut bytes = [0; 16];
        // Without random bytes ids repeat, and the log is harder to read; nothing else depends on them.
        let _ = SysRng.try_fill_bytes(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid()
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_proxys_id_is_kept_and_nothing_else_is() {
        let with = |id: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, id.parse().unwrap());
            request_id(&headers).to_string()
        };
        let given = "0193d2a0-7c1e-7000-8000-00000000000a";
        assert_eq!(with(given), given);
        for other in ["1", "Jo Bloggs", "0193d2a0-7c1e-7000-8000-00000000000a; more"] {
            assert_ne!(with(other), other);
        }
        assert_ne!(request_id(&HeaderMap::new()), request_id(&HeaderMap::new()));
    }
}
