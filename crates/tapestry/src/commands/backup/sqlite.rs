//! SQLite: the copy is a database of its own, which can be looked into with any tool.

use crate::{failure::Failure, output};
use anyhow::Context;
use service::db::{self, Database};
use std::{fs, path::Path};

pub(in crate::commands) async fn backup(file: &Path, url: &str, out: &Path) -> Result<(), Failure> {
    if !file.is_file() {
        return Err(Failure::because(format!("there is no database {}", file.display())));
    }
    let database = Database::open(url).await?;
    // SQLite writes into a file that is empty or not there; the name is kept for us meanwhile.
    let beside = output::private_beside(out)?;
    db::copy_sqlite(&database, beside.path()).await?;
    database.close().await?;
    db::look_through_sqlite(beside.path()).await?;
    output::put_in_place(beside, out)
}

pub(in crate::commands) async fn restore(from: &Path, file: &Path) -> Result<(), Failure> {
    for ending in ["", "-wal", "-shm"] {
        let there = format!("{}{ending}", file.display());
        if Path::new(&there).exists() {
            return Err(Failure::because(format!(
                "{there} is there already, and nothing is written over: stop the program, move its files away, and try again"
            )));
        }
    }
    db::look_through_sqlite(from).await?;
    let mut beside = output::private_beside(file)?;
    let mut copy = fs::File::open(from).with_context(|| format!("cannot read {}", from.display()))?;
    std::io::copy(&mut copy, &mut beside).with_context(|| format!("cannot write {}", file.display()))?;
    output::put_in_place(beside, file)
}
