//! The first-year report as a page: the counts, what they mean, and the published figures beside them.

use crate::{
    App, access,
    account::SignedIn,
    performance::{self, FirstYearReport},
    web::{
        PageError, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use kernel::{Period, in_words};
use policy::{Area, PublishedYear};
use rules::access::Action;
use statistics::{Told, ToldShare, in_thousands};

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
    years: &'a [Choice],
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
    published: Option<PublishedYear>,
    /// Whether the four published figures are told exactly.
    exactly: bool,
    /// What areas of high deprivation are.
    deprived: String,
    how_told: String,
}

/// A line of the table.
struct Line {
    what: &'static str,
    count: String,
    percent: String,
    interval: String,
    unknown: String,
    published: String,
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
    let form = if asked.is_empty() { form.with("area", &area.id) } else { form };
    let periods = performance::years(&app, &area.id).await?;
    let years: Vec<Choice> =
        periods.iter().map(|year| Choice::new(year.from.to_string(), year_in_words(*year))).collect();
    let form = match years.first() {
        Some(first) if form.text("year").is_empty() => form.with("year", &first.value),
        _ => form,
    };
    let mut form = form;
    let chosen = form.choice(
        "year",
        &years,
        "Select a year of the list: reports are of these years only, so that nobody can be picked out",
    );
    let period = chosen.and_then(|chosen| periods.into_iter().find(|year| year.from.to_string() == chosen));
    let report = match period {
        Some(period) => Some(shown(&app, area, performance::first_year(&app, &area.id, period).await?)),
        None => None,
    };
    let page = FirstYearPage { shell: &shell, form: &form, areas: &areas, years: &years, area, report };
    Ok(render(&page)?.into_response())
}

fn year_in_words(year: Period) -> String {
    let until = year.until.map(in_words).unwrap_or_default();
    format!("{} to {until}", in_words(year.from))
}

/// The areas whose report the account may see: its own; every one when it works for the whole.
fn open_to<'a>(app: &'a App, by: &SignedIn) -> Vec<&'a Area> {
    app.policy.areas.values().filter(|area| by.area().is_none_or(|own| own == &*area.id)).collect()
}

fn shown(app: &App, area: &Area, report: FirstYearReport) -> Shown {
    let published = area.published.iter().find(|published| published.period == report.period).cloned();
    let exactly = report.exactly;
    let (deprived, priority) = (report.deprived_among_into_work, report.priority_among_into_work);
    let told = |told: Told, exactly: Option<u64>| exactly.map_or_else(|| about(told), in_thousands);
    let registered = told(report.registered, exactly.map(|figures| figures.registered));
    let into_work = told(report.into_work, exactly.map(|figures| figures.into_work));
    let count = |what, count: &String, published: String| Line {
        what,
        count: count.clone(),
        percent: NONE.to_owned(),
        interval: NONE.to_owned(),
        unknown: NONE.to_owned(),
        published,
    };
    let words = |pick: fn(&PublishedYear) -> &String| published.as_ref().map(pick).cloned().unwrap_or_default();
    let exact_deprived = exactly.and_then(|figures| figures.deprived_percent);
    let exact_priority = exactly.and_then(|figures| figures.priority_percent);
    let shares = [
        ("From areas of high deprivation", deprived, exact_deprived),
        ("In a priority group", priority, exact_priority),
    ];
    let lines = vec![
        count("People registered", &registered, words(|one| &one.registered)),
        count("People into work", &into_work, words(|one| &one.into_work)),
        line(
            "Of those into work, from areas of high deprivation",
            deprived,
            exact_deprived,
            words(|one| &one.deprived),
        ),
        line("Of those into work, in a priority group", priority, exact_priority, words(|one| &one.priority)),
    ];
    let bars = shares.into_iter().enumerate();
    let bars = bars.filter_map(|(number, (what, share, exact))| bar(number, what, (share, exact)));
    let groups = report.groups.into_iter().map(|group| GroupLine {
        count: about(group.share.yes),
        percent: percent(group.share.percent()),
        unknown: about(group.share.unknown),
        says: group.says,
        code: group.code,
    });
    Shown {
        period: year_in_words(report.period),
        registered,
        into_work,
        lines,
        bars: bars.collect(),
        groups: groups.collect(),
        exactly: exactly.is_some(),
        published,
        deprived: most_deprived(app),
        how_told: report.how_told,
    }
}

/// What areas of high deprivation are, as the text says.
fn most_deprived(app: &App) -> String {
    let deciles = app.policy.counting.as_ref().map_or(0, |counting| counting.most_deprived_deciles);
    format!(
        "The home lies in one of the {}% most deprived small areas of the Index of Multiple Deprivation 2019.",
        deciles * 10
    )
}

/// A line of the table. Where the share was published, its percent is exact; the counts never are.
fn line(what: &'static str, share: ToldShare, exactly: Option<u64>, published: String) -> Line {
    let is_told = !share.yes.is_few() && !share.known.is_few();
    let count = if is_told { format!("about {} of {}", share.yes, share.known) } else { NONE.to_owned() };
    Line {
        what,
        count,
        percent: percent(exactly.or_else(|| share.percent())),
        interval: interval(share).map_or_else(|| NONE.to_owned(), |(low, high)| format!("{low}% to {high}%")),
        unknown: about(share.unknown),
        published,
    }
}

fn bar(number: usize, what: &'static str, (share, exactly): (ToldShare, Option<u64>)) -> Option<Bar> {
    let (low, high) = interval(share)?;
    let percent = exactly.or_else(|| share.percent())?;
    let along = |percent: u64| percent * WHOLE_BAR / 100;
    let (length, from, until) = (along(percent), along(low) + 1, along(high) + 1);
    Some(Bar { what, percent, low, high, top: number * 64, length, from, until })
}

/// The ends of the 95% interval in whole percent, of the counts as they are told.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
fn interval(share: ToldShare) -> Option<(u64, u64)> {
    let interval = share.interval_95()?;
    let percent = |share: f64| (share * 100.0).round() as u64;
    Some((percent(interval.low), percent(interval.high)))
}

/// A count as the page says it: `about 1,970`, `fewer than 10`.
fn about(told: Told) -> String {
    if told.is_few() { told.to_string() } else { format!("about {told}") }
}

fn percent(percent: Option<u64>) -> String {
    percent.map_or_else(|| NONE.to_owned(), |percent| format!("{percent}%"))
}
