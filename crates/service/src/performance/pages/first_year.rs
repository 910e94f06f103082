//! The first-year report as a page: the counts, what they mean, and the published figures beside them.

use crate::{
    App, access,
    account::SignedIn,
    performance::{self, FirstYearReport, Published},
    web::{
        PageError, Shell,
        forms::{Choice, DateRule, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::Days;
use kernel::{Day, Period, in_words};
use policy::Area;
use rules::access::Action;
use statistics::{Proportion, Share, Told};

/// What stands in a cell that has no number.
const NONE: &str = "–";
/// Length of a bar of 100% in the picture.
const WHOLE_BAR: u64 = 330;

#[derive(Template)]
#[template(path = "performance/pages/first_year.html")]
struct FirstYearPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    areas: &'a [Choice],
    area: &'a Area,
    report: Option<Shown>,
}

/// The report in the words of the page.
struct Shown {
    period: String,
    registered: String,
    into_work: String,
    lines: Vec<Line>,
    bars: Vec<Bar>,
    groups: Vec<GroupLine>,
    published: Option<Published>,
}

/// A line of the table.
struct Line {
    what: &'static str,
    count: String,
    percent: String,
    interval: String,
    unknown: String,
    published: &'static str,
}

/// A bar of the picture: a share in whole percent, with the ends of its interval.
struct Bar {
    what: &'static str,
    percent: u64,
    low: u64,
    high: u64,
    /// Down from the top of the picture.
    top: usize,
    /// The length of the bar, and where its interval begins and ends.
    length: u64,
    from: u64,
    until: u64,
}

/// A priority group of the area.
struct GroupLine {
    says: String,
    code: String,
    count: String,
    percent: String,
    unknown: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Response, PageError> {
    access::general(&app, &by, Action::SeeReport).await?;
    let open = open_to(&app, &by);
    let areas: Vec<Choice> = open.iter().map(|area| Choice::new(area.id.to_string(), area.name.clone())).collect();
    let asked = form.text("area");
    let area = if asked.is_empty() { open.first() } else { open.iter().find(|area| *area.id == *asked) };
    let area = *area.ok_or(PageError::NotFound)?;
    let mut form = filled_in(form, area, app.today_in(&area.id));
    let report = match period(&mut form) {
        Some(period) => Some(shown(area, performance::first_year(&app, &area.id, period).await?)),
        None => None,
    };
    Ok(render(&FirstYearPage { shell: &shell, form: &form, areas: &areas, area, report })?.into_response())
}

/// The areas whose report the account may see: its own; every one when it works for the whole.
fn open_to<'a>(app: &'a App, by: &SignedIn) -> Vec<&'a Area> {
    app.policy.areas.values().filter(|area| by.area().is_none_or(|own| own == &*area.id)).collect()
}

/// The form with a period in it: the published year where there is one, else the last twelve months.
fn filled_in(form: Form, area: &Area, today: Day) -> Form {
    let form = if form.text("area").is_empty() { form.with("area", &area.id) } else { form };
    if !(form.boxes("from").is_empty() && form.boxes("until").is_empty()) {
        return form;
    }
    let year = performance::published(&area.id).map(|published| published.period);
    let from = year.map_or(today - Days::new(364), |year| year.from);
    let until = year.and_then(|year| year.until).unwrap_or(today);
    form.with_date("from", Some(from)).with_date("until", Some(until))
}

fn period(form: &mut Form) -> Option<Period> {
    let from = form.date("from", "First day", DateRule::Any);
    let until = form.date("until", "Last day", DateRule::Any);
    let message = "Last day must be the same as or after the first day";
    let period = Period::new(from?, Some(until?)).map_err(|_| message);
    form.keep("until", period)
}

fn shown(area: &Area, report: FirstYearReport) -> Shown {
    let summary = report.summary;
    let published = performance::published(&area.id).filter(|published| published.period == summary.period);
    let (deprived, priority) = (summary.deprived_among_into_work, summary.priority_among_into_work);
    let count = |what, count: u64, published| Line {
        what,
        count: thousands(count),
        percent: NONE.to_owned(),
        interval: NONE.to_owned(),
        unknown: NONE.to_owned(),
        published,
    };
    let words = |pick: fn(&Published) -> &'static str| published.as_ref().map(pick).unwrap_or_default();
    let lines = vec![
        count("People registered", summary.registered, words(|one| one.registered)),
        count("People into work", summary.into_work, words(|one| one.into_work)),
        line("Of those into work, from areas of high deprivation", deprived, words(|one| one.deprived)),
        line("Of those into work, in a priority group", priority, words(|one| one.priority)),
    ];
    let bars = [("From areas of high deprivation", deprived), ("In a priority group", priority)];
    let bars = bars.into_iter().enumerate().filter_map(|(number, (what, share))| bar(number, what, share));
    let groups = report.groups.into_iter().map(|group| GroupLine {
        count: told(group.share.yes),
        percent: percent_told(group.share),
        unknown: told(group.share.unknown),
        says: group.says,
        code: group.code,
    });
    let until = summary.period.until.map(in_words).unwrap_or_default();
    Shown {
        period: format!("{} to {until}", in_words(summary.period.from)),
        registered: thousands(summary.registered),
        into_work: thousands(summary.into_work),
        lines,
        bars: bars.collect(),
        groups: groups.collect(),
        published,
    }
}

fn line(what: &'static str, share: Share, published: &'static str) -> Line {
    let known = share.of_known();
    Line {
        what,
        count: format!("{} of {}", thousands(known.part()), thousands(known.whole())),
        percent: known.percent().map_or_else(|| NONE.to_owned(), |percent| format!("{percent}%")),
        interval: interval(known).map_or_else(|| NONE.to_owned(), |(low, high)| format!("{low}% to {high}%")),
        unknown: thousands(share.unknown),
        published,
    }
}

fn bar(number: usize, what: &'static str, share: Share) -> Option<Bar> {
    let known = share.of_known();
    let (low, high) = interval(known)?;
    let percent = known.percent()?;
    let along = |percent: u64| percent * WHOLE_BAR / 100;
    let (length, from, until) = (along(percent), along(low) + 1, along(high) + 1);
    Some(Bar { what, percent, low, high, top: number * 64, length, from, until })
}

/// The ends of the 95% interval in whole percent.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
fn interval(known: Proportion) -> Option<(u64, u64)> {
    let interval = known.interval_95()?;
    let percent = |share: f64| (share * 100.0).round() as u64;
    Some((percent(interval.low), percent(interval.high)))
}

/// A count, unless so few could be picked out.
fn told(count: u64) -> String {
    Told::of(count).to_string()
}

fn percent_told(share: Share) -> String {
    let known = share.of_known();
    let few = [share.yes, share.no].map(Told::of).contains(&Told::Few);
    match known.percent() {
        Some(percent) if !few => format!("{percent}%"),
        _ => NONE.to_owned(),
    }
}

/// A count as people write it: `1,972`.
fn thousands(count: u64) -> String {
    let digits = count.to_string();
    digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
}
