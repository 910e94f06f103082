//! Performance: what came of the work, computed from the records, and shown without naming anybody.
