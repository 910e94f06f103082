//! What is wrong with a form, in the order of its fields: one message a field.

use super::date::DateFault;

/// One message about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The field's name.
    pub field: String,
    /// The id of the box to go to from the summary: the field's, or the first wrong box of a date.
    pub anchor: String,
    /// What is wrong and what to do: "Enter your full name".
    pub message: String,
    wrong_boxes: Vec<&'static str>,
}

/// Messages in the order pushed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<FormError>);

impl FormErrors {
    /// Adds a message, unless the field already has one: people mend one thing at a time.
    pub fn push(&mut self, field: &str, message: impl Into<String>) {
        self.add(field, field.to_owned(), message.into(), Vec::new());
    }

    /// Adds the message about a date, pointing at its first wrong box.
    pub fn push_date(&mut self, field: &str, fault: &DateFault) {
        let first = fault.wrong_boxes.first().copied().unwrap_or("day");
        self.add(field, format!("{field}-{first}"), fault.message.clone(), fault.wrong_boxes.clone());
    }

    fn add(&mut self, field: &str, anchor: String, message: String, wrong_boxes: Vec<&'static str>) {
        if self.get(field).is_none() {
            self.0.push(FormError { field: field.to_owned(), anchor, message, wrong_boxes });
        }
    }

    /// The message about a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    /// Whether the box ("day", "month" or "year") of a date field is one to mend.
    #[must_use]
    pub fn is_wrong_box(&self, field: &str, part: &str) -> bool {
        self.0.iter().any(|error| error.field == field && error.wrong_boxes.contains(&part))
    }

    /// Whether there is nothing to mend.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The messages for the summary.
    pub fn iter(&self) -> impl Iterator<Item = &FormError> {
        self.0.iter()
    }
}
