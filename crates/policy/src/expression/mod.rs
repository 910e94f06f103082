//! Expressions: what must be so, in the syntax of CEL, checked and typed.

/// A checked expression.
#[derive(Debug, Clone)]
pub struct Expression {
    text: String,
}

impl Expression {
    /// The expression as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
