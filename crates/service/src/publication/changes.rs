//! Which files differ between two versions, counted from their hashes alone.

use std::collections::{BTreeMap, BTreeSet};

/// The files that differ between an earlier version and a later one, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// In the later one only.
    pub added: Vec<String>,
    /// In the earlier one only.
    pub removed: Vec<String>,
    /// In both, with other contents.
    pub changed: Vec<String>,
}

impl Changes {
    /// What differs between two lists of hash by path.
    pub(super) fn between(earlier: &BTreeMap<String, String>, later: &BTreeMap<String, String>) -> Self {
        let only = |one: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
            one.keys().filter(|path| !other.contains_key(*path)).cloned().collect()
        };
        let changed = later.iter().filter(|(path, hash)| earlier.get(*path).is_some_and(|was| was != *hash));
        Self {
            added: only(later, earlier),
            removed: only(earlier, later),
            changed: changed.map(|(path, _)| path.clone()).collect(),
        }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paths().next().is_none()
    }

    /// Every path that differs.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        [&self.changed, &self.added, &self.removed].into_iter().flatten().map(String::as_str)
    }

    /// In a line of words: `3 files changed, 1 added; 2 programmes, 1 contract`.
    #[must_use]
    pub fn in_words(&self) -> String {
        if self.is_empty() {
            return "Nothing".to_owned();
        }
        let files = [(&self.changed, "changed"), (&self.added, "added"), (&self.removed, "removed")];
        let mut first = true;
        let files = files.into_iter().filter(|(paths, _)| !paths.is_empty()).map(|(paths, what)| {
            let number = if first { counted(paths.len(), "file") } else { paths.len().to_string() };
            first = false;
            format!("{number} {what}")
        });
        let files = files.collect::<Vec<_>>().join(", ");
        let kinds = [("programmes", "programme"), ("contracts", "contract")];
        let kinds = kinds.map(|(folder, one)| (self.of_folder(folder), one)).into_iter();
        let kinds: Vec<String> =
            kinds.filter(|(number, _)| *number > 0).map(|(number, one)| counted(number, one)).collect();
        if kinds.is_empty() { files } else { format!("{files}; {}", kinds.join(", ")) }
    }

    /// How many files that differ lie in a folder of this name.
    fn of_folder(&self, folder: &str) -> usize {
        let within = |path: &&str| path.split('/').rev().nth(1) == Some(folder);
        self.paths().filter(within).collect::<BTreeSet<_>>().len()
    }
}

fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned())).collect()
    }

    #[test]
    fn what_differs_is_counted_in_words() {
        let earlier =
            files(&[("spine/facts.toml", "1"), ("spine/programmes/restart.toml", "2"), ("places/x.csv", "3")]);
        let later = files(&[
            ("spine/facts.toml", "1"),
            ("spine/programmes/restart.toml", "9"),
            ("areas/newcastle/contracts/one.toml", "4"),
        ]);
        let changes = Changes::between(&earlier, &later);
        assert_eq!(changes.in_words(), "1 file changed, 1 added, 1 removed; 1 programme, 1 contract");
        assert_eq!(Changes::between(&later, &later).in_words(), "Nothing");
    }
}
