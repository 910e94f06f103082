//! Giving a reason, and what is found of it.

use super::store;
use crate::person::reference::typed as as_typed;
use crate::{
    Application, access,
    account::{self, SignedIn},
    action::{ActionError, one_row},
    audit,
    db::entities::{broken_glass as row, person as person_row},
    letters::{self, Letter},
};
use chrono::TimeDelta;
use kernel::{AuditId, Moment, PersonId};
use rules::access::{Action, Role};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// How long the record stays open to who gave the reason.
const OPEN_HOURS: i64 = 4;

/// Opens the record with this reference for some hours; gives whose it is.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not; `emergency/no-such-reference` when nobody in the account's area has the
/// reference; `emergency/own` for somebody on the account's own caseload; a fault when the database refuses.
pub async fn break_glass(
    app: &Application,
    by: &SignedIn,
    reference: &str,
    reason: &str,
) -> Result<PersonId, ActionError> {
    let area = access::own_area(app, by, Action::BreakGlass).await?;
    let transaction = app.db.begin().await?;
    let found = person_row::Entity::find()
        .filter(person_row::Column::Reference.eq(as_typed(reference)))
        .filter(person_row::Column::Area.eq(area))
        .one(&transaction)
        .await?;
    let Some(person) = found else {
        return Err(ActionError::refused(
            "emergency/no-such-reference",
            "Nobody in your area has this reference. It is 6 letters and numbers, like K4T-9QX",
        ));
    };
    if person.adviser_id == Some(by.id.0) {
        return Err(ActionError::refused("emergency/own", "This person is on your caseload: open their record there"));
    }
    // Of somebody whom nobody advises, the body that registered them keeps the record.
    let keeper = account::account_organisation(&transaction, person.adviser_id.unwrap_or(person.registered_by)).await?;
    let now = app.clock.now();
    let opened = row::ActiveModel {
        id: Set(AuditId::make(now, app.randomness.as_ref()).0),
        person_id: Set(person.id),
        account_id: Set(by.id.0),
        organisation_id: Set(keeper),
        reason: Set(reason.to_owned()),
        at: Set(now),
        until: Set(now + TimeDelta::hours(OPEN_HOURS)),
        finding: Set(None),
        found_at: Set(None),
        found_by: Set(None),
    };
    row::Entity::insert(opened).exec_without_returning(&transaction).await?;
    let line = audit::Line::done(by.id, Action::BreakGlass.word(), "person", person.id);
    audit::record(app, &transaction, line).await?;
    tell_leads(app, &transaction, keeper).await?;
    transaction.commit().await?;
    Ok(PersonId(person.id))
}

/// Sends the data protection leads of the body that keeps the record a letter. Nothing of the record or the reason is in it.
async fn tell_leads(
    app: &Application,
    connection: &impl ConnectionTrait,
    keeper: Option<Uuid>,
) -> Result<(), ActionError> {
    let Some(keeper) = keeper else { return Ok(()) };
    let link = app.settings.link("/emergency/alerts");
    for to in account::addresses(connection, keeper, Role::DataLead).await? {
        let text = format!(
            "A record that your organisation keeps was opened in an emergency.\n\nRead by whom and why, and write down what \
             you find:\n\n{link}\n"
        );
        let subject = "A record was opened in an emergency".to_owned();
        letters::write(app, connection, Letter { to, subject, text }).await?;
    }
    Ok(())
}

/// A record that was opened, for the lead of the body that keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its id.
    pub id: Uuid,
    /// The moment, in UTC.
    pub at: Moment,
    /// By whom.
    pub who: String,
    /// Of which organisation.
    pub organisation: String,
    /// The person's reference; never the name.
    pub reference: String,
    /// Why, in their words.
    pub reason: String,
    /// What was found of it; `None` while nobody has looked into it.
    pub finding: Option<String>,
}

/// The records that the account's body keeps and that were opened in an emergency, the newest first.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not see them; [`ActionError::NotFound`] for an account without a body; a fault
/// when the database refuses.
pub async fn alerts(app: &Application, by: &SignedIn) -> Result<Vec<Alert>, ActionError> {
    access::general(app, by, Action::SeeAlerts).await?;
    let own = by.organisation.as_ref().ok_or(ActionError::NotFound)?;
    let connection = app.db.reader();
    let rows = store::of_organisation(connection, own.id).await?;
    let names = account::names_with_organisations(connection, rows.iter().map(|row| row.account_id)).await?;
    let people = crate::person::store::find_many(connection, rows.iter().map(|row| row.person_id)).await?;
    let alert = |row: row::Model| {
        let (who, organisation) = names.get(&row.account_id).cloned().unwrap_or_default();
        Alert {
            id: row.id,
            at: row.at,
            who,
            organisation,
            reference: people.get(&row.person_id).map(|person| person.reference.clone()).unwrap_or_default(),
            reason: row.reason,
            finding: row.finding,
        }
    };
    Ok(rows.into_iter().map(alert).collect())
}

/// Writes down what was found of an alert.
///
/// # Errors
/// As [`alerts`]; [`ActionError::NotFound`] when it is not of a record that the account's body keeps;
/// [`ActionError::Lost`] when somebody wrote first.
pub async fn find(app: &Application, by: &SignedIn, id: Uuid, finding: &str) -> Result<(), ActionError> {
    access::general(app, by, Action::SeeAlerts).await?;
    let own = by.organisation.as_ref().ok_or(ActionError::NotFound)?;
    let transaction = app.db.begin().await?;
    let alert = store::of_organisation_by_id(&transaction, own.id, id).await?.ok_or(ActionError::NotFound)?;
    let changed = row::Entity::update_many()
        .col_expr(row::Column::Finding, Expr::value(finding))
        .col_expr(row::Column::FoundAt, Expr::value(app.clock.now()))
        .col_expr(row::Column::FoundBy, Expr::value(by.id.0))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::FoundAt.is_null())
        .exec(&transaction)
        .await?;
    one_row(changed.rows_affected)?;
    let line = audit::Line::done(by.id, "answer-alert", "person", alert.person_id);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}
