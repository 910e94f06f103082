//! The form of one job: what is typed, and what it means.

use crate::{
    db::entities::spell as row,
    delivery::NewSpell,
    web::forms::{Choice, DateRule, Form},
};
use kernel::Pence;
use rules::outcome::SpellKind;

/// The most that may be earned a week: more is surely a slip.
const MAX_EARNINGS: Pence = Pence(2_000_000);

/// Employee or self-employed.
pub(super) fn kinds() -> Vec<Choice> {
    vec![Choice::new("employee", "Employed by somebody"), Choice::new("self-employed", "Working for themselves")]
}

/// The form filled in with what is recorded.
pub(super) fn filled(row: &row::Model) -> Form {
    let form = Form::blank()
        .with("employer", &row.employer)
        .with("kind", &row.kind)
        .with_date("from", Some(row.from_day))
        .with_date("until", row.until_day)
        .with("source", &row.source);
    let form = match row.hours_per_week {
        Some(hours) => form.with("hours", hours),
        None => form,
    };
    match row.earnings_pence_week {
        Some(pence) => form.with("earnings", format!("{}.{:02}", pence / 100, pence % 100)),
        None => form,
    }
}

/// The job as typed; `None` when there are messages on the form.
pub(super) fn read(form: &mut Form, rule: DateRule) -> Option<NewSpell> {
    let employer = form.required("employer", "The employer’s name", 200);
    let kind = form.choice("kind", &kinds(), "Select how they are in work");
    let from = form.date("from", "The first day in work", rule);
    let until = form.date_if_any("until", "The last day in work", rule);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        form.errors.push("until", "The last day in work must be the same as or after the first day in work");
    }
    let typed = |form: &Form, name: &str| !form.text(name).trim().is_empty();
    let hours = if typed(form, "hours") { form.whole("hours", "Hours a week", 1..=168) } else { None };
    let earnings = if typed(form, "earnings") { form.pence("earnings", "Earnings a week", MAX_EARNINGS) } else { None };
    let source = form.required("source", "Where it is known from", 200);
    if form.is_faulty() {
        return None;
    }
    Some(NewSpell {
        employer: employer?,
        kind: if kind? == "self-employed" { SpellKind::SelfEmployed } else { SpellKind::Employee },
        from: from?,
        until,
        hours_per_week: hours.and_then(|hours| u16::try_from(hours).ok()),
        earnings_week: earnings,
        source: source?,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// A job of the last 75 years.
    fn until(today: &str) -> DateRule {
        let today = today.parse().unwrap();
        DateRule::Within { ends: ("1951-02-01".parse().ok(), Some(today)), today }
    }

    #[test]
    fn a_year_with_a_slip_of_the_hand_says_from_when_on_a_job_can_be() {
        for (first_day, says) in [
            ("1951-01-31", "The first day in work must be 1 February 1951 or after"),
            ("2026-02-02", "The first day in work must be today or in the past"),
        ] {
            let mut form = Form::read(b"employer=Bordesley+Bakery&kind=employee&source=Payslips")
                .with_date("from", first_day.parse().ok());
            assert!(read(&mut form, until("2026-02-01")).is_none());
            assert_eq!(form.errors.get("from"), Some(says), "{first_day}");
        }
    }

    fn typed() -> Form {
        Form::read(b"employer=Bordesley+Bakery&kind=employee&hours=20&earnings=250.50&source=Payslips")
            .with_date("from", "2026-01-05".parse().ok())
    }

    #[test]
    fn a_job_is_read_as_typed() {
        let spell = read(&mut typed(), until("2026-02-01")).unwrap();
        assert_eq!((spell.hours_per_week, spell.earnings_week), (Some(20), Some(Pence(25_050))));
        assert_eq!((spell.kind, spell.until), (SpellKind::Employee, None));
    }

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let mut form = Form::read(b"hours=169&earnings=a+lot&kind=pirate&until-day=40")
            .with_date("from", "2026-01-05".parse().ok());
        assert!(read(&mut form, until("2026-01-04")).is_none());
        for field in ["employer", "kind", "from", "until", "hours", "earnings", "source"] {
            assert!(form.errors.get(field).is_some(), "{field}");
        }
        let mut backwards = typed().with_date("until", "2026-01-04".parse().ok());
        assert!(read(&mut backwards, until("2026-02-01")).is_none());
        assert!(backwards.errors.get("until").is_some());
    }
}
