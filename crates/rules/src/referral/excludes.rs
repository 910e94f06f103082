//! Is the person on, or on the way to, a programme that this one excludes?
//!
//! *Authority*: the programmes' own text, `excludes`; e.g. "participation on two DWP funded provisions
//! at the same time cannot be supported" (ESF Action Note 073/21, 13 December 2021).
//! *Applies*: both ways: it is enough that one of the two programmes excludes the other. A referral
//! that is sent, accepted or started counts as being on its way.
//! *Simplified*: what the person says and what is recorded here are both believed; nobody else is asked.
//! *Example*: somebody who started the Work and Health Programme cannot be referred to Restart. If it is
//! not known what they are on, the referrer has to answer for it: not known is not "nothing".

use super::{
    obstacle::Obstacle,
    request::{ProgrammeTerms, Request},
};
use kernel::Day;
use policy::{FactBook, Facts, Value};
use std::collections::BTreeSet;

const CODE: &str = "rules/referral/excludes";
/// The fact that holds the programmes a person is on.
const FACT: &str = "current_programmes";

pub(super) fn obstacles(request: &Request<'_>) -> Vec<Obstacle> {
    let programme = &request.programme;
    let rivals = || rivals(programme, request.all_programmes);
    let mut found: Vec<Obstacle> = rivals()
        .filter_map(|(rival, excluding)| {
            let what = if request.current_programmes.is_some_and(|current| current.contains(&rival.id)) {
                format!("the person is on {}", rival.name)
            } else {
                let open = request.referrals.iter().find(|one| one.programme == rival.id && one.state.is_open())?;
                format!(
                    "the person has a referral to {} with {}, {}",
                    rival.name,
                    open.provider,
                    open.state.in_words(request.zone)
                )
            };
            let says = format!(
                "{} and {} cannot be had at the same time, and {what}. Wait until that has ended, or choose \
                 another programme.",
                programme.name, rival.name
            );
            Some(Obstacle::blocks(CODE, says).citing(&excluding.source))
        })
        .collect();
    if request.current_programmes.is_none() && rivals().next().is_some() {
        let names: Vec<&str> = rivals().map(|(rival, _)| rival.name.as_str()).collect();
        let says = format!(
            "It is not known which programmes the person is on, and {} cannot be had together with {}. Ask, and \
             record the answer; or say how you know that none of them applies.",
            programme.name,
            names.join(", ")
        );
        found.push(Obstacle::caution(CODE, says).citing(&programme.source));
    }
    found
}

/// What the answers held on a person say of the programmes they are on; `None` is not known, also when the
/// answer is older than it stays good.
#[must_use]
pub fn current_programmes<'f>(facts: &'f Facts, book: &FactBook, on: Day) -> Option<&'f BTreeSet<String>> {
    let answer = facts.get(FACT)?;
    match &answer.value {
        Value::AnyOf(programmes) if book.get(FACT)?.is_good_on(answer, on) => Some(programmes),
        _ => None,
    }
}

/// The programmes of `all` that cannot be had with `programme`, each with the one of the two that says so.
pub fn rivals<'r>(
    programme: &'r ProgrammeTerms,
    all: &'r [ProgrammeTerms],
) -> impl Iterator<Item = (&'r ProgrammeTerms, &'r ProgrammeTerms)> {
    all.iter().filter(|other| other.id != programme.id).filter_map(move |other| {
        if programme.excludes.contains(&other.id) {
            Some((other, programme))
        } else {
            other.excludes.contains(&programme.id).then_some((other, other))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::state::tests::{accepted, declined, ended, started};
    use crate::referral::{
        Weight,
        decide::tests::{case, referral_to, terms},
    };

    fn found(
        ours: &[&str],
        theirs: &[&str],
        current: Option<&[&str]>,
        state: Option<crate::referral::State>,
    ) -> Vec<Weight> {
        let all = [terms("restart", ours), terms("jets", theirs)];
        let current: Option<BTreeSet<String>> = current.map(|ids| ids.iter().map(ToString::to_string).collect());
        let referrals: Vec<_> = state.into_iter().map(|state| referral_to("jets", state)).collect();
        case(|request| {
            let request = Request {
                programme: terms("restart", ours),
                all_programmes: &all,
                current_programmes: current.as_ref(),
                referrals: &referrals,
                ..request.clone()
            };
            obstacles(&request).into_iter().map(|obstacle| obstacle.weight).collect()
        })
    }

    #[test]
    fn excludes_both_ways() {
        assert_eq!(found(&["jets"], &[], Some(&["jets"]), None), [Weight::Blocks]);
        assert_eq!(found(&[], &["restart"], Some(&["jets"]), None), [Weight::Blocks]);
        assert_eq!(found(&[], &[], Some(&["jets"]), None), []);
        assert_eq!(found(&["jets"], &[], Some(&[]), None), []);
        assert_eq!(found(&["jets"], &[], Some(&["restart"]), None), []);
    }

    #[test]
    fn not_known_is_a_caution_but_only_where_something_is_excluded() {
        assert_eq!(found(&["jets"], &[], None, None), [Weight::Caution]);
        assert_eq!(found(&[], &[], None, None), []);
    }

    #[test]
    fn a_referral_on_its_way_counts_and_one_that_is_over_does_not() {
        assert_eq!(found(&["jets"], &[], Some(&[]), Some(accepted())), [Weight::Blocks]);
        assert_eq!(found(&["jets"], &[], Some(&[]), Some(started())), [Weight::Blocks]);
        assert_eq!(found(&["jets"], &[], Some(&[]), Some(declined())), []);
        assert_eq!(found(&["jets"], &[], Some(&[]), Some(ended())), []);
        assert_eq!(found(&["jets"], &[], None, Some(accepted())), [Weight::Blocks, Weight::Caution]);
    }
}
