//! Has the provider a place?
//!
//! *Authority*: what the provider last said of its free places.
//! *Applies*: to every referral. Where the provider has not said, the referrer has to answer for it.
//! *Simplified*: there is no waiting list.
//! *Example*: no place is free: the referral is stopped. One is free: it is not.

use super::{
    obstacle::Obstacle,
    request::{Places, Request},
};

const CODE: &str = "rules/referral/capacity";

pub(super) fn obstacles(request: &Request<'_>) -> Vec<Obstacle> {
    let provider = &request.provider.name;
    let obstacle = match request.places {
        Places::Free(0) => Obstacle::blocks(
            CODE,
            format!("{provider} has no free place. Choose another provider, or ask it when a place is free."),
        ),
        Places::Free(_) => return Vec::new(),
        Places::Unknown => Obstacle::caution(
            CODE,
            format!("{provider} has not said whether it has a free place. Ask it, and say what it answered."),
        ),
    };
    vec![obstacle]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referral::{Weight, decide::tests::case};

    #[test]
    fn none_free_blocks_one_free_does_not_and_unknown_is_a_caution() {
        let cases = [
            (Places::Free(0), Some(Weight::Blocks)),
            (Places::Free(1), None),
            (Places::Unknown, Some(Weight::Caution)),
        ];
        for (places, expected) in cases {
            let found = case(|request| {
                request.places = places;
                obstacles(request).pop().map(|obstacle| obstacle.weight)
            });
            assert_eq!(found, expected, "{places:?}");
        }
    }
}
