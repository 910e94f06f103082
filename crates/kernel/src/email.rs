//! An e-mail address, as it is kept.

use crate::visible;

/// Characters of an address, at most (RFC 5321).
const MOST: usize = 254;

/// Why a text is not an e-mail address. Each says what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing that can be seen.
    #[error("Enter an email address")]
    Empty,
    /// No `@`, or more than one.
    #[error("An email address has one @, like name@example.com")]
    At,
    /// A space, or a sign that stands in no address.
    #[error("An email address has no spaces, commas or brackets: enter one address, like name@example.com")]
    Sign,
    /// Two full stops in a row, or one at an end of a part.
    #[error("An email address has no two full stops in a row and none at an end: check it, like name@example.com")]
    Dots,
    /// No domain with a full stop in it.
    #[error("Enter the whole email address, with what comes after the @, like name@example.com")]
    Domain,
    /// Longer than an address can be.
    #[error("An email address has 254 characters or fewer")]
    Long,
}

/// The address in a text: what cannot be seen, `mailto:` and the brackets of `Name <name@example.com>` are left out. Letters
/// stay as they were written.
///
/// It does not say that the address exists.
///
/// # Errors
/// What is wrong with it.
///
/// ```
/// use kernel::{EmailError, email_address};
/// assert_eq!(email_address("mailto:amina@example.org\u{200B}").unwrap(), "amina@example.org");
/// assert_eq!(email_address("Amina <amina@example.org>").unwrap(), "amina@example.org");
/// assert_eq!(email_address("amina@example..org"), Err(EmailError::Dots));
/// ```
pub fn email_address(text: &str) -> Result<String, EmailError> {
    let text = visible(text);
    let inside = text.split_once('<').and_then(|(_, rest)| Some(rest.split_once('>')?.0));
    let text = inside.unwrap_or(&text).trim();
    let scheme = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    let address = if scheme { text.get(7..).unwrap_or_default().trim() } else { text };
    if address.is_empty() {
        return Err(EmailError::Empty);
    }
    if address.chars().count() > MOST {
        return Err(EmailError::Long);
    }
    if address.contains([' ', ',', ';', '<', '>', '(', ')', '[', ']', ':', '"', '\\']) {
        return Err(EmailError::Sign);
    }
    let (name, domain) = address.split_once('@').filter(|(_, domain)| !domain.contains('@')).ok_or(EmailError::At)?;
    if [name, domain].iter().any(|part| part.starts_with('.') || part.ends_with('.') || part.contains("..")) {
        return Err(EmailError::Dots);
    }
    if name.is_empty() || !domain.contains('.') {
        return Err(EmailError::Domain);
    }
    Ok(address.to_owned())
}

/// An address as it is compared with others: what was copied with it is left out, in small letters. A text that is no address
/// is compared as it is seen.
///
/// ```
/// use kernel::address_for_comparing;
/// assert_eq!(address_for_comparing("mailto:Amina@Example.org\u{200B}"), "amina@example.org");
/// assert_eq!(address_for_comparing(" Nobody "), "nobody");
/// ```
#[must_use]
pub fn address_for_comparing(text: &str) -> String {
    email_address(text).unwrap_or_else(|_| visible(text)).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_copied_with_the_address_is_left_out() {
        for text in [
            "amina@example.org",
            " amina@example.org\u{FEFF}",
            "\u{200B}amina@example.org",
            "MAILTO:amina@example.org",
            "<amina@example.org>",
            "Amina Hussain <amina@example.org>",
            "<mailto:amina@example.org>",
        ] {
            assert_eq!(email_address(text), Ok("amina@example.org".to_owned()), "{text:?}");
        }
        assert_eq!(email_address("o'neil+work@sub.example.org"), Ok("o'neil+work@sub.example.org".to_owned()));
        assert_eq!(email_address("søren@example.org"), Ok("søren@example.org".to_owned()));
    }

    #[test]
    fn what_is_no_address_says_what_is_wrong() {
        for (text, error) in [
            ("\u{200B}", EmailError::Empty),
            ("mailto:", EmailError::Empty),
            ("amina", EmailError::At),
            ("amina@@example.org", EmailError::At),
            ("amina@example.org, omar@example.org", EmailError::Sign),
            ("amina hussain@example.org", EmailError::Sign),
            ("amina..h@example.org", EmailError::Dots),
            ("amina@example.org.", EmailError::Dots),
            (".amina@example.org", EmailError::Dots),
            ("amina@example", EmailError::Domain),
            ("@example.org", EmailError::Domain),
        ] {
            assert_eq!(email_address(text), Err(error), "{text:?}");
        }
        assert_eq!(email_address(&format!("{}@example.org", "a".repeat(250))), Err(EmailError::Long));
    }
}
