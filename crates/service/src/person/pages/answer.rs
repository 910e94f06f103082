//! Reading an answer to a fact's question from a form, and filling one in.
//!
//! The field is `answer`. "Not known" is an answer too: a choice of its own where there are choices, a box to
//! tick (`unknown`) where something is typed.

use crate::{
    Application,
    web::forms::{Choice, DateRule, Form},
};
use kernel::{Day, Pence, Postcode};
use policy::{FactDefinition, FactType, Value};
use std::collections::BTreeSet;

/// The field of the answer.
pub(super) const ANSWER: &str = "answer";
/// The choice, and the ticked box, for what is not known.
pub(super) const NOT_KNOWN: &str = "not-known";
/// The choice for a known "none of these".
const NONE_OF_THESE: &str = "none-of-these";

/// The choices that the question offers; none where something is typed.
pub(super) fn choices(definition: &FactDefinition) -> Vec<Choice> {
    let coded = definition.codes().iter().map(|code| Choice::new(code.code.as_ref(), code.says.clone()));
    let not_known = Choice::new(NOT_KNOWN, "Not known");
    match &definition.kind {
        FactType::YesNo => Choice::yes_no().into_iter().chain([not_known]).collect(),
        FactType::OneOf(_) => coded.chain([not_known]).collect(),
        FactType::AnyOf(_) => coded.chain([Choice::new(NONE_OF_THESE, "None of these"), not_known]).collect(),
        FactType::Whole { .. } | FactType::Date | FactType::Pence { .. } | FactType::Place => Vec::new(),
    }
}

/// The form with what is known already filled in. A home area is not: the postcode it came from was not kept.
pub(super) fn fill(form: Form, value: &Value) -> Form {
    match value {
        Value::YesNo(yes) => form.with(ANSWER, if *yes { "yes" } else { "no" }),
        Value::Whole(whole) => form.with(ANSWER, whole),
        Value::Date(day) => form.with_date(ANSWER, Some(*day)),
        Value::Pence(Pence(pence)) => form.with(ANSWER, format!("{}.{:02}", pence / 100, pence % 100)),
        Value::OneOf(code) => form.with(ANSWER, code),
        Value::AnyOf(codes) if codes.is_empty() => form.with(ANSWER, NONE_OF_THESE),
        Value::AnyOf(codes) => codes.iter().fold(form, |form, code| form.with(ANSWER, code)),
        Value::Place(_) => form,
    }
}

/// The answer, `Some(None)` for "not known"; `None` after pushing a message.
pub(super) fn read(
    app: &Application,
    today: Day,
    definition: &FactDefinition,
    form: &mut Form,
) -> Option<Option<Value>> {
    let offered = choices(definition);
    if !offered.is_empty() {
        return read_choice(definition, form, &offered);
    }
    if form.has("unknown", NOT_KNOWN) {
        return if is_untouched(form) {
            Some(None)
        } else {
            form.errors.push(ANSWER, "Give an answer or select ‘Not known’, not both");
            None
        };
    }
    read_typed(app, today, definition, form).map(Some)
}

fn is_untouched(form: &Form) -> bool {
    form.text(ANSWER).trim().is_empty() && form.boxes(ANSWER).is_empty()
}

fn read_choice(definition: &FactDefinition, form: &mut Form, offered: &[Choice]) -> Option<Option<Value>> {
    if !matches!(definition.kind, FactType::AnyOf(_)) {
        let chosen = form.choice(ANSWER, offered, "Select an answer")?;
        return Some(match (chosen.as_str(), &definition.kind) {
            (NOT_KNOWN, _) => None,
            (yes_or_no, FactType::YesNo) => Some(Value::YesNo(yes_or_no == "yes")),
            _ => Some(Value::OneOf(chosen)),
        });
    }
    let chosen: BTreeSet<String> = form.choices(ANSWER, offered).into_iter().collect();
    let alone = |word: &str| chosen.len() == 1 && chosen.contains(word);
    if chosen.is_empty() {
        form.errors.push(ANSWER, "Select all that apply, or select ‘None of these’");
        None
    } else if alone(NOT_KNOWN) {
        Some(None)
    } else if alone(NONE_OF_THESE) {
        Some(Some(Value::AnyOf(BTreeSet::new())))
    } else if chosen.contains(NOT_KNOWN) || chosen.contains(NONE_OF_THESE) {
        form.errors
            .push(ANSWER, "Select what applies, or ‘None of these’, or ‘Not known’, not more than one of the three");
        None
    } else {
        Some(Some(Value::AnyOf(chosen)))
    }
}

fn read_typed(app: &Application, today: Day, definition: &FactDefinition, form: &mut Form) -> Option<Value> {
    let says = definition.says.as_str();
    match &definition.kind {
        FactType::Whole { minimum, maximum } => {
            let bounds = minimum.unwrap_or(0)..=maximum.unwrap_or(i64::from(u32::MAX));
            form.whole(ANSWER, says, bounds).map(Value::Whole)
        }
        FactType::Pence { minimum, maximum } => {
            let most = Pence(maximum.unwrap_or(i64::from(u32::MAX)));
            let pence = form.pence(ANSWER, says, most)?;
            let least = Pence(minimum.unwrap_or(0));
            let read = if pence < least { Err(format!("{says} must be {least} or more")) } else { Ok(pence) };
            form.keep(ANSWER, read).map(Value::Pence)
        }
        FactType::Date => read_date(app, today, definition, form),
        _ => {
            let read = place(app, form.text(ANSWER));
            form.keep(ANSWER, read)
        }
    }
}

/// A day within what the fact says of it: a birthday lies in the past, the end of a notice may lie ahead.
fn read_date(app: &Application, today: Day, definition: &FactDefinition, form: &mut Form) -> Option<Value> {
    let rule = DateRule::Within { ends: definition.days.ends(today), today };
    let day = form.date(ANSWER, &definition.says, rule)?;
    let read = definition.parse(&day.to_string(), &app.places);
    form.keep(ANSWER, read.map_err(|error| error.to_string()))
}

/// The small area that a postcode lies in.
///
/// # Errors
/// What is wrong with it, in words for the person who typed it.
pub(super) fn place(app: &Application, typed: &str) -> Result<Value, String> {
    if typed.trim().is_empty() {
        return Err("Enter a postcode".to_owned());
    }
    let postcode: Postcode = typed.parse().map_err(|_| "Enter a full UK postcode, like B9 5QT".to_owned())?;
    match app.places.locate(&postcode) {
        Some(record) => Ok(Value::Place(record.place.clone())),
        None => Err("We do not know this postcode. Check it, or leave it empty for now".to_owned()),
    }
}
