//! Recording what a person answered. An answer is never changed: a new one is put beside it.

use super::{likeness, store};
use crate::{Application, access, account::SignedIn, action::ActionError, audit, db::entities::fact_answer};
use kernel::{Day, FactAnswerId, PersonId};
use policy::{FactDefinition, Value};
use rules::access::Action;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait};

/// One answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAnswer {
    /// The fact's id in `spine/facts.toml`.
    pub fact: String,
    /// What was answered; `None` when the answer is "not known".
    pub value: Option<Value>,
    /// Where it comes from, for people: `Told to Aisha Khan`.
    pub source: String,
    /// The day on which it was so.
    pub known_on: Day,
}

/// Records answers about a person, all of them or none.
///
/// # Errors
/// [`ActionError::NotFound`] when the person is not one of this account's; `person/unknown-fact`;
/// a fault when the database refuses.
pub async fn record_answers(
    app: &Application,
    by: &SignedIn,
    person: PersonId,
    answers: Vec<NewAnswer>,
) -> Result<(), ActionError> {
    let seen = access::person(app, by, person, Action::RecordFact).await?;
    for answer in &answers {
        seen.may_see(&check(app, answer)?.category)?;
    }
    let transaction = app.db.begin().await?;
    store::lock(&transaction, person).await?;
    write(app, &transaction, by, person, answers.clone()).await?;
    likeness::ask_leads(app, &transaction, &seen.person, &answers).await?;
    transaction.commit().await?;
    Ok(())
}

/// The definition of the fact that an answer is to.
///
/// # Errors
/// `person/unknown-fact` when there is none.
pub(super) fn check<'a>(app: &'a Application, answer: &NewAnswer) -> Result<&'a FactDefinition, ActionError> {
    app.policy.facts.get(&answer.fact).ok_or_else(|| {
        ActionError::refused("person/unknown-fact", "There is no such question. Go back and choose another")
    })
}

/// Writes answers that were checked, each with its line of the audit.
pub(super) async fn write(
    app: &Application,
    transaction: &DatabaseTransaction,
    by: &SignedIn,
    person: PersonId,
    answers: Vec<NewAnswer>,
) -> Result<(), ActionError> {
    if answers.is_empty() {
        return Ok(());
    }
    let now = app.clock.now();
    let lines: Vec<audit::Line<'_>> = answers
        .iter()
        .map(|answer| audit::Line {
            account: Some(by.id),
            action: "record-fact",
            subject_kind: "person",
            subject: Some(person.0),
            allowed: true,
            reasons: vec![format!("spine/facts#{}", answer.fact)],
        })
        .collect();
    let rows = answers.into_iter().map(|answer| fact_answer::ActiveModel {
        id: Set(FactAnswerId::make(now, app.randomness.as_ref()).0),
        person_id: Set(person.0),
        fact: Set(answer.fact),
        value: Set(answer.value.as_ref().map_or(serde_json::Value::Null, store::to_stored)),
        source: Set(answer.source),
        known_on: Set(answer.known_on),
        recorded_at: Set(now),
        recorded_by: Set(by.id.0),
    });
    fact_answer::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    audit::record_all(app, transaction, lines).await?;
    Ok(())
}
