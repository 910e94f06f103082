//! The provider's inbox: the referrals its organisation has received, and the places it has free.

mod pages;
mod places_page;
mod say_places;
mod store;

use crate::{App, Application};
use axum::{Router, routing::get};
use kernel::Moment;
use policy::DayCount;
use rules::referral::{Due, due};

pub use say_places::say_places;

/// The service standard by which a referral is to be answered.
const ANSWERED: &str = "provider-acknowledges-referral";

/// `/inbox` and `/inbox/places`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/inbox", get(pages::show))
        .route("/inbox/places", get(places_page::show).post(places_page::submit))
}

/// By when a referral sent in `area` at `sent_at` is to be answered, and how long that is from today in words:
/// `1 working day left`, `Due today`, `Overdue by 2 working days`. `None` when the text has no such standard.
pub(crate) fn answer_due(app: &Application, area: &str, sent_at: Moment) -> Option<(Due, String)> {
    let zone = app.zone_in(area);
    let standard = app.policy.standard(area, ANSWERED, zone.day(sent_at))?;
    let holidays = app.policy.bank_holidays(area);
    let due = due(zone.day(sent_at), standard.days, standard.counts, holidays, app.today_in(area));
    Some((due, left_in_words(due, standard.counts)))
}

fn left_in_words(due: Due, counts: DayCount) -> String {
    let kind = match counts {
        DayCount::WorkingDays => "working day",
        DayCount::CalendarDays => "day",
    };
    let days = |count: u64| format!("{count} {kind}{}", if count == 1 { "" } else { "s" });
    match due.days_left {
        0 => "Due today".to_owned(),
        left if left > 0 => format!("{} left", days(left.unsigned_abs())),
        late => format!("Overdue by {}", days(late.unsigned_abs())),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_said_in_words() {
        let said =
            |days_left| left_in_words(Due { by: "2026-11-25".parse().unwrap(), days_left }, DayCount::WorkingDays);
        assert_eq!(said(2), "2 working days left");
        assert_eq!(said(1), "1 working day left");
        assert_eq!(said(0), "Due today");
        assert_eq!(said(-1), "Overdue by 1 working day");
        assert_eq!(said(-2), "Overdue by 2 working days");
    }
}
