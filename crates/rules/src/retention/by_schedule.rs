//! Is it time for something that is held on a person to go?
//!
//! *Authority*: UK GDPR article 5(1)(e), kept no longer than necessary; the schedule of the text, `spine/retention.toml`.
//! *Applies*: to each kind of thing held, counted from the last thing that was done for the person or recorded of them; what
//! money was paid for, and who it was paid for, from the last payment if that came later.
//! *Simplified*: one clock for all of a record: who comes back has all of it kept anew.
//! *Example*: health is kept for 24 months; the person left on 10 May 2024; it is kept until 10 May 2026 and due on the 11th.

use super::{Due, Standing, standing::months_after};
use kernel::Day;
use policy::Keep;

/// Whether something is due on a day by the schedule; `keep` is what the text says of it.
#[must_use]
pub fn by_schedule(keep: Option<&Keep>, standing: &Standing, on: Day) -> Due {
    let Some(keep) = keep else { return Due::NotSaid };
    let until = months_after(standing.counts_from(&keep.id), keep.months);
    let holds = standing.holds(&keep.id, on);
    match until.succ_opt() {
        Some(since) if since <= on && holds.is_empty() => Due::Since(since),
        Some(since) if since <= on => Due::Held(holds),
        _ => Due::KeptUntil(until),
    }
}
