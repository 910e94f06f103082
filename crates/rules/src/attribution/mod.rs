//! Attribution ("the braid"): which stream of money pays which cost, and why.
//!
//! [`Streams`] holds the streams of an area, ready to be asked. [`Streams::attribute`] gives a [`Braid`]: for each cost
//! which streams pay how much of it. Whether a stream may pay a cost is decided by [`lawful`](Test) for what the text
//! says of the cost, and by the stream's criteria for the person. Lines that the same streams may pay are one group;
//! a minimum-cost flow over the groups decides, and each group's money is then shared out among its lines.

mod braid;
mod explain;
mod flow;
mod forecast;
mod freed;
mod lawful;
mod line;
mod net;
mod sets;
mod share;
#[cfg(test)]
mod tests;

pub use braid::{AttributionError, Braid, Part, Unpaid, YearUse};
pub use explain::{LineAnswer, StreamAnswer, StreamSays};
pub use forecast::{Forecast, ForecastMonth};
pub use freed::Freed;
pub use lawful::{Test, lawful};
pub use line::{CostKind, CostLine, Costs};
pub use sets::Streams;
