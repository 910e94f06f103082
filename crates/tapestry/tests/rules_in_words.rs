//! `docs/rules` is what the policy text says. When the text changes on purpose, run with `WRITE_RULE_BOOK=1`, read the
//! difference, and commit it.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn write(folder: &Path, on: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tapestry"));
    command.args(["rules", "write", "--on", on, "--policy"]).arg(root()).arg(folder).output().unwrap()
}

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read_to_string(entry.path()).unwrap()))
        .collect()
}

#[test]
fn the_rule_book_in_the_repository_is_that_of_the_text() {
    let kept = root().join("docs/rules");
    let index = fs::read_to_string(kept.join("README.md")).unwrap();
    let on = service::rulebook::made_for(&index).unwrap().to_string();
    if std::env::var_os("WRITE_RULE_BOOK").is_some() {
        assert!(write(&kept, &on).status.success());
    }
    let folder = TempDir::new().unwrap();
    let written = write(folder.path(), &on);
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    let (kept, fresh) = (files(&kept), files(folder.path()));
    assert!(kept.keys().eq(fresh.keys()), "other programmes: run this test with WRITE_RULE_BOOK=1");
    for (name, contents) in &fresh {
        assert!(kept.get(name) == Some(contents), "docs/rules/{name} is stale: run this test with WRITE_RULE_BOOK=1");
    }
}

#[test]
fn a_folder_with_other_things_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("mine.md"), "my notes").unwrap();
    let refused = write(folder.path(), "2026-11-23");
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("has other files in it"));
    assert_eq!(files(folder.path()).len(), 1);
}
