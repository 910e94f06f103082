//! Is what an outcome rests on borne out by evidence that the contract accepts?
//!
//! *Authority*: the contract's `[[evidence]]`; European Social Fund data evidence requirements, December 2023: results
//! linked to payment need more than a person's own word, others do not.
//! *Applies*: to each spell and event that the outcome rests on; a start, which rests on none, is borne out as `start`.
//! *Simplified*: one accepted kind for each is enough; a document is not looked into here. Where the provider claims, the
//! evidence is named with the claim, and nothing is asked before.
//! *Example*: payslips or a letter are accepted, and one of two jobs has neither: it is not known whether it is owed.

use super::line::Reason;
use crate::outcome::Participation;
use policy::{ClaimedBy, Contract};

const CODE: &str = "rules/payment/evidence";
/// What the evidence of an outcome is of that rests on no spell and no event.
const START: &str = "start";

/// What is missing.
pub(super) struct Missing {
    pub(super) reason: Reason,
    pub(super) needs: Vec<String>,
}

/// The reason for which the evidence is enough; none where the contract asks for none.
pub(super) fn check(
    contract: &Contract,
    outcome: &str,
    participation: &Participation,
    rests_on: &[String],
) -> Result<Option<Reason>, Missing> {
    let with_the_claim = contract.claimed_by == ClaimedBy::Provider;
    let rule = contract.evidence.iter().find(|rule| rule.outcome == outcome && !with_the_claim);
    let Some(rule) = rule else { return Ok(None) };
    let start = [START.to_owned()];
    let rests_on = if rests_on.is_empty() { start.as_slice() } else { rests_on };
    let accepted = |id: &String| {
        let of_it = participation.evidence.iter().filter(|evidence| evidence.of == *id);
        of_it.into_iter().any(|evidence| rule.accepts.contains(&evidence.kind))
    };
    let bare: Vec<&String> = rests_on.iter().filter(|id| !accepted(id)).collect();
    let kinds = rule.accepts.iter().map(|kind| kind.replace('-', " ")).collect::<Vec<_>>().join(" or ");
    if bare.is_empty() {
        return Ok(Some(Reason::new(CODE, format!("It is borne out by evidence that is accepted: {kinds}."))));
    }
    let needs: Vec<String> = bare.into_iter().map(|id| format!("{kinds} for {}", named(participation, id))).collect();
    let says = format!("It was reached, and is not borne out yet: {}.", needs.join("; "));
    Err(Missing { reason: Reason::new(CODE, says), needs })
}

/// What a spell or event is called.
fn named(participation: &Participation, id: &str) -> String {
    let spell = participation.spells.iter().find(|spell| spell.id == id);
    let event = participation.events.iter().find(|event| event.id == id);
    match (spell, event) {
        (Some(spell), _) => format!("the work with {} from {}", spell.employer, kernel::in_words(spell.period.from)),
        (None, Some(event)) => format!("{} on {}", event.kind.replace('-', " "), kernel::in_words(event.on)),
        (None, None) => "the start".to_owned(),
    }
}
