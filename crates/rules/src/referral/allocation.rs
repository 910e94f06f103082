//! Which provider, when the person expresses no preference?
//!
//! *Authority*: the 2008 Green Paper, paragraphs 7.4 to 7.6 (mission, S3): choice, and where none is made, a
//! fair random allocation. (The Work Programme allocated at random between primes as well.)
//! *Applies*: among providers with a free place, or that have not said; each has the same chance.
//! *Simplified*: no shares of the market; distance and results are for the person who chooses, not for the lot.
//! *Example*: three providers, one of them full: one of the other two, by lot. The same seed draws the same.

use super::request::Places;
use serde::{Deserialize, Serialize};

/// A provider that might be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Identity of the provider; it must be unique among the candidates.
    pub id: String,
    /// Name of the provider.
    pub name: String,
    /// Its free places.
    pub places: Places,
}

/// What the lot fell on, and how; to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Identity of the provider drawn; `None` when none had a place.
    pub chosen: Option<String>,
    /// Identities of the providers among which it was drawn, in order.
    pub among: Vec<String>,
    /// Identities of the providers left out because they were full, in order.
    pub full: Vec<String>,
    /// The seed: with it, and the same providers, the draw can be repeated.
    pub seed: u64,
    /// What happened, in plain words.
    pub says: String,
}

/// Draws one of the candidates. Their order does not matter.
#[must_use]
pub fn allocate(candidates: &[Candidate], seed: u64) -> Allocation {
    let mut sorted: Vec<&Candidate> = candidates.iter().collect();
    sorted.sort_by(|one, other| one.id.cmp(&other.id));
    let (full, open): (Vec<_>, Vec<_>) = sorted.into_iter().partition(|one| one.places == Places::Free(0));
    let chosen = draw(open.len(), seed).and_then(|index| open.get(index)).copied();
    let left_out = match full.len() {
        0 => String::new(),
        1 => " One was left out because it has no free place.".to_owned(),
        count => format!(" {count} were left out because they have no free place."),
    };
    let says = match (chosen, open.len()) {
        (Some(only), 1) => {
            format!("{} is the only provider that could take the person.{left_out}", only.name)
        }
        (Some(chosen), count) => {
            format!("{} was drawn by lot among {count} providers, each with the same chance.{left_out}", chosen.name)
        }
        (None, _) => format!("No provider could take the person.{left_out}"),
    };
    let ids = |providers: &[&Candidate]| providers.iter().map(|one| one.id.clone()).collect();
    Allocation { chosen: chosen.map(|one| one.id.clone()), among: ids(&open), full: ids(&full), seed, says }
}

/// A number below `count`, each as likely; `None` when `count` is zero.
fn draw(count: usize, seed: u64) -> Option<usize> {
    let count = u64::try_from(count).ok().filter(|count| *count > 0)?;
    // Numbers from the last, incomplete run of `count` are drawn again: they would favour the first.
    let fair_below = u64::MAX - u64::MAX % count;
    let mut state = seed;
    loop {
        let number = split_mix(&mut state);
        if number < fair_below {
            return usize::try_from(number % count).ok();
        }
    }
}

/// The SplitMix64 generator (Steele, Lea and Flood, 2014): short, well mixed, the same everywhere.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: &str, places: Places) -> Candidate {
        Candidate { id: id.into(), name: format!("Provider {id}"), places }
    }

    #[test]
    fn the_same_seed_draws_the_same_in_whatever_order() {
        let mut three =
            vec![candidate("a", Places::Free(1)), candidate("b", Places::Unknown), candidate("c", Places::Free(9))];
        let first = allocate(&three, 42);
        three.reverse();
        assert_eq!(first, allocate(&three, 42));
    }

    #[test]
    fn a_full_provider_is_never_drawn() {
        let two = [candidate("a", Places::Free(0)), candidate("b", Places::Free(1))];
        assert!((0..100).all(|seed| allocate(&two, seed).chosen.as_deref() == Some("b")));
        assert_eq!(
            allocate(&two, 1).says,
            "Provider b is the only provider that could take the person. One was left out because it has no free \
             place."
        );
        assert_eq!(allocate(&[candidate("a", Places::Free(0))], 1).chosen, None);
        assert_eq!(allocate(&[], 1).chosen, None);
    }

    /// Over 3,000 seeds each of three providers is expected 1,000 times; the standard deviation is 26.
    #[test]
    fn each_has_the_same_chance() {
        let three = ["a", "b", "c"].map(|id| candidate(id, Places::Free(1)));
        for id in ["a", "b", "c"] {
            let drawn = (0..3000).filter(|seed| allocate(&three, *seed).chosen.as_deref() == Some(id)).count();
            assert!((900..1100).contains(&drawn), "{id} {drawn}");
        }
    }

    /// First outputs of SplitMix64 from seed 1234567, as published with the generator's test vectors.
    #[test]
    fn split_mix_is_the_published_one() {
        let mut state = 1_234_567;
        assert_eq!(split_mix(&mut state), 6_457_827_717_110_365_317);
        assert_eq!(split_mix(&mut state), 3_203_168_211_198_807_973);
    }
}
