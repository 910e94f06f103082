//! Whom to ask, and on which number.

use super::Attribute;
use super::field::record;

record! {
    /// A person or a desk to ask.
    Contact {
        /// The identifier.
        id: String,
        /// The service it belongs to.
        service_id: Option<String>,
        /// A person's name.
        name: Option<String>,
        /// Their post.
        title: Option<String>,
        /// The taxonomy terms that describe it.
        attributes: Vec<Attribute>,
    }
}

record! {
    /// A number to ring.
    Phone {
        /// The identifier.
        id: String,
        /// The contact it belongs to.
        contact_id: Option<String>,
        /// The number as people dial it.
        number: Option<String>,
        /// What the number is for.
        description: Option<String>,
    }
}
