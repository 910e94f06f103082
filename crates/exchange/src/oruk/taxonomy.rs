//! Lists of terms, and how a term is tied to a record.

use super::Record;
use super::field::record;
use super::service::plain_fields;

record! {
    /// A list of terms. `id`, `name` and `description` are required.
    Taxonomy {
        /// The identifier.
        id: String,
        /// Its name.
        name: String,
        /// What it is for.
        description: Option<String>,
        /// A lasting name for it on the web.
        uri: Option<String>,
        /// Which edition it is.
        version: Option<String>,
        /// Its terms.
        taxonomy_terms: Vec<TaxonomyTerm>,
    }
}

record! {
    /// One term. `id`, `name` and `description` are required.
    TaxonomyTerm {
        /// The identifier.
        id: String,
        /// The term, for people.
        name: String,
        /// What it means.
        description: Option<String>,
        /// The term above it.
        parent_id: Option<String>,
        /// The list it belongs to, in words.
        taxonomy: Option<String>,
        /// The list it belongs to.
        taxonomy_id: Option<String>,
        /// A lasting name for it on the web.
        term_uri: Option<String>,
        /// The term itself; the UK profile's own field.
        term: Option<String>,
    }
}

record! {
    /// A term tied to a record.
    Attribute {
        /// The identifier of the tie.
        id: String,
        /// The record.
        link_id: Option<String>,
        /// The term, when it is not nested.
        taxonomy_term_id: Option<String>,
        /// What the term says of the record.
        link_type: Option<String>,
        /// The term.
        taxonomy_term: Option<TaxonomyTerm>,
    }
}

impl Attribute {
    /// The identifier of the term, nested or not.
    #[must_use]
    pub fn term_id(&self) -> Option<&str> {
        let nested = self.taxonomy_term.as_ref().map(|term| term.id.as_str());
        nested.filter(|id| !id.is_empty()).or(self.taxonomy_term_id.as_deref())
    }
}

impl Record for Taxonomy {
    const KIND: &'static str = "taxonomy";

    fn id(&self) -> &str {
        &self.id
    }

    fn missing(&self) -> Option<&'static str> {
        name_or_description(&self.name, self.description.as_deref())
    }

    fn summary(&self) -> Self {
        Self { taxonomy_terms: Vec::new(), extra: plain_fields(&self.extra), ..self.clone() }
    }
}

impl Record for TaxonomyTerm {
    const KIND: &'static str = "taxonomy_term";

    fn id(&self) -> &str {
        &self.id
    }

    fn missing(&self) -> Option<&'static str> {
        name_or_description(&self.name, self.description.as_deref())
    }

    fn summary(&self) -> Self {
        self.clone()
    }
}

fn name_or_description(name: &str, description: Option<&str>) -> Option<&'static str> {
    if name.trim().is_empty() {
        Some("name")
    } else if description.is_none() {
        Some("description")
    } else {
        None
    }
}
