//! Loading the policy text for a command, and showing what is wrong with it.

use crate::{failure::Failure, input, output};
use anyhow::Context;
use miette::{GraphicalReportHandler, GraphicalTheme};
use policy::{Area, Fault, Gazetteer, Policy};
use service::{places::Imported, policy_text::Source};
use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

/// The text, and what it says.
pub(crate) struct Ready {
    pub(crate) source: Source,
    pub(crate) places: Gazetteer,
    pub(crate) policy: Policy,
    /// Where the text is from, in words.
    pub(crate) from: String,
}

/// Where a text comes from that is not of the database.
pub(crate) fn from_in_words(folder: Option<&Path>) -> String {
    match folder {
        Some(folder) => format!("in the folder {}", folder.display()),
        None => "built into this program".to_owned(),
    }
}

impl Ready {
    /// The area with this id; else the ids that there are.
    pub(crate) fn area(&self, id: &str) -> Result<&Area, Failure> {
        self.policy.area(id).ok_or_else(|| no_area(&self.policy, &self.from, id))
    }

    /// Which text was asked: its version, and where it is from.
    pub(crate) fn which(&self) -> String {
        which(&self.policy, &self.from)
    }

    /// Says which text was asked, on standard error, for answers that are tables or JSON and for those in words alike.
    pub(crate) fn say_which(&self) {
        output::note(&self.which());
    }

    /// Takes in postcode tables besides those of the text.
    pub(crate) fn add_places(&mut self, tables: &[PathBuf]) -> Result<(), Failure> {
        for table in tables {
            let file = input::stream(table)?;
            let table = exchange::places::read(file).with_context(|| format!("cannot read {}", table.display()))?;
            for (postcode, record) in table.records {
                self.places.insert(postcode, record);
            }
        }
        Ok(())
    }
}

/// A text by its version, and where it is `from`.
pub(crate) fn which(policy: &Policy, from: &str) -> String {
    format!("Policy text {}, {from}", policy.version)
}

/// Says that there is no such area in the text `from` somewhere, and which there are.
pub(crate) fn no_area(policy: &Policy, from: &str, id: &str) -> Failure {
    let known: Vec<&str> = policy.areas.keys().map(String::as_str).collect();
    Failure::Usage(format!(
        "there is no area `{id}` in the policy text {}; there are: {}. Another text is asked with --policy DIR",
        from,
        known.join(", ")
    ))
}

/// The text of a folder, or that built into the program.
pub(crate) fn source(folder: Option<&Path>) -> Result<Source, Failure> {
    Ok(match folder {
        Some(folder) => Source::from_folder(folder)?,
        None => Source::embedded(),
    })
}

/// Loads the policy; when it has faults, shows all of them.
pub(crate) fn load(folder: Option<&Path>) -> Result<Ready, Failure> {
    load_source(source(folder)?, &from_in_words(folder), Imported::default())
}

/// The same for a text at hand, which is `from` somewhere in words, with more places than its own tables have.
pub(crate) fn load_source(source: Source, from: &str, more: Imported) -> Result<Ready, Failure> {
    let mut places = source.gazetteer().context("cannot read the tables of places")?;
    more.add_to(&mut places);
    let loaded = policy::load(&source.policy_text(), &places);
    match loaded.policy {
        Some(policy) => Ok(Ready { source, places, policy, from: from.to_owned() }),
        None => {
            for fault in loaded.faults.iter().filter(|fault| fault.is_error()) {
                output::note(&shown(fault));
            }
            Err(Failure::because("the policy text has faults; nothing was done"))
        }
    }
}

/// A fault with the lines of the file around it.
pub(crate) fn shown(fault: &Fault) -> String {
    let theme = if std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let mut report = String::new();
    let drawn = GraphicalReportHandler::new_themed(theme).with_width(100).render_report(&mut report, fault);
    if drawn.is_ok() { report } else { format!("{}:{}: {fault}", fault.path(), fault.line()) }
}
