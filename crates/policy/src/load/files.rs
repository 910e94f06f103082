//! The files of a policy text: which is which, and their TOML.

use crate::{
    Code, PolicyText,
    fault::{Fault, Faults, SourceFile},
};
use kernel::Postcode;
use std::{collections::BTreeSet, sync::Arc};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What a file holds, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    Facts,
    Outcomes,
    Standards,
    Levels,
    Purposes,
    Retention,
    Counting,
    Words,
    Holidays,
    Time,
    Days,
    Synonyms,
    Programme { area: Option<&'a str>, name: &'a str },
    Area { area: &'a str },
    Contract { area: &'a str, name: &'a str },
    Funding { area: &'a str, name: &'a str },
    Layer { area: &'a str, name: &'a str },
    AreaStandards { area: &'a str },
    AreaSynonyms { area: &'a str },
}

/// A file with its TOML read.
pub(super) struct Document<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) place: Place<'a>,
    pub(super) table: Spanned<DeTable<'a>>,
    /// Whether its TOML is broken; then what could be read of it is kept.
    pub(super) broken: bool,
}

impl<'a> Document<'a> {
    /// The path without `.toml`, which reason codes start with.
    pub(super) fn stem(&self) -> &'a str {
        self.file.path.strip_suffix(".toml").unwrap_or(&self.file.path)
    }
}

/// The files of the text that end in `.toml`.
pub(super) fn source_files(text: &PolicyText) -> Vec<SourceFile> {
    text.shared()
        .filter(|(path, _)| path.ends_with(".toml"))
        .map(|(path, contents)| SourceFile { path: Arc::from(path), contents: Arc::clone(contents) })
        .collect()
}

/// Reads the TOML of every file that the policy knows; reports the others and what is not TOML.
pub(super) fn documents<'a>(files: &'a [SourceFile], faults: &Faults) -> Vec<Document<'a>> {
    let mut documents = Vec::new();
    for file in files {
        let Some(place) = place(&file.path) else {
            report_unread(file, faults);
            continue;
        };
        let (table, errors) = DeTable::parse_recoverable(&file.contents);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            faults.add(
                Fault::error("policy/toml", file, span.clone(), format!("this is not TOML: {}", error.message())).help(
                    if has_curly_quotes(&file.contents, &span) {
                        "this line has curly quotes, which a word processor makes: write straight ones, `\"…\"`"
                    } else {
                        "text goes in quotes, days and numbers do not; every table begins with its name in brackets"
                    },
                ),
            );
        }
        documents.push(Document { file, place, table, broken: !errors.is_empty() });
    }
    documents
}

/// Whether the line where `span` begins has quotes that are not straight.
fn has_curly_quotes(text: &str, span: &std::ops::Range<usize>) -> bool {
    let at = span.start.min(text.len());
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    line.contains(['‘', '’', '“', '”', '„'])
}

fn place(path: &str) -> Option<Place<'_>> {
    let parts: Vec<&str> = path.strip_suffix(".toml")?.split('/').collect();
    Some(match parts.as_slice() {
        ["spine", "facts"] => Place::Facts,
        ["spine", "outcomes"] => Place::Outcomes,
        ["spine", "standards"] => Place::Standards,
        ["spine", "levels"] => Place::Levels,
        ["spine", "purposes"] => Place::Purposes,
        ["spine", "retention"] => Place::Retention,
        ["spine", "counting"] => Place::Counting,
        ["spine", "words"] => Place::Words,
        ["spine", "holidays"] => Place::Holidays,
        ["spine", "time"] => Place::Time,
        ["spine", "days"] => Place::Days,
        ["spine", "synonyms"] => Place::Synonyms,
        ["spine", "programmes", name] => Place::Programme { area: None, name },
        ["areas", area, "area"] => Place::Area { area },
        ["areas", area, "programmes", name] => Place::Programme { area: Some(area), name },
        ["areas", area, "contracts", name] => Place::Contract { area, name },
        ["areas", area, "funding", name] => Place::Funding { area, name },
        ["areas", area, "layers", name] => Place::Layer { area, name },
        ["areas", area, "standards"] => Place::AreaStandards { area },
        ["areas", area, "synonyms"] => Place::AreaSynonyms { area },
        _ => return None,
    })
}

/// A file that nothing reads is most likely in the wrong place.
fn report_unread(file: &SourceFile, faults: &Faults) {
    if file.path.starts_with("spine/") || file.path.starts_with("areas/") {
        faults.add(Fault::error("policy/unread-file", file, 0..0, "nothing reads this file").into_warning().help(
            "programmes are in spine/programmes and areas/*/programmes, contracts in areas/*/contracts, streams of \
             money in areas/*/funding, what an area changes of the spine in areas/*/layers and areas/*/standards.toml",
        ));
    }
}

/// Ids of every folder in `areas/`, in order.
pub(super) fn areas(documents: &[Document<'_>]) -> Vec<Arc<str>> {
    let ids: BTreeSet<&str> = documents
        .iter()
        .filter_map(|document| match document.place {
            Place::Area { area }
            | Place::AreaStandards { area }
            | Place::AreaSynonyms { area }
            | Place::Contract { area, .. }
            | Place::Funding { area, .. }
            | Place::Layer { area, .. }
            | Place::Programme { area: Some(area), .. } => Some(area),
            _ => None,
        })
        .collect();
    ids.into_iter().map(Arc::from).collect()
}

/// Every programme of the spine and the areas by the name of its file, with the name for people.
pub(super) fn programmes(documents: &[Document<'_>]) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    for document in documents {
        let Place::Programme { name: code, .. } = document.place else { continue };
        if codes.iter().all(|known| known.code.as_ref() != code) {
            let name = document.table.get_ref().get("name").and_then(|name| name.get_ref().as_str());
            codes.push(Code { code: Arc::from(code), says: name.unwrap_or(code).to_owned() });
        }
    }
    codes
}

/// Every body of the areas that has a postcode, by its id, whatever else is wrong with it.
pub(super) fn bodies(documents: &[Document<'_>]) -> Vec<(String, Postcode)> {
    let areas = documents.iter().filter(|document| matches!(document.place, Place::Area { .. }));
    let tables = areas.filter_map(|document| document.table.get_ref().get("body")?.get_ref().as_array());
    let body = |body: &Spanned<DeValue<'_>>| {
        let text = |key: &str| body.get_ref().as_table()?.get(key)?.get_ref().as_str();
        Some((text("id")?.to_owned(), text("postcode")?.parse().ok()?))
    };
    tables.flat_map(|bodies| bodies.iter()).filter_map(body).collect()
}

/// Every programme with who pays for it, by their ids.
pub(super) fn funded(documents: &[Document<'_>]) -> Vec<(String, String)> {
    let programme = |document: &Document<'_>| {
        let Place::Programme { name, .. } = document.place else { return None };
        Some((name.to_owned(), document.table.get_ref().get("funder")?.get_ref().as_str()?.to_owned()))
    };
    documents.iter().filter_map(programme).collect()
}

/// An error about a file that is not there, or that as a whole is in the way.
pub(super) fn missing(path: &str, message: &str) -> Fault {
    let file = SourceFile { path: Arc::from(path), contents: Arc::from("") };
    Fault::error("policy/missing-file", &file, 0..0, message)
}
