//! The demonstration at a small size, on a database of its own.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::policy_text::{self, Source};

/// A world on SQLite in memory, with the policy text of the repository.
pub(crate) async fn world(url: &str) -> World {
    let source = Source::embedded();
    let places = source.gazetteer().unwrap();
    let policy = policy_text::load(&source, &places).unwrap();
    let authoriser = policy_text::authoriser(&source, &policy).unwrap();
    let db = Database::open(url).await.unwrap();
    World { db, policy: Arc::new(policy), places: Arc::new(places), authoriser: Arc::new(authoriser) }
}

#[tokio::test]
async fn every_situation_can_be_played() {
    let world = world("sqlite::memory:").await;
    let plan = Plan::small("2026-11-23T15:00:00Z".parse().unwrap());
    let started = std::time::Instant::now();
    seed(world, &plan, &|_| {}).await.unwrap();
    eprintln!("{:?}", started.elapsed());
}
