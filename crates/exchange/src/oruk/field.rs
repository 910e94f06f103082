//! How one field is read and served: `null` is absent, a number may come as text, what is absent
//! is left out.

use crate::message::shortened;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Number, Value};

/// Fields that the standard does not name, or that are not used here, kept as they came.
pub type Extra = Map<String, Value>;

/// A number as it was written (12 stays 12, never 12.0). Text that holds a number is read as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Figure(pub Number);

impl Figure {
    /// The number as a float; always finite.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.0.as_f64().unwrap_or_default()
    }
}

impl From<u32> for Figure {
    fn from(number: u32) -> Self {
        Self(Number::from(number))
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        match Value::deserialize(deserializer)? {
            Value::Number(number) => Ok(Self(number)),
            Value::String(text) => serde_json::from_str::<Number>(text.trim())
                .map(Self)
                .map_err(|_| D::Error::custom(format!("`{}` is not a number", shortened(&text)))),
            _ => Err(D::Error::custom("not a number")),
        }
    }
}

/// Whether a field has nothing to serve.
pub(super) trait Absent {
    /// True when the field is to be left out.
    fn is_absent(&self) -> bool;
}

impl Absent for String {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Reads a field, taking `null` for its empty value.
pub(super) fn null_is_absent<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// Declares a record: every field may be absent, and unknown fields are kept in `extra`. Which
/// fields a record must have is said by [`super::Record::missing`], so that a fault can name them.
macro_rules! record {
    ($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $(
                $(#[$field_about])*
                #[serde(
                    default,
                    deserialize_with = "crate::oruk::field::null_is_absent",
                    skip_serializing_if = "crate::oruk::field::Absent::is_absent"
                )]
                pub $field: $kind,
            )*
            /// Fields beyond these, kept as they came.
            #[serde(flatten)]
            pub extra: crate::oruk::field::Extra,
        }
    };
}
pub(super) use record;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_served_as_it_was_written() {
        for (given, served) in [("12", "12"), ("12.5", "12.5"), ("\"18\"", "18")] {
            let figure: Figure = serde_json::from_str(given).unwrap();
            assert_eq!(serde_json::to_string(&figure).unwrap(), served);
        }
        assert!(serde_json::from_str::<Figure>("\"over 18\"").is_err());
        assert!(serde_json::from_str::<Figure>("true").is_err());
    }
}
