//! Where the policy text comes from: built into the program, or a folder that an analyst edits.

use anyhow::{Context, Result, bail};
use exchange::places;
use include_dir::{Dir, DirEntry, include_dir};
use policy::{Gazetteer, Policy, PolicyText, Version};
use rules::access::Authoriser;
use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// The longest file of policy text, in bytes. A postcode table of a whole country is longer: it goes into the database.
const MAX_FILE_BYTES: u64 = 64_000_000;

static SPINE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../spine");
static AREAS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../areas");
static PLACES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../places");

/// Text files of a policy, as they stand: the policy itself, the access policy, and postcode tables.
#[derive(Debug, Clone, Default)]
pub struct Source {
    files: Vec<(String, String)>,
}

impl Source {
    /// The files given, as (path, contents).
    #[must_use]
    pub fn new(files: Vec<(String, String)>) -> Self {
        Self { files }
    }

    /// The text that the program was built with.
    #[must_use]
    pub fn embedded() -> Self {
        let mut source = Self::default();
        for (root, folder) in [("spine", &SPINE), ("areas", &AREAS), ("places", &PLACES)] {
            source.take(root, folder);
        }
        source
    }

    /// The text in `folder`, which holds `spine/`, `areas/` and perhaps `places/`.
    ///
    /// # Errors
    /// When the folder has no `spine/`, or a file cannot be read, is no plain file, is longer than 64 million bytes or
    /// is not UTF-8. A link is not followed.
    pub fn from_folder(folder: &Path) -> Result<Self> {
        if !folder.join("spine").is_dir() {
            bail!("there is no folder `spine` in {}: give the folder that holds spine/ and areas/", folder.display());
        }
        let mut source = Self::default();
        for root in ["spine", "areas", "places"] {
            source.read(&folder.join(root), root)?;
        }
        Ok(source)
    }

    /// The policy text. All files count for its version; the loader reads the TOML files.
    #[must_use]
    pub fn policy_text(&self) -> PolicyText {
        PolicyText::new(self.files.iter().cloned())
    }

    /// The time zone of what belongs to no area, by this text alone.
    #[must_use]
    pub fn zone(&self) -> kernel::Zone {
        policy::zone_of(&self.policy_text())
    }

    /// The version of all files together.
    #[must_use]
    pub fn version(&self) -> Version {
        self.policy_text().version()
    }

    /// The files as (path, contents).
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, contents)| (path.as_str(), contents.as_str()))
    }

    /// One file by its path, such as `spine/access.cedar`.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str())
    }

    /// The paths of all files, in order of their folders.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, _)| path.as_str())
    }

    /// The same text with one file added, or in place of the one at this path.
    #[must_use]
    pub fn with_file(mut self, path: &str, text: String) -> Self {
        self.files.retain(|(known, _)| known != path);
        self.files.push((path.to_owned(), text));
        self
    }

    /// The same text without the files whose paths begin so.
    #[must_use]
    pub fn without(mut self, begins: &str) -> Self {
        self.files.retain(|(path, _)| !path.starts_with(begins));
        self
    }

    /// The postcodes and smaller tables in `places/`.
    ///
    /// # Errors
    /// When a table is not one of those that are known.
    pub fn gazetteer(&self) -> Result<Gazetteer> {
        let mut gazetteer = Gazetteer::new();
        for (path, text) in self.files.iter().filter(|(path, _)| path.ends_with(".csv")) {
            if let Some(table) = places::place_table(text.as_bytes()) {
                table.add_to(&mut gazetteer);
                continue;
            }
            let table = places::read(text.as_bytes()).with_context(|| format!("cannot read {path}"))?;
            for (postcode, record) in table.records {
                gazetteer.insert(postcode, record);
            }
        }
        Ok(gazetteer)
    }

    fn take(&mut self, root: &str, folder: &Dir<'_>) {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(inner) => self.take(root, inner),
                DirEntry::File(file) => {
                    let path = format!("{root}/{}", file.path().display());
                    if let Some(text) = file.contents_utf8().filter(|_| is_text(&path)) {
                        self.files.push((path, text.to_owned()));
                    }
                }
            }
        }
    }

    fn read(&mut self, folder: &Path, path: &str) -> Result<()> {
        if !folder.is_dir() {
            return Ok(());
        }
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .with_context(|| format!("cannot read the folder {}", folder.display()))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        entries.sort();
        for entry in entries {
            let Some(name) = entry.file_name().and_then(|name| name.to_str()) else { continue };
            let path = format!("{path}/{name}");
            let found = fs::symlink_metadata(&entry).with_context(|| format!("cannot read {}", entry.display()))?;
            if found.is_dir() {
                self.read(&entry, &path)?;
            } else if is_text(&path) || (found.is_symlink() && entry.is_dir()) {
                self.files.push((path, text_of(&entry, &found)?));
            }
        }
        Ok(())
    }
}

/// The text of a plain file of the folder. A link may lead to what is not reviewed with the text, and a pipe or a device
/// may never end: neither is read.
fn text_of(file: &Path, found: &fs::Metadata) -> Result<String> {
    let name = file.display();
    if found.is_symlink() {
        bail!("{name} is a link: policy text is read from plain files of its folder only; put the file itself there");
    }
    if !found.is_file() {
        bail!("{name} is no plain file: take it out of the folder of the policy text");
    }
    let mut bytes = Vec::new();
    let reading = fs::File::open(file).with_context(|| format!("cannot open {name}"))?;
    reading.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_FILE_BYTES) {
        bail!("{name} is longer than {MAX_FILE_BYTES} bytes, more than a file of policy text can be");
    }
    String::from_utf8(bytes).with_context(|| format!("cannot read {name} as text: it is not UTF-8"))
}

fn is_text(path: &str) -> bool {
    [".toml", ".csv", ".cedar", ".cedarschema"].iter().any(|ending| path.ends_with(ending))
}

/// Loads the policy, or says all that is wrong with it in one error.
///
/// # Errors
/// When the text has faults; the message names each with its file and line.
pub fn load(source: &Source, gazetteer: &Gazetteer) -> Result<Policy> {
    let loaded = policy::load(&source.policy_text(), gazetteer);
    loaded.policy.ok_or_else(|| {
        let faults: Vec<String> = loaded
            .faults
            .iter()
            .filter(|fault| fault.is_error())
            .map(|fault| format!("{}:{}: {fault}", fault.path(), fault.line()))
            .collect();
        anyhow::anyhow!("the policy text has faults:\n{}", faults.join("\n"))
    })
}

/// The access policies of the text, checked against their schema.
///
/// # Errors
/// When a text is missing or has faults; the message names each.
pub fn authoriser(source: &Source, policy: &Policy) -> Result<Authoriser> {
    let text = |path: &str| source.file(path).with_context(|| format!("there is no {path}"));
    Authoriser::load(text("spine/access.cedar")?, text("spine/access.cedarschema")?, policy.categories.keys().cloned())
        .map_err(|faults| anyhow::anyhow!("the access policies have faults:\n{}", faults.join("\n")))
}

#[cfg(all(test, unix))]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_out_of_the_folder_and_a_pipe_are_named_and_not_read() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let spine = folder.path().join("spine");
        fs::create_dir(&spine).unwrap();
        fs::write(spine.join("facts.toml"), "category = []").unwrap();
        assert!(Source::from_folder(folder.path()).is_ok());
        let refusal = |path: &Path| {
            let refusal = format!("{:#}", Source::from_folder(folder.path()).unwrap_err());
            assert!(refusal.contains(&path.display().to_string()), "{refusal}");
            fs::remove_file(path).unwrap();
            refusal
        };
        let outside = elsewhere.path().join("outside.toml");
        fs::write(&outside, "secret = true").unwrap();
        let (link, to_a_folder, pipe) = (spine.join("link.toml"), spine.join("folder"), spine.join("pipe.toml"));
        symlink(&outside, &link).unwrap();
        assert!(refusal(&link).contains("is a link"));
        symlink(elsewhere.path(), &to_a_folder).unwrap();
        assert!(refusal(&to_a_folder).contains("is a link"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(refusal(&pipe).contains("is no plain file"));
        assert!(Source::from_folder(folder.path()).is_ok());
    }
}
