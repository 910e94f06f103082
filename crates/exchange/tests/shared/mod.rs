//! Where the shared standards lie, when they are there.

use std::path::PathBuf;

/// The folder of standards: `$TAPESTRY_SHARED/standards`, or `../shared/standards` beside the
/// workspace. Without it the test says so and is passed over.
pub fn standards() -> Option<PathBuf> {
    let shared = std::env::var_os("TAPESTRY_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let standards = shared.join("standards");
    if standards.is_dir() {
        Some(standards)
    } else {
        eprintln!("SKIPPED: no shared standards at {} (set TAPESTRY_SHARED)", standards.display());
        None
    }
}
