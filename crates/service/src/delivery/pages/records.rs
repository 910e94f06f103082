//! What a contract asks for besides work: choosing what to record, a form for it, and taking it back.

use crate::{
    App, access,
    access::SeenReferral,
    account::SignedIn,
    action::ActionError,
    alike::Kind,
    db::entities::participant_event as row,
    delivery::{self, Beside, MoneyBack, NewEvent, store},
    notice,
    web::{
        Address, Notice, PageError, Shell,
        check::{self, Check, Sure},
        forms::{Choice, DateRule, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use kernel::{EventId, Pence, ReferralId, in_words};
use policy::DayKind;
use rules::{access::Action, payment::RecordAsked};
use tower_sessions::Session;
use uuid::Uuid;

/// The most that may be paid for some days: more is surely a slip.
const MAX_PAY: Pence = Pence(10_000_000);

#[derive(Template)]
#[template(path = "delivery/pages/records.html")]
struct RecordPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    caption: String,
    id: ReferralId,
    heading: String,
    /// What may be recorded, when it is still to be chosen: its address and its words.
    choices: Vec<(String, String)>,
    what: &'a str,
    fields: Fields,
    example: String,
    /// What is recorded and looks like this: its id, and its words.
    alike: Vec<(Uuid, String)>,
    /// What may be said of it.
    answers: Vec<Choice>,
}

/// Which fields the form has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fields {
    /// The last day; whether it may be left empty.
    until: Option<bool>,
    employer: bool,
    hours: bool,
}

/// Something recorded, for the participant's page.
pub(crate) struct RecordRow {
    pub(crate) id: String,
    pub(crate) says: String,
    pub(crate) days: String,
    pub(crate) more: String,
    pub(crate) source: String,
}

fn fields(asked: &RecordAsked) -> Fields {
    Fields {
        until: match asked {
            RecordAsked::Pay => Some(false),
            RecordAsked::Benefit => Some(true),
            _ => None,
        },
        employer: *asked == RecordAsked::Pay,
        hours: *asked == RecordAsked::LearningDay,
    }
}

/// What is recorded, in words.
fn says(asked: &RecordAsked) -> String {
    match asked {
        RecordAsked::Event { name, .. } => name.clone(),
        RecordAsked::LearningDay => "A day of learning".to_owned(),
        RecordAsked::Benefit => "Days on benefit".to_owned(),
        RecordAsked::BenefitKnown => "That every day on benefit is recorded here, up to now".to_owned(),
        RecordAsked::Pay => "Pay for some days".to_owned(),
    }
}

/// Rows of what was recorded.
pub(crate) fn recorded(rows: &[row::Model], asked: &[RecordAsked]) -> Vec<RecordRow> {
    rows.iter().map(|row| record_row(row, asked)).collect()
}

/// The rows of a participant's page: what stands, and what was taken back.
pub(super) fn rows_of(rows: &[row::Model], asked: &[RecordAsked]) -> (Vec<RecordRow>, Vec<RecordRow>) {
    let (standing, taken_back): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.taken_back_at.is_none());
    let all = |rows: Vec<&row::Model>| rows.into_iter().map(|row| record_row(row, asked)).collect();
    (all(standing), all(taken_back))
}

fn record_row(row: &row::Model, asked: &[RecordAsked]) -> RecordRow {
    let known = asked.iter().find(|one| one.word() == row.what);
    let until = row.until_day.filter(|until| *until != row.from_day);
    let employer = row.employer.clone();
    let amount = row.amount_pence.map(|pence| Pence(pence).to_string());
    let hours = row.hours.map(|hours| if hours == 1 { "1 hour".to_owned() } else { format!("{hours} hours") });
    RecordRow {
        id: row.id.to_string(),
        says: known.map_or_else(|| row.what.replace('-', " "), says),
        days: match (until, row.what.as_str()) {
            (Some(until), _) => format!("{} to {}", in_words(row.from_day), in_words(until)),
            (None, "benefit") if row.until_day.is_none() => format!("Since {}", in_words(row.from_day)),
            (None, _) => in_words(row.from_day),
        },
        more: [employer, amount, hours].into_iter().flatten().collect::<Vec<_>>().join(", "),
        source: row.source.clone(),
    }
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<ReferralId>,
    form: Form,
) -> Result<Response, PageError> {
    let asked = delivery::records_asked_of(&app, &by, id).await?;
    let seen = access::referral(&app, &by, id, Action::RecordSpell).await?;
    let chosen = chosen(&asked, &form);
    page(&app, &shell, &seen, (&asked, chosen), (&form, StatusCode::OK))
}

fn chosen<'a>(asked: &'a [RecordAsked], form: &Form) -> Option<&'a RecordAsked> {
    asked.iter().find(|one| one.word() == form.text("what"))
}

fn page(
    app: &App,
    shell: &Shell,
    seen: &SeenReferral,
    (asked, chosen): (&[RecordAsked], Option<&RecordAsked>),
    (form, status): (&Form, StatusCode),
) -> Result<Response, PageError> {
    page_asking((app, shell), seen, (asked, chosen), (form, status), Vec::new())
}

/// The page with a question about what is recorded and looks like what was typed.
fn page_asking(
    (app, shell): (&App, &Shell),
    seen: &SeenReferral,
    (asked, chosen): (&[RecordAsked], Option<&RecordAsked>),
    (form, status): (&Form, StatusCode),
    alike: Vec<(Uuid, String)>,
) -> Result<Response, PageError> {
    let id = seen.id();
    if asked.is_empty() {
        return Err(PageError::NotFound);
    }
    let address = |one: &RecordAsked| (format!("/participants/{id}/records/new?what={}", one.word()), says(one));
    let what = chosen.map(RecordAsked::word).unwrap_or_default();
    let page = RecordPage {
        shell,
        form,
        caption: seen.caption(),
        id,
        heading: chosen.map_or_else(|| "What do you want to record?".to_owned(), says),
        choices: if chosen.is_none() { asked.iter().map(address).collect() } else { Vec::new() },
        what: &what,
        fields: chosen.map_or(Fields { until: None, employer: false, hours: false }, fields),
        answers: vec![
            Choice::new("same", "the same").hint("Nothing is added."),
            Choice::new("corrected", "a correction of it").hint("It takes the place of what is recorded."),
            Choice::new("another", "another one").hint("Both are kept, and both count."),
        ],
        alike,
        example: format!("For example, {}", app.today_in(&seen.referral.area).format("%-d %-m %Y")),
    };
    Ok((status, render(&page)?).into_response())
}

pub(super) async fn add(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<ReferralId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let asked = delivery::records_asked_of(&app, &by, id).await?;
    let seen = access::referral(&app, &by, id, Action::RecordSpell).await?;
    let Some(chosen) = chosen(&asked, &form) else {
        return page(&app, &shell, &seen, (&asked, None), (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let again = (asked.as_slice(), Some(chosen));
    let today = app.today_in(&seen.referral.area);
    let rule = DateRule::Within { ends: app.policy.bounds(DayKind::Record).ends(today), today };
    let Some(new) = read(&mut form, chosen, rule) else {
        return page(&app, &shell, &seen, again, (&form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let beside: Vec<Uuid> = form.all("beside").filter_map(|id| id.parse().ok()).collect();
    let mut says = "It was recorded. What it leads to was worked out below.";
    let done = match (form.text("alike"), beside.as_slice()) {
        ("same", [kept, ..]) => {
            says = "Nothing was added: it is recorded already.";
            delivery::say_same(&app, &by, id, (Kind::Record, *kept)).await
        }
        ("corrected", [old, others @ ..]) => {
            let (old, corrected) = (EventId(*old), (new.clone(), Beside(others)));
            match delivery::money_back_of_correcting(&app, &by, id, old, corrected.clone()).await {
                Ok(back) if !check::is_sure(&form, &back) => {
                    let says = back.says(&app);
                    return before(
                        &shell,
                        &form,
                        id,
                        ("/records/new", "Correct it, and take the money back"),
                        (says, &back),
                    );
                }
                Ok(_) => delivery::correct_event(&app, &by, id, old, corrected).await.map(drop),
                Err(error) => Err(error),
            }
        }
        ("another", beside) => {
            delivery::record_event_beside(&app, &by, id, new.clone(), Beside(beside)).await.map(drop)
        }
        _ => delivery::record_event(&app, &by, id, new.clone()).await.map(drop),
    };
    match done {
        Ok(()) => {}
        Err(error) if error.is("delivery/same-record") => {
            let rows = store::events_of(app.db.reader(), id).await?;
            let said = |row: &row::Model| {
                let row_said = record_row(row, &asked);
                let parts = [row_said.says, row_said.days, row_said.more].into_iter().filter(|part| !part.is_empty());
                (row.id, parts.collect::<Vec<_>>().join(", "))
            };
            let alike = delivery::records_like(&rows, &new).map(said).collect();
            form.errors.push("alike", "This looks like something that is recorded already. Say what it is");
            let form = (&form, StatusCode::UNPROCESSABLE_ENTITY);
            return page_asking((&app, &shell), &seen, again, form, alike);
        }
        Err(error) => {
            let status = error.onto(&mut form, "from")?;
            return page(&app, &shell, &seen, again, (&form, status));
        }
    }
    notice::leave(&session, Notice::done(says)).await?;
    Ok(Redirect::to(&format!("/participants/{id}")).into_response())
}

/// What was typed; `None` when there are messages on the form.
fn read(form: &mut Form, asked: &RecordAsked, rule: DateRule) -> Option<NewEvent> {
    let fields = fields(asked);
    let from = form.date("from", if fields.until.is_some() { "The first day" } else { "The day" }, rule);
    let until = match fields.until {
        Some(true) => form.date_if_any("until", "The last day", rule),
        Some(false) => form.date("until", "The last day", rule),
        None => None,
    };
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        form.errors.push("until", "The last day must be the same as or after the first day");
    }
    let employer = if fields.employer { form.required("employer", "The employer’s name", 200) } else { None };
    let amount = if fields.employer { form.pence("amount", "The pay", MAX_PAY) } else { None };
    let typed = fields.hours && !form.text("hours").trim().is_empty();
    let hours = if typed { form.whole("hours", "Hours of learning", 1..=24) } else { None };
    let source = form.required("source", "Where it is known from", 200);
    if form.is_faulty() {
        return None;
    }
    let hours = hours.and_then(|hours| u16::try_from(hours).ok());
    Some(NewEvent { what: asked.word(), from: from?, until, employer, amount, hours, source: source? })
}

/// The page that says what money goes back, before it does.
fn before(
    shell: &Shell,
    form: &Form,
    id: ReferralId,
    (path, button): (&str, &str),
    (says, back): (Vec<String>, &MoneyBack),
) -> Result<Response, PageError> {
    let check = Check {
        heading: "Before you take this back",
        action: &format!("/participants/{id}{path}"),
        button,
        cancel: &format!("/participants/{id}"),
        says,
        sure: &back.word(),
    };
    check.page(shell, form)
}

pub(super) async fn take_back(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address((id, event)): Address<(ReferralId, EventId)>,
    form: Form,
) -> Result<Response, PageError> {
    let back = match delivery::money_back_of_taking_back(&app, &by, id, event).await {
        Err(ActionError::Lost) => MoneyBack::default(),
        back => back?,
    };
    if !check::is_sure(&form, &back) {
        let path = format!("/records/{event}/take-back");
        return before(&shell, &form, id, (&path, "Take it back, and the money"), (back.says(&app), &back));
    }
    let says = match delivery::take_back_event(&app, &by, id, event).await {
        Ok(()) => "It was taken back. It stays in the record as taken back.",
        Err(ActionError::Lost) => "It was taken back already.",
        Err(error) => return Err(error.into()),
    };
    notice::leave(&session, Notice::done(says)).await?;
    Ok(Redirect::to(&format!("/participants/{id}")).into_response())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn each_form_asks_for_what_it_needs_and_says_what_is_missing() {
        let today: kernel::Day = "2026-02-01".parse().unwrap();
        let missing = |asked: &RecordAsked| {
            let mut form = Form::read(b"");
            assert!(read(&mut form, asked, DateRule::TodayOrPast(today)).is_none());
            let all = ["from", "until", "employer", "amount", "hours", "source"];
            all.into_iter().filter(|field| form.errors.get(field).is_some()).collect::<Vec<_>>()
        };
        assert_eq!(missing(&RecordAsked::Pay), ["from", "until", "employer", "amount", "source"]);
        assert_eq!(missing(&RecordAsked::Benefit), ["from", "source"]);
        assert_eq!(missing(&RecordAsked::LearningDay), ["from", "source"]);
        let pay = |until: &str| {
            Form::read(b"employer=Bakery&amount=250.50&source=Payslip")
                .with_date("from", "2026-01-05".parse().ok())
                .with_date("until", until.parse().ok())
        };
        let new = read(&mut pay("2026-01-11"), &RecordAsked::Pay, DateRule::TodayOrPast(today)).unwrap();
        assert_eq!((new.amount, new.what.as_str()), (Some(Pence(25_050)), "pay"));
        assert!(read(&mut pay("2026-01-04"), &RecordAsked::Pay, DateRule::TodayOrPast(today)).is_none());
    }
}
