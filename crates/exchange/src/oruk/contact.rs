//! Whom to ask, and on which number.

use super::Attribute;
use super::field::record;
use crate::telephone::{Telephone, telephones};

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

impl Phone {
    /// The extension to ask for, which the wider standard has and the UK profile leaves out; a number or a text.
    #[must_use]
    pub fn extension(&self) -> Option<String> {
        match self.extra.get("extension")? {
            serde_json::Value::Number(number) => Some(number.to_string()),
            serde_json::Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The numbers that people read and dial. An extension that stands by itself belongs to the only number.
    #[must_use]
    pub fn telephones(&self) -> Vec<Telephone> {
        let number = self.number.as_deref().unwrap_or_default();
        let numbers = telephones(number);
        match (numbers.as_slice(), self.extension()) {
            ([one], Some(extension)) if one.number.as_ref().is_none_or(|number| !number.has_extension()) => {
                telephones(&format!("{} ext {extension}", one.says))
            }
            _ => numbers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_beside_the_number_is_dialled_too() {
        let phone: Phone = serde_json::from_value(serde_json::json!({
            "id": "1", "number": "\"+44 1234 234567\"", "extension": 100, "description": "Reception",
        }))
        .unwrap_or_default();
        let dials: Vec<_> = phone.telephones().into_iter().map(|one| (one.says.clone(), one.dials())).collect();
        assert_eq!(dials, [("+44 1234 234567 ext 100".to_owned(), Some("tel:+441234234567;ext=100".to_owned()))]);
    }
}
