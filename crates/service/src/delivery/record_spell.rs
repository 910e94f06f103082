//! Recording a run of days in one job, and correcting one.

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
    db::entities::spell,
    person,
};
use kernel::{Day, Pence, PersonId, ReferralId, SpellId};
use rules::{access::Action, outcome::SpellKind, referral::State};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait};

/// A run of days in one job, as a provider records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpell {
    /// Name of the employer, or of the business of a self-employed person.
    pub employer: String,
    /// Employee or self-employed.
    pub kind: SpellKind,
    /// First day in work.
    pub from: Day,
    /// Last day in work, included; `None` while it goes on.
    pub until: Option<Day>,
    /// Usual hours a week.
    pub hours_per_week: Option<u16>,
    /// Usual earnings a week before tax.
    pub earnings_week: Option<Pence>,
    /// Where it is known from, for people: `Payslip`.
    pub source: String,
}

/// Records a spell for the participant of a referral that has started.
///
/// # Errors
/// [`ActionError::NotFound`] when the referral is not this provider's; `delivery/not-started`,
/// `delivery/spell-ends-before-it-begins`, `delivery/spell-in-future`; `delivery/same-job` when it looks like a job that
/// stands in the record; `delivery/too-many-hours` when no week has the hours of all jobs of a day; a fault when the database refuses.
pub async fn record_spell(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    new: NewSpell,
) -> Result<SpellId, ActionError> {
    record_job_beside(app, by, referral, new, Beside::default()).await
}

/// Records a spell that is another job than those in the record that look like it, as somebody said.
///
/// # Errors
/// As [`record_spell`].
pub async fn record_job_beside(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    new: NewSpell,
    beside: Beside<'_>,
) -> Result<SpellId, ActionError> {
    write(app, by, referral, None, (new, beside)).await
}

/// Replaces a spell by a corrected one; the old one stays in the record as replaced.
///
/// # Errors
/// As [`record_spell`]; [`ActionError::Lost`] when somebody corrected it first.
pub async fn correct_spell(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    old: SpellId,
    new: NewSpell,
) -> Result<SpellId, ActionError> {
    correct_job_beside(app, by, referral, old, (new, Beside::default())).await
}

/// Replaces a spell by a corrected one that is another job than those in the record that look like it, as somebody said.
///
/// # Errors
/// As [`correct_spell`].
pub async fn correct_job_beside(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    old: SpellId,
    (new, beside): (NewSpell, Beside<'_>),
) -> Result<SpellId, ActionError> {
    write(app, by, referral, Some(old), (new, beside)).await
}

/// What a correction of a job would take back. Nothing is changed.
///
/// # Errors
/// As [`correct_job_beside`].
pub async fn money_back_of_correction(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    old: SpellId,
    (new, beside): (NewSpell, Beside<'_>),
) -> Result<MoneyBack, ActionError> {
    let (transaction, _, back) = make(app, by, referral, Some(old), (new, beside)).await?;
    transaction.rollback().await?;
    Ok(back)
}

async fn write(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    old: Option<SpellId>,
    (new, beside): (NewSpell, Beside<'_>),
) -> Result<SpellId, ActionError> {
    let (transaction, id, _) = make(app, by, referral, old, (new, beside)).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Everything of it, in a transaction that is still to be committed.
async fn make(
    app: &Application,
    by: &SignedIn,
    referral: ReferralId,
    old: Option<SpellId>,
    (new, beside): (NewSpell, Beside<'_>),
) -> Result<(DatabaseTransaction, SpellId, MoneyBack), ActionError> {
    let seen = access::referral(app, by, referral, Action::RecordSpell).await?;
    check(&new, &seen.state(), app.today_in(&seen.referral.area))?;
    let transaction = app.db.begin().await?;
    person::store::lock(&transaction, PersonId(seen.referral.person_id)).await?;
    if let Some(old) = old {
        store::replace(app, &transaction, by, referral, old).await?;
    }
    let like = likeness::check_job(&transaction, referral, &new, old.map(|old| old.0), beside).await?;
    let id = insert(app, &transaction, by, &seen.referral, new).await?;
    for kept in like {
        alike::said(app, &transaction, by.id, (Kind::Job, kept, Some(id.0)), Said::Another).await?;
    }
    if let Some(old) = old {
        alike::said(app, &transaction, by.id, (Kind::Job, old.0, Some(id.0)), Said::Corrected).await?;
        likeness::carry_on(app, &transaction, by.id, (old.0, id.0)).await?;
    }
    let line =
        audit::Line::done(by.id, if old.is_some() { "correct-spell" } else { "record-spell" }, "referral", referral.0);
    audit::record(app, &transaction, line).await?;
    let before = money_back::before(&transaction, referral).await?;
    claim::refresh(app, &transaction, by.id, referral).await?;
    let back = before.taken_since(&transaction, referral).await?;
    Ok((transaction, id, back))
}

fn check(new: &NewSpell, state: &State, today: Day) -> Result<(), ActionError> {
    if !matches!(state, State::Started(_) | State::Ended(_)) {
        return Err(ActionError::refused(
            "delivery/not-started",
            "Record the start on the programme first. Then you can record work",
        ));
    }
    if new.until.is_some_and(|until| until < new.from) {
        return Err(ActionError::refused(
            "delivery/spell-ends-before-it-begins",
            "The last day in work must be the same as or after the first day in work",
        ));
    }
    if new.from > today || new.until.is_some_and(|until| until > today) {
        return Err(ActionError::refused(
            "delivery/spell-in-future",
            "The days in work must be today or in the past. Leave the last day empty while the job goes on",
        ));
    }
    Ok(())
}

async fn insert(
    app: &Application,
    transaction: &DatabaseTransaction,
    by: &SignedIn,
    referral: &crate::db::entities::referral::Model,
    new: NewSpell,
) -> Result<SpellId, ActionError> {
    let now = app.clock.now();
    let id = SpellId::make(now, app.randomness.as_ref());
    let row = spell::ActiveModel {
        id: Set(id.0),
        person_id: Set(referral.person_id),
        referral_id: Set(referral.id),
        employer: Set(new.employer),
        kind: Set(store::kind_word(new.kind).to_owned()),
        from_day: Set(new.from),
        until_day: Set(new.until),
        hours_per_week: Set(new.hours_per_week.map(i32::from)),
        earnings_pence_week: Set(new.earnings_week.map(|pence| pence.0)),
        source: Set(new.source),
        recorded_at: Set(now),
        recorded_by: Set(by.id.0),
        replaced_at: Set(None),
        replaced_by: Set(None),
    };
    spell::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(id)
}
