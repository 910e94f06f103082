//! Reads a programme: `spine/programmes/*.toml` and `areas/*/programmes/*.toml`.

use super::{
    Context,
    ids::{expect_id_of_file, plain_id, report_duplicate},
    known_until::known_until,
    parameters::{ReadParameter, parameters},
    reader::{Reader, Spotted},
    vocabulary::{KINDS_OF_BODY, NEEDS, SELF, known_words, nation},
};
use crate::{
    Criterion, Expression, Nation, Parameter, Programme, Wording,
    expression::{Domains, Scope, Written, check, could_be},
    wording::placeholders,
};
use kernel::Day;
use std::{collections::BTreeSet, sync::Arc};

/// First and last day, both included and both optional.
type Days = (Option<Day>, Option<Day>);

/// Reads the programme in the file at `path` (without `.toml`), which `name` is the last part of.
pub(super) fn programme(context: &Context<'_>, reader: &Reader<'_>, path: &str, name: &str) -> Programme {
    let id = plain_id(reader);
    expect_id_of_file(reader, &id, name);
    let days = reader.days();
    let known_until = known_until(reader, days.0);
    let nations = nations(reader);
    let source: Arc<str> = Arc::from(reader.citation());
    let levels: Vec<&str> = context.levels.keys().map(String::as_str).collect();
    let read = parameters(reader, &levels);
    let shared: Arc<[Parameter]> = read.iter().map(|read| read.parameter.clone()).collect();
    report_taken_names(context, &read);
    let criteria = criteria(context, reader, path, &shared, days);
    report_uncovered(&read, &criteria, days);
    let kinds = || KINDS_OF_BODY.into_iter().chain([SELF]);
    let programme = Programme {
        id: Arc::from(name),
        path: Arc::from(path),
        name: Arc::from(reader.text("name").value),
        says: reader.text("says").value,
        funder: reader.text("funder").value,
        gives: known_words(reader, "policy/unknown-need", "need", reader.texts("gives"), NEEDS),
        may_refer: known_words(reader, "policy/unknown-kind", "kind of body", reader.texts("may_refer"), kinds()),
        excludes: excludes(context, reader, name),
        standing: Programme::standing(path, days, known_until.is_some(), &nations),
        nations,
        from: days.0,
        until: days.1,
        known_until,
        incomplete: reader.optional_text("incomplete").map(|text| text.value),
        parameters: shared.to_vec(),
        cites: cites(&source, &criteria),
        criteria,
        source,
        layer: None,
    };
    reader.finish();
    programme
}

fn nations(reader: &Reader<'_>) -> Vec<Nation> {
    reader.texts("nations").iter().filter_map(|word| nation(reader, word)).collect()
}

fn excludes(context: &Context<'_>, reader: &Reader<'_>, name: &str) -> Vec<String> {
    let words = reader.texts("excludes");
    if let Some(own) = words.iter().find(|word| word.value == name) {
        reader.faults.add(
            reader
                .error("policy/unknown-programme", own.span.clone(), "a programme cannot exclude itself")
                .label("this programme"),
        );
    }
    let known = context.programmes.iter().map(|code| code.code.as_ref());
    known_words(reader, "policy/unknown-programme", "programme", words, known)
}

fn report_taken_names(context: &Context<'_>, parameters: &[ReadParameter<'_>]) {
    for read in parameters {
        if context.facts.get(&read.parameter.id).is_some() {
            let message = format!("the parameter `{}` has the name of a fact", read.parameter.id);
            read.reader.faults.add(
                read.reader
                    .error("policy/name-taken", read.reader.span(), message)
                    .label("this parameter")
                    .help("an expression could mean either: choose another name"),
            );
        }
    }
}

pub(super) fn criteria(
    context: &Context<'_>,
    reader: &Reader<'_>,
    path: &str,
    parameters: &Arc<[Parameter]>,
    programme_days: Days,
) -> Vec<Criterion> {
    let mut criteria: Vec<Criterion> = Vec::new();
    for table in reader.tables("criterion", "a criterion") {
        let id = plain_id(&table);
        let says = wording(&table, parameters);
        let when = when(context, &table, parameters);
        let (from, until) = table.days();
        report_never_in_force(&table, (from, until), programme_days);
        let known_until = known_until(&table, from);
        let criterion = Criterion {
            code: Arc::from(format!("{path}#{}", id.value)),
            id: Arc::from(id.value.as_str()),
            says,
            when,
            from,
            until,
            known_until,
            source: table.optional_text("source").map(|source| Arc::from(source.value)),
            widened: None,
        };
        table.finish();
        let standing = matches!(id.value.as_str(), "open" | "nation");
        if standing || criteria.iter().any(|earlier| earlier.id == criterion.id && share_a_day(earlier, &criterion)) {
            report_duplicate(&table, &id);
        }
        criteria.push(criterion);
    }
    criteria
}

/// Whether two criteria are ever in force on the same day. A rule that changed keeps its id, and so
/// its reason code, in criteria that follow each other.
fn share_a_day(left: &Criterion, right: &Criterion) -> bool {
    let before = |until: Option<Day>, from: Option<Day>| until.zip(from).is_some_and(|(until, from)| until < from);
    !before(left.until, right.from) && !before(right.until, left.from)
}

/// The wording of `says`, with every name in braces checked to be a parameter.
pub(super) fn wording(table: &Reader<'_>, parameters: &[Parameter]) -> Wording {
    let says = table.text("says");
    for name in placeholders(&says.value) {
        let spotted = Spotted { value: name.to_owned(), span: says.place_of(table.file, &format!("{{{name}}}")) };
        let known: Vec<&str> = parameters.iter().map(|parameter| parameter.id.as_ref()).collect();
        super::vocabulary::expect_known(table, "policy/unknown-parameter", "parameter", &spotted, known);
    }
    let (opened, closed) = (says.value.matches('{').count(), says.value.matches('}').count());
    if opened != closed || placeholders(&says.value).len() != opened {
        table.faults.add(
            table
                .error("policy/unknown-parameter", says.span.clone(), "a brace is opened or closed alone")
                .label("in this wording")
                .help("a parameter is named as `{parameter}`"),
        );
    }
    Wording::with_parameters(&says.value, parameters)
}

/// The checked expression of `when`; what cannot be read is reported and never holds.
pub(super) fn when(context: &Context<'_>, table: &Reader<'_>, parameters: &Arc<[Parameter]>) -> Expression {
    when_at(context, table, "when", parameters)
}

/// The checked expression of `key`; what cannot be read is reported and never holds.
pub(super) fn when_at(
    context: &Context<'_>,
    table: &Reader<'_>,
    key: &'static str,
    parameters: &Arc<[Parameter]>,
) -> Expression {
    let text = table.text(key);
    if text.value.trim().is_empty() {
        return Expression::never();
    }
    let before = table.faults.len();
    let scope = Scope { facts: &context.facts, parameters, areas: &context.areas, landmarks: &context.landmarks };
    let written = Written { file: table.file, faults: table.faults, text: &text.value, span: text.span.clone() };
    let Some(expression) = check(&scope, &written) else { return Expression::never() };
    let domains = Domains { facts: &context.facts, parameters };
    // A part that decides by itself has been reported where it stands.
    if table.faults.len() == before {
        report_decided(table, &domains, &expression, text);
    }
    expression
}

fn report_decided(table: &Reader<'_>, domains: &Domains<'_>, expression: &Expression, text: Spotted<String>) {
    if !could_be(domains, expression.root(), true) {
        table.faults.add(
            table
                .error("policy/unreachable", text.span, "nobody can ever meet this")
                .label("its parts contradict each other")
                .help("did you mean `||` where it says `&&`?"),
        );
    } else if !could_be(domains, expression.root(), false) && !expression.asks_whether_known() {
        table.faults.add(
            table
                .error("policy/always-so", text.span, "everybody always meets this")
                .into_warning()
                .label("it decides nothing")
                .help("leave it out, or say what it should ask"),
        );
    }
}

fn report_never_in_force(table: &Reader<'_>, (from, until): Days, programme: Days) {
    let ends_before = until.zip(programme.0).is_some_and(|(until, opens)| until < opens);
    let begins_after = from.zip(programme.1).is_some_and(|(from, closes)| from > closes);
    if ends_before || begins_after {
        table.faults.add(
            table
                .error(
                    "policy/unreachable",
                    table.span(),
                    "this criterion is never in force while the programme is open",
                )
                .label("this criterion")
                .help("compare its `from` and `until` with those of the programme"),
        );
    }
}

/// Reports parameters that a criterion reads on days for which they have no value.
fn report_uncovered(parameters: &[ReadParameter<'_>], criteria: &[Criterion], programme: Days) {
    for read in parameters {
        let id = &read.parameter.id;
        let reads = |criterion: &&Criterion| {
            criterion.when.reads_parameter(id) || placeholders(criterion.says.written()).contains(&id.as_ref())
        };
        let needed: Vec<Days> = criteria
            .iter()
            .filter(reads)
            .map(|criterion| (criterion.from.max(programme.0), earlier(criterion.until, programme.1)))
            .collect();
        let from = needed.iter().map(|(from, _)| *from).min().flatten();
        let until = needed
            .iter()
            .map(|(_, until)| *until)
            .reduce(|left, right| left.zip(right).map(|(left, right)| left.max(right)));
        if let Some(until) = until {
            read.dated.expect_covered(&read.reader, &format!("`{id}`"), (from, until));
        }
    }
}

/// The earlier of two last days, where `None` has no end.
fn earlier(left: Option<Day>, right: Option<Day>) -> Option<Day> {
    left.into_iter().chain(right).min()
}

/// The programme's citation, with those of the criteria that have their own and are in force.
fn cites(source: &str, criteria: &[Criterion]) -> Wording {
    let begins: BTreeSet<Day> = criteria
        .iter()
        .filter(|criterion| criterion.source.is_some())
        .flat_map(|criterion| [criterion.from, criterion.until.and_then(|until| until.succ_opt())])
        .flatten()
        .collect();
    Wording::new(source, begins, |day| {
        let in_force = criteria.iter().filter(|criterion| criterion.in_force_on(day));
        let mut all = vec![source];
        for own in in_force.filter_map(|criterion| criterion.source.as_deref()) {
            if !all.contains(&own) {
                all.push(own);
            }
        }
        all.join("; ")
    })
}
