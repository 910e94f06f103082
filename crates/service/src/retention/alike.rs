//! Records that look like one person's, for the data protection leads of the bodies that keep them.
//!
//! Who registered the second of them was told nothing: an adviser learns only of people on their own caseload. A lead sees the
//! references of records that the own body keeps. Of a record that another body keeps it sees that body's name, so that the
//! two leads can talk, and nothing of the record.

use super::store;
use crate::{
    Application, access, account,
    account::SignedIn,
    action::{ActionError, one_row},
    audit,
    db::entities::{alike as row, person as person_row},
    person::store as people,
};
use kernel::{AlikeId, Moment};
use rules::access::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::collections::BTreeSet;

/// Two records that look like one person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Which question.
    pub id: AlikeId,
    /// The records, the older first: `Person KK5-JVB`, or `A record of` another body.
    pub records: [String; 2],
    /// When the second was registered.
    pub at: Moment,
}

/// What a lead says of two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// They are one person's. Which stays is for the bodies to agree.
    Same,
    /// They are two people's.
    Another,
}

/// Pairs of records that look like one person's and of which nobody has said what they are, the oldest first: those of which
/// the account's body keeps one.
///
/// # Errors
/// [`ActionError::NotAllowed`] when the account may not; a fault when the database refuses.
pub async fn alike(app: &Application, by: &SignedIn) -> Result<Vec<Alike>, ActionError> {
    access::general(app, by, Action::EraseRecords).await?;
    let own = by.organisation.as_ref().ok_or(ActionError::NotFound)?;
    let connection = app.db.reader();
    let rows = store::alike(connection, own.id).await?;
    let ids: BTreeSet<_> = rows.iter().flat_map(|row| [Some(row.kept), row.new]).flatten().collect();
    let found = people::find_many(connection, ids).await?;
    let mut all = Vec::new();
    for row in rows {
        let (Some(one), Some(other)) = (found.get(&row.kept), row.new.and_then(|new| found.get(&new))) else {
            continue;
        };
        if one.erased_at.is_some() || other.erased_at.is_some() {
            continue;
        }
        let mut records = [String::new(), String::new()];
        let mut is_own = false;
        for (place, person) in records.iter_mut().zip([one, other]) {
            let kept = store::kept(connection, own.id, kernel::PersonId(person.id)).await?.is_some();
            is_own |= kept;
            *place = if kept { access::by_reference(person) } else { of_another(app, person).await? };
        }
        if is_own {
            all.push(Alike { id: AlikeId(row.id), records, at: row.asked_at });
        }
    }
    Ok(all)
}

/// A record that another body keeps, by that body's name.
async fn of_another(app: &Application, person: &person_row::Model) -> Result<String, ActionError> {
    let account = person.adviser_id.unwrap_or(person.registered_by);
    let names = account::names_with_organisations(app.db.reader(), [account]).await?;
    let body = names.into_values().map(|(_, organisation)| organisation).next().unwrap_or_default();
    Ok(if body.is_empty() { "A record of another organisation".to_owned() } else { format!("A record of {body}") })
}

/// Says of two records whether they are one person's.
///
/// # Errors
/// [`ActionError::NotFound`] when the account's body keeps neither of them; [`ActionError::Lost`] when somebody answered first.
pub async fn say_alike(app: &Application, by: &SignedIn, id: AlikeId, answer: Answer) -> Result<(), ActionError> {
    if !alike(app, by).await?.iter().any(|one| one.id == id) {
        return Err(ActionError::NotFound);
    }
    let word = match answer {
        Answer::Same => crate::alike::Said::Same,
        Answer::Another => crate::alike::Said::Another,
    };
    let transaction = app.db.begin().await?;
    let changed = row::Entity::update_many()
        .col_expr(row::Column::Answer, Expr::value(word.word()))
        .col_expr(row::Column::AnsweredAt, Expr::value(app.clock.now()))
        .col_expr(row::Column::AnsweredBy, Expr::value(by.id.0))
        .filter(row::Column::Id.eq(id.0))
        .filter(row::Column::Answer.is_null())
        .exec(&transaction)
        .await?;
    one_row(changed.rows_affected)?;
    audit::record(app, &transaction, audit::Line::done(by.id, "say-alike", "alike", id.0)).await?;
    Ok(transaction.commit().await?)
}
