//! What can be done today for somebody who is eligible: refer them, let them apply, or neither?
//!
//! *Authority*: the programme's own text, `may_refer` and `excludes`; who offers it, the area's text.
//! *Applies*: where a programme is shown to whoever might refer to it. Before a referral is sent every question is asked
//! ([`super::decide`]); this says beforehand which answer is known to be no.
//! *Simplified*: places, agreements to share and answers that are missing are asked when a provider is chosen.
//! *Example*: a programme that takes people who refer themselves, and nobody else, is applied for by the person; no adviser's
//! button leads there.

use super::may_refer::{ONESELF, kinds_in_words};

/// What is known of a programme, a person and whoever would refer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Kinds of body that may refer, or `self`.
    pub may_refer: &'a [String],
    /// The kind of the referrer's body; `None`: not known.
    pub kind: Option<&'a str>,
    /// Whether somebody offers it here today.
    pub is_offered: bool,
    /// Whether the person has an open referral to it.
    pub is_referred: bool,
    /// Names of programmes that the person is on and that cannot be had together with it.
    pub excluded_by: &'a [String],
}

/// What can be done today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayIn {
    /// It may be referred to.
    Refer,
    /// The person applies. Kinds of body that may refer besides, in words; empty for none.
    ApplyThemselves {
        /// `a Jobcentre or a council`.
        or: String,
    },
    /// There is an open referral to it.
    AlreadyReferred,
    /// Nothing, for these reasons: sentences without a full stop.
    Blocked(Vec<String>),
}

/// What can be done today for somebody who is eligible.
#[must_use]
pub fn way_in(asked: &Asked<'_>) -> WayIn {
    if asked.is_referred {
        return WayIn::AlreadyReferred;
    }
    let allowed = |kind: &str| asked.may_refer.iter().any(|one| one == kind);
    let may_refer = asked.kind.is_some_and(allowed);
    let by_themselves = allowed(ONESELF);
    let mut reasons: Vec<String> =
        asked.excluded_by.iter().map(|name| format!("it cannot be had together with {name}")).collect();
    if !may_refer && !by_themselves {
        reasons.push(match asked.may_refer {
            [] => "its text names nobody who may refer".to_owned(),
            kinds => format!("it takes referrals from {}", kinds_in_words(kinds)),
        });
    }
    // Where people apply for themselves, nobody here has to offer it.
    if may_refer && !by_themselves && !asked.is_offered {
        reasons.push("nobody is listed as offering it here".to_owned());
    }
    if !reasons.is_empty() {
        return WayIn::Blocked(reasons);
    }
    if may_refer && asked.is_offered {
        return WayIn::Refer;
    }
    let others: Vec<String> = asked.may_refer.iter().filter(|kind| *kind != ONESELF).cloned().collect();
    // Who may refer themselves needs not be told so.
    let or = if may_refer { String::new() } else { kinds_in_words(&others) };
    WayIn::ApplyThemselves { or }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked<'a>(may_refer: &'a [String], kind: &'a str) -> Asked<'a> {
        Asked { may_refer, kind: Some(kind), is_offered: true, is_referred: false, excluded_by: &[] }
    }

    fn kinds(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_programme_for_people_who_refer_themselves_is_applied_for_and_not_referred_to() {
        let own = kinds(&["self"]);
        assert_eq!(way_in(&asked(&own, "jobcentre")), WayIn::ApplyThemselves { or: String::new() });
        let both = kinds(&["self", "health"]);
        assert_eq!(way_in(&asked(&both, "council")), WayIn::ApplyThemselves { or: "a health service".to_owned() });
        assert_eq!(way_in(&asked(&both, "health")), WayIn::Refer);
        let unlisted = Asked { is_offered: false, ..asked(&both, "health") };
        assert_eq!(way_in(&unlisted), WayIn::ApplyThemselves { or: String::new() });
    }

    #[test]
    fn what_is_known_to_be_in_the_way_is_said_before_anything_is_sent() {
        let jobcentre = kinds(&["jobcentre"]);
        assert_eq!(way_in(&asked(&jobcentre, "jobcentre")), WayIn::Refer);
        let blocked = |asked: Asked<'_>| match way_in(&asked) {
            WayIn::Blocked(reasons) => reasons,
            other => vec![format!("{other:?}")],
        };
        assert_eq!(blocked(asked(&jobcentre, "council")), ["it takes referrals from a Jobcentre"]);
        assert_eq!(blocked(asked(&[], "council")), ["its text names nobody who may refer"]);
        let unlisted = Asked { is_offered: false, ..asked(&jobcentre, "jobcentre") };
        assert_eq!(blocked(unlisted), ["nobody is listed as offering it here"]);
        let on = kinds(&["Restart"]);
        let excluded = Asked { excluded_by: &on, ..asked(&jobcentre, "council") };
        let all = ["it cannot be had together with Restart", "it takes referrals from a Jobcentre"];
        assert_eq!(blocked(excluded), all, "every reason, not the first");
        let nobody = Asked { kind: None, ..asked(&jobcentre, "") };
        assert_eq!(blocked(nobody), ["it takes referrals from a Jobcentre"]);
    }

    #[test]
    fn who_is_referred_already_is_not_referred_again() {
        let jobcentre = kinds(&["jobcentre"]);
        let referred = Asked { is_referred: true, ..asked(&jobcentre, "council") };
        assert_eq!(way_in(&referred), WayIn::AlreadyReferred);
    }
}
