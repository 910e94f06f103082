//! What whoever runs the program has decided about signing in and letters: the same under every policy text.

use crate::account::provider::Provider;
use rules::access::Role;
use std::collections::BTreeSet;
use url::Url;

/// Decisions of whoever runs the program. Without any, nobody is sent letters and a second factor is everybody's own choice.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where people reach the program: links in letters begin with it. Without it no letter is written.
    pub address: Option<Url>,
    /// Whether letters are carried: what is written without a carrier would never arrive, so nothing is written.
    pub letters: bool,
    /// Roles whose accounts must have a second factor.
    pub second_factor: BTreeSet<Role>,
    /// Providers of identity through which staff of some organisations sign in.
    pub providers: Vec<Provider>,
}

impl Settings {
    /// The address of a page, for a letter or for somebody to pass on; the path alone where it is not known.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        let joined = self.address.as_ref().and_then(|address| address.join(path).ok());
        joined.map_or_else(|| path.to_owned(), |address| address.to_string())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_link_begins_with_the_address_where_it_is_known() {
        let known = Settings { address: Some("https://help.example.org/".parse().unwrap()), ..Settings::default() };
        assert_eq!(known.link("/invitation/abc"), "https://help.example.org/invitation/abc");
        assert_eq!(Settings::default().link("/invitation/abc"), "/invitation/abc");
    }
}
