//! What fits a search of the finder, best first.
//!
//! With a place given, the nearest first; services that are given nowhere in particular (by
//! telephone, on the web, or at an address that cannot be placed) come after the last of those
//! that are. Without, those whose name has the words first, then by name. Where nothing has all the words, what has some
//! of them is given, the most of them first.

use super::need::Need;
use super::store::{self, Candidate, Filter, Opening};
use super::words;
use anyhow::Result;
use exchange::oruk::{Service, Weekday};
use kernel::{Coordinates, Day};
use policy::Synonym;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// Kilometres of a mile.
pub(super) const KILOMETRES_OF_A_MILE: f64 = 1.609_344;

/// What somebody looks for; all that is given must fit.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words, as typed.
    pub text: String,
    /// A need.
    pub need: Option<Need>,
    /// Where to measure from.
    pub from: Option<Coordinates>,
    /// No farther than this, in miles as the crow flies; services given nowhere in particular fit.
    pub within_miles: Option<f64>,
    /// How old the person is, in years.
    pub age: Option<u32>,
    /// A day of the week on which it is open.
    pub weekday: Option<Weekday>,
    /// Only services that are given nowhere in particular, by telephone or on the web.
    pub anywhere: bool,
}

/// One service that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The service.
    pub service: Service,
    /// How far its nearest place is, in miles, when that is known and was asked.
    pub miles: Option<f64>,
    /// Which of its places that is, from 0.
    pub nearest: Option<usize>,
}

/// Part of what fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How many services fit.
    pub total: usize,
    /// Some of them, in order.
    pub hits: Vec<Hit>,
    /// None has all the words: these have some of them.
    pub loosely: bool,
}

/// A place of a service and how far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Nearest {
    ordinal: i32,
    kilometres: f64,
}

/// Finds what fits on the day given, passing over `offset` services and giving `most` at most.
///
/// # Errors
/// When the database refuses.
pub async fn search(
    connection: &impl ConnectionTrait,
    search: &Search,
    (today, synonyms): (Day, &[Synonym]),
    (offset, most): (usize, usize),
) -> Result<Found> {
    let asked = words::asked(&search.text, synonyms);
    let mut filter = Filter {
        words: asked.clone(),
        need: search.need,
        age: search.age.map(f64::from),
        opening: Opening { weekday: search.weekday, today: Some(today), ..Opening::default() },
        current_on: Some(today),
        anywhere: search.anywhere,
        ..Filter::default()
    };
    let mut candidates = store::candidates(connection, &filter).await?;
    let loosely = candidates.is_empty() && asked.len() > 1;
    if loosely {
        candidates = with_some_words(connection, &filter).await?;
        filter.loosely = true;
    }
    let ranked = match search.from {
        Some(from) => {
            let nearest = nearest(store::points(connection, &filter).await?, &from);
            by_distance(candidates, &nearest, search.within_miles)
        }
        None if loosely => candidates.into_iter().map(|candidate| (candidate, None)).collect(),
        None => by_name(candidates, &asked),
    };
    let shown: Vec<(Candidate, Option<Nearest>)> = ranked.iter().skip(offset).take(most).cloned().collect();
    let ids: Vec<String> = shown.iter().map(|(candidate, _)| candidate.id.clone()).collect();
    let services = store::services(connection, &ids).await?;
    let distances: HashMap<&str, Nearest> =
        shown.iter().filter_map(|(candidate, nearest)| Some((candidate.id.as_str(), (*nearest)?))).collect();
    let hits = services
        .into_iter()
        .map(|service| {
            let nearest = distances.get(service.id.as_str());
            Hit {
                miles: nearest.map(|nearest| nearest.kilometres / KILOMETRES_OF_A_MILE),
                nearest: nearest.and_then(|nearest| usize::try_from(nearest.ordinal).ok()),
                service,
            }
        })
        .collect();
    Ok(Found { total: ranked.len(), hits, loosely })
}

/// What has some of the words: those with the most of them first, then by name.
async fn with_some_words(connection: &impl ConnectionTrait, filter: &Filter) -> Result<Vec<Candidate>> {
    let mut counted: HashMap<String, usize> = HashMap::new();
    let mut all: Vec<Candidate> = Vec::new();
    for word in &filter.words {
        let one = Filter { words: vec![word.clone()], ..filter.clone() };
        for candidate in store::candidates(connection, &one).await? {
            let count = counted.entry(candidate.id.clone()).or_default();
            *count += 1;
            if *count == 1 {
                all.push(candidate);
            }
        }
    }
    let count = |candidate: &Candidate| counted.get(&candidate.id).copied().unwrap_or_default();
    all.sort_by(|one, other| {
        count(other).cmp(&count(one)).then_with(|| (&one.name, &one.id).cmp(&(&other.name, &other.id)))
    });
    Ok(all)
}

fn nearest(points: Vec<(String, i32, Coordinates)>, from: &Coordinates) -> HashMap<String, Nearest> {
    let mut nearest: HashMap<String, Nearest> = HashMap::new();
    for (service, ordinal, point) in points {
        let this = Nearest { ordinal, kilometres: from.distance_km(&point) };
        let kept = nearest.entry(service).or_insert(this);
        if this.kilometres < kept.kilometres {
            *kept = this;
        }
    }
    nearest
}

fn by_distance(
    candidates: Vec<Candidate>,
    nearest: &HashMap<String, Nearest>,
    within_miles: Option<f64>,
) -> Vec<(Candidate, Option<Nearest>)> {
    let farthest = within_miles.map(|miles| miles * KILOMETRES_OF_A_MILE);
    let mut ranked: Vec<(Candidate, Option<Nearest>)> = candidates
        .into_iter()
        .map(|candidate| {
            let nearest = nearest.get(&candidate.id).copied();
            (candidate, nearest)
        })
        .filter(|(_, nearest)| match (nearest, farthest) {
            (Some(nearest), Some(farthest)) => nearest.kilometres <= farthest,
            _ => true,
        })
        .collect();
    let distance = |nearest: &Option<Nearest>| nearest.map_or(f64::INFINITY, |nearest| nearest.kilometres);
    // A stable sort: services equally far stay in the order of their names.
    ranked.sort_by(|(_, one), (_, other)| distance(one).total_cmp(&distance(other)));
    ranked
}

fn by_name(candidates: Vec<Candidate>, asked: &[Vec<String>]) -> Vec<(Candidate, Option<Nearest>)> {
    let mut ranked = candidates;
    ranked.sort_by_cached_key(|candidate| {
        let name = words::searchable([candidate.name.as_str()]);
        let has = |word: &String| name.contains(&format!(" {word}"));
        asked.iter().filter(|beginnings| !beginnings.iter().any(has)).count()
    });
    ranked.into_iter().map(|candidate| (candidate, None)).collect()
}
