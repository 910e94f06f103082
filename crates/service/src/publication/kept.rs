//! The policies of kept versions, each loaded once: what old decisions are worked out under again.

use super::{extents, in_force::gazetteer_for, text};
use crate::{Application, policy_text};
use anyhow::{Result, anyhow};
use policy::Policy;
use std::{collections::HashMap, sync::Arc};

/// Policies by version and extent. Made for one piece of work, and forgotten with it.
pub struct Kept<'a> {
    app: &'a Application,
    policies: HashMap<(String, String), Result<Arc<Policy>, String>>,
}

impl<'a> Kept<'a> {
    /// None but the one in use, which was held against its hashes when it was loaded.
    #[must_use]
    pub fn new(app: &'a Application) -> Self {
        let in_use = (app.policy.version.to_string(), app.policy.extent.to_string());
        Self { app, policies: HashMap::from([(in_use, Ok(Arc::clone(&app.policy)))]) }
    }

    /// The policy of a version, its areas reaching as far as `extent` says.
    ///
    /// # Errors
    /// In words: when it is not kept, was changed since, or has faults for this program.
    pub async fn policy(&mut self, version: &str, extent: &str) -> Result<Arc<Policy>, String> {
        let key = (version.to_owned(), extent.to_owned());
        if let Some(known) = self.policies.get(&key) {
            return known.clone();
        }
        let loaded = self.load(version, extent).await.map(Arc::new).map_err(|error| format!("{error:#}"));
        self.policies.insert(key, loaded.clone());
        loaded
    }

    async fn load(&self, version: &str, extent: &str) -> Result<Policy> {
        let connection = self.app.db.reader();
        let source = text(connection, version).await?;
        let source = source.ok_or_else(|| anyhow!("version {version} of the policy text is not kept"))?;
        let reach = extents(connection, extent).await?;
        let reach = reach.ok_or_else(|| anyhow!("how far the areas reached ({extent}) is not kept"))?;
        let places = gazetteer_for(self.app, version, &source).await?;
        Ok(policy_text::load(&source, &places)?.within(&reach))
    }
}
