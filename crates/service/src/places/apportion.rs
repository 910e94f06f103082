//! Apportioning counts from one geography to another: what lies where, weighed by postcodes, people or land.

use policy::{
    Gazetteer, LsoaSet, LsoaVintage, Policy,
    places::{Place, VintageError},
};
use statistics::{Apportioned, Crossing, Fit};
use std::collections::{BTreeMap, BTreeSet};

/// Codes that a message names; the rest are counted.
const MAX_NAMED: usize = 10;

/// What decides how much of a unit lies in another.
#[derive(Debug, Clone, PartialEq)]
pub enum Weigh {
    /// Each postcode of the table counts one.
    Postcodes,
    /// The people of each LSOA, spread evenly over its postcodes.
    People,
    /// The land of each LSOA in any unit, by code, spread evenly over its postcodes.
    Land(BTreeMap<String, f64>),
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Request<'a> {
    /// The geography of the counts: `ward`, `district`, `area`, `lsoa11`, `lsoa21`, or one that was brought in.
    pub from: &'a str,
    /// The geography that is wanted.
    pub to: &'a str,
    /// What decides how much of a unit lies in another.
    pub weigh: Weigh,
    /// How a unit is divided.
    pub fit: Fit,
}

/// Why counts cannot be apportioned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such geography.
    #[error("there is no geography `{asked}`; there are {}", known.join(", "))]
    Unknown {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: Vec<String>,
    },
    /// LSOAs of two vintages.
    #[error(transparent)]
    Vintage(#[from] VintageError),
    /// Units that share land: a count cannot be divided among them.
    #[error("{one} and {other} share {shared} LSOAs, so that a count cannot be divided between them")]
    Shared {
        /// One unit.
        one: String,
        /// The other.
        other: String,
        /// How many LSOAs they share.
        shared: usize,
    },
    /// Nothing to weigh with.
    #[error("{0}")]
    NoWeights(String),
}

/// Every geography that counts can be of.
#[must_use]
pub fn geographies(places: &Gazetteer) -> Vec<String> {
    let fixed = ["area", "district", "ward", "lsoa11", "lsoa21"].map(str::to_owned);
    fixed.into_iter().chain(places.other_geographies().keys().cloned()).collect()
}

/// How much of each unit of one geography lies in each of the other.
///
/// # Errors
/// When a geography is not known, vintages would mix, units share land, or there is nothing to weigh with.
pub fn crossing(policy: &Policy, places: &Gazetteer, request: &Request<'_>) -> Result<Crossing, Refusal> {
    let from = Geography::find(policy, places, request.from)?;
    let to = Geography::find(policy, places, request.to)?;
    let weights = weights_of_lsoas(places, &request.weigh)?;
    let mut crossing = Crossing::default();
    for (_, record) in places.iter() {
        let place = &record.place;
        let weight = weights.get(&place.lsoa).copied().unwrap_or_default();
        let targets = to.units(places, place);
        for (unit, share) in from.units(places, place) {
            if targets.is_empty() {
                crossing.add(&unit, None, weight * share);
            }
            for (target, part) in &targets {
                crossing.add(&unit, Some(target), weight * share * part);
            }
        }
    }
    Ok(crossing)
}

/// What was done and how far it can be wrong, in words.
#[must_use]
pub fn method_in_words(request: &Request<'_>, done: &Apportioned) -> String {
    let weigh = match request.weigh {
        Weigh::Postcodes => "postcodes counted",
        Weigh::People => "the people of each LSOA, spread evenly over its postcodes",
        Weigh::Land(_) => "the land of each LSOA, spread evenly over its postcodes",
    };
    let fit = match request.fit {
        Fit::Proportional => "Each count is divided in proportion",
        Fit::Best => "Each count goes whole to the place with most of its unit (best fit)",
    };
    let new = [request.from, request.to].contains(&"lsoa21");
    let split = if new { " An LSOA of 2011 that was split is taken to be alike in all its parts." } else { "" };
    format!(
        "{fit}, by {weigh}. {} units lie in more than one place; for each place `least` is what lies wholly inside \
         and `most` what touches it: the truth is between them.{split}",
        done.divided
    )
}

/// A geography made ready to be asked where a postcode lies.
enum Geography {
    Ward,
    District,
    Lsoa(LsoaVintage),
    /// The unit of each LSOA of the gazetteer, with the share of the LSOA that lies in it.
    ByLsoa(BTreeMap<String, Vec<(String, f64)>>),
}

impl Geography {
    fn find(policy: &Policy, places: &Gazetteer, name: &str) -> Result<Self, Refusal> {
        let lsoa = |vintage: LsoaVintage| {
            if vintage != places.vintage() && places.changes().is_empty() {
                return Err(VintageError::NoTable { from: places.vintage(), to: vintage }.into());
            }
            Ok(Self::Lsoa(vintage))
        };
        match name {
            "ward" => Ok(Self::Ward),
            "district" => Ok(Self::District),
            "lsoa11" => lsoa(LsoaVintage::Y2011),
            "lsoa21" => lsoa(LsoaVintage::Y2021),
            "area" => by_lsoa(places, policy.areas.values().map(|area| (area.id.to_string(), area.lsoa_set()))),
            other => match places.other_geographies().get(other) {
                Some(units) => by_lsoa(places, units.iter().map(|(unit, lsoas)| (unit.clone(), lsoas.clone()))),
                None => Err(Refusal::Unknown { asked: other.to_owned(), known: geographies(places) }),
            },
        }
    }

    /// The units that a postcode lies in, with the share of it in each.
    fn units(&self, places: &Gazetteer, place: &Place) -> Vec<(String, f64)> {
        let whole = |code: &Option<String>| code.iter().map(|code| (code.clone(), 1.0)).collect();
        match self {
            Self::Ward => whole(&place.ward),
            Self::District => whole(&place.district),
            Self::Lsoa(vintage) if *vintage == places.vintage() => vec![(place.lsoa.clone(), 1.0)],
            Self::Lsoa(_) => {
                let others = places.changes().others(places.vintage(), &place.lsoa);
                let codes: Vec<&String> = others.into_iter().flat_map(BTreeMap::keys).collect();
                codes.iter().map(|code| ((*code).clone(), share(codes.len()))).collect()
            }
            Self::ByLsoa(units) => units.get(&place.lsoa).cloned().unwrap_or_default(),
        }
    }
}

/// Units by LSOA of the gazetteer's vintage. An LSOA in two units is a refusal, unless only their conversion from
/// the other vintage made it so: then each has a share.
fn by_lsoa(places: &Gazetteer, units: impl Iterator<Item = (String, LsoaSet)>) -> Result<Geography, Refusal> {
    let units: Vec<(String, LsoaSet)> = units.collect();
    for (number, (one, lsoas)) in units.iter().enumerate() {
        for (other, others) in units.iter().skip(number + 1) {
            if lsoas.vintage() == others.vintage() {
                let shared = lsoas.overlap(others)?.both.len();
                if shared > 0 {
                    return Err(Refusal::Shared { one: one.clone(), other: other.clone(), shared });
                }
            }
        }
    }
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (unit, lsoas) in units {
        for lsoa in places.changes().convert(&lsoas, places.vintage())?.set.codes() {
            found.entry(lsoa.clone()).or_default().push(unit.clone());
        }
    }
    let shared = |units: Vec<String>| {
        let part = share(units.len());
        units.into_iter().map(|unit| (unit, part)).collect()
    };
    Ok(Geography::ByLsoa(found.into_iter().map(|(lsoa, units)| (lsoa, shared(units))).collect()))
}

/// What each postcode of an LSOA weighs.
fn weights_of_lsoas(places: &Gazetteer, weigh: &Weigh) -> Result<BTreeMap<String, f64>, Refusal> {
    let mut postcodes: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, record) in places.iter() {
        *postcodes.entry(&record.place.lsoa).or_default() += 1;
    }
    let vintage = places.vintage();
    let each = |whole: Option<f64>, count: usize| whole.unwrap_or_default() * share(count);
    Ok(match weigh {
        Weigh::Postcodes => postcodes.keys().map(|lsoa| ((*lsoa).to_owned(), 1.0)).collect(),
        Weigh::People if !places.has_people(vintage) => {
            return Err(Refusal::NoWeights(format!(
                "nobody said how many people live in the LSOAs of {vintage}: bring in a table with the columns \
                 {},people (`tapestry places import`), or weigh by postcodes",
                vintage.column()
            )));
        }
        Weigh::People => {
            let people = |lsoa: &str| places.people(vintage, lsoa).map(as_float);
            postcodes.into_iter().map(|(lsoa, count)| (lsoa.to_owned(), each(people(lsoa), count))).collect()
        }
        Weigh::Land(land) if land.is_empty() => {
            return Err(Refusal::NoWeights(
                "no outlines of LSOAs were brought in: bring them in as GeoJSON (`tapestry places import`), or weigh \
                 by postcodes"
                    .to_owned(),
            ));
        }
        Weigh::Land(land) => {
            postcodes.into_iter().map(|(lsoa, count)| (lsoa.to_owned(), each(land.get(lsoa).copied(), count))).collect()
        }
    })
}

/// Names what was not placed: the first codes, and how many more.
#[must_use]
pub fn not_placed_in_words(done: &Apportioned) -> String {
    let codes: BTreeSet<&str> = done.not_placed.keys().map(String::as_str).collect();
    let named: Vec<&str> = codes.iter().copied().take(MAX_NAMED).collect();
    let more = match codes.len().saturating_sub(named.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", named.join(", "))
}

#[expect(clippy::cast_precision_loss, reason = "postcodes of one LSOA, units of one LSOA")]
fn share(count: usize) -> f64 {
    1.0 / count.max(1) as f64
}

#[expect(clippy::cast_precision_loss, reason = "people of one LSOA")]
fn as_float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
