//! Is an agreement in force?
//!
//! *Authority*: Information Commissioner's data sharing code, in force 5 October 2021: who the parties are and what they
//! agreed is recorded, and looked at again.
//! *Applies*: to each agreement of an area, on a day. What a party said last counts: it signs, or it withdraws, and while one
//! party has withdrawn nothing flows under the agreement, between any of them.
//! *Simplified*: nobody signs for a party in part.
//! *Example*: three parties sign; the terms change; the agreement is unsigned until all three have signed it anew.

use kernel::Day;
use policy::{Agreement, Area, Signing};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a party said of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Which agreement of the area, by id.
    pub agreement: String,
    /// Which party, by the id of its body.
    pub body: String,
    /// What it said.
    pub kind: SaidKind,
    /// The terms of which it said so ([`Agreement::terms`]).
    pub terms: String,
}

/// Whether a party agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SaidKind {
    /// It has signed.
    Signed,
    /// It has withdrawn: nothing flows.
    Withdrew,
}

impl SaidKind {
    /// The word that is kept: `signed`, `withdrew`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Withdrew => "withdrew",
        }
    }

    /// What the word means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Signed, Self::Withdrew].into_iter().find(|kind| kind.word() == word)
    }
}

/// Whether an agreement is in force on a day, and if not, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    InForce,
    /// These parties (ids of bodies) have withdrawn.
    Suspended(Vec<String>),
    /// These parties have not signed its terms.
    Unsigned(Vec<String>),
    /// It begins on this day.
    NotYet(Day),
    /// This was its last day.
    Over(Day),
}

/// Whether an agreement is in force on a day. `said` is all that was said in the area, the oldest first.
#[must_use]
pub fn standing(agreement: &Agreement, said: &[Said], on: Day) -> Standing {
    if let Some(reason) = not_standing(agreement, said) {
        return reason;
    }
    match agreement.period.until {
        _ if on < agreement.period.from => Standing::NotYet(agreement.period.from),
        Some(last) if on > last => Standing::Over(last),
        _ => Standing::InForce,
    }
}

/// Ids of the agreements of an area that are suspended or unsigned, whatever the day. `said` is as for [`standing`].
#[must_use]
pub fn stopped(area: &Area, said: &[Said]) -> BTreeSet<String> {
    let stopped = area.agreements.values().filter(|agreement| not_standing(agreement, said).is_some());
    stopped.map(|agreement| agreement.id.clone()).collect()
}

fn not_standing(agreement: &Agreement, said: &[Said]) -> Option<Standing> {
    let last = |body: &String| said.iter().rfind(|one| one.agreement == agreement.id && one.body == *body);
    let of = |wanted: &dyn Fn(Option<&Said>) -> bool| -> Vec<String> {
        agreement.between.iter().filter(|body| wanted(last(body))).cloned().collect()
    };
    let withdrew = of(&|said| said.is_some_and(|said| said.kind == SaidKind::Withdrew));
    if !withdrew.is_empty() {
        return Some(Standing::Suspended(withdrew));
    }
    let terms = agreement.terms();
    let unsigned = match agreement.signing {
        Signing::OnPaper => Vec::new(),
        Signing::Here => of(&|said| said.is_none_or(|said| said.terms != terms)),
    };
    (!unsigned.is_empty()).then_some(Standing::Unsigned(unsigned))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::referral::provider::tests::{area, day};

    fn said(body: &str, kind: SaidKind, terms: &str) -> Said {
        Said { agreement: "partners".to_owned(), body: body.to_owned(), kind, terms: terms.to_owned() }
    }

    fn agreement(signing: Signing) -> Agreement {
        let area = area();
        Agreement { signing, ..area.agreements.values().next().unwrap().clone() }
    }

    #[test]
    fn one_signed_on_paper_stands_until_a_party_withdraws_and_again_when_it_signs() {
        let agreement = agreement(Signing::OnPaper);
        let on = |said: &[Said], on: &str| standing(&agreement, said, day(on));
        assert_eq!(on(&[], "2022-12-31"), Standing::NotYet(day("2023-01-01")));
        assert_eq!(on(&[], "2023-01-01"), Standing::InForce);
        assert_eq!(on(&[], "2023-12-31"), Standing::InForce);
        assert_eq!(on(&[], "2024-01-01"), Standing::Over(day("2023-12-31")));
        let mut story = vec![said("council", SaidKind::Withdrew, "whatever")];
        assert_eq!(on(&story, "2023-06-01"), Standing::Suspended(vec!["council".to_owned()]));
        // That the other signs does not take it back.
        story.push(said("good-work", SaidKind::Signed, &agreement.terms()));
        assert_eq!(on(&story, "2023-06-01"), Standing::Suspended(vec!["council".to_owned()]));
        story.push(said("council", SaidKind::Signed, &agreement.terms()));
        assert_eq!(on(&story, "2023-06-01"), Standing::InForce);
    }

    #[test]
    fn one_signed_here_needs_every_party_and_the_terms_as_they_are() {
        let agreement = agreement(Signing::Here);
        let on = |said: &[Said]| standing(&agreement, said, day("2023-06-01"));
        let both = vec!["council".to_owned(), "good-work".to_owned()];
        assert_eq!(on(&[]), Standing::Unsigned(both));
        let mut story = vec![said("council", SaidKind::Signed, &agreement.terms())];
        assert_eq!(on(&story), Standing::Unsigned(vec!["good-work".to_owned()]));
        story.push(said("good-work", SaidKind::Signed, "other terms"));
        assert_eq!(on(&story), Standing::Unsigned(vec!["good-work".to_owned()]));
        story.push(said("good-work", SaidKind::Signed, &agreement.terms()));
        assert_eq!(on(&story), Standing::InForce);
        // A stranger's word counts for nothing.
        story.push(said("college", SaidKind::Withdrew, &agreement.terms()));
        assert_eq!(on(&story), Standing::InForce);
    }

    #[test]
    fn terms_are_all_but_the_name_and_the_citation() {
        let one = agreement(Signing::Here);
        let renamed = Agreement { name: "Other".to_owned(), source: "other".to_owned(), ..one.clone() };
        assert_eq!(one.terms(), renamed.terms());
        assert_ne!(one.terms(), Agreement { keep_months: 25, ..one.clone() }.terms());
        assert_ne!(one.terms(), Agreement { categories: Vec::new(), ..one.clone() }.terms());
    }
}
