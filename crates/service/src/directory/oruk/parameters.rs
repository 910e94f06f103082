//! The parameters of the lists, as the UK profile names them.

use super::answer::OrukError;
use crate::directory::store::{Filter, Opening, Part};
use crate::directory::{locate, words};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use exchange::oruk::{Weekday, time_of_day};
use kernel::{Coordinates, Day, Moment, Postcode};
use policy::{Gazetteer, Synonym};

/// Records on a page when it is not said.
const PER_PAGE: u64 = 50;
/// The greatest age that can be asked for, in years.
pub(super) const OLDEST_YEARS: f64 = 200.0;
/// The most records on a page.
pub(super) const MAX_PER_PAGE: u64 = 1_000;
/// The farthest that can be asked for, in metres: round the Earth.
pub(super) const FARTHEST_METRES: f64 = 20_038_000.0;
/// The longest value of a parameter, in characters.
const MAX_VALUE_LENGTH: usize = 500;

/// The query of one request, read once. The last value of a parameter given twice counts, save
/// that every `taxonomy_term_id` does.
#[derive(Debug)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads the query as it stands in the URL.
    pub(super) fn read(query: Option<&str>) -> Result<Self, OrukError> {
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let pairs: Vec<(String, String)> =
            pairs.map(|(name, value)| (name.into_owned(), value.trim().to_owned())).take(100).collect();
        let wrong = |value: &str| value.chars().count() > MAX_VALUE_LENGTH || value.chars().any(char::is_control);
        match pairs.iter().find(|(_, value)| wrong(value)) {
            Some((name, _)) => {
                Err(bad(name, format!("longer than {MAX_VALUE_LENGTH} characters, or it holds control characters")))
            }
            None => Ok(Self(pairs)),
        }
    }

    /// A parameter that is given and not empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Which page, and how many records it has.
    pub(super) fn page(&self) -> Result<(u64, u64), OrukError> {
        let page = self.parsed("page", "a whole number from 1", |text| text.parse().ok().filter(|page| *page >= 1))?;
        let per_page = self.parsed("per_page", &format!("a whole number from 1 to {MAX_PER_PAGE}"), |text| {
            text.parse().ok().filter(|per_page| (1..=MAX_PER_PAGE).contains(per_page))
        })?;
        Ok((page.unwrap_or(1), per_page.unwrap_or(PER_PAGE)))
    }

    /// Whether whole records are wanted in a list.
    pub(super) fn full(&self) -> Result<bool, OrukError> {
        let read = |text: &str| match text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        };
        Ok(self.parsed("full", "true or false", read)?.unwrap_or(false))
    }

    /// What services must be, asked on the day `today`. `text` is another name for `search`.
    pub(super) fn filter(&self, today: Day, synonyms: &[Synonym]) -> Result<Filter, OrukError> {
        let age = |name| self.parsed(name, "a number of years, 0 to 200", |text| number(text, OLDEST_YEARS));
        let minute = |name| {
            self.parsed(name, "a time like 09:30", |text| {
                time_of_day(text).filter(|minutes| *minutes < 24 * 60).map(i32::from)
            })
        };
        let words = |name| self.text(name).map(|text| words::asked(text, synonyms)).unwrap_or_default();
        let terms = self.0.iter().filter(|(name, value)| name == "taxonomy_term_id" && !value.is_empty());
        Ok(Filter {
            words: words("search").into_iter().chain(words("text")).collect(),
            term_ids: terms.map(|(_, value)| value.clone()).collect(),
            taxonomy_id: self.text("taxonomy_id").map(str::to_owned),
            organization_id: self.text("organization_id").map(str::to_owned),
            minimum_age: age("minimum_age")?,
            maximum_age: age("maximum_age")?,
            opening: Opening {
                weekday: self
                    .parsed("day", "a day of the week, like MO or Monday", |text| text.parse::<Weekday>().ok())?,
                from_minute: minute("start_time")?,
                to_minute: minute("end_time")?,
                today: Some(today),
            },
            modified_after: self.parsed("modified_after", "a moment like 2026-11-23T09:30:00Z", moment)?,
            ..Filter::default()
        })
    }

    /// Where to measure from and how far, in kilometres. A postcode without `proximity` only sets
    /// the order.
    pub(super) fn near(&self, places: &Gazetteer) -> Result<Option<(Coordinates, Option<f64>)>, OrukError> {
        let metres = self.parsed("proximity", "a number of metres, 0 or more", |text| number(text, FARTHEST_METRES))?;
        let postcode = self.parsed("postcode", "a UK postcode", |text| text.parse::<Postcode>().ok())?;
        match (postcode, metres) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(bad("proximity", "it needs a `postcode` to measure from".to_owned())),
            (Some(postcode), metres) => {
                let point = locate(places, &postcode).point();
                let point = point.ok_or_else(|| bad("postcode", "this postcode is not in our table".to_owned()))?;
                Ok(Some((point, metres.map(|metres| metres / 1_000.0))))
            }
        }
    }

    fn parsed<T>(&self, name: &str, should_be: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, OrukError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        read(text).map(Some).ok_or_else(|| bad(name, format!("it should be {should_be}")))
    }
}

/// The part of a list that a page is.
pub(super) fn part(page: u64, per_page: u64) -> Part {
    Part { offset: offset(page, per_page), most: per_page }
}

/// How many records come before a page. Never more than a database takes.
pub(super) fn offset(page: u64, per_page: u64) -> u64 {
    page.saturating_sub(1).saturating_mul(per_page).min(i64::MAX as u64)
}

fn bad(name: &str, says: String) -> OrukError {
    OrukError::Parameter { name: name.chars().take(60).collect(), says }
}

fn number(text: &str, most: f64) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| (0.0..=most).contains(number))
}

/// A moment in RFC 3339, or a date, or both without a time zone, which then is UTC.
fn moment(text: &str) -> Option<Moment> {
    // A `+` in a query stands for a space unless it is written %2B.
    let text = text.replace(' ', "+");
    let zoned = DateTime::parse_from_rfc3339(&text).ok().map(|moment| moment.to_utc());
    let local = || text.parse::<NaiveDateTime>().ok().map(|moment| moment.and_utc());
    let day = || text.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN).and_utc());
    zoned.or_else(local).or_else(day)
}
