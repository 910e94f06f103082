//! Benchmarks live in the files beside this one; here is what they measure with.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark stops at what goes wrong")]

pub mod measure;
