//! Reads `[[agreement]]` of `areas/*/area.toml`: what bodies have agreed to share, and whether their purpose covers it.

use super::{
    Context,
    ids::{keep, plain_id},
    programmes::when_at,
    reader::{Reader, Spotted},
    vocabulary::{expect_known, known_words},
};
use crate::{Agreement, Body, Controllers, Expression, Purpose, Signing};
use indexmap::IndexMap;
use kernel::{Day, Period};
use std::sync::Arc;

/// The longest that a receiver may keep what it was given, in months.
const MAX_KEEP_MONTHS: i64 = 1_200;

/// The agreements of an area by id. `bodies` are those of the area.
pub(super) fn agreements(
    context: &Context<'_>,
    reader: &Reader<'_>,
    bodies: &IndexMap<String, Body>,
) -> IndexMap<String, Agreement> {
    let mut agreements = IndexMap::new();
    for table in reader.tables("agreement", "an agreement") {
        let id = plain_id(&table);
        let agreement = agreement(context, &table, &id.value, bodies);
        table.finish();
        keep(&mut agreements, &table, id, agreement);
    }
    agreements
}

fn agreement(context: &Context<'_>, table: &Reader<'_>, id: &str, bodies: &IndexMap<String, Body>) -> Agreement {
    let (from, until) = table.days();
    if from.is_none() {
        table.missing("from");
    }
    let period = Period { from: from.unwrap_or_default(), until };
    let purpose = table.text("purpose");
    expect_known(table, "policy/unknown-purpose", "purpose", &purpose, context.purposes.keys().map(String::as_str));
    let special_condition = special_condition(table);
    let between = between(table, bodies);
    Agreement {
        id: id.to_owned(),
        name: table.text("name").value,
        senders: senders(table, &between),
        between,
        controllers: one_of(table, "controllers", [("separate", Controllers::Separate), ("joint", Controllers::Joint)]),
        gateway: table.text("gateway").value,
        people: people(context, table),
        keep_months: keep_months(table),
        signing: one_of(table, "signing", [("here", Signing::Here), ("on-paper", Signing::OnPaper)]),
        categories: categories(context, table, &purpose.value, special_condition.is_some()),
        purpose: purpose.value,
        special_condition,
        review_by: review_by(table, period),
        period,
        source: table.citation(),
    }
}

fn between(table: &Reader<'_>, bodies: &IndexMap<String, Body>) -> Vec<String> {
    let between = table.texts("between");
    if between.len() < 2 {
        table.faults.add(
            table
                .error("policy/missing-key", table.span(), "an agreement needs at least two bodies")
                .label("this one")
                .help("write `between = [\"one\", \"another\"]` with ids of bodies of this area"),
        );
    }
    known_words(table, "policy/unknown-body", "body", between, bodies.keys().map(String::as_str))
}

/// Who may pass facts on: the parties named, or every party.
fn senders(table: &Reader<'_>, between: &[String]) -> Vec<String> {
    let Some(named) = list(table, "senders") else { return between.to_vec() };
    let parties = between.iter().map(String::as_str);
    known_words(table, "policy/unknown-body", "party to this agreement", named, parties)
}

/// A list that may be absent. One that is there and empty is a fault: it must not be read as "all".
fn list(table: &Reader<'_>, key: &'static str) -> Option<Vec<Spotted<String>>> {
    let place = table.place_of_key(key)?;
    let listed = table.texts(key);
    if listed.is_empty() {
        table.faults.add(
            table
                .error("policy/missing-key", place, format!("`{key}` of an agreement names nothing"))
                .label("an empty list")
                .help("name at least one, or take the line out"),
        );
    }
    Some(listed)
}

/// The value of one of two words; the first when the word is missing or wrong, which is reported.
fn one_of<T: Copy>(table: &Reader<'_>, key: &'static str, words: [(&'static str, T); 2]) -> T {
    let word = table.word(key, &words.map(|(word, _)| word));
    expect_known(table, "policy/unknown-word", key, &word, words.map(|(word, _)| word));
    let [(_, first), (second_word, second)] = words;
    if word.value == second_word { second } else { first }
}

/// Of whom facts are shared: an expression over facts, where there is one.
fn people(context: &Context<'_>, table: &Reader<'_>) -> Option<Expression> {
    table.place_of_key("people")?;
    Some(when_at(context, table, "people", &Arc::from([])))
}

fn keep_months(table: &Reader<'_>) -> i64 {
    let Some(months) = table.whole("keep_months") else { return 0 };
    if !(0..=MAX_KEEP_MONTHS).contains(&months.value) {
        table.faults.add(
            table
                .error("policy/out-of-range", months.span, "months are counted from 0 to 1200")
                .label("not so many months")
                .help("write for how many months after the help has ended the receiver keeps what it was given"),
        );
    }
    months.value
}

/// A condition that is there says something; an empty one would let special facts through for nothing.
fn special_condition(table: &Reader<'_>) -> Option<String> {
    table.place_of_key("special_condition")?;
    Some(table.text("special_condition").value)
}

/// The categories that flow: those listed, each of which must be allowed; or all of the purpose that may be.
fn categories(context: &Context<'_>, table: &Reader<'_>, purpose: &str, condition: bool) -> Vec<String> {
    let listed = list(table, "categories");
    let Some(purpose) = context.purposes.get(purpose) else { return Vec::new() };
    let special = |id: &str| context.categories.get(id).is_some_and(|category| category.special);
    let Some(listed) = listed else {
        let mut all = purpose.categories.clone();
        all.retain(|category| condition || !special(category));
        return all;
    };
    for category in &listed {
        let known = context.categories.keys().map(String::as_str);
        if !expect_known(table, "policy/unknown-category", "category", category, known) {
            continue;
        }
        if !purpose.categories.contains(&category.value) {
            not_covered(table, category, purpose);
        } else if special(&category.value) && !condition {
            no_condition(table, category);
        }
    }
    listed.into_iter().map(|category| category.value).collect()
}

fn not_covered(table: &Reader<'_>, category: &Spotted<String>, purpose: &Purpose) {
    let covered: Vec<String> = purpose.categories.iter().map(|category| format!("`{category}`")).collect();
    let message = format!("the purpose `{}` does not cover `{}`", purpose.id, category.value);
    table.faults.add(
        table
            .error("policy/category-not-covered", category.span.clone(), message)
            .label("may not be shared for this purpose")
            .help(format!(
                "it covers {}; take the category out, or make another agreement for a purpose that covers it",
                covered.join(", ")
            )),
    );
}

fn no_condition(table: &Reader<'_>, category: &Spotted<String>) {
    let message =
        format!("`{}` is special category or criminal-offence data and no condition is named", category.value);
    table.faults.add(
        table
            .error("policy/no-special-condition", category.span.clone(), message)
            .label("needs a further condition in law")
            .help("name it: `special_condition = \"…\"`, or take the category out"),
    );
}

/// A review before the agreement begins or after it has ended would never be held.
fn review_by(table: &Reader<'_>, period: Period) -> Day {
    let Some(review) = table.optional_day("review_by") else {
        if table.place_of_key("review_by").is_none() {
            table.missing("review_by");
        }
        return Day::default();
    };
    if !period.contains(review.value) {
        table.faults.add(
            table
                .error("policy/review-outside", review.span, format!("no agreement is in force on {}", review.value))
                .label("must be from its first day to its last")
                .help("give a day on which the parties can still change it"),
        );
    }
    review.value
}
