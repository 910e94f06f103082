//! Why something was refused.
#![expect(clippy::panic, reason = "tests")]

use service::ActionError;

/// The code of a refusal.
pub fn code(error: &ActionError) -> &str {
    match error {
        ActionError::Refused { code, .. } => code,
        other => panic!("{other:?}"),
    }
}
