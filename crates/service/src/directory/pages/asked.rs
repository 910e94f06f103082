//! What somebody typed into the finder, read in the GOV.UK pattern: what is wrong is said, what
//! was typed is kept.

use crate::directory::need::Need;
use crate::directory::search::Search;
use crate::directory::{Located, locate};
use crate::web::forms::{Choice, Form};
use exchange::oruk::Weekday;
use kernel::Postcode;
use policy::Gazetteer;

/// Distances that are offered, in miles.
const MILES: [u8; 5] = [1, 2, 5, 10, 20];
/// The fields that make up a search, in the order of the page.
const FIELDS: [&str; 6] = ["text", "postcode", "miles", "need", "age", "day"];

/// A search that was read.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub search: Search,
    /// The postcode is not in the table, and distances are from the middle of its district.
    pub is_near: bool,
    /// The postcode of a place that is not known: only what is given anywhere is looked for.
    pub unplaced: Option<Postcode>,
}

/// The needs, to choose from.
pub(super) fn needs() -> Vec<Choice> {
    Need::ALL.iter().map(|need| Choice::new(need.id, need.says)).collect()
}

/// The distances, to choose from.
pub(super) fn distances() -> Vec<Choice> {
    let words = |miles: &u8| if *miles == 1 { "1 mile".to_owned() } else { format!("{miles} miles") };
    MILES.iter().map(|miles| Choice::new(miles.to_string(), words(miles))).collect()
}

/// The days of the week, to choose from.
pub(super) fn days() -> Vec<Choice> {
    Weekday::ALL.iter().map(|day| Choice::new(day.code(), day.name())).collect()
}

/// Reads the search; `None` when the form now has messages.
pub(super) fn read(form: &mut Form, places: &Gazetteer) -> Option<Asked> {
    let mut asked = Asked::default();
    asked.search.text = form.optional("text", "What you are looking for", 100).unwrap_or_default();
    if is_typed(form, "postcode") {
        from_where(form, places, &mut asked);
    }
    if is_typed(form, "miles") {
        let miles = form.choice("miles", &distances(), "Choose how far from the list");
        asked.search.within_miles = miles.and_then(|miles| miles.parse().ok());
        if !is_typed(form, "postcode") {
            form.errors.push("postcode", "Enter a postcode, so that we know where to measure from");
        }
    }
    if is_typed(form, "need") {
        let need = form.choice("need", &needs(), "Choose what you need help with from the list");
        asked.search.need = need.and_then(|need| Need::by_id(&need));
    }
    if is_typed(form, "age") {
        asked.search.age = form.whole("age", "Age", 0..=120).and_then(|age| u32::try_from(age).ok());
    }
    if is_typed(form, "day") {
        let day = form.choice("day", &days(), "Choose a day from the list");
        asked.search.weekday = day.and_then(|day| day.parse().ok());
    }
    (!form.is_faulty()).then_some(asked)
}

fn from_where(form: &mut Form, places: &Gazetteer, asked: &mut Asked) {
    let postcode = form.text("postcode").parse::<Postcode>();
    let postcode = form.keep("postcode", postcode.map_err(|_| "Enter a full UK postcode, like B9 5QT"));
    let Some(postcode) = postcode else { return };
    let located = locate(places, &postcode);
    asked.search.from = located.point();
    asked.is_near = matches!(located, Located::Near(_));
    asked.search.anywhere = located == Located::Unknown;
    asked.unplaced = (located == Located::Unknown).then_some(postcode);
}

/// Whether one of the fields that the page folds away is in use.
pub(super) fn is_narrowed(form: &Form) -> bool {
    ["miles", "need", "age", "day"].iter().any(|field| is_typed(form, field))
}

fn is_typed(form: &Form, field: &str) -> bool {
    !form.text(field).trim().is_empty()
}

/// The address of the results for what was typed, without some of the fields.
pub(super) fn address(form: &Form, without: &[&str]) -> String {
    address_below("/services", form, without)
}

/// The address of a page that keeps what was typed, without some of the fields.
pub(super) fn address_below(path: &str, form: &Form, without: &[&str]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for field in FIELDS.iter().filter(|field| !without.contains(field)) {
        if is_typed(form, field) {
            query.append_pair(field, form.text(field).trim());
        }
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The address of a search for a need near the place that was typed.
pub(super) fn address_of_need(form: &Form, need: &str) -> String {
    let near = address(form, &["text", "age", "day", "miles", "need"]);
    let joint = if near.contains('?') { '&' } else { '?' };
    format!("{near}{joint}need={need}")
}

/// Searches that are wider than this one: what is left out, in words, and the address.
pub(super) fn wider(form: &Form) -> Vec<(String, String)> {
    let parts: [(&[&str], &str); 6] = [
        (&["miles"], "Look farther away"),
        (&["day"], "Look on any day"),
        (&["age"], "Look at all ages"),
        (&["need"], "Look at all kinds of help"),
        (&["text"], "Look without your words"),
        (&["postcode", "miles"], "Look without your postcode"),
    ];
    parts
        .into_iter()
        .filter(|(fields, _)| fields.iter().any(|field| is_typed(form, field)))
        .map(|(fields, says)| (says.to_owned(), address(form, fields)))
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn asked(query: &str) -> Result<Asked, Vec<(String, String)>> {
        let mut form = Form::read(query.as_bytes());
        read(&mut form, &Gazetteer::new())
            .ok_or_else(|| form.errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect())
    }

    #[test]
    fn a_blank_form_asks_for_everything() {
        let asked = asked("text=+&postcode=&miles=&need=&age=&day=").unwrap();
        assert!(asked.search.text.is_empty() && asked.search.from.is_none() && asked.search.need.is_none());
    }

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let faults = asked("postcode=B9&miles=3&need=gold&age=old&day=someday").unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["postcode", "miles", "need", "age", "day"]);
        assert_eq!(asked("miles=2").unwrap_err().first().unwrap().0, "postcode");
    }

    #[test]
    fn a_postcode_that_is_not_known_is_no_error() {
        let asked = asked("postcode=ze10aa").unwrap();
        assert!(asked.search.anywhere && asked.search.from.is_none());
        assert_eq!(asked.unplaced.unwrap().as_str(), "ZE1 0AA");
    }

    #[test]
    fn a_wider_search_leaves_one_thing_out() {
        let form = Form::read(b"text=job&need=digital&page=3");
        assert_eq!(address(&form, &[]), "/services?text=job&need=digital");
        let form = Form::read(b"text=job&need=digital&postcode=B9+5HP&page=3");
        assert_eq!(address_of_need(&form, "money"), "/services?postcode=B9+5HP&need=money");
        assert_eq!(address_below("/services/a", &form, &[]), "/services/a?text=job&postcode=B9+5HP&need=digital");
        let form = Form::read(b"text=job&need=digital&page=3");
        let wider = wider(&form);
        assert_eq!(wider.first().unwrap(), &("Look at all kinds of help".to_owned(), "/services?text=job".to_owned()));
    }
}
