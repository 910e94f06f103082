//! The words every other crate speaks: money in whole pence, dates and periods, typed identities,
//! and the clock and randomness that effects bring in from outside.
//!
//! What is deliberately not here: any domain rule, and any input or output. Nothing in this crate
//! reads the time or draws a random number by itself.

mod clock;
mod day;
mod email;
mod id;
mod pence;
mod period;
mod postcode;
mod telephone;
mod text;
mod zone;

pub use clock::{Clock, FixedClock, Randomness, SeededRandomness};
pub use day::{LIKELY_YEARS, completed_days, completed_months, completed_weeks, completed_years, in_words, is_likely};
pub use email::{EmailError, address_for_comparing, email_address};
pub use id::*;
pub use pence::{Pence, PenceError};
pub use period::{Period, PeriodError};
pub use postcode::{Coordinates, Postcode, PostcodeError};
pub use telephone::{Telephone, TelephoneError};
pub use text::{Found, folded, found, matching, visible};
pub use zone::{UnknownZone, Zone};

/// A calendar day without a time or a time zone (proleptic Gregorian).
pub use chrono::NaiveDate as Day;
/// A moment, always in UTC.
pub type Moment = chrono::DateTime<chrono::Utc>;
