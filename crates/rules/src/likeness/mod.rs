//! Whether something new looks like something that is kept: asked before it is kept a second time, and never decided without
//! asking. Two things that look alike may be two things.

pub mod jobs;
pub mod names;
pub mod people;
pub mod records;
