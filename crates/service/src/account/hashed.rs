//! How tokens and codes are kept: by a hash, so that a copy of the table opens nothing.

use kernel::Randomness;
use sha2::{Digest, Sha256};

/// The SHA-256 of a token, as 64 hexadecimal digits. Only for what is random and long: never for a password.
pub(super) fn hashed(token: &[u8]) -> String {
    hexadecimal(&Sha256::digest(token))
}

/// A new token of 128 random bits, as 32 hexadecimal digits.
pub(super) fn token(randomness: &dyn Randomness) -> String {
    hexadecimal(&randomness.bytes())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
