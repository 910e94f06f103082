//! Passwords: how one is hashed, checked, and judged long enough.

use anyhow::{Result, anyhow};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use kernel::Randomness;

/// Fewest characters of a password, included. Length beats character classes (NCSC advice).
const MINIMUM_CHARACTERS: usize = 12;
/// Most characters of a password, included: hashing more is only work for an attacker to ask for.
const MAXIMUM_CHARACTERS: usize = 200;

/// Why a password cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than 12 characters.
    #[error("Password must be 12 characters or more. Three words you will remember make a good one")]
    TooShort,
    /// More than 200 characters.
    #[error("Password must be 200 characters or fewer")]
    TooLong,
}

/// Whether a password may be chosen: 12 to 200 characters, both included.
///
/// # Errors
/// When it is shorter or longer.
pub fn check_strength(password: &str) -> Result<(), PasswordError> {
    match password.chars().count() {
        count if count < MINIMUM_CHARACTERS => Err(PasswordError::TooShort),
        count if count > MAXIMUM_CHARACTERS => Err(PasswordError::TooLong),
        _ => Ok(()),
    }
}

/// The argon2id hash of `password` in PHC form, with a salt from `randomness`.
pub(super) fn hash(password: &str, randomness: &dyn Randomness) -> Result<String> {
    let hash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &randomness.bytes())
        .map_err(|error| anyhow!("cannot hash a password: {error}"))?;
    Ok(hash.to_string())
}

/// Whether `password` is the one that `hash` was made from. Without a hash it does the same work
/// and says no, so that the time taken does not tell whether an account exists.
pub(super) fn verify(password: &str, hash: Option<&str>) -> bool {
    let known = hash.unwrap_or(ABSENT);
    let right = PasswordHash::new(known)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
    right && hash.is_some()
}

/// A well-formed hash of no password that anybody knows.
const ABSENT: &str = "$argon2id$v=19$m=19456,t=2,p=1$dGFwZXN0cnktYWJzZW50$Zq1vJ0Yk3mZ8m8q9q0tQp2Jr1m1o0cVb0o7xw8b7l3A";

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use kernel::SeededRandomness;

    #[test]
    fn the_right_password_opens_and_another_does_not() {
        let hash = hash("three brave otters", &SeededRandomness::new(1)).unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify("three brave otters", Some(&hash)));
        assert!(!verify("three brave otter", Some(&hash)));
        assert!(!verify("three brave otters", None));
        assert!(!verify("three brave otters", Some("not a hash")));
    }

    #[test]
    fn the_stand_in_hash_is_well_formed() {
        assert!(PasswordHash::new(ABSENT).is_ok());
    }

    #[test]
    fn length_is_what_counts() {
        assert_eq!(check_strength("elevenchars"), Err(PasswordError::TooShort));
        assert_eq!(check_strength("twelve chars"), Ok(()));
        assert_eq!(check_strength(&"a".repeat(201)), Err(PasswordError::TooLong));
    }
}
