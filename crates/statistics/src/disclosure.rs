//! How may a count of people be told so that nobody can be picked out?
//!
//! *Authority*: Office for National Statistics, Comparison of post-tabular statistical disclosure control methods: the
//! 10-5 rule (counts below ten are not told, others are told to the nearest five) and cell key perturbation (each
//! person has a key; a count is changed a little, by what the keys of exactly the people counted come to).
//! *Applies*: to every count of people that leaves the circle of those who may see them. A page can hold a count only
//! as [`Told`], and only [`Rule::tell`] makes one.
//! *Simplified*: each count is changed by itself, totals too, so counts need not add up. The change is two-sided
//! geometric: one more is as likely as the percentage says, in either direction (`noise_percent` of `spine/counting.toml`), so
//! that no single count tells whether one person is in it by more than that factor.
//! *Example*: told to the nearest 5 and from 10 on, 23 people of whom the keys say one more are told as 25; 8, 3 and
//! nobody as fewer than 10.

use policy::Counting;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest, Sha256};
use std::fmt;

/// Changes larger than this are not looked up: they are less likely than one in thousands for any sensible text.
const LARGEST_CHANGE: u32 = 200;

/// A secret from which the keys of people are made. Whoever knew it could undo the changes of counts.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// The secret with these bytes, which nobody may guess.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key of the person with this identity: always the same.
    #[must_use]
    pub fn key_of(&self, identity: &[u8]) -> Key {
        Key(first_eight(Sha256::new().chain_update(self.0).chain_update(b"key").chain_update(identity)))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

/// What one person adds to the keys of the counts they are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(u64);

/// A count before it is told: how many, and what their keys come to. It cannot be read, only told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    people: u64,
    keys: u64,
}

impl Cell {
    /// Counts one more person.
    pub fn add(&mut self, key: Key) {
        self.people += 1;
        self.keys = self.keys.wrapping_add(key.0);
    }

    /// Both together; the two must have nobody in common.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { people: self.people + other.people, keys: self.keys.wrapping_add(other.keys) }
    }

    /// So many people of whom nothing is left but that they were counted, under one key.
    #[must_use]
    pub fn kept(people: u64, key: Key) -> Self {
        Self { people, keys: key.0.wrapping_mul(people) }
    }

    /// How many, for what is decided inside this crate before it is told.
    pub(crate) fn people(self) -> u64 {
        self.people
    }

    /// These without some of them; the others must all be among these.
    pub(crate) fn without(self, some: Self) -> Self {
        Self { people: self.people.saturating_sub(some.people), keys: self.keys.wrapping_sub(some.keys) }
    }
}

impl FromIterator<Key> for Cell {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        keys.into_iter().fold(Self::default(), |mut cell, key| {
            cell.add(key);
            cell
        })
    }
}

/// How counts are told: by the numbers of the text, and the secret of this register.
#[derive(Debug, Clone)]
pub struct Rule {
    least: u64,
    nearest: u64,
    /// For each size of change, what part of all draws has a smaller one, of 2⁶⁴.
    smaller: Vec<u64>,
    secret: Secret,
}

impl Rule {
    /// The rule of the text.
    #[must_use]
    pub fn new(counting: &Counting, secret: Secret) -> Self {
        let smaller = shares_smaller(counting.noise_percent);
        Self { least: counting.least, nearest: counting.nearest.max(1), smaller, secret }
    }

    /// The count as it may be told. The same people are always told as the same number.
    #[must_use]
    pub fn tell(&self, cell: Cell) -> Told {
        // Of nobody there is no key to go by, and few is what nobody is told as.
        if cell.people == 0 {
            return Told::FewerThan(self.least);
        }
        let changed = cell.people.saturating_add_signed(self.change(cell));
        let rounded = changed.saturating_add(self.nearest / 2) / self.nearest * self.nearest;
        if changed < self.least { Told::FewerThan(self.least) } else { Told::About(rounded.max(self.least)) }
    }

    /// By how many the count is changed.
    fn change(&self, cell: Cell) -> i64 {
        let seed = Sha256::new().chain_update(self.secret.0).chain_update(b"cell");
        let drawn = seed.chain_update(cell.people.to_le_bytes()).chain_update(cell.keys.to_le_bytes()).finalize();
        let (first, rest) = drawn.split_at(8);
        let size = self.smaller.partition_point(|smaller| *smaller <= number(first)).saturating_sub(1);
        let size = i64::try_from(size).unwrap_or_default();
        if number(rest).is_multiple_of(2) { size } else { -size }
    }

    /// What to say beside the counts, so that nobody takes them for exact.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!(
            "Counts of people are near the truth, not exact: each is changed a little, always in the same way for the \
             same people, and told to the nearest {}. Fewer than {least} and nobody are told alike. So nobody can be \
             picked out, and counts may not add up to their total.",
            self.nearest,
            least = self.least
        )
    }

    /// The least count that is told.
    #[must_use]
    pub fn least(&self) -> u64 {
        self.least
    }
}

/// For each size of change from zero, the part of 2⁶⁴ draws with a smaller one. The chance of a change by `k`, up or
/// down, is proportional to `percent`^k: (1 − a)/(1 + a) for none, and twice a^k of that for a size of k.
fn shares_smaller(percent: u8) -> Vec<u64> {
    let ratio = f64::from(percent.min(99)) / 100.0;
    let none = (1.0 - ratio) / (1.0 + ratio);
    let (mut smaller, mut power, mut found) = (0.0, 1.0, Vec::new());
    for size in 0..=LARGEST_CHANGE {
        found.push(of_all(smaller));
        smaller += if size == 0 { none } else { 2.0 * none * power };
        power *= ratio;
    }
    found
}

/// A share from zero to one as a part of 2⁶⁴.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float beyond the bounds becomes the bound"
)]
fn of_all(share: f64) -> u64 {
    (share * 18_446_744_073_709_551_616.0) as u64
}

fn first_eight(hash: Sha256) -> u64 {
    let bytes = hash.finalize();
    number(bytes.split_at(8).0)
}

/// The first eight bytes as a number.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A count as it may be told. Serialises to a number, or to `"<10"` when it is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// Fewer than the least count that is told, perhaps nobody: the count is withheld.
    FewerThan(u64),
    /// The count, rounded and with noise.
    About(u64),
}

impl Told {
    /// The number told; `None` when it is held back.
    #[must_use]
    pub fn number(self) -> Option<u64> {
        match self {
            Self::FewerThan(_) => None,
            Self::About(number) => Some(number),
        }
    }

    /// The number told, or the most it can be when it is held back.
    #[must_use]
    pub fn at_most(self) -> u64 {
        match self {
            Self::FewerThan(least) => least.saturating_sub(1),
            Self::About(number) => number,
        }
    }

    /// Whether the count is held back.
    #[must_use]
    pub fn is_few(self) -> bool {
        matches!(self, Self::FewerThan(_))
    }

    /// The same, and no more than is told of those it is a part of: what the changes made larger than the whole would
    /// only puzzle. It is worked out from what is told, so it tells nothing more.
    #[must_use]
    pub fn within(self, whole: Self) -> Self {
        self.min(whole)
    }

    /// What share of the whole it is, in whole percent, a half rounded up: worked out from the two counts as they are
    /// told, and from nothing else. `None` when either is held back.
    #[must_use]
    pub fn percent_of(self, whole: Self) -> Option<u64> {
        let (part, whole) = (self.within(whole).number()?, whole.number()?);
        crate::Proportion::new(part, whole).ok()?.percent()
    }
}

impl fmt::Display for Told {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::About(number) => formatter.pad(&in_thousands(*number)),
            Self::FewerThan(least) => formatter.pad(&format!("fewer than {}", in_thousands(*least))),
        }
    }
}

/// A number as people write it: `1,972`.
#[must_use]
pub fn in_thousands(number: u64) -> String {
    let digits = number.to_string();
    digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
}

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::About(number) => serializer.serialize_u64(*number),
            Self::FewerThan(least) => serializer.collect_str(&format_args!("<{least}")),
        }
    }
}

/// What notes of before were kept with: 1 to 4 were told as `~`, and nobody as 0.
const FORMERLY_LEAST: u64 = 5;

impl<'de> Deserialize<'de> for Told {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Read {
            Number(u64),
            Sign(String),
        }
        let wrong = || D::Error::custom("a told count is a number, or `<` with the least number that is told");
        match Read::deserialize(deserializer)? {
            Read::Number(0) => Ok(Self::FewerThan(FORMERLY_LEAST)),
            Read::Number(number) => Ok(Self::About(number)),
            Read::Sign(sign) if sign == "~" => Ok(Self::FewerThan(FORMERLY_LEAST)),
            Read::Sign(sign) => {
                let least = sign.strip_prefix('<').and_then(|least| least.parse().ok());
                least.map(Self::FewerThan).ok_or_else(wrong)
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
