//! From text to a checked policy, with every fault of every file.
//!
//! One file here reads one kind of text. Nothing stops at a fault: what is missing or wrong is
//! reported and reading goes on, so that an author sees everything at once.

mod agreements;
mod areas;
mod claims;
mod contracts;
mod counting;
mod dated;
mod day_bounds;
mod day_findings;
mod facts;
mod files;
mod funding;
mod groups;
mod holidays;
mod ids;
mod known_until;
mod layers;
mod local_standards;
mod parameters;
mod powers;
mod programmes;
mod reader;
mod retention;
mod spine;
mod synonyms;
mod time;
mod vocabulary;
mod words;

use crate::{
    Area, Category, Code, Contract, EvidenceKind, Extents, FactBook, Fault, Gazetteer, Holidays, Keep, Level,
    MAX_STREAMS, OutcomeDefinition, Policy, PolicyText, Programme, Proof, Purpose, Standard, Stream,
    expression::Landmarks, fault::Faults, layer::prove::World,
};
pub use day_findings::{DayFinding, FindingKind};
use files::{Document, Place, documents, source_files};
use indexmap::IndexMap;
use kernel::{Period, Zone};
use reader::Reader;
use std::{collections::BTreeSet, sync::Arc};
pub use vocabulary::NEEDS;

/// What loading gives.
#[derive(Debug)]
pub struct Loaded {
    /// The policy; `None` when any fault is an error.
    pub policy: Option<Policy>,
    /// Every fault, errors and warnings, in order of path and line.
    pub faults: Vec<Fault>,
    /// How each claim of an area's layer is known to be so, in order of area and file.
    pub proofs: Vec<Proof>,
}

/// What the text of a programme, an area or a contract may refer to.
struct Context<'a> {
    gazetteer: &'a Gazetteer,
    facts: FactBook,
    /// Ids of the areas, in the order in which the policy holds them.
    areas: Vec<Arc<str>>,
    /// Every programme, with its name: the codes of facts with `codes_from = "programmes"`.
    programmes: Vec<Code>,
    /// Points from which distances are counted.
    landmarks: Landmarks<'a>,
    levels: &'a IndexMap<String, Level>,
    categories: &'a IndexMap<String, Category>,
    purposes: &'a IndexMap<String, Purpose>,
    retention: &'a IndexMap<String, Keep>,
    evidence: &'a IndexMap<String, EvidenceKind>,
    outcomes: &'a IndexMap<String, OutcomeDefinition>,
    holidays: &'a Holidays,
    /// Ids of all who pay for a programme, each once, in order.
    funders: Vec<String>,
    /// Every programme with who pays for it, by their ids.
    funded: Vec<(String, String)>,
}

/// Reads and checks policy text. All faults of all files are found, not only the first.
///
/// `gazetteer` says which LSOAs the wards and districts of an area have.
#[must_use]
pub fn load(text: &PolicyText, gazetteer: &Gazetteer) -> Loaded {
    let (policy, faults, proofs) = read(text, gazetteer);
    let usable = !faults.iter().any(Fault::is_error);
    Loaded { policy: usable.then_some(policy), faults, proofs }
}

/// Holes and overlaps on the days `within`: days on which a number, a price, a criterion or an agreement is missing that
/// something else counts on, and days on which there are two of one thing. In order of first day and place.
///
/// Faults of the text do not stop it: what could be read of a text is looked at. What [`load`] finds is not repeated.
#[must_use]
pub fn holes_and_overlaps(text: &PolicyText, gazetteer: &Gazetteer, within: Period) -> Vec<DayFinding> {
    let (policy, ..) = read(text, gazetteer);
    day_findings::of(&policy, within)
}

/// The time zone that the text names for what belongs to no area, without reading anything else of it; UTC where it names
/// none. It says on which day of the calendar it is asked which text is in force.
#[must_use]
pub fn zone_of(text: &PolicyText) -> Zone {
    let faults = Faults::default();
    let files: Vec<_> = source_files(text).into_iter().filter(|file| file.path.as_ref() == "spine/time.toml").collect();
    let documents = documents(&files, &faults);
    documents.first().map(|file| time::time(&Reader::of(file, &faults, "this file"))).unwrap_or_default()
}

/// The policy as far as it can be read, every fault, and how each claim is known to be so.
fn read(text: &PolicyText, gazetteer: &Gazetteer) -> (Policy, Vec<Fault>, Vec<Proof>) {
    let faults = Faults::default();
    let files = source_files(text);
    let documents = documents(&files, &faults);
    let (policy, proofs) = policy(text, gazetteer, &documents, &faults);
    let broken: Vec<&str> =
        documents.iter().filter(|document| document.broken).map(|document| document.file.path.as_ref()).collect();
    let mut faults = faults.into_inner();
    // What a file with broken TOML seems to lack is mostly what could not be read.
    faults.retain(|fault| fault.code() == "policy/toml" || !broken.contains(&fault.path()));
    faults.sort_by(|left, right| (left.path(), left.line()).cmp(&(right.path(), right.line())));
    (policy, faults, proofs)
}

fn policy(
    text: &PolicyText,
    gazetteer: &Gazetteer,
    documents: &[Document<'_>],
    faults: &Faults,
) -> (Policy, Vec<Proof>) {
    let programme_codes = files::programmes(documents);
    let read = |place: Place<'_>| documents.iter().find(|document| document.place == place);
    let reader = |document| Reader::of(document, faults, "this file");
    let facts_file = read(Place::Facts);
    if facts_file.is_none() {
        faults.add(files::missing("spine/facts.toml", "there is no file of facts"));
    }
    let (categories, facts) = facts_file.map(|file| facts::facts(&reader(file), &programme_codes)).unwrap_or_default();
    let outcomes = read(Place::Outcomes).map(|file| spine::outcomes(&reader(file))).unwrap_or_default();
    let standards = read(Place::Standards).map(|file| spine::standards(&reader(file))).unwrap_or_default();
    let levels = read(Place::Levels).map(|file| spine::levels(&reader(file))).unwrap_or_default();
    let purposes = read(Place::Purposes).map(|file| spine::purposes(&reader(file), &categories)).unwrap_or_default();
    let retention =
        read(Place::Retention).map(|file| retention::retention(&reader(file), &categories)).unwrap_or_default();
    let words = read(Place::Words).map(|file| words::words(&reader(file))).unwrap_or_default();
    let counting = read(Place::Counting).and_then(|file| counting::counting(&reader(file), &facts));
    let holidays = read(Place::Holidays).map(|file| holidays::holidays(&reader(file))).unwrap_or_default();
    let time_zone = read(Place::Time).map(|file| time::time(&reader(file))).unwrap_or_default();
    let days = read(Place::Days).map(|file| day_bounds::days(&reader(file))).unwrap_or_default();
    let is_synonyms = |place: Place<'_>| matches!(place, Place::Synonyms | Place::AreaSynonyms { .. });
    let synonyms = documents.iter().filter(|document| is_synonyms(document.place));
    let synonyms = synonyms.flat_map(|document| synonyms::synonyms(&reader(document))).collect();
    let funded = files::funded(documents);
    let funders: BTreeSet<String> = funded.iter().map(|(_, funder)| funder.clone()).collect();
    let context = Context {
        gazetteer,
        facts,
        areas: files::areas(documents),
        programmes: programme_codes,
        landmarks: Landmarks { gazetteer, bodies: files::bodies(documents) },
        levels: &levels,
        categories: &categories,
        purposes: &purposes,
        retention: &retention,
        evidence: &words.evidence,
        outcomes: &outcomes,
        holidays: &holidays,
        funders: funders.into_iter().collect(),
        funded,
    };
    let programmes = programmes(&context, documents, faults, None);
    let mut areas = areas(&context, documents, faults, (&programmes, &standards));
    let proofs = layers(&context, documents, faults, &programmes, &mut areas);
    let mut facts = context.facts;
    facts.knows_small_areas_of(areas.values());
    let (version, extent) = (text.version(), Extents::of(&areas).version());
    (
        Policy {
            version,
            extent,
            categories,
            facts,
            outcomes,
            standards,
            levels,
            purposes,
            retention,
            time_zone,
            days,
            counting,
            words,
            holidays,
            synonyms,
            programmes,
            areas,
        },
        proofs,
    )
}

/// The programmes of the spine, or of an area.
fn programmes(
    context: &Context<'_>,
    documents: &[Document<'_>],
    faults: &Faults,
    area: Option<&str>,
) -> IndexMap<String, Programme> {
    let mut programmes = IndexMap::new();
    for document in documents {
        if let Place::Programme { area: of, name } = document.place
            && of == area
        {
            let reader = Reader::of(document, faults, "a programme");
            programmes.insert(name.to_owned(), programmes::programme(context, &reader, document.stem(), name));
        }
    }
    programmes
}

fn areas(
    context: &Context<'_>,
    documents: &[Document<'_>],
    faults: &Faults,
    (spine, standards): (&IndexMap<String, Programme>, &IndexMap<String, Standard>),
) -> IndexMap<String, Area> {
    let mut areas = IndexMap::new();
    for id in &context.areas {
        let Some(document) = documents.iter().find(|document| document.place == Place::Area { area: id }) else {
            faults.add(files::missing(&format!("areas/{id}/area.toml"), "the folder of an area has no area.toml"));
            continue;
        };
        let mut area = areas::area(context, &Reader::of(document, faults, "an area"), id);
        area.programmes = programmes(context, documents, faults, Some(id));
        report_own_programmes(context, documents, faults, &area, spine);
        if let Some(document) = documents.iter().find(|found| found.place == Place::AreaStandards { area: id }) {
            let reader = Reader::of(document, faults, "the standards of an area");
            area.standards = local_standards::local_standards(context, &reader, (id, &area.level), standards);
        }
        area.contracts = contracts(context, documents, faults, &area, &areas);
        area.funding = streams(context, documents, faults, &area);
        areas.insert(id.to_string(), area);
    }
    areas
}

/// Reports programmes of an area that its level may not have, or that have the id of one of the spine.
fn report_own_programmes(
    context: &Context<'_>,
    documents: &[Document<'_>],
    faults: &Faults,
    area: &Area,
    spine: &IndexMap<String, Programme>,
) {
    for document in documents {
        let Place::Programme { area: Some(of), name } = document.place else { continue };
        if of != area.id.as_ref() {
            continue;
        }
        let reader = Reader::of(document, faults, "a programme");
        let place = reader.optional_text("id").map_or_else(|| reader.span(), |id| id.span);
        let power = (powers::ADD_PROGRAMMES, "have programmes of its own");
        powers::expect_power(context, &reader, place.clone(), &area.level, power);
        if spine.contains_key(name) {
            faults.add(
                reader
                    .error("policy/duplicate-id", place, format!("the spine has a programme `{name}` already"))
                    .label("the id of another programme")
                    .help(format!(
                        "if it is help of the area's own, give it and its file an id of their own; to let more people \
                         into the spine's, write areas/{}/layers/{name}.toml",
                        area.id
                    )),
            );
        }
    }
}

/// Lays what the areas' text changes over the programmes of the spine. How each claim is known to be so.
fn layers(
    context: &Context<'_>,
    documents: &[Document<'_>],
    faults: &Faults,
    spine: &IndexMap<String, Programme>,
    areas: &mut IndexMap<String, Area>,
) -> Vec<Proof> {
    let mut claims = claims::Claims { world: World { facts: &context.facts, areas }, proofs: Vec::new() };
    let mut seen = Vec::new();
    for document in documents {
        let Place::Layer { area, name } = document.place else { continue };
        let Some(of) = areas.get(area) else { continue };
        let reader = Reader::of(document, faults, "a layer");
        let place = (document.stem(), name);
        let layered = layers::layer(context, &reader, (of, spine), place, &mut claims);
        seen.extend(layered.map(|programme| (area, programme)));
    }
    let proofs = claims.proofs;
    for (area, programme) in seen {
        if let Some(area) = areas.get_mut(area) {
            area.see(programme);
        }
    }
    proofs
}

fn contracts(
    context: &Context<'_>,
    documents: &[Document<'_>],
    faults: &Faults,
    area: &Area,
    others: &IndexMap<String, Area>,
) -> IndexMap<String, Contract> {
    let mut contracts = IndexMap::new();
    for document in documents {
        let Place::Contract { area: of, name } = document.place else { continue };
        if of != area.id.as_ref() {
            continue;
        }
        let reader = Reader::of(document, faults, "a contract");
        if let Some(contract) = contracts::contract(context, &reader, area, document.stem(), name) {
            if others.values().any(|other| other.contracts.contains_key(name)) {
                faults.add(
                    reader
                        .error("policy/duplicate-id", reader.span(), format!("another area has a contract `{name}`"))
                        .help("ids of contracts are unique over all areas"),
                );
            }
            contracts.insert(name.to_owned(), contract);
        }
    }
    contracts
}

fn streams(
    context: &Context<'_>,
    documents: &[Document<'_>],
    faults: &Faults,
    area: &Area,
) -> IndexMap<String, Stream> {
    let mut streams = IndexMap::new();
    for document in documents {
        if let Place::Funding { area: of, name } = document.place
            && of == area.id.as_ref()
        {
            let reader = Reader::of(document, faults, "a stream");
            if streams.len() == MAX_STREAMS {
                let message = format!("an area may have at most {MAX_STREAMS} streams");
                faults.add(reader.error("policy/out-of-range", reader.span(), message).label("one too many"));
                break;
            }
            streams.insert(name.to_owned(), funding::stream(context, &reader, area, document.stem(), name));
        }
    }
    streams
}
