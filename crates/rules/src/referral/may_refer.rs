//! May this body, or the person, refer to the programme?
//!
//! *Authority*: the programme's own text, `may_refer`, and its citation.
//! *Applies*: to every referral. `self` in the text means that people may refer themselves.
//! *Simplified*: a body has one kind; what a particular adviser may do is `rules/access`.
//! *Example*: Restart takes referrals from the Jobcentre; a council adviser cannot make one.

use super::{
    obstacle::Obstacle,
    request::{Referrer, Request},
};

const CODE: &str = "rules/referral/may_refer";
/// The word in `may_refer` for people who refer themselves.
pub(super) const ONESELF: &str = "self";

pub(super) fn obstacles(request: &Request<'_>) -> Vec<Obstacle> {
    let programme = &request.programme;
    let allowed = |kind: &str| programme.may_refer.iter().any(|one| one == kind);
    let who = match &request.referrer {
        Referrer::Oneself if allowed(ONESELF) => return Vec::new(),
        Referrer::Body { kind, .. } if allowed(kind) => return Vec::new(),
        Referrer::Oneself => "people cannot refer themselves".to_owned(),
        Referrer::Body { name, .. } => format!("{name} may not refer"),
    };
    let says = if programme.may_refer.is_empty() {
        format!("{who} to {}: its text names nobody who may. Ask the commissioner who may refer.", programme.name)
    } else {
        format!(
            "{who} to {}: it takes referrals from {}. Ask one of them to make it.",
            programme.name,
            kinds_in_words(&programme.may_refer)
        )
    };
    vec![Obstacle::blocks(CODE, capitalised(&says)).citing(&programme.source)]
}

/// Kinds of body as people say them: `a Jobcentre, a council or the person`.
#[must_use]
pub fn kinds_in_words(kinds: &[String]) -> String {
    let names: Vec<String> = kinds
        .iter()
        .map(|kind| match kind.as_str() {
            ONESELF => "the person".to_owned(),
            "jobcentre" => "a Jobcentre".to_owned(),
            "combined-authority" => "a combined authority".to_owned(),
            "voluntary" => "a voluntary organisation".to_owned(),
            "health" => "a health service".to_owned(),
            "national" => "a national body".to_owned(),
            "employer" => "an employer".to_owned(),
            "education" => "a school or university".to_owned(),
            other => format!("a {}", other.replace('-', " ")),
        })
        .collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::decide::tests::{body, case};

    /// The words that go before the result: who refers, whom the text allows, is there an obstacle?
    #[test]
    fn only_those_the_text_names_may_refer() {
        let cases = [
            (body("jobcentre"), vec!["jobcentre"], false),
            (body("council"), vec!["jobcentre"], true),
            (body("council"), vec!["jobcentre", "council"], false),
            (Referrer::Oneself, vec!["self"], false),
            (Referrer::Oneself, vec!["jobcentre"], true),
            (body("jobcentre"), vec!["self"], true),
            (body("jobcentre"), vec![], true),
        ];
        for (referrer, may_refer, stopped) in cases {
            let found = case(|request| {
                request.referrer = referrer.clone();
                request.programme.may_refer = may_refer.iter().map(ToString::to_string).collect();
                obstacles(request)
            });
            assert_eq!(!found.is_empty(), stopped, "{referrer:?} {may_refer:?}");
        }
    }

    #[test]
    fn says_who_may() {
        let found = case(|request| {
            request.referrer = body("council");
            request.programme.may_refer = vec!["jobcentre".into(), "college".into(), "self".into()];
            obstacles(request)
        });
        assert_eq!(
            found.first().map(|obstacle| obstacle.says.as_str()),
            Some(
                "The council may not refer to Restart: it takes referrals from a Jobcentre, a college or the \
                 person. Ask one of them to make it."
            )
        );
    }
}
