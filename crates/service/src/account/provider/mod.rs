//! Providers of identity through which the staff of some organisations sign in (OpenID Connect, authorisation code with
//! PKCE).
//!
//! A provider says who somebody is; whether they have an account, and what they may do, is said here. It is trusted for its
//! own organisations only. The first time somebody is known by an e-mail address that the provider has verified, and from
//! then on by the provider's own name for them.

mod asking;
mod signing_in;

pub(super) use signing_in::SECOND_FACTOR_THERE;
pub use signing_in::{Returned, Said, account_of, begin, come_back};

/// A provider of identity.
#[derive(Debug, Clone)]
pub struct Provider {
    /// What its addresses here are called: `example-council`.
    pub id: String,
    /// What its button says.
    pub name: String,
    /// Its issuer: where its description is found.
    pub issuer: String,
    /// Who this program is to it.
    pub client_id: String,
    /// The secret that goes with it; `None` for a public client.
    pub client_secret: Option<String>,
    /// The organisations whose people it knows: area and body.
    pub organisations: Vec<(String, String)>,
    /// Whether every e-mail address that it gives is verified, though it does not say so of each.
    pub verified_addresses: bool,
    /// Whether it asks for a second factor itself, so that none is asked for here.
    pub second_factor: bool,
}

impl Provider {
    /// Whether it knows the people of an organisation.
    fn knows(&self, organisation: Option<&super::Organisation>) -> bool {
        organisation
            .is_some_and(|of| self.organisations.iter().any(|(area, body)| *area == of.area && *body == of.body))
    }
}
