//! Passwords: how one is hashed, checked, and judged long enough.

use anyhow::{Result, anyhow};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, PasswordHash, Salt},
};

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

/// The argon2id hash of `password` in PHC form, worked out in `memory`, which grows to the 19 MiB that this takes.
pub(super) fn hash(password: &str, salt: &[u8], memory: &mut Vec<Block>) -> Result<String> {
    let parameters = Params::DEFAULT;
    let salt = Salt::new(salt).map_err(|error| anyhow!("cannot hash a password: {error}"))?;
    let output = work(password, &salt, Version::default(), parameters.clone(), memory)?;
    let written = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::default().into()),
        params: (&parameters).try_into().map_err(|error| anyhow!("cannot write a hash: {error}"))?,
        salt: Some(salt),
        hash: Some(output),
    };
    Ok(written.to_string())
}

/// Whether `password` is the one that `hash` was made from. Without a hash, or with one that cannot be read, it does the same
/// work and says no, so that the time taken does not tell whether an account exists or has a password.
pub(super) fn verify(password: &str, hash: Option<&str>, memory: &mut Vec<Block>) -> bool {
    match hash.and_then(|hash| is_made_from(password, hash, memory)) {
        Some(right) => right,
        None => {
            // The answer is no, whatever comes of the work.
            let _ = is_made_from(password, ABSENT, memory);
            false
        }
    }
}

/// `None` when the hash cannot be read: no work was done.
fn is_made_from(password: &str, hash: &str, memory: &mut Vec<Block>) -> Option<bool> {
    let known = PasswordHash::new(hash).ok().filter(|known| known.algorithm == Algorithm::Argon2id.ident())?;
    let (salt, expected) = (known.salt?, known.hash?);
    let parameters = Params::try_from(&known).ok()?;
    let version = known.version.map_or(Ok(Version::default()), Version::try_from).ok()?;
    let found = work(password, &salt, version, parameters, memory).ok()?;
    // Outputs are compared in constant time.
    Some(found == expected)
}

fn work(password: &str, salt: &Salt, version: Version, parameters: Params, memory: &mut Vec<Block>) -> Result<Output> {
    memory.resize(memory.len().max(parameters.block_count()), Block::new());
    let length = parameters.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let mut buffer = [0_u8; Output::MAX_LENGTH];
    let out = buffer.get_mut(..length).ok_or_else(|| anyhow!("cannot hash a password to {length} bytes"))?;
    Argon2::new(Algorithm::Argon2id, version, parameters)
        .hash_password_into_with_memory(password.as_bytes(), salt, out, memory)
        .map_err(|error| anyhow!("cannot hash a password: {error}"))?;
    Output::new(out).map_err(|error| anyhow!("cannot hash a password: {error}"))
}

/// A well-formed hash of no password that anybody knows.
const ABSENT: &str = "$argon2id$v=19$m=19456,t=2,p=1$dGFwZXN0cnktYWJzZW50$Zq1vJ0Yk3mZ8m8q9q0tQp2Jr1m1o0cVb0o7xw8b7l3A";

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use argon2::password_hash::PasswordVerifier;

    const SALT: &[u8; 16] = b"sixteen-bytes-of";

    #[test]
    fn the_right_password_opens_and_another_does_not() {
        let memory = &mut Vec::new();
        let hash = hash("three brave otters", SALT, memory).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("three brave otters", Some(&hash), memory));
        assert!(!verify("three brave otter", Some(&hash), memory));
        assert!(!verify("three brave otters", None, memory));
        assert!(!verify("three brave otters", Some("not a hash"), memory));
        // As the crate itself says: hashes that were kept before stay good, and these are good there.
        let parsed = PasswordHash::new(&hash).unwrap();
        assert!(Argon2::default().verify_password(b"three brave otters", &parsed).is_ok());
        let other = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8_192, 3, 1, None).unwrap());
        let kept = argon2::PasswordHasher::hash_password_with_salt(&other, b"three brave otters", SALT).unwrap();
        assert!(verify("three brave otters", Some(&kept.to_string()), memory));
        assert!(!verify("three brave otter", Some(&kept.to_string()), memory));
    }

    #[test]
    fn the_stand_in_hash_takes_the_same_work_as_a_real_one() {
        let (stand_in, real) = (PasswordHash::new(ABSENT).unwrap(), hash("x", SALT, &mut Vec::new()).unwrap());
        let real = PasswordHash::new(&real).unwrap();
        assert_eq!(Params::try_from(&stand_in).unwrap(), Params::try_from(&real).unwrap());
        assert_eq!(is_made_from("x", ABSENT, &mut Vec::new()), Some(false));
    }

    #[test]
    fn length_is_what_counts() {
        assert_eq!(check_strength("elevenchars"), Err(PasswordError::TooShort));
        assert_eq!(check_strength("twelve chars"), Ok(()));
        assert_eq!(check_strength(&"a".repeat(201)), Err(PasswordError::TooLong));
    }
}
