//! `tapestry rules write`: the rule book as Markdown files, the same that `/rules` shows.

use crate::{
    arguments::{PolicyFolder, day},
    edge,
    failure::Failure,
    output, policy_source,
};
use anyhow::Context;
use clap::Args;
use kernel::Day;
use service::rulebook;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder to write into, such as docs/rules; files of programmes that are gone are removed
    folder: PathBuf,
    /// The day on which the rules are to be read [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Option<Day>,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let ready = policy_source::load(arguments.policy.policy.as_deref())?;
    let on = arguments.on.unwrap_or_else(|| edge::today(ready.policy.time_zone));
    let folder = &arguments.folder;
    let stale = stale_files(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let files = rulebook::files(&ready.policy, on);
    for (name, contents) in &files {
        let path = folder.join(name);
        let mut beside = output::beside(&path)?;
        beside.write_all(contents.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
        output::put_in_place(beside, &path)?;
    }
    for path in stale.iter().filter(|path| !files.iter().any(|(name, _)| path.ends_with(name))) {
        fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    ready.say_which();
    output::print(&format!("{} files in {}\n", files.len(), folder.display()))
}

/// The Markdown files of an earlier rule book in the folder. A folder with other things in it is refused, so that
/// nothing is removed that this command did not write.
fn stale_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let index = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
    if !paths.is_empty() && rulebook::made_for(&index).is_none() {
        return Err(Failure::because(format!(
            "{} has other files in it; name a folder that is empty, or one that holds a rule book",
            folder.display()
        )));
    }
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect())
}
