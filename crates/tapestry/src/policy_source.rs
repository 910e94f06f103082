//! Loading the policy text for a command, and showing what is wrong with it.

use crate::{failure::Failure, output};
use anyhow::Context;
use miette::{GraphicalReportHandler, GraphicalTheme};
use policy::{Fault, Gazetteer, Policy};
use service::{places::Imported, policy_text::Source};
use std::{io::IsTerminal, path::Path};

/// The text, and what it says.
pub(crate) struct Ready {
    pub(crate) source: Source,
    pub(crate) places: Gazetteer,
    pub(crate) policy: Policy,
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
    load_source(source(folder)?, Imported::default())
}

/// The same for a text at hand, with more places than its own tables have.
pub(crate) fn load_source(source: Source, more: Imported) -> Result<Ready, Failure> {
    let mut places = source.gazetteer().context("cannot read the tables of places")?;
    more.add_to(&mut places);
    let loaded = policy::load(&source.policy_text(), &places);
    match loaded.policy {
        Some(policy) => Ok(Ready { source, places, policy }),
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
