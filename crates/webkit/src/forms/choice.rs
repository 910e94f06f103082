//! One answer that a question offers.

/// One radio button, checkbox or option of a select.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the browser sends; stable, never translated.
    pub value: String,
    /// What people read.
    pub says: String,
    /// A line below it; may be empty.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, says: impl Into<String>) -> Self {
        Self { value: value.into(), says: says.into(), hint: String::new() }
    }

    /// The same choice with a line below it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The usual two, sent as "yes" and "no".
    #[must_use]
    pub fn yes_no() -> Vec<Self> {
        vec![Self::new("yes", "Yes"), Self::new("no", "No")]
    }

    /// The three answers, sent as "yes", "no" and "unknown": missing is not no.
    #[must_use]
    pub fn yes_no_unknown() -> Vec<Self> {
        vec![Self::new("yes", "Yes"), Self::new("no", "No"), Self::new("unknown", "Not known")]
    }
}

/// The id of the `place`th option (from 0) of a field. The first has the field's own, so that the summary of
/// errors leads to it.
#[must_use]
pub fn option_id(field: &str, place: &usize) -> String {
    if *place == 0 { field.to_owned() } else { format!("{field}-{}", place + 1) }
}
