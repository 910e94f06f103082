//! How tokens and codes are kept: by a hash, so that a copy of the table opens nothing.

use data_encoding::HEXLOWER;
use kernel::Randomness;
use sha2::{Digest, Sha256};

/// The SHA-256 of a token, as 64 hexadecimal digits. Only for what is random and long: never for a password.
pub(super) fn hashed(token: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(token))
}

/// A new token of 128 random bits, as 32 hexadecimal digits.
pub(super) fn token(randomness: &dyn Randomness) -> String {
    HEXLOWER.encode(&randomness.bytes())
}
