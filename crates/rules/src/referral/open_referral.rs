//! Has the person an open referral to the same programme already?
//!
//! *Authority*: ours; two open referrals to one programme would be counted and paid for twice.
//! *Applies*: to referrals to the same programme, with any provider, that are sent, accepted or started.
//! *Simplified*: only referrals recorded here are known.
//! *Example*: a referral to Restart waits for an answer; a second one waits until it has been answered.

use super::{obstacle::Obstacle, request::Request};

const CODE: &str = "rules/referral/open_referral";

pub(super) fn obstacles(request: &Request<'_>) -> Vec<Obstacle> {
    let open =
        request.referrals.iter().filter(|known| known.programme == request.programme.id && known.state.is_open());
    open.map(|known| {
        let says = format!(
            "The person already has a referral to {} with {}, {}. Withdraw it, or wait until it has ended, before \
             making another.",
            request.programme.name,
            known.provider,
            known.state.in_words(request.zone)
        );
        Obstacle::blocks(CODE, says)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::decide::tests::{case, referral_to};
    use crate::referral::state::tests::{accepted, declined, ended, sent, started, withdrawn};

    #[test]
    fn only_an_open_referral_to_the_same_programme_stands_in_the_way() {
        let cases = [
            ("restart", sent(), true),
            ("restart", accepted(), true),
            ("restart", started(), true),
            ("restart", declined(), false),
            ("restart", withdrawn(), false),
            ("restart", ended(), false),
            ("jets", sent(), false),
        ];
        for (programme, state, stopped) in cases {
            let referrals = [referral_to(programme, state.clone())];
            let found = case(|request| obstacles(&Request { referrals: &referrals, ..request.clone() }));
            assert_eq!(!found.is_empty(), stopped, "{programme} {state:?}");
        }
    }
}
