//! `tapestry policy show` and `export`: the text of a version, as it is kept.

use super::said;
use crate::{arguments::DatabaseAddress, failure::Failure, output};
use anyhow::{Context, anyhow};
use clap::Args;
use service::{db::Database, policy_text::Source, publication};
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The version, or its first digits: six at least
    version: String,
    /// The file to print, such as spine/facts.toml; without it, the files are listed
    path: Option<String>,
    #[command(flatten)]
    database: DatabaseAddress,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The version, or its first digits: six at least
    version: String,
    /// The folder to make; it must not be there yet
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    #[command(flatten)]
    database: DatabaseAddress,
}

async fn kept(database: &DatabaseAddress, start: &str) -> Result<(String, Source), Failure> {
    let db = Database::open(&database.needed()?).await?;
    let version = publication::find(db.reader(), start).await.map_err(said)?;
    let source = publication::text(db.reader(), &version).await?;
    let source = source.ok_or_else(|| anyhow!("version {version} is not kept"))?;
    Ok((version, source))
}

pub(crate) async fn show(arguments: Show) -> Result<(), Failure> {
    let (version, source) = kept(&arguments.database, &arguments.version).await?;
    let Some(path) = &arguments.path else {
        output::note(&format!("Version {version}"));
        return output::print(&source.paths().map(|path| format!("{path}\n")).collect::<String>());
    };
    let text = source.file(path).ok_or_else(|| anyhow!("version {version} has no file {path}"))?;
    output::print(text)
}

pub(crate) async fn export(arguments: Export) -> Result<(), Failure> {
    let (version, source) = kept(&arguments.database, &arguments.version).await?;
    let out = &arguments.out;
    if out.exists() {
        return Err(Failure::because(format!("{} is there already: name a folder that is not", out.display())));
    }
    let failed = || format!("cannot write {}", out.display());
    let parent = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = tempfile::tempdir_in(parent).with_context(failed)?;
    for (path, text) in source.files() {
        let file = beside.path().join(path);
        fs::create_dir_all(file.parent().unwrap_or(beside.path())).with_context(failed)?;
        fs::write(&file, text).with_context(failed)?;
    }
    // Whole or not at all: the folder gets its name once everything is in it.
    fs::rename(beside.keep(), out).with_context(failed)?;
    output::note(&format!("Version {version} is in {}", out.display()));
    Ok(())
}
