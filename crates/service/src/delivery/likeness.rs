//! What is to be recorded of a participant and looks like something that stands in the record already.

use super::{NewEvent, NewSpell, store};
use crate::{
    Application, access,
    account::SignedIn,
    action::ActionError,
    alike::{self, Kind, Said},
    audit,
    db::entities::{participant_event, spell},
    person,
};
use kernel::{Period, PersonId, ReferralId};
use rules::{
    access::Action,
    likeness::{jobs, records},
    outcome::Spell,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// What was said of what looks alike, before something new is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside<'a>(
    /// Ids of what stands in the record and of which somebody said that the new one is another.
    pub &'a [Uuid],
);

/// The new job as the rules read it; the id is of the record that it corrects, or empty.
fn as_spell(new: &NewSpell, corrects: Option<Uuid>) -> Spell {
    Spell {
        id: corrects.map(|id| id.to_string()).unwrap_or_default(),
        employer: new.employer.clone(),
        kind: new.kind,
        period: Period { from: new.from, until: new.until },
        hours_per_week: new.hours_per_week,
        earnings_pence_week: new.earnings_week,
    }
}

/// The jobs of a record that stand and look like a new one, save the one that it corrects and those that were said to be
/// others than that one.
pub(crate) async fn jobs_like(
    connection: &impl ConnectionTrait,
    rows: &[spell::Model],
    new: &NewSpell,
    corrects: Option<Uuid>,
) -> Result<Vec<spell::Model>, ActionError> {
    let new = as_spell(new, corrects);
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let two = alike::are_two(connection, Kind::Job, &ids).await?;
    let said = |row: &Uuid| corrects.is_some_and(|old| two.contains(&(*row, old)) || two.contains(&(old, *row)));
    let standing = store::standing(rows);
    let like = |id: &Uuid| {
        standing.iter().any(|one| one.id == id.to_string() && one.id != new.id && jobs::like(&new, one).is_some())
    };
    Ok(rows.iter().filter(|row| like(&row.id) && !said(&row.id)).cloned().collect())
}

/// Refuses a job of which it was not said that it is another than those that look like it, and hours that no week has.
pub(super) async fn check_job(
    connection: &impl ConnectionTrait,
    referral: ReferralId,
    new: &NewSpell,
    corrects: Option<Uuid>,
    beside: Beside<'_>,
) -> Result<Vec<Uuid>, ActionError> {
    let rows = store::of_referral(connection, referral).await?;
    let like: Vec<Uuid> = jobs_like(connection, &rows, new, corrects).await?.iter().map(|row| row.id).collect();
    if like.iter().any(|id| !beside.0.contains(id)) {
        let says = "This looks like a job that is recorded already";
        return Err(ActionError::refused("delivery/same-job", says));
    }
    if jobs::more_hours_than_a_week(&as_spell(new, corrects), &store::standing(&rows)) {
        let says =
            "With the other jobs of these days, that is more hours than a week has. Check the hours and the days";
        return Err(ActionError::refused("delivery/too-many-hours", says));
    }
    Ok(like)
}

/// What was said of a record holds for the one that corrects it: that another is not the same.
pub(super) async fn carry_on(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: kernel::AccountId,
    (old, new): (Uuid, Uuid),
) -> Result<(), ActionError> {
    for (kept, other) in alike::are_two(connection, Kind::Job, &[old]).await? {
        let beside = if kept == old { other } else { kept };
        if beside != new {
            alike::said(app, connection, by, (Kind::Job, beside, Some(new)), Said::Another).await?;
        }
    }
    Ok(())
}

fn as_record(row: &participant_event::Model) -> records::Record<'_> {
    records::Record {
        what: &row.what,
        days: days(&row.what, row.from_day, row.until_day),
        employer: row.employer.as_deref(),
    }
}

/// Days of something recorded: without a last day, days on benefit go on, and everything else is one day.
fn days(what: &str, from: kernel::Day, until: Option<kernel::Day>) -> Period {
    Period { from, until: if what == "benefit" { until } else { Some(until.unwrap_or(from)) } }
}

/// What stands in a record besides work and looks like something new.
pub(crate) fn records_like<'a>(
    rows: &'a [participant_event::Model],
    new: &NewEvent,
) -> impl Iterator<Item = &'a participant_event::Model> {
    let what = new.what.clone();
    let (days, employer) = (days(&new.what, new.from, new.until), new.employer.clone());
    rows.iter().filter(move |row| {
        let new = records::Record { what: &what, days, employer: employer.as_deref() };
        row.taken_back_at.is_none() && records::like(&as_record(row), &new)
    })
}

/// Refuses something besides work of which it was not said that it is another than those that look like it.
pub(super) async fn check_record(
    connection: &impl ConnectionTrait,
    referral: ReferralId,
    new: &NewEvent,
    beside: Beside<'_>,
) -> Result<Vec<Uuid>, ActionError> {
    let rows = store::events_of(connection, referral).await?;
    let like: Vec<Uuid> = records_like(&rows, new).map(|row| row.id).collect();
    if like.iter().any(|id| !beside.0.contains(id)) {
        let says = "This looks like something that is recorded already";
        return Err(ActionError::refused("delivery/same-record", says));
    }
    Ok(like)
}

/// Says that what was to be recorded is what stands in the record already: nothing is added, and who said so is kept.
///
/// # Errors
/// [`ActionError::NotFound`] when the referral is not this provider's, or has no such record that stands.
pub(crate) async fn say_same(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    (kind, kept): (Kind, Uuid),
) -> Result<(), ActionError> {
    let seen = access::referral(app, by, referral, Action::RecordSpell).await?;
    let transaction = app.db.begin().await?;
    person::store::lock(&transaction, PersonId(seen.referral.person_id)).await?;
    let stands = match kind {
        Kind::Job => {
            let rows = store::of_referral(&transaction, referral).await?;
            rows.iter().any(|row| row.id == kept && row.replaced_at.is_none())
        }
        _ => {
            let rows = store::events_of(&transaction, referral).await?;
            rows.iter().any(|row| row.id == kept && row.taken_back_at.is_none())
        }
    };
    if !stands {
        return Err(ActionError::NotFound);
    }
    alike::said(app, &transaction, by.id, (kind, kept, None), Said::Same).await?;
    audit::record(app, &transaction, audit::Line::done(by.id, "say-same", "referral", referral.0)).await?;
    Ok(transaction.commit().await?)
}
