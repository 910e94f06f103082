//! What the root of a directory's interface says of itself.

use serde::{Deserialize, Serialize};

/// The version and profile that this software serves.
pub const VERSION: &str = "HSDS-UK-3.0";
/// The page that describes the profile.
pub const PROFILE_URL: &str = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md";

/// The answer at `/`: which standard the interface follows, and where it is described.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiDetails {
    /// The standard and its version.
    pub version: String,
    /// A page about the profile.
    pub profile: String,
    /// The OpenAPI description of the interface.
    pub openapi_url: String,
}

impl ApiDetails {
    /// The answer for an interface described at `openapi_url`, which is a whole URL.
    #[must_use]
    pub fn described_at(openapi_url: impl Into<String>) -> Self {
        Self { version: VERSION.to_owned(), profile: PROFILE_URL.to_owned(), openapi_url: openapi_url.into() }
    }
}
