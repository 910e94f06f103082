//! Every query of employment spells, and of what else is recorded of a participant.

use crate::{
    Application,
    account::SignedIn,
    action::{ActionError, one_row},
    db::entities::{participant_event, spell},
};
use kernel::{EventId, Pence, Period, PersonId, ReferralId, SpellId};
use rules::outcome::{Evidence, Participation, PayPeriod, RecordedEvent, Spell, SpellKind};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

/// The word under which a kind of spell is stored.
pub(crate) fn kind_word(kind: SpellKind) -> &'static str {
    match kind {
        SpellKind::Employee => "employee",
        SpellKind::SelfEmployed => "self-employed",
    }
}

/// Every spell of a referral's participant, the replaced ones too, in order of their first day.
pub(crate) async fn of_referral(
    connection: &impl ConnectionTrait,
    referral: ReferralId,
) -> Result<Vec<spell::Model>, DbErr> {
    spell::Entity::find()
        .filter(spell::Column::ReferralId.eq(referral.0))
        .order_by_asc(spell::Column::FromDay)
        .order_by_asc(spell::Column::RecordedAt)
        .all(connection)
        .await
}

/// Every spell of a person, the replaced ones too, in the order in which they were recorded.
pub(crate) async fn of_person(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<spell::Model>, DbErr> {
    spell::Entity::find()
        .filter(spell::Column::PersonId.eq(person.0))
        .order_by_asc(spell::Column::RecordedAt)
        .all(connection)
        .await
}

/// The spells that stand, as `rules/outcome` reads them.
pub(crate) fn standing(rows: &[spell::Model]) -> Vec<Spell> {
    rows.iter()
        .filter(|row| row.replaced_at.is_none())
        .map(|row| Spell {
            id: row.id.to_string(),
            employer: row.employer.clone(),
            kind: if row.kind == "self-employed" { SpellKind::SelfEmployed } else { SpellKind::Employee },
            period: Period { from: row.from_day, until: row.until_day },
            hours_per_week: row.hours_per_week.and_then(|hours| u16::try_from(hours).ok()),
            earnings_pence_week: row.earnings_pence_week.map(Pence),
        })
        .collect()
}

/// What the standing spells are known from, as kinds of evidence: `Employer letter` is `employer-letter`.
pub(crate) fn evidence(rows: &[spell::Model]) -> Vec<Evidence> {
    let standing = rows.iter().filter(|row| row.replaced_at.is_none());
    standing.map(|row| Evidence { of: row.id.to_string(), kind: evidence_kind(&row.source) }).collect()
}

/// A source as a kind of evidence: `Employer letter` is `employer-letter`.
pub(crate) fn evidence_kind(source: &str) -> String {
    source.trim().to_lowercase().replace(char::is_whitespace, "-")
}

/// Everything recorded of a participant besides work, what was taken back too, in order of the day.
pub(crate) async fn events_of(
    connection: &impl ConnectionTrait,
    referral: ReferralId,
) -> Result<Vec<participant_event::Model>, DbErr> {
    participant_event::Entity::find()
        .filter(participant_event::Column::ReferralId.eq(referral.0))
        .order_by_asc(participant_event::Column::FromDay)
        .order_by_asc(participant_event::Column::RecordedAt)
        .all(connection)
        .await
}

/// Puts what stands of the records into a participation, as `rules/outcome` reads it.
pub(crate) fn add_events(participation: &mut Participation, rows: &[participant_event::Model]) {
    for row in rows.iter().filter(|row| row.taken_back_at.is_none()) {
        let id = row.id.to_string();
        participation.evidence.push(Evidence { of: id.clone(), kind: evidence_kind(&row.source) });
        let until = row.until_day.unwrap_or(row.from_day);
        match (row.what.as_str(), row.what.strip_prefix("event-")) {
            ("pay", _) => participation.pay.push(PayPeriod {
                id,
                employer: row.employer.clone().unwrap_or_default(),
                from: row.from_day,
                until,
                earned: Pence(row.amount_pence.unwrap_or_default()),
            }),
            ("benefit", _) => {
                let days = Period { from: row.from_day, until: row.until_day };
                participation.on_benefit.get_or_insert_default().push(days);
            }
            ("benefit-known", _) => drop(participation.on_benefit.get_or_insert_default()),
            (what, kind) => participation.events.push(RecordedEvent {
                id,
                kind: kind.unwrap_or(what).to_owned(),
                on: row.from_day,
                hours: row.hours.map(i64::from),
            }),
        }
    }
}

/// Marks something recorded as taken back.
///
/// # Errors
/// [`ActionError::Lost`] when it is not there or was taken back already.
pub(crate) async fn take_back(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    referral: ReferralId,
    event: EventId,
) -> Result<(), ActionError> {
    let changed = participant_event::Entity::update_many()
        .col_expr(participant_event::Column::TakenBackAt, Expr::value(app.clock.now()))
        .col_expr(participant_event::Column::TakenBackBy, Expr::value(by.id.0))
        .filter(participant_event::Column::Id.eq(event.0))
        .filter(participant_event::Column::ReferralId.eq(referral.0))
        .filter(participant_event::Column::TakenBackAt.is_null())
        .exec(connection)
        .await?;
    one_row(changed.rows_affected)
}

/// Marks a spell as replaced.
///
/// # Errors
/// [`ActionError::Lost`] when it is not there or was replaced already.
pub(crate) async fn replace(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    referral: ReferralId,
    old: SpellId,
) -> Result<(), ActionError> {
    let changed = spell::Entity::update_many()
        .col_expr(spell::Column::ReplacedAt, Expr::value(app.clock.now()))
        .col_expr(spell::Column::ReplacedBy, Expr::value(by.id.0))
        .filter(spell::Column::Id.eq(old.0))
        .filter(spell::Column::ReferralId.eq(referral.0))
        .filter(spell::Column::ReplacedAt.is_null())
        .exec(connection)
        .await?;
    one_row(changed.rows_affected)
}
