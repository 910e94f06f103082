//! The identities in a page's address.

use super::PageError;
use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
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
