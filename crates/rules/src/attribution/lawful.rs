//! May a stream pay a cost, by what is known of the cost itself?
//!
//! *Authority*: the text of the stream, `areas/*/funding/*.toml`; the reason code is the path of the text and the key.
//! *Applies*: to each line of cost and each stream of its area, whoever the person is.
//! *Simplified*: a cost that serves several needs is paid by a stream only if it may pay for all of them; costs of
//! management are for nobody in particular: needs, programme, start and the person are not asked of them.
//! *Example*: a stream that pays for job search and coaching may not pay a cost of childcare (`#pays`), and none after
//! the last day of its last year (`#year`).

use super::line::{CostKind, CostLine};
use kernel::in_words;
use policy::{Stream, Truth};

/// One thing that a stream asks of a cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Test {
    /// It has money for the day.
    Year,
    /// It may pay for management.
    Management,
    /// It may pay for the needs that the cost serves.
    Needs,
    /// It may pay for the programme.
    Programme,
    /// It may pay the body.
    Body,
    /// The programme is none of those beside which it may not pay.
    Beside,
    /// The person started in its time.
    Started,
}

impl Test {
    /// Every one, in the order in which they are told.
    pub const ALL: [Test; 7] =
        [Test::Year, Test::Management, Test::Needs, Test::Programme, Test::Body, Test::Beside, Test::Started];

    /// Whether the text of the stream asks it, so that it is worth telling when it is so.
    #[must_use]
    pub fn is_asked_by(self, stream: &Stream) -> bool {
        match self {
            // What is so beside is told of the person.
            Test::Year | Test::Management | Test::Beside => false,
            Test::Needs => !stream.pays.is_empty(),
            Test::Programme => !stream.programmes.is_empty(),
            Test::Body => !stream.bodies.is_empty(),
            Test::Started => stream.started != (None, None),
        }
    }

    /// The reason code: the text of the stream, and the key that says it.
    #[must_use]
    pub fn code(self, stream: &Stream) -> String {
        let key = match self {
            Test::Year => "year",
            Test::Management => "management_percent",
            Test::Needs => "pays",
            Test::Programme => "programmes",
            Test::Body => "bodies",
            Test::Beside => "not-beside",
            Test::Started => "started",
        };
        format!("{}#{key}", stream.path)
    }

    /// What must be so, in words.
    #[must_use]
    pub fn says(self, stream: &Stream) -> String {
        let listed = |ids: &[String]| match ids {
            [] => String::new(),
            [only] => only.replace('-', " "),
            [before @ .., last] => format!("{} or {last}", before.join(", ")).replace('-', " "),
        };
        match self {
            Test::Year => "The cost lies in a year for which the stream has money".to_owned(),
            Test::Management => "The stream may pay for management".to_owned(),
            Test::Needs => format!("The cost is for nothing but {}", listed(&stream.pays)),
            Test::Programme => format!("The cost is for the programme {}", listed(&stream.programmes)),
            Test::Body => format!("The cost is one of {}", listed(&stream.bodies)),
            Test::Beside => "The cost is for no programme beside which the stream may not pay".to_owned(),
            Test::Started => match stream.started {
                (Some(from), Some(until)) => {
                    format!("The person started between {} and {}", in_words(from), in_words(until))
                }
                (Some(from), None) => format!("The person started on {} or later", in_words(from)),
                (None, Some(until)) => format!("The person started on {} or before", in_words(until)),
                (None, None) => "The person may have started on any day".to_owned(),
            },
        }
    }
}

/// The answer to each thing that the stream asks of the cost, in the order of [`Test::ALL`].
pub fn lawful(stream: &Stream, line: &CostLine) -> impl Iterator<Item = (Test, Truth)> {
    Test::ALL.into_iter().map(move |test| (test, answer(test, stream, line)))
}

fn answer(test: Test, stream: &Stream, line: &CostLine) -> Truth {
    let management = line.kind == CostKind::Management;
    match test {
        Test::Year => so(stream.year_on(line.on).is_some()),
        Test::Management => so(!management || stream.management_percent > 0),
        Test::Body => among(&stream.bodies, line.body.as_deref()),
        _ if management => Truth::Met,
        Test::Needs if stream.pays.is_empty() => Truth::Met,
        Test::Needs if line.activities.is_empty() => Truth::Unknown,
        Test::Needs => so(line.activities.iter().all(|need| stream.pays.iter().any(|pays| **pays == **need))),
        // A cost that names no programme is for none.
        Test::Programme => so(stream.programmes.is_empty() || is_one_of(&stream.programmes, line.programme.as_deref())),
        Test::Beside => so(!is_one_of(&stream.not_beside, line.programme.as_deref())),
        Test::Started => started(stream, line),
    }
}

fn so(is: bool) -> Truth {
    if is { Truth::Met } else { Truth::NotMet }
}

/// Whether one of a list; an empty list lets all through.
fn among(list: &[String], one: Option<&str>) -> Truth {
    match one {
        _ if list.is_empty() => Truth::Met,
        None => Truth::Unknown,
        one => so(is_one_of(list, one)),
    }
}

fn is_one_of(list: &[String], one: Option<&str>) -> bool {
    list.iter().any(|known| Some(known.as_str()) == one)
}

fn started(stream: &Stream, line: &CostLine) -> Truth {
    let (from, until) = stream.started;
    match line.started_on {
        _ if from.is_none() && until.is_none() => Truth::Met,
        None => Truth::Unknown,
        Some(day) => so(from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)),
    }
}
