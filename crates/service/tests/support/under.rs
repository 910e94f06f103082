//! A world under another text.

use super::support::World;
use service::{Application, evidence::Held, policy_text};
use std::sync::Arc;

/// Puts another text into the place of one of the policy's files.
pub fn under(world: &mut World, path: &str, change: impl FnOnce(&str) -> String) {
    let source = policy_text::Source::embedded();
    let text = change(source.file(path).unwrap());
    let source = source.with_file(path, text);
    let places = source.gazetteer().unwrap();
    let policy = policy_text::load(&source, &places).unwrap_or_else(|faults| panic!("{faults:#}"));
    let old = &world.app;
    world.app = Arc::new(Application {
        db: old.db.clone(),
        policy: Arc::new(policy),
        places: Arc::clone(&old.places),
        authoriser: Arc::clone(&old.authoriser),
        clock: Arc::clone(&old.clock),
        randomness: Arc::clone(&old.randomness),
        mode: old.mode,
        settings: Arc::clone(&old.settings),
        held: Held::default(),
    });
}
