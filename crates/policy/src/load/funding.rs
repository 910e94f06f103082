//! Reads `areas/*/funding/*.toml`: streams of money, and what and whom they may pay.

use super::{
    Context,
    ids::{expect_id_of_file, plain_id},
    programmes::criteria,
    reader::Reader,
    vocabulary::{NEEDS, known_words},
};
use crate::{
    Area, Criterion, Expression, Pool, Stream, StreamYear, Wording,
    expression::{Scope, Written, check},
};
use kernel::{Pence, Period};
use std::sync::Arc;

/// The id of the criterion that `not_beside` makes.
const NOT_BESIDE: &str = "not-beside";
/// Programmes in one expression of those that `not_beside` is put together from: well below the longest that may be written.
const PROGRAMMES_AT_ONCE: usize = 20;
/// What `not_beside` reads: the programmes that a person is on.
const CURRENT_PROGRAMMES: &str = "current_programmes";

/// Reads the stream in the file at `path` (without `.toml`), which `name` is the last part of.
pub(super) fn stream(context: &Context<'_>, reader: &Reader<'_>, area: &Area, path: &str, name: &str) -> Stream {
    let id = plain_id(reader);
    expect_id_of_file(reader, &id, name);
    let years = years(reader);
    let own_days = (years.first().map(|year| year.period.from), years.last().and_then(|year| year.period.until));
    let mut criteria = criteria(context, reader, path, &Arc::from([]), own_days);
    if let Some(dated) = criteria.iter().find(|criterion| criterion.known_until.is_some()) {
        reader.faults.add(
            reader
                .error(
                    "policy/unknown-key",
                    reader.span(),
                    format!("the criterion `{}` of a stream of money has no `known_until`", dated.id),
                )
                .label("a stream ends with its money")
                .help("leave it out: until when money may be spent is said by the stream's years (`[[year]]`)"),
        );
    }
    let (not_beside, criterion) = not_beside(context, reader, path);
    criteria.extend(criterion);
    let programmes = context.programmes.iter().map(|code| code.code.as_ref());
    let bodies = area.bodies.keys().map(String::as_str);
    let stream = Stream {
        id: Arc::from(name),
        path: Arc::from(path),
        name: Arc::from(reader.text("name").value),
        funder: reader.text("funder").value,
        pays: known_words(reader, "policy/unknown-need", "need", reader.texts("pays"), NEEDS),
        programmes: known_words(
            reader,
            "policy/unknown-programme",
            "programme",
            reader.texts("programmes"),
            programmes,
        ),
        bodies: known_words(reader, "policy/unknown-body", "body", reader.texts("bodies"), bodies),
        not_beside,
        started: started(reader),
        share_percent: percent(reader, "share_percent", 1, 100),
        management_percent: percent(reader, "management_percent", 0, 0),
        pool: pool(reader),
        years,
        criteria,
        example: reader.flag("example"),
        source: Arc::from(reader.citation()),
    };
    reader.finish();
    stream
}

fn started(reader: &Reader<'_>) -> (Option<kernel::Day>, Option<kernel::Day>) {
    let (from, until) = (reader.optional_day("started_from"), reader.optional_day("started_until"));
    if let (Some(from), Some(until)) = (&from, &until)
        && until.value < from.value
    {
        reader.faults.add(
            reader
                .error("policy/dates-reversed", until.span.clone(), "`started_until` is before `started_from`")
                .label(format!("before {}", from.value))
                .help("both days are included; swap them or mend the year"),
        );
    }
    (from.map(|day| day.value), until.map(|day| day.value))
}

/// A whole number of percent from `least` to 100; `absent` when it is not given.
fn percent(reader: &Reader<'_>, key: &'static str, least: i64, absent: i64) -> i64 {
    let Some(percent) = reader.optional_whole(key) else { return absent };
    if !(least..=100).contains(&percent.value) {
        reader.faults.add(
            reader
                .error("policy/out-of-range", percent.span, format!("`{key}` is {} percent", percent.value))
                .label(format!("must be from {least} to 100")),
        );
    }
    percent.value.clamp(least, 100)
}

fn pool(reader: &Reader<'_>) -> Option<Pool> {
    let pool = reader.optional_text("pool");
    let virement = reader.place_of_key("virement_percent");
    let virement_percent = percent(reader, "virement_percent", 0, 0);
    match (pool, virement) {
        (Some(pool), _) => Some(Pool { name: pool.value, virement_percent }),
        (None, Some(place)) => {
            reader.faults.add(
                reader
                    .error("policy/missing-key", place, "money may move, and it is not said between which streams")
                    .label("says how much may move")
                    .help("name the settlement in each of its streams: `pool = \"Integrated Settlement\"`"),
            );
            None
        }
        (None, None) => None,
    }
}

/// `[[year]]`: in order of date, none on a day of another.
fn years(reader: &Reader<'_>) -> Vec<StreamYear> {
    let mut years: Vec<StreamYear> = Vec::new();
    for table in reader.tables("year", "a year of a stream") {
        let (from, until) = table.days();
        for (day, key) in [(from, "from"), (until, "until")] {
            if day.is_none() {
                table.missing(key);
            }
        }
        let year = StreamYear {
            period: Period { from: from.unwrap_or_default(), until: until.or(from) },
            amount: Pence(table.count("pence")),
            carry_over_percent: percent(&table, "carry_over_percent", 0, 0),
        };
        table.finish();
        if let Some(before) =
            years.last().filter(|before| before.period.until.is_none_or(|end| year.period.from <= end))
        {
            table.faults.add(
                table
                    .error(
                        "policy/dates-overlap",
                        table.span(),
                        format!("this year begins on {}, and the one before has not ended", year.period.from),
                    )
                    .label(format!("the one before begins on {}", before.period.from))
                    .help("write the earliest year first; both days of a year are included"),
            );
        }
        years.push(year);
    }
    if years.is_empty() {
        reader.faults.add(
            reader
                .error("policy/no-value", reader.span(), "a stream without a year has no money")
                .label("this one")
                .help("write `[[year]]` with `from`, `until` and `pence`"),
        );
    }
    years
}

/// `not_beside`: the person is on no programme that one of these pays for. Those programmes, and the criterion.
fn not_beside(context: &Context<'_>, reader: &Reader<'_>, path: &str) -> (Vec<String>, Option<Criterion>) {
    let Some(place) = reader.place_of_key("not_beside") else { return (Vec::new(), None) };
    let known = context.funders.iter().map(String::as_str);
    let funders = known_words(reader, "policy/unknown-funder", "funder", reader.texts("not_beside"), known);
    let paid = context.funded.iter().filter(|(_, funder)| funders.contains(funder));
    let paid: Vec<String> = paid.map(|(programme, _)| programme.clone()).collect();
    let says = format!("Is on no programme that {} pays for", funders.join(" or "));
    let scope = Scope {
        facts: &context.facts,
        parameters: &Arc::from([]),
        areas: &context.areas,
        landmarks: &context.landmarks,
    };
    // A funder may pay for more programmes than one expression holds.
    let on_one_of = |some: &[String]| {
        let on: Vec<String> = some.iter().map(|id| format!("'{id}' in {CURRENT_PROGRAMMES}")).collect();
        let text = on.join(" || ");
        let written = Written { file: reader.file, faults: reader.faults, text: &text, span: place.clone() };
        check(&scope, &written).unwrap_or_else(Expression::never)
    };
    let parts: Vec<Expression> = paid.chunks(PROGRAMMES_AT_ONCE).map(on_one_of).collect();
    let criterion = Criterion {
        id: Arc::from(NOT_BESIDE),
        code: Arc::from(format!("{path}#{NOT_BESIDE}")),
        says: Wording::with_parameters(&says, &[]),
        when: Expression::none_of(&parts),
        from: None,
        until: None,
        source: None,
        known_until: None,
        widened: None,
    };
    (paid, Some(criterion))
}
