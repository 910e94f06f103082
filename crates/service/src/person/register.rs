//! Registering a person, with what they answered on the spot: the first thing an adviser does.

use super::{
    likeness,
    record_answers::{NewAnswer, check, write},
    reference,
};
use crate::{
    Application, access,
    account::{self, SignedIn},
    action::ActionError,
    alike::{self, Kind, Said},
    audit,
    db::{entities::person, is_duplicate},
};
use kernel::PersonId;
use rules::access::Action;
use sea_orm::{ActiveValue::Set, EntityTrait};

/// What is needed to register a person. Everything else is an answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// Given name, 1 to 100 characters.
    pub given_name: String,
    /// Family name, 1 to 100 characters.
    pub family_name: String,
    /// Telephone number, if they want to be rung.
    pub telephone: Option<String>,
    /// E-mail address, if they want to be written to.
    pub email: Option<String>,
    /// Whether they agreed that their record is kept and shared with those who help them.
    pub agreed: bool,
}

/// How often a reference that is taken is drawn again. One clash in a million draws at 250 people
/// is expected; five in a row never.
const DRAWS: usize = 5;

/// Registers a person on the caseload of the adviser at the keyboard.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not register people; a fault when the database refuses.
pub async fn register(app: &Application, by: &SignedIn, new: NewPerson) -> Result<PersonId, ActionError> {
    register_with_answers(app, by, new, Vec::new()).await
}

/// Registers a person together with what they answered on the spot: all of it or nothing.
///
/// # Errors
/// As [`register`]; `person/unknown-fact`; `person/same-person` when somebody on the adviser's caseload looks like them.
pub async fn register_with_answers(
    app: &Application,
    by: &SignedIn,
    new: NewPerson,
    answers: Vec<NewAnswer>,
) -> Result<PersonId, ActionError> {
    register_another(app, by, new, answers, &[]).await
}

/// Registers somebody of whom the adviser said that they are another person than those on their caseload who look like them.
///
/// Of records that the adviser may not see, nothing is said: whether such a person is registered twice is asked of the data
/// protection leads ([`crate::retention::alike`]).
///
/// # Errors
/// As [`register_with_answers`]; `person/same-person` when somebody on the adviser's caseload looks like them and is not among
/// `beside`.
pub async fn register_another(
    app: &Application,
    by: &SignedIn,
    new: NewPerson,
    answers: Vec<NewAnswer>,
    beside: &[PersonId],
) -> Result<PersonId, ActionError> {
    let area = access::own_area(app, by, Action::RegisterPerson).await?;
    let like = likeness::like(app, app.db.reader(), &area, (&new, &answers)).await?;
    let (own, others): (Vec<_>, Vec<_>) = like.into_iter().partition(|row| row.adviser_id == Some(by.id.0));
    if own.iter().any(|row| !beside.contains(&PersonId(row.id))) {
        let says = "Somebody on your caseload looks like this person";
        return Err(ActionError::refused("person/same-person", says));
    }
    for answer in &answers {
        check(app, answer)?;
    }
    let now = app.clock.now();
    let id = PersonId::make(now, app.randomness.as_ref());
    for _ in 0..DRAWS {
        let transaction = app.db.begin().await?;
        // Nobody is put on the caseload of an account that is being closed.
        account::hold(&transaction, by.id).await?.ok_or(ActionError::NotFound)?;
        let row = person::ActiveModel {
            id: Set(id.0),
            area: Set(area.clone()),
            reference: Set(reference::draw(app.randomness.as_ref())),
            given_name: Set(new.given_name.clone()),
            family_name: Set(new.family_name.clone()),
            telephone: Set(new.telephone.clone()),
            email: Set(new.email.clone()),
            adviser_id: Set(Some(by.id.0)),
            registered_at: Set(now),
            registered_by: Set(by.id.0),
            agreed_at: Set(new.agreed.then_some(now)),
            version: Set(1),
            hidden: Set(false),
            erased_at: Set(None),
            counted_at: Set(None),
        };
        match person::Entity::insert(row).exec_without_returning(&transaction).await {
            Err(error) if is_duplicate(&error) => continue,
            inserted => inserted?,
        };
        let line = audit::Line::done(by.id, "register-person", "person", id.0);
        audit::record(app, &transaction, line).await?;
        write(app, &transaction, by, id, answers).await?;
        for kept in &own {
            alike::said(app, &transaction, by.id, (Kind::Person, kept.id, Some(id.0)), Said::Another).await?;
        }
        for kept in &others {
            alike::ask(app, &transaction, (Kind::Person, kept.id, id.0)).await?;
        }
        transaction.commit().await?;
        return Ok(id);
    }
    Err(anyhow::anyhow!("no free reference was drawn for a new person").into())
}
