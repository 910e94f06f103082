//! The text of a policy, as files by path, and the version that its contents have.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt, sync::Arc};

/// The files of a policy by path relative to its root (`spine/facts.toml`), with `/` between folders.
#[derive(Debug, Clone, Default)]
pub struct PolicyText {
    files: BTreeMap<String, Arc<str>>,
}

impl PolicyText {
    /// The files given, as (path, contents). A path given twice keeps the later contents.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { files: files.into_iter().map(|(path, contents)| (path, Arc::from(contents))).collect() }
    }

    /// The files in order of path, as (path, contents).
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, contents)| (path.as_str(), contents.as_ref()))
    }

    /// The contents of the file at `path`.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// The version: SHA-256 over each file in order of path, as `path`, a zero byte, the length of
    /// the contents in bytes as decimal digits, a zero byte, and the contents.
    #[must_use]
    pub fn version(&self) -> Version {
        let mut digest = Sha256::new();
        for (path, contents) in &self.files {
            digest.update(path.as_bytes());
            digest.update([0]);
            digest.update(contents.len().to_string().as_bytes());
            digest.update([0]);
            digest.update(contents.as_bytes());
        }
        Version::finished(digest)
    }

    /// The contents of each file with its path, for sharing with faults.
    pub(crate) fn shared(&self) -> impl Iterator<Item = (&str, &Arc<str>)> {
        self.files.iter().map(|(path, contents)| (path.as_str(), contents))
    }
}

/// The version of a policy text: 64 hexadecimal digits. The same text always has the same version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(Arc<str>);

impl Version {
    /// The version of one text: SHA-256 of its bytes.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut digest = Sha256::new();
        digest.update(text.as_bytes());
        Self::finished(digest)
    }

    /// The version of a policy that was changed after it was read: SHA-256 over this one, a zero byte and `change`,
    /// which says what was changed. It is never the version of a text.
    pub(crate) fn changed_by(&self, change: &str) -> Self {
        let mut digest = Sha256::new();
        digest.update(self.0.as_bytes());
        digest.update([0]);
        digest.update(change.as_bytes());
        Self::finished(digest)
    }

    fn finished(digest: Sha256) -> Self {
        let hexadecimal: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Self(hexadecimal.into())
    }

    /// The first twelve digits: enough to tell versions apart on a page.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }

    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(files: &[(&str, &str)]) -> PolicyText {
        PolicyText::new(files.iter().map(|(path, contents)| ((*path).to_owned(), (*contents).to_owned())))
    }

    #[test]
    fn the_version_follows_paths_and_contents_but_not_the_order_given() {
        let one = text(&[("a", "x"), ("b", "y")]).version();
        assert_eq!(one, text(&[("b", "y"), ("a", "x")]).version());
        assert_ne!(one, text(&[("a", "xb"), ("", "y")]).version());
        assert_ne!(one, text(&[("a", "x"), ("c", "y")]).version());
        assert_eq!(one.as_str().len(), 64);
    }
}
