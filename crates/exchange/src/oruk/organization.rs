//! An organisation that gives services.

use super::field::record;
use super::service::plain_fields;
use super::{Attribute, Record};

record! {
    /// An organisation. `id`, `name` and `description` are required of one served by itself.
    Organization {
        /// The identifier.
        id: String,
        /// Its name.
        name: String,
        /// What it is, for people.
        description: Option<String>,
        /// Its address for mail.
        email: Option<String>,
        /// Its site on the web.
        website: Option<String>,
        /// Where its mark can be fetched.
        logo: Option<String>,
        /// A lasting name for it on the web.
        uri: Option<String>,
        /// The organisation it is part of.
        parent_organization_id: Option<String>,
        /// Its numbers in public registers.
        organization_identifiers: Vec<OrganizationIdentifier>,
        /// The taxonomy terms that describe it.
        attributes: Vec<Attribute>,
    }
}

record! {
    /// A number in a public register.
    OrganizationIdentifier {
        /// The identifier of this entry.
        id: String,
        /// The organisation it belongs to.
        organization_id: Option<String>,
        /// The register, as a code of org-id.guide: `GB-COH`.
        identifier_scheme: Option<String>,
        /// The register, in words.
        identifier_type: Option<String>,
        /// The number itself.
        identifier: Option<String>,
        /// The taxonomy terms that describe it.
        attributes: Vec<Attribute>,
    }
}

impl Record for Organization {
    const KIND: &'static str = "organization";

    fn id(&self) -> &str {
        &self.id
    }

    fn missing(&self) -> Option<&'static str> {
        if self.name.trim().is_empty() {
            Some("name")
        } else if self.description.is_none() {
            Some("description")
        } else {
            None
        }
    }

    fn summary(&self) -> Self {
        Self {
            organization_identifiers: Vec::new(),
            attributes: Vec::new(),
            extra: plain_fields(&self.extra),
            ..self.clone()
        }
    }
}
