//! Reads `areas/*/layers/*.toml`: what an area changes of a programme of the spine.

use super::{
    Context,
    claims::Claims,
    dated::{Dated, dated_values},
    ids::{plain_id, report_duplicate},
    known_until::known_until,
    parameters::parameters,
    powers::{CO_COMMISSION, SET_LOCAL_VALUES, expect_power},
    programmes::{when_at, wording},
    reader::{Reader, Spotted},
    vocabulary::expect_known,
};
use crate::{
    Area, DatedValue, KnownUntil, Parameter, Payer, Programme, Widening,
    layer::{Layer, Setting},
};
use indexmap::IndexMap;
use kernel::in_words;
use std::{ops::Range, sync::Arc};

/// A setting with the places where it is written.
pub(super) struct SpottedSetting {
    pub(super) setting: Setting,
    /// Where each value stands, in order of date.
    pub(super) values: Vec<Range<usize>>,
    /// Where `narrows` stands, when it is true.
    pub(super) narrows: Option<Range<usize>>,
}

/// A widening with the place where whom it lets through is written.
pub(super) struct SpottedWidening {
    pub(super) widening: Arc<Widening>,
    pub(super) when: Range<usize>,
    /// Whether it is written as the whole criterion (`when`) and not as an addition (`also_when`).
    pub(super) restates: bool,
}

/// Reads the layer in the file at `path` (without `.toml`), which `name` is the last part of. `None` when there is no
/// such programme; that is reported.
pub(super) fn layer(
    context: &Context<'_>,
    reader: &Reader<'_>,
    (area, spine): (&Area, &IndexMap<String, Programme>),
    (path, name): (&str, &str),
    claims: &mut Claims<'_>,
) -> Option<Programme> {
    let errors = reader.faults.errors();
    let programme = programme(reader, area, spine, name);
    refuse_what_is_the_spines(reader);
    let source: Arc<str> = Arc::from(reader.citation());
    let programme = programme?;
    let own = own_parameters(context, reader, programme);
    let here = Here { context, area, programme, path, source };
    let settings = here.settings(reader);
    let set = programme.with_settings(settings.iter().map(|spotted| &spotted.setting));
    let shared: Arc<[Parameter]> = Arc::from([set.parameters.as_slice(), &own].concat());
    let widenings = here.widenings(reader, &shared);
    let known_until = here.known_until(reader);
    reader.finish();
    let layer = Layer {
        path: Arc::from(path),
        parameters: own,
        settings: settings.iter().map(|spotted| spotted.setting.clone()).collect(),
        widenings: widenings.iter().map(|spotted| Arc::clone(&spotted.widening)).collect(),
        known_until,
    };
    // What is wrong by itself, here or in the spine, is not weighed as well.
    let spine_is_wrong = reader.faults.has_error_in(&format!("{}.toml", programme.path));
    if reader.faults.errors() == errors && !spine_is_wrong {
        claims.prove(reader, programme, &layer, (&settings, &widenings));
    }
    Some(programme.with_layer(&layer))
}

/// The programme of the spine that the layer is about.
fn programme<'a>(
    reader: &Reader<'_>,
    area: &Area,
    spine: &'a IndexMap<String, Programme>,
    name: &str,
) -> Option<&'a Programme> {
    let written = reader.text("programme");
    if written.value != name && !written.value.is_empty() {
        reader.faults.add(
            reader
                .error(
                    "policy/id-is-not-file-name",
                    written.span.clone(),
                    format!("the programme `{}` is not the name `{name}` of the file", written.value),
                )
                .label("must be the same")
                .help("a reason code is a path, so that anyone can find the rule: give both the same name"),
        );
        return None;
    }
    if area.programmes.contains_key(name) {
        reader.faults.add(
            reader
                .error("policy/unknown-programme", written.span, format!("`{name}` is a programme of this area's own"))
                .label("not of the spine")
                .help(format!("change it in its own file, areas/{}/programmes/{name}.toml", area.id)),
        );
        return None;
    }
    let known = spine.keys().map(String::as_str);
    expect_known(reader, "policy/unknown-programme", "programme of the spine called", &written, known);
    spine.get(name)
}

/// What the text of a layer may not say, with the code, what is wrong, and what to do.
const THE_SPINES: [(&[&str], &str, &str, &str); 4] = [
    (
        &["name", "says", "id"],
        "policy/rename",
        "an area cannot rename a programme of the spine",
        "people who move must find the same programme under the same name: leave this out. Help that is another \
         programme is written in areas/*/programmes, with a name of its own",
    ),
    (
        &["remove", "drop", "until", "from", "nations"],
        "policy/removal",
        "an area cannot take away a programme of the spine, nor say when it is open",
        "everybody may count on the spine wherever they live: leave this out. That no place is free is said by the \
         provider, not in the rules",
    ),
    (
        &["criterion"],
        "policy/narrows",
        "an area cannot ask for more than the spine does",
        "a further criterion shuts out people whom the spine lets through. To let more people through, write a \
         [[widen]]; to help only some people, write a programme of the area's own",
    ),
    (
        &["excludes", "may_refer", "gives", "funder"],
        "policy/the-spines-to-say",
        "who may refer, who pays, what is given and what is excluded are for the spine to say",
        "an area may set numbers ([[set]]) and let more people through ([[widen]]); all else holds everywhere",
    ),
];

fn refuse_what_is_the_spines(reader: &Reader<'_>) {
    for (keys, code, message, help) in THE_SPINES {
        for key in keys {
            if let Some(span) = reader.place_of_key(key) {
                reader.faults.add(reader.error(code, span, message).label("not for an area").help(help));
            }
        }
    }
}

/// Numbers of the layer's own. None may have the name of one of the programme's, or of a fact.
fn own_parameters(context: &Context<'_>, reader: &Reader<'_>, programme: &Programme) -> Vec<Parameter> {
    let read = parameters(reader, &[]);
    for own in &read {
        let id = own.parameter.id.as_ref();
        let taken = if programme.parameter(id).is_some() {
            Some((
                format!("`{}` has a number `{id}` already", programme.id),
                "to give it another value here, write a [[set]]",
            ))
        } else if context.facts.get(id).is_some() {
            Some((
                format!("the number `{id}` has the name of a fact"),
                "an expression could mean either: choose another name",
            ))
        } else {
            None
        };
        if let Some((message, help)) = taken {
            let fault = own.reader.error("policy/name-taken", own.reader.span(), message);
            own.reader.faults.add(fault.label("this number").help(help));
        }
    }
    read.into_iter().map(|read| read.parameter).collect()
}

/// What every table of a layer refers to.
struct Here<'a> {
    context: &'a Context<'a>,
    area: &'a Area,
    programme: &'a Programme,
    path: &'a str,
    /// The citation of the file, where a table has none of its own.
    source: Arc<str>,
}

impl Here<'_> {
    /// Until when the area confirms what the spine says of the programme. It may only do so for longer.
    fn known_until(&self, reader: &Reader<'_>) -> Option<Arc<KnownUntil>> {
        let span = reader.place_of_key("known_until");
        let confirmed = known_until(reader, self.programme.from)?;
        let spine = self.programme.known_until.as_deref();
        if spine.is_none_or(|spine| confirmed.day <= spine.day) {
            let spine = spine.map_or_else(
                || "the spine names no day after which it is not known".to_owned(),
                |spine| format!("the spine is known until {}", in_words(spine.day)),
            );
            reader.faults.add(
                reader
                    .error(
                        "policy/confirms-nothing",
                        span.unwrap_or_else(|| reader.span()),
                        format!("the area confirms `{}` for no longer than the spine", self.programme.id),
                    )
                    .label(format!("until {}", in_words(confirmed.day)))
                    .help(format!(
                        "{spine} (spine/programmes/{}.toml): name a later day, or leave this out",
                        self.programme.id
                    )),
            );
        }
        Some(Arc::new(KnownUntil { confirmed_by: Some(Arc::from(self.path)), ..(*confirmed).clone() }))
    }

    fn settings(&self, reader: &Reader<'_>) -> Vec<SpottedSetting> {
        let mut settings: Vec<SpottedSetting> = Vec::new();
        for table in reader.tables("set", "a local value") {
            let id = table.text("parameter");
            let known = self.programme.parameters.iter().map(|parameter| parameter.id.as_ref());
            let what = format!("number in `{}` called", self.programme.id);
            expect_known(&table, "policy/unknown-parameter", &what, &id, known);
            let power = (SET_LOCAL_VALUES, "set a number of the spine");
            let may = expect_power(self.context, &table, id.span.clone(), &self.area.level, power);
            let dated = dated_values(&table, &format!("`{}`", id.value));
            let source = table.optional_text("source").map_or_else(|| self.source.to_string(), |source| source.value);
            let (example, narrows) = (table.flag("example"), table.flag("narrows"));
            let narrows = table.place_of_key("narrows").filter(|_| narrows);
            table.finish();
            if let Some(parameter) = self.programme.parameter(&id.value).filter(|_| may) {
                self.expect_in_range(&table, &id, parameter, &dated);
            }
            if settings.iter().any(|earlier| earlier.setting.parameter.as_ref() == id.value) {
                report_duplicate(&table, &id);
            }
            let code: Arc<str> = Arc::from(format!("{}#{}", self.path, id.value));
            let set = |value: &DatedValue| DatedValue {
                source: value.source.clone().or(Some(source.clone())),
                example: value.example || example,
                set_by: Some(Arc::clone(&code)),
                ..value.clone()
            };
            let (values, places) = dated.spotted().map(|(value, place)| (set(value), place.clone())).unzip();
            let setting = Setting { parameter: Arc::from(id.value), values };
            settings.push(SpottedSetting { setting, values: places, narrows });
        }
        settings
    }

    /// Reports values outside the range that the spine gives to the area's level.
    fn expect_in_range(&self, table: &Reader<'_>, id: &Spotted<String>, parameter: &Parameter, dated: &Dated) {
        let level = &self.area.level;
        let Some((low, high)) = parameter.local_range.get(level) else {
            let help = match parameter.local_range.keys().map(|level| format!("`{level}`")).collect::<Vec<_>>() {
                levels if levels.is_empty() => "the spine gives no `local_range` for it".to_owned(),
                levels => format!("its `local_range` is for {}", levels.join(" and ")),
            };
            table.faults.add(
                table
                    .error(
                        "policy/no-range",
                        id.span.clone(),
                        format!("an area of the level `{level}` cannot set `{}`", id.value),
                    )
                    .label("the same everywhere")
                    .help(format!("{help} (spine/programmes/{}.toml)", self.programme.id)),
            );
            return;
        };
        let unit = &parameter.unit;
        for (value, place) in dated.spotted().filter(|(value, _)| !(low..=high).contains(&&value.is)) {
            let message = format!("{} {unit} is outside the range that an area may choose from", value.is);
            table.faults.add(
                table
                    .error("policy/outside-range", place.clone(), message.replace("  ", " "))
                    .label(format!("must be from {low} to {high}"))
                    .help(format!(
                        "the spine gives the level `{level}` this range (`local_range` of `{}` in \
                         spine/programmes/{}.toml)",
                        id.value, self.programme.id
                    )),
            );
        }
    }

    fn widenings(&self, reader: &Reader<'_>, parameters: &Arc<[Parameter]>) -> Vec<SpottedWidening> {
        let mut widenings: Vec<SpottedWidening> = Vec::new();
        for table in reader.tables("widen", "a widening") {
            let id = plain_id(&table);
            let power = (CO_COMMISSION, "let more people into a programme of the spine");
            expect_power(self.context, &table, table.span(), &self.area.level, power);
            let criterion = table.optional_text("criterion");
            if let Some(criterion) = &criterion {
                self.expect_criterion(&table, criterion);
            }
            let says = wording(&table, parameters);
            let restates = table.optional_text("also_when").is_none() && table.optional_text("when").is_some();
            let key = if restates { "when" } else { "also_when" };
            let when = when_at(self.context, &table, key, parameters);
            let pays = self.payer(&table);
            let (from, until) = table.days();
            let widening = Widening {
                code: Arc::from(format!("{}#{}", self.path, id.value)),
                id: Arc::from(id.value.as_str()),
                criterion: criterion.map(|criterion| Arc::from(criterion.value)),
                says,
                when,
                pays,
                from,
                until,
                source: table.optional_text("source").map_or_else(|| Arc::clone(&self.source), |own| own.value.into()),
                example: table.flag("example"),
            };
            self.report_days(&table, &widening);
            table.finish();
            if widenings.iter().any(|earlier| earlier.widening.id == widening.id) {
                report_duplicate(&table, &id);
            }
            let when = table.optional_text(key).map_or_else(|| table.span(), |text| text.span);
            widenings.push(SpottedWidening { widening: Arc::new(widening), when, restates });
        }
        widenings
    }

    fn expect_criterion(&self, table: &Reader<'_>, criterion: &Spotted<String>) {
        if matches!(criterion.value.as_str(), "open" | "nation") {
            table.faults.add(
                table
                    .error(
                        "policy/unknown-criterion",
                        criterion.span.clone(),
                        "an area cannot say when or in which nation a programme of the spine is open",
                    )
                    .label("not for an area")
                    .help("widen one of its other criteria, or write a programme of the area's own"),
            );
            return;
        }
        let what = format!("criterion in `{}` called", self.programme.id);
        let mut known: Vec<&str> = self.programme.criteria.iter().map(|criterion| criterion.id.as_ref()).collect();
        known.dedup();
        expect_known(table, "policy/unknown-criterion", &what, criterion, known);
    }

    /// Who pays: a body of the area, or whoever pays for some programme that the area sees.
    fn payer(&self, table: &Reader<'_>) -> Payer {
        if table.place_of_key("pays").is_none() {
            table.faults.add(
                table
                    .error(
                        "policy/missing-key",
                        table.span(),
                        "nobody is named who pays for the people let through here",
                    )
                    .label("this widening")
                    .help("add `pays = \"…\"` with the id of a body of this area (area.toml) or of a funder"),
            );
            return Payer { id: Arc::from(""), name: Arc::from("") };
        }
        let pays = table.text("pays");
        let bodies = self.area.bodies.keys().map(String::as_str);
        let known: Vec<&str> = bodies.chain(self.context.funders.iter().map(String::as_str)).collect();
        expect_known(table, "policy/unknown-payer", "body of this area and no funder called", &pays, known);
        let name = self.area.bodies.get(&pays.value).map_or(pays.value.as_str(), |body| &body.name);
        Payer { name: Arc::from(name), id: Arc::from(pays.value.as_str()) }
    }

    /// Reports a widening that is never in force while the programme is open, or reads a number without a value.
    fn report_days(&self, table: &Reader<'_>, widening: &Widening) {
        let ends_before = widening.until.zip(self.programme.from).is_some_and(|(until, opens)| until < opens);
        let begins_after = widening.from.zip(self.programme.until).is_some_and(|(from, closes)| from > closes);
        if ends_before || begins_after {
            table.faults.add(
                table
                    .error(
                        "policy/unreachable",
                        table.span(),
                        "this widening is never in force while the programme is open",
                    )
                    .label("this widening")
                    .help(format!("compare its days with those of spine/programmes/{}.toml", self.programme.id)),
            );
            return;
        }
        let from = widening.from.max(self.programme.from);
        let until = widening.until.into_iter().chain(self.programme.until).min();
        for parameter in widening.when.parameters_read() {
            for hole in parameter.days_without_value(from, until) {
                let last = hole.until.map_or_else(|| "on".to_owned(), |until| format!("to {until}"));
                let message = format!("it reads `{}`, which has no value from {} {last}", parameter.id, hole.from);
                table.faults.add(
                    table
                        .error("policy/dates-hole", table.span(), message)
                        .label("in force on days without the value")
                        .help("give the widening a `from` and an `until` inside the days of the value, or the number a value"),
                );
            }
        }
    }
}
