//! Reads `areas/*/area.toml`: an area's places, bodies and priority groups.

use super::{
    Context,
    agreements::agreements,
    groups::{ReadGroup, groups},
    ids::{expect_id_of_file, keep, plain_id},
    reader::{Reader, Spotted},
    retention,
    time::time_zone,
    vocabulary::{KINDS_OF_BODY, expect_known, known_words, nation},
    words::funders,
};
use crate::{
    Area, Body, LsoaVintage, Nation, PriorityGroup, PublishedYear,
    places::{Gazetteer, kind_of_code, small_area_code},
    suggest::listed,
};
use indexmap::IndexMap;
use kernel::{Period, Postcode};
use std::{collections::BTreeSet, sync::Arc};

/// Reads the area in the folder `name`, without its programmes and contracts.
pub(super) fn area(context: &Context<'_>, reader: &Reader<'_>, name: &str) -> Area {
    let id = plain_id(reader);
    expect_id_of_file(reader, &id, name);
    let level = reader.text("level");
    expect_known(reader, "policy/unknown-level", "level", &level, context.levels.keys().map(String::as_str));
    let bodies = bodies(context, reader);
    let area = Area {
        id: Arc::from(name),
        name: reader.text("name").value,
        nation: nation(reader, &reader.text("nation")).unwrap_or(Nation::England),
        time_zone: time_zone(reader, reader.optional_text("time_zone")),
        level: level.value,
        lsoas: places(context, reader),
        lsoas_of: context.gazetteer.vintage(),
        agreements: agreements(context, reader, &bodies),
        keeps: retention::of_area(reader, name, context.retention),
        bodies,
        priority_groups: priority_groups(context, reader, name),
        programmes: IndexMap::new(),
        layered: IndexMap::new(),
        standards: Vec::new(),
        published: published(reader),
        funders: funders(reader),
        contracts: IndexMap::new(),
        funding: IndexMap::new(),
        source: reader.citation(),
    };
    reader.finish();
    area
}

/// `[[published]]`: figures of years that are over. A year without a last day is not over.
fn published(reader: &Reader<'_>) -> Vec<PublishedYear> {
    let mut years = Vec::new();
    for table in reader.tables("published", "a year of which figures were published") {
        let (from, until) = table.days();
        for (key, day) in [("from", from), ("until", until)] {
            if day.is_none() {
                table.missing(key);
            }
        }
        let year = |period| PublishedYear {
            period,
            assumed: table.optional_text("assumed").map(|text| text.value),
            registered: table.text("registered").value,
            into_work: table.text("into_work").value,
            deprived: table.text("deprived").value,
            priority: table.text("priority").value,
            source: table.citation(),
        };
        let period = from.zip(until).and_then(|(from, until)| Period::new(from, Some(until)).ok());
        years.extend(period.map(year));
        table.finish();
    }
    years
}

fn places(context: &Context<'_>, reader: &Reader<'_>) -> BTreeSet<String> {
    let Some(table) = reader.table("places", "the places of an area") else {
        let vintage = context.gazetteer.vintage();
        reader.missing_such_as(
            "places",
            &format!(
                "say of which places it is made: a table `[places]` with `lsoas_of = {vintage}` and \
                 `wards = [\"…\"]`, `districts = [\"…\"]` or `lsoas = [\"…\"]`, all by their official codes"
            ),
        );
        return BTreeSet::new();
    };
    let listed = table.texts("lsoas");
    listed.iter().for_each(|lsoa| expect_small_area(context, &table, lsoa));
    let mut lsoas: BTreeSet<String> = listed.into_iter().map(|lsoa| lsoa.value).collect();
    expect_vintage(context, &table, !lsoas.is_empty());
    let mut add = |kind: &str, word: &Spotted<String>, found: Vec<&str>| {
        // Without any table of places nothing can be found, and that is not the text's fault.
        if found.is_empty() && !context.gazetteer.is_empty() {
            let message = format!("the table of places has no {kind} `{}`", word.value);
            table.faults.add(
                table
                    .error("policy/unknown-place", word.span.clone(), message)
                    .into_warning()
                    .label("adds nothing to the area")
                    .help(places_there_are(context.gazetteer, kind, &word.value)),
            );
        }
        lsoas.extend(found.into_iter().map(str::to_owned));
    };
    for word in table.texts("wards") {
        add("ward", &word, context.gazetteer.lsoas_of_ward(&word.value).collect());
    }
    for word in table.texts("districts") {
        add("district", &word, context.gazetteer.lsoas_of_district(&word.value).collect());
    }
    table.finish();
    lsoas
}

/// The wards or districts that the table of places has, those with their names that are nearest to `word` first.
fn places_there_are(gazetteer: &Gazetteer, kind: &str, word: &str) -> String {
    let codes: Vec<&str> = if kind == "ward" { gazetteer.wards().collect() } else { gazetteer.districts().collect() };
    let by_name = codes.iter().find(|code| gazetteer.name(code).is_some_and(|name| name.eq_ignore_ascii_case(word)));
    if let Some(code) = by_name {
        return format!("places are written by their official code: `{word}` is `{code}`");
    }
    let named: Vec<String> = codes
        .iter()
        .map(|code| gazetteer.name(code).map_or_else(|| (*code).to_owned(), |name| format!("{code} ({name})")))
        .collect();
    format!("the table of places has the {kind}s {}", listed(word, named.iter().map(String::as_str)))
}

/// Reports what is not the code of a small area, and warns of one that the table of places does not have: nobody's
/// postcode leads there.
fn expect_small_area(context: &Context<'_>, table: &Reader<'_>, lsoa: &Spotted<String>) {
    let ours = context.gazetteer.vintage();
    if small_area_code(&lsoa.value).as_ref() != Some(&lsoa.value) {
        let (what, help) = match kind_of_code(&lsoa.value) {
            Some(kind @ "a ward") => (kind, "write it in `wards`"),
            Some(kind @ "a district") => (kind, "write it in `districts`"),
            Some(kind) => (kind, "write the small areas that it is made of"),
            None => ("nothing official", "the code of a small area looks like `E01008288`"),
        };
        table.faults.add(
            table
                .error(
                    "policy/unknown-place",
                    lsoa.span.clone(),
                    format!("`{}` is not the code of a small area (LSOA)", lsoa.value),
                )
                .label(format!("the code of {what}"))
                .help(help),
        );
    } else if !context.gazetteer.is_empty() && context.gazetteer.lsoa(&lsoa.value).is_none() {
        table.faults.add(
            table
                .error(
                    "policy/unknown-place",
                    lsoa.span.clone(),
                    format!("the table of places has no small area `{}`", lsoa.value),
                )
                .into_warning()
                .label("no postcode leads here")
                .help(format!(
                    "the table has {} small areas of {ours}: compare the code and its year, or bring in a larger table",
                    context.gazetteer.lsoas().codes().len()
                )),
        );
    }
}

/// `lsoas_of` says of which year the codes are. It must be there beside a list of LSOAs, and be the year of the
/// table of places: else people would be placed by one map and areas by another.
fn expect_vintage(context: &Context<'_>, table: &Reader<'_>, lists_lsoas: bool) {
    let Some(year) = table.optional_whole("lsoas_of") else {
        if lists_lsoas {
            table.missing("lsoas_of");
        }
        return;
    };
    let ours = context.gazetteer.vintage();
    let fault = match LsoaVintage::of_year(year.value) {
        Some(vintage) if vintage == ours => return,
        Some(vintage) => table
            .error(
                "policy/lsoa-vintage",
                year.span,
                format!("the area is made of LSOAs of {vintage}, the table of places has those of {ours}"),
            )
            .label(format!("must be {ours}"))
            .help(format!("give the LSOAs of {ours}, or a table of places with those of {vintage}")),
        None => table
            .error("policy/lsoa-vintage", year.span, format!("no LSOAs were drawn in {}", year.value))
            .label("must be 2011 or 2021"),
    };
    table.faults.add(fault);
}

fn bodies(context: &Context<'_>, reader: &Reader<'_>) -> IndexMap<String, Body> {
    let mut bodies = IndexMap::new();
    for table in reader.tables("body", "a body") {
        let id = plain_id(&table);
        let kind = table.text("kind");
        expect_known(&table, "policy/unknown-kind", "kind of body", &kind, KINDS_OF_BODY);
        let body = Body {
            id: id.value.clone(),
            name: table.text("name").value,
            kind: kind.value,
            postcode: table.optional_text("postcode").and_then(|text| postcode(&table, &text)),
            offers: known_words(
                &table,
                "policy/unknown-programme",
                "programme",
                table.texts("offers"),
                context.programmes.iter().map(|code| code.code.as_ref()),
            ),
            source: table.optional_text("source").map(|source| source.value),
        };
        table.finish();
        keep(&mut bodies, &table, id, body);
    }
    bodies
}

fn postcode(table: &Reader<'_>, text: &Spotted<String>) -> Option<Postcode> {
    let postcode = text.value.parse();
    if postcode.is_err() {
        table.faults.add(
            table
                .error("policy/wrong-type", text.span.clone(), format!("`{}` is not a UK postcode", text.value))
                .label("should look like `B9 5QT`"),
        );
    }
    postcode.ok()
}

fn priority_groups(context: &Context<'_>, reader: &Reader<'_>, name: &str) -> Vec<PriorityGroup> {
    let read = groups(context, reader, ("priority_group", "a priority group"), &format!("areas/{name}/area"));
    read.into_iter().map(|ReadGroup { id, code, says, when }| PriorityGroup { id, code, says, when }).collect()
}
