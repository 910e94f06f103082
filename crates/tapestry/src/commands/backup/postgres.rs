//! PostgreSQL: its own `pg_dump` copies at one moment while others work, its own `pg_restore` puts the copy back in one
//! transaction: wholly or not at all.

use crate::{failure::Failure, output};
use anyhow::Context;
use std::{
    path::Path,
    process::{Command, Stdio},
};

pub(in crate::commands) fn backup(url: &str, out: &Path) -> Result<(), Failure> {
    let beside = output::private_beside(out)?;
    let mut dump = tool("pg_dump", url)?;
    dump.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(beside.path());
    run(dump, "pg_dump")?;
    look_through(beside.path())?;
    output::put_in_place(beside, out)
}

pub(in crate::commands) fn restore(from: &Path, url: &str) -> Result<(), Failure> {
    look_through(from)?;
    let mut count = tool("psql", url)?;
    count.args(["--no-psqlrc", "--tuples-only", "--no-align", "--command"]);
    count.arg("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    if run(count, "psql")?.trim() != "0" {
        return Err(Failure::because(
            "the database has tables already, and nothing is written over: make an empty one (`createdb`) and give its address",
        ));
    }
    let mut restore = tool("pg_restore", url)?;
    restore.args(["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname"]);
    restore.arg(database_of(url)?);
    restore.arg(from);
    run(restore, "pg_restore")?;
    Ok(())
}

/// Reads the copy from end to end without a database.
fn look_through(file: &Path) -> Result<(), Failure> {
    let mut list = Command::new("pg_restore");
    list.args(["--file", "/dev/null"]).arg(file);
    run(list, "pg_restore")?;
    Ok(())
}

/// A tool of PostgreSQL with where to connect to. Host, user and password go by the environment: the command line
/// is there for everybody on the machine to read.
fn tool(name: &str, url: &str) -> Result<Command, Failure> {
    let parsed = parsed(url)?;
    let mut command = Command::new(name);
    let mut set = |variable: &str, value: &str| {
        if !value.is_empty() {
            command.env(variable, value);
        }
    };
    set("PGHOST", parsed.host_str().unwrap_or_default());
    set("PGPORT", &parsed.port().map(|port| port.to_string()).unwrap_or_default());
    set("PGUSER", &decoded(parsed.username()));
    set("PGPASSWORD", &decoded(parsed.password().unwrap_or_default()));
    set("PGDATABASE", &database_of(url)?);
    for (name, value) in parsed.query_pairs().filter(|(name, _)| name == "sslmode") {
        set(&format!("PG{}", name.to_uppercase()), &value);
    }
    command.stdin(Stdio::null());
    Ok(command)
}

fn parsed(url: &str) -> Result<url::Url, Failure> {
    url::Url::parse(url).map_err(|error| Failure::because(format!("the database's address cannot be read: {error}")))
}

fn database_of(url: &str) -> Result<String, Failure> {
    let name = decoded(parsed(url)?.path().trim_start_matches('/'));
    if name.is_empty() {
        Err(Failure::because("the address names no database: postgres://HOST/NAME"))
    } else {
        Ok(name)
    }
}

/// What stands for signs that an address may not hold, put back.
fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Runs it; gives what it printed, or what it said was wrong.
fn run(mut command: Command, name: &str) -> Result<String, Failure> {
    let done = command.output().with_context(|| {
        format!("cannot run {name}: install PostgreSQL's client tools (Debian: postgresql-client), of the server's version or newer")
    })?;
    if !done.status.success() {
        let says = String::from_utf8_lossy(&done.stderr);
        return Err(Failure::because(format!("{name} did not finish: {}", says.trim())));
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}
