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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::{
        outcome::{Evidence, RecordedEvent, Spell, SpellKind},
        payment::claim_lines::tests::contract,
    };
    use kernel::Period;
    use policy::EvidenceRule;

    fn asked(accepts: &[&str], claimed_by: ClaimedBy) -> Contract {
        let accepts = accepts.iter().map(|kind| (*kind).to_owned()).collect();
        // Another outcome asks for what nobody has.
        let other = EvidenceRule { outcome: "other".into(), accepts: vec!["certificate".into()] };
        let evidence = vec![other, EvidenceRule { outcome: "job".into(), accepts }];
        Contract { evidence, claimed_by, ..contract(&[], Vec::new()) }
    }

    /// Somebody with two jobs, borne out by these kinds of paper.
    fn person(papers: &[(&str, &str)]) -> Participation {
        let job = |id: &str, employer: &str| Spell {
            id: id.into(),
            employer: employer.into(),
            kind: SpellKind::Employee,
            period: Period { from: "2024-05-01".parse().unwrap(), until: None },
            hours_per_week: None,
            earnings_pence_week: None,
        };
        let event = RecordedEvent {
            id: "e".into(),
            kind: "training-complete".into(),
            on: "2024-06-01".parse().unwrap(),
            hours: None,
        };
        Participation {
            spells: vec![job("a", "Bakery"), job("b", "Mill")],
            events: vec![event],
            evidence: papers.iter().map(|(of, kind)| Evidence { of: (*of).into(), kind: (*kind).into() }).collect(),
            ..Participation::default()
        }
    }

    fn needs(person: &Participation, rests_on: &[&str]) -> Vec<String> {
        let rests_on: Vec<String> = rests_on.iter().map(|id| (*id).to_owned()).collect();
        let contract = asked(&["payslip", "employer-letter"], ClaimedBy::Records);
        check(&contract, "job", person, &rests_on).err().map(|missing| missing.needs).unwrap_or_default()
    }

    #[test]
    fn each_job_needs_a_paper_of_its_own_of_a_kind_that_is_accepted() {
        let bakery = "payslip or employer letter for the work with Bakery from 1 May 2024";
        let mill = "payslip or employer letter for the work with Mill from 1 May 2024";
        assert_eq!(needs(&person(&[]), &["a", "b"]), [bakery, mill]);
        assert_eq!(
            needs(&person(&[("b", "payslip")]), &["a", "b"]),
            [bakery],
            "the paper of one is not that of the other"
        );
        assert_eq!(needs(&person(&[("a", "self-declaration"), ("b", "payslip")]), &["a", "b"]), [bakery]);
        assert_eq!(needs(&person(&[("a", "employer-letter"), ("b", "payslip")]), &["a", "b"]), Vec::<String>::new());
        assert_eq!(needs(&person(&[("b", "payslip")]), &["b"]), Vec::<String>::new());
    }

    #[test]
    fn an_event_and_a_start_are_called_what_they_are() {
        assert_eq!(
            needs(&person(&[("a", "payslip")]), &["e"]),
            ["payslip or employer letter for training complete on 1 June 2024"]
        );
        assert_eq!(needs(&person(&[("a", "payslip")]), &[]), ["payslip or employer letter for the start"]);
        assert_eq!(needs(&person(&[("start", "payslip")]), &[]), Vec::<String>::new());
    }

    #[test]
    fn what_bears_it_out_is_a_reason_and_where_the_provider_claims_nothing_is_asked() {
        let rests_on = ["a".to_owned()];
        let reason = |claimed_by, papers: &[(&str, &str)]| {
            check(&asked(&["payslip"], claimed_by), "job", &person(papers), &rests_on)
                .map(|reason| reason.map(|why| why.says))
        };
        let borne_out = reason(ClaimedBy::Records, &[("a", "payslip")]).unwrap_or_default();
        assert_eq!(borne_out.as_deref(), Some("It is borne out by evidence that is accepted: payslip."));
        assert!(reason(ClaimedBy::Records, &[]).is_err());
        assert!(matches!(reason(ClaimedBy::Provider, &[]), Ok(None)));
        assert!(matches!(check(&asked(&["payslip"], ClaimedBy::Records), "else", &person(&[]), &rests_on), Ok(None)));
    }
}
