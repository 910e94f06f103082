//! Newcastle's first year at its published size, counted from the records.
#![expect(clippy::unwrap_used, reason = "tests")]
