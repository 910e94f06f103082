//! Recording what a contract asks for besides work: an event, a day of learning, days on benefit, pay; and taking it back.

use super::{
    likeness::{self, Beside},
    money_back::{self, MoneyBack},
    store,
};
use crate::{
    Application, access,
    account::SignedIn,
    action::ActionError,
    alike::{self, Kind, Said},
    audit, claim,
    db::entities::participant_event,
    db::entities::referral,
    person,
    referral::store as referrals,
};
use kernel::{Day, EventId, Pence, PersonId, ReferralId};
use rules::{
    access::Action,
    payment::{RecordAsked, records_asked},
    referral::State,
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait};

/// Something recorded of a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// What it is: the word of a [`RecordAsked`].
    pub what: String,
    /// The day, or the first day.
    pub from: Day,
    /// The last day, of pay and days on benefit; `None`: days on benefit that go on.
    pub until: Option<Day>,
    /// Who paid.
    pub employer: Option<String>,
    /// Pay of those days before tax.
    pub amount: Option<Pence>,
    /// Hours of a day of learning.
    pub hours: Option<u16>,
    /// Where it is known from, for people: `Certificate`.
    pub source: String,
}

/// What the contract of a participant asks for besides work; nothing when no contract is in force.
///
/// # Errors
/// A fault when the database refuses.
pub(crate) async fn asked(app: &Application, row: &referral::Model) -> Result<Vec<RecordAsked>, ActionError> {
    let Some(started_on) = referrals::events(row).started.map(|started| started.on) else { return Ok(Vec::new()) };
    let found = claim::contract_of(app, app.db.reader(), row, started_on).await?;
    Ok(found.map(|(_, contract)| records_asked(contract, &app.policy.outcomes)).unwrap_or_default())
}

/// What the contract of a participant asks for besides work.
///
/// # Errors
/// [`ActionError::NotFound`] when the referral is not this provider's; a fault when the database refuses.
pub async fn records_asked_of(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
) -> Result<Vec<RecordAsked>, ActionError> {
    let seen = access::referral(app, by, referral, Action::RecordSpell).await?;
    asked(app, &seen.referral).await
}

/// Records something for the participant of a referral that has started; what it leads to is worked out at once.
///
/// # Errors
/// [`ActionError::NotFound`] when the referral is not this provider's; `delivery/not-started`; `delivery/not-asked` when the
/// contract asks for no such thing; `delivery/event-in-future`; `delivery/event-ends-before-it-begins`;
/// `delivery/same-record` when it looks like something that stands in the record.
pub async fn record_event(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    new: NewEvent,
) -> Result<EventId, ActionError> {
    record_event_beside(app, by, referral, new, Beside::default()).await
}

/// Records something that is another than what stands in the record and looks like it, as somebody said.
///
/// # Errors
/// As [`record_event`].
pub async fn record_event_beside(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    new: NewEvent,
    beside: Beside<'_>,
) -> Result<EventId, ActionError> {
    write(app, by, referral, None, (new, beside)).await
}

/// What correcting something would take back of money. Nothing is changed.
///
/// # Errors
/// As [`correct_event`].
pub async fn money_back_of_correcting(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    old: EventId,
    (new, beside): (NewEvent, Beside<'_>),
) -> Result<MoneyBack, ActionError> {
    let (transaction, _) = make(app, by, referral, Some(old), (new, beside)).await?;
    let before = money_back::before(&transaction, referral).await?;
    claim::refresh(app, &transaction, by.id, referral).await?;
    let back = before.taken_since(&transaction, referral).await?;
    transaction.rollback().await?;
    Ok(back)
}

async fn write(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    old: Option<EventId>,
    (new, beside): (NewEvent, Beside<'_>),
) -> Result<EventId, ActionError> {
    let (transaction, id) = make(app, by, referral, old, (new, beside)).await?;
    finish(app, transaction, by, referral, if old.is_some() { "correct-event" } else { "record-event" }).await?;
    Ok(id)
}

/// The record itself, in a transaction in which what follows from it is still to be worked out.
async fn make(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    old: Option<EventId>,
    (new, beside): (NewEvent, Beside<'_>),
) -> Result<(DatabaseTransaction, EventId), ActionError> {
    let seen = access::referral(app, by, referral, Action::RecordSpell).await?;
    let asked = asked(app, &seen.referral).await?;
    check(&new, &seen.state(), &asked, app.today_in(&seen.referral.area))?;
    let transaction = app.db.begin().await?;
    person::store::lock(&transaction, PersonId(seen.referral.person_id)).await?;
    if let Some(old) = old {
        store::take_back(app, &transaction, by, referral, old).await?;
    }
    let like = likeness::check_record(&transaction, referral, &new, beside).await?;
    let now = app.clock.now();
    let id = EventId::make(now, app.randomness.as_ref());
    let row = participant_event::ActiveModel {
        id: Set(id.0),
        referral_id: Set(referral.0),
        what: Set(new.what),
        from_day: Set(new.from),
        until_day: Set(new.until),
        employer: Set(new.employer),
        amount_pence: Set(new.amount.map(|pay| pay.0)),
        hours: Set(new.hours.map(i32::from)),
        source: Set(new.source),
        recorded_at: Set(now),
        recorded_by: Set(by.id.0),
        taken_back_at: Set(None),
        taken_back_by: Set(None),
    };
    participant_event::Entity::insert(row).exec_without_returning(&transaction).await?;
    for kept in like {
        alike::said(app, &transaction, by.id, (Kind::Record, kept, Some(id.0)), Said::Another).await?;
    }
    if let Some(old) = old {
        alike::said(app, &transaction, by.id, (Kind::Record, old.0, Some(id.0)), Said::Corrected).await?;
    }
    Ok((transaction, id))
}

/// Takes something back that was recorded by mistake; it stays in the record as taken back.
///
/// # Errors
/// [`ActionError::NotFound`] when the referral is not this provider's; [`ActionError::Lost`] when it was taken back already.
pub async fn take_back_event(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    event: EventId,
) -> Result<(), ActionError> {
    let seen = access::referral(app, by, referral, Action::RecordSpell).await?;
    let transaction = app.db.begin().await?;
    person::store::lock(&transaction, PersonId(seen.referral.person_id)).await?;
    store::take_back(app, &transaction, by, referral, event).await?;
    finish(app, transaction, by, referral, "take-back-event").await
}

/// What taking something back would take back of money. Nothing is changed.
///
/// # Errors
/// As [`take_back_event`].
pub async fn money_back_of_taking_back(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    event: EventId,
) -> Result<MoneyBack, ActionError> {
    let seen = access::referral(app, by, referral, Action::RecordSpell).await?;
    let transaction = app.db.begin().await?;
    person::store::lock(&transaction, PersonId(seen.referral.person_id)).await?;
    store::take_back(app, &transaction, by, referral, event).await?;
    let before = money_back::before(&transaction, referral).await?;
    claim::refresh(app, &transaction, by.id, referral).await?;
    let back = before.taken_since(&transaction, referral).await?;
    transaction.rollback().await?;
    Ok(back)
}

/// Records something in the place of what was recorded, which stays in the record as taken back.
///
/// # Errors
/// As [`record_event_beside`] and [`take_back_event`].
pub async fn correct_event(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    old: EventId,
    (new, beside): (NewEvent, Beside<'_>),
) -> Result<EventId, ActionError> {
    write(app, by, referral, Some(old), (new, beside)).await
}

async fn finish(
    app: &Application,
    transaction: DatabaseTransaction,
    by: &SignedIn,
    referral: ReferralId,
    action: &str,
) -> Result<(), ActionError> {
    let line = audit::Line {
        account: Some(by.id),
        action,
        subject_kind: "referral",
        subject: Some(referral.0),
        allowed: true,
        reasons: Vec::new(),
    };
    audit::record(app, &transaction, line).await?;
    claim::refresh(app, &transaction, by.id, referral).await?;
    Ok(transaction.commit().await?)
}

fn check(new: &NewEvent, state: &State, asked: &[RecordAsked], today: Day) -> Result<(), ActionError> {
    if !matches!(state, State::Started(_) | State::Ended(_)) {
        let says = "Record the start on the programme first. Then you can record what came of it";
        return Err(ActionError::refused("delivery/not-started", says));
    }
    if !asked.iter().any(|one| one.word() == new.what) {
        let says = "The contract of this participant does not ask for that";
        return Err(ActionError::refused("delivery/not-asked", says));
    }
    if new.from > today || new.until.is_some_and(|until| until > today) {
        let says = "The days must be today or in the past";
        return Err(ActionError::refused("delivery/event-in-future", says));
    }
    if new.until.is_some_and(|until| until < new.from) {
        let says = "The last day must be the same as or after the first day";
        return Err(ActionError::refused("delivery/event-ends-before-it-begins", says));
    }
    Ok(())
}
