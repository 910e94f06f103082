//! Two judges that are not us: the accessibility rules of axe-core and the Nu HTML checker.

use crate::Browser;
use anyhow::{Context, Result, bail};
use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};
use tokio::process::Command;

fn module(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules").join(path)
}

fn axe() -> Result<&'static str> {
    static AXE: OnceLock<String> = OnceLock::new();
    if let Some(script) = AXE.get() {
        return Ok(script);
    }
    let path = module("axe-core/axe.min.js");
    let script = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}: run `npm ci --ignore-scripts` in e2e/", path.display()))?;
    Ok(AXE.get_or_init(|| script))
}

/// Runs every rule of axe-core for WCAG 2.2 AA and best practice on the page shown.
///
/// # Errors
/// When any rule is broken, with the rule and where.
pub async fn accessibility(browser: &Browser) -> Result<()> {
    let client = browser.client();
    client.execute(&format!("{}; return true;", axe()?), vec![]).await.context("axe does not load")?;
    let run = "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']})
        .then(found => done(found.violations.map(rule => rule.id + ': ' + rule.help + ' at ' +
            rule.nodes.map(node => node.target.join(' ')).join(', '))), fault => done(['axe failed: ' + fault]));";
    let found = client.execute_async(run, vec![]).await.context("axe does not run")?;
    let broken: Vec<&str> =
        found.as_array().context("axe gave no list")?.iter().filter_map(|line| line.as_str()).collect();
    if broken.is_empty() { Ok(()) } else { bail!("{}:\n{}", browser.path().await?, broken.join("\n")) }
}

/// Checks every `.html` file in `folder` with the Nu HTML checker; at most `1` run for many pages, as
/// it takes seconds to start.
///
/// # Errors
/// When a page is not valid, with what it says.
pub async fn validate_html(folder: &Path) -> Result<()> {
    let checked = Command::new("java")
        .arg("-jar")
        .arg(module("vnu-jar/build/dist/vnu.jar"))
        .args(["--errors-only", "--skip-non-html"])
        .arg(folder)
        .output()
        .await
        .context("java does not start: install a Java runtime for the HTML checker")?;
    if checked.status.success() {
        Ok(())
    } else {
        bail!("{}", without_repetition(&String::from_utf8_lossy(&checked.stderr)))
    }
}

/// Each thing that is said, once, with the first place where it is said.
fn without_repetition(said: &str) -> String {
    let mut known = std::collections::BTreeSet::new();
    let first = |line: &&str| known.insert(line.split_once(": error: ").map_or(*line, |(_, fault)| fault).to_owned());
    said.lines().filter(first).collect::<Vec<_>>().join("\n")
}
