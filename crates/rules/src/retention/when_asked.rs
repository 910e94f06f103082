//! What must go when the person asks for it?
//!
//! *Authority*: UK GDPR article 17: a person may have what is held on them erased, save (3)(b) and (e) where the law asks that
//! it is kept, as for the accounts of public money.
//! *Applies*: to somebody who asked that their record is deleted.
//! *Simplified*: what money was paid for is kept as the schedule says, and with it who it was paid for; everything else
//! goes. Whether another exception of the article applies is for the data protection lead, who can keep it for longer.
//! *Example*: a provider was paid for a job: the answers and messages go at once, the name when the accounts may.

use super::{Due, Standing, by_schedule};
use kernel::Day;
use policy::{
    Keep,
    retention::{IDENTITY, PAYMENT},
};

/// Whether something is due on a day because the person asked; `keep` is what the text says of it, `payment` what it
/// says of what money was paid for.
#[must_use]
pub fn when_asked(kind: &str, payment: Option<&Keep>, standing: &Standing, on: Day) -> Due {
    if standing.paid_on.is_some() && [IDENTITY, PAYMENT].contains(&kind) {
        return match by_schedule(payment, standing, on) {
            // It goes with what was paid for, and what stands in the way is its own.
            Due::Since(_) | Due::Held(_) => at_once(kind, standing, on),
            kept => kept,
        };
    }
    at_once(kind, standing, on)
}

fn at_once(kind: &str, standing: &Standing, on: Day) -> Due {
    let holds = standing.holds(kind, on);
    if holds.is_empty() { Due::Since(on) } else { Due::Held(holds) }
}
