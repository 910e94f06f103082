//! Reading back what was kept: each file is held against its hash, and all together against the version.

use super::store;
use crate::{action::ActionError, policy_text::Source};
use anyhow::{Result, anyhow, bail};
use policy::{Extents, Version};
use sea_orm::ConnectionTrait;

/// The text of a version; `None` when it is not kept.
///
/// # Errors
/// When the database refuses, or what it holds is not what was kept: a file was changed or is gone.
pub async fn text(connection: &impl ConnectionTrait, version: &str) -> Result<Option<Source>> {
    if store::find(connection, version).await?.is_none() {
        return Ok(None);
    }
    let files = store::files(connection, version).await?;
    let mut contents = store::contents(connection, files.values().cloned()).await?;
    let mut read = Vec::with_capacity(files.len());
    for (path, hash) in &files {
        let text = contents.get(hash).ok_or_else(|| anyhow!("version {version}: the kept file {path} is gone"))?;
        unchanged(text, hash, &format!("version {version}: the kept file {path}"))?;
        read.push((path.clone(), text.clone()));
    }
    contents.clear();
    let source = Source::new(read);
    let found = source.version();
    if found.as_str() != version {
        bail!("version {version}: its list of files was changed after it was kept; what is there now is {found}");
    }
    Ok(Some(source))
}

/// How far the areas reached, by the hash that a decision carries; `None` when it is not kept.
///
/// # Errors
/// When the database refuses, or what it holds is not what was kept.
pub async fn extents(connection: &impl ConnectionTrait, hash: &str) -> Result<Option<Extents>> {
    let Some(text) = store::contents(connection, [hash.to_owned()]).await?.remove(hash) else { return Ok(None) };
    unchanged(&text, hash, "the kept extents of the areas")?;
    Ok(Some(Extents::from_text(&text)))
}

fn unchanged(text: &str, hash: &str, what: &str) -> Result<()> {
    let found = Version::of(text);
    if found.as_str() != hash {
        bail!("{what} was changed after it was kept: its hash is {found} and should be {hash}");
    }
    Ok(())
}

/// The full name of a version from its first digits, six at least.
///
/// # Errors
/// `publication/unknown-version` or `publication/ambiguous-version`; a fault when the database refuses.
pub async fn find(connection: &impl ConnectionTrait, start: &str) -> Result<String, ActionError> {
    let digits = start.len() >= 6 && start.chars().all(|digit| digit.is_ascii_hexdigit());
    let mut found = if digits { store::beginning(connection, &start.to_lowercase()).await? } else { Vec::new() };
    match (found.pop(), found.is_empty()) {
        (Some(version), true) => Ok(version),
        (Some(_), false) => Err(ActionError::refused(
            "publication/ambiguous-version",
            format!("More than one version begins with {start}. Give more of its digits"),
        )),
        (None, _) => Err(ActionError::refused(
            "publication/unknown-version",
            format!("No version that begins with {start} is kept. Give at least its first six digits"),
        )),
    }
}
