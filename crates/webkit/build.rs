//! Embeds the look: the style sheet and script of govuk-frontend, made our own.
//!
//! The published package comes from `node_modules` beside this file when it is there, else from
//! `npm ci --ignore-scripts` in the build folder. What is embedded never carries the fonts, the crest
//! or the colours that belong to the United Kingdom government's own site: the licence of the package
//! does not cover those. Our own files in `src/look` follow the
//! published ones in the same file, so a page asks for one style sheet and one script.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

type Outcome<T> = Result<T, String>;

const PUBLISHED: &str = "node_modules/govuk-frontend/dist/govuk";
const WATCHED: [&str; 4] = ["build.rs", "package-lock.json", "src/look", "node_modules/govuk-frontend/package.json"];
/// Our own sheets, in the order in which they follow the published one.
const OWN_STYLES: [&str; 5] = ["tokens.css", "frame.css", "content.css", "person.css", "print.css"];

fn main() -> ExitCode {
    let Err(fault) = embed() else {
        return ExitCode::SUCCESS;
    };
    for line in fault.lines() {
        println!("cargo::error={line}");
    }
    ExitCode::FAILURE
}

fn embed() -> Outcome<()> {
    let here = folder("CARGO_MANIFEST_DIR")?;
    // Cargo runs a script again and again for a watched file that is not there.
    for file in WATCHED.iter().filter(|file| here.join(file).exists()) {
        println!("cargo::rerun-if-changed={file}");
    }
    let out = folder("OUT_DIR")?;
    let published = published(&here, &out)?;

    let mut styles = our_own_look(&read(&published.join("govuk-frontend.min.css"))?)?;
    for own in OWN_STYLES {
        styles.push_str(&read(&here.join("src/look").join(own))?);
    }
    let script = read(&published.join("govuk-frontend.min.js"))?;
    let script = format!("{}\n{}", without_map(&script), read(&here.join("src/look/start.js"))?);

    println!("cargo::rustc-env=TAPESTRY_STYLE_HASH={:016x}", fingerprint(&styles));
    println!("cargo::rustc-env=TAPESTRY_SCRIPT_HASH={:016x}", fingerprint(&script));
    println!("cargo::rustc-env=TAPESTRY_ICON_HASH={:016x}", fingerprint(&read(&here.join("src/look/favicon.svg"))?));
    write(&out.join("tapestry.css"), &styles)?;
    write(&out.join("tapestry.js"), &script)
}

/// The folder of published files: installed beside the crate, or fetched into the build folder.
fn published(here: &Path, out: &Path) -> Outcome<PathBuf> {
    let installed = here.join(PUBLISHED);
    if installed.join("govuk-frontend.min.css").is_file() {
        return Ok(installed);
    }
    let lock = read(&here.join("package-lock.json"))?;
    let fetched = out.join(PUBLISHED);
    let done = out.join("fetched-for.json");
    if fs::read_to_string(&done).is_ok_and(|before| before == lock) && fetched.is_dir() {
        return Ok(fetched);
    }
    write(&out.join("package.json"), &read(&here.join("package.json"))?)?;
    write(&out.join("package-lock.json"), &lock)?;
    fetch(out)?;
    write(&done, &lock)?;
    Ok(fetched)
}

fn fetch(out: &Path) -> Outcome<()> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(out)
        .output()
        .map_err(|fault| {
        format!(
            "npm could not be started ({fault}). Tapestry's pages use the style sheet of the npm package \
                 govuk-frontend, which the build fetches once. Install Node.js with npm (Debian and Ubuntu: \
                 `apt-get install npm`; others: https://nodejs.org) and build again."
        )
    })?;
    if run.status.success() {
        return Ok(());
    }
    Err(format!(
        "`npm ci` could not fetch govuk-frontend ({}). Check the network, or run `npm ci --ignore-scripts` in \
         crates/webkit yourself; the build takes what it finds there.\n{}",
        run.status,
        String::from_utf8_lossy(&run.stderr)
    ))
}

/// The published style sheet without its font files, crest and source map, set in Arial.
fn our_own_look(published: &str) -> Outcome<String> {
    let mut styles = String::with_capacity(published.len());
    let mut rest = without_map(published);
    while let Some((before, block)) = rest.split_once("@font-face{") {
        styles.push_str(before);
        rest = block.split_once('}').map(|(_, after)| after).ok_or("an @font-face block does not end")?;
    }
    styles.push_str(rest);
    let styles = styles.replace("GDS Transport,arial", "arial").replace("url(/assets/images/govuk-crest.svg)", "none");
    match ["GDS Transport", "@font-face", "crest.svg"].iter().find(|left| styles.contains(**left)) {
        Some(left) => {
            Err(format!("the published style sheet changed: `{left}` is still in it; see crates/webkit/build.rs"))
        }
        None => Ok(styles + "\n"),
    }
}

fn without_map(text: &str) -> &str {
    let end = text.rfind("/*# sourceMappingURL").or_else(|| text.rfind("//# sourceMappingURL"));
    end.and_then(|at| text.get(..at)).unwrap_or(text).trim_end()
}

/// FNV-1a, 64 bits: names a version of a file for caches, nothing more.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn folder(variable: &str) -> Outcome<PathBuf> {
    env::var_os(variable).map(PathBuf::from).ok_or_else(|| format!("cargo did not set {variable}"))
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|fault| format!("cannot read {}: {fault}", path.display()))
}

fn write(path: &Path, text: &str) -> Outcome<()> {
    fs::write(path, text).map_err(|fault| format!("cannot write {}: {fault}", path.display()))
}
