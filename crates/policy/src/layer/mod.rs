//! Layers: a programme of the spine as one area sees it.
//!
//! An area's text may set a number inside the range that the spine gives to its level. What comes out is a
//! [`Programme`](crate::Programme) like any other, kept in [`Area::layered`](crate::Area::layered), so that
//! whoever asks for the programme in that area gets it without knowing about layers.

mod values;
mod with_value;

pub use with_value::NoSuchParameter;
