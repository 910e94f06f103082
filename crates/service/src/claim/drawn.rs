//! Which payments are drawn by chance to be looked at.

use rand::{SeedableRng, rngs::ChaCha12Rng, seq::index};

/// Draws `size` of `count` payments by chance, each as likely as any other and none twice: their positions, in order. The
/// same seed draws the same ones; where there are fewer than `size`, all are drawn.
///
/// ```
/// use service::claim::draw;
/// assert_eq!(draw(100, 5, 7), draw(100, 5, 7));
/// assert_eq!(draw(3, 9, 7), [0, 1, 2]);
/// ```
#[must_use]
pub fn draw(count: usize, size: usize, seed: u64) -> Vec<usize> {
    let mut chance = ChaCha12Rng::seed_from_u64(seed);
    let mut drawn = index::sample(&mut chance, count, size.min(count)).into_vec();
    drawn.sort_unstable();
    drawn
}
