//! Handing people over: one by their adviser, all of an adviser's by the administrator or from the command line.

use super::store::{self, Move};
use crate::{
    Application, access,
    account::{self, OPERATOR, SignedIn, staff},
    action::ActionError,
    audit,
    wording::count,
};
use kernel::{AccountId, Moment, PersonId};
use rules::access::{Action, Role};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use uuid::Uuid;

/// An adviser to whom people can be handed over, or who can cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Whose account.
    pub id: AccountId,
    /// What to call them.
    pub name: String,
}

/// The other advisers of an adviser's organisation who can sign in, by name.
///
/// # Errors
/// When the database refuses.
pub async fn colleagues(connection: &impl ConnectionTrait, adviser: AccountId) -> Result<Vec<Colleague>, DbErr> {
    let Some(organisation) = account::account_organisation(connection, adviser.0).await? else { return Ok(Vec::new()) };
    let advisers = account::open_accounts(connection, organisation, Role::Adviser).await?;
    let others = advisers.into_iter().filter(|(id, _)| *id != adviser);
    Ok(others.map(|(id, name)| Colleague { id, name }).collect())
}

/// How many people are on an adviser's caseload.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn people_of(connection: &impl ConnectionTrait, adviser: AccountId) -> Result<u64, DbErr> {
    store::number(connection, adviser).await
}

/// Hands one of the account's people over to a colleague; gives whose name.
///
/// # Errors
/// [`ActionError::NotFound`] when the person is not on the account's caseload, or there is no such colleague;
/// [`ActionError::NotAllowed`] for who only covers; [`ActionError::Lost`] when they were handed over meanwhile; a fault when
/// the database refuses.
pub async fn hand_over(
    app: &Application,
    by: &SignedIn,
    person: PersonId,
    to: AccountId,
) -> Result<String, ActionError> {
    access::person(app, by, person, Action::HandOver).await?;
    let colleague = named(app, by.id, to).await?;
    let transaction = app.db.begin().await?;
    account::hold(&transaction, to).await?.ok_or(ActionError::NotFound)?;
    let how = Move { by: by.id, from: by.id, to };
    store::put(app, &transaction, how, &[person.0]).await?;
    audit::record(app, &transaction, audit::Line::done(by.id, "hand-over", "person", person.0)).await?;
    transaction.commit().await?;
    Ok(colleague.name)
}

/// The colleague of an adviser with this identity.
async fn named(app: &Application, adviser: AccountId, wanted: AccountId) -> Result<Colleague, ActionError> {
    let found = colleagues(app.db.reader(), adviser).await?.into_iter().find(|one| one.id == wanted);
    found.ok_or(ActionError::NotFound)
}

/// Hands everybody on an adviser's caseload over to colleagues, who get the same number each; gives how many people that were.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who is no administrator; [`ActionError::NotFound`] for an adviser of another organisation or
/// a colleague that there is not; `handover/nobody-chosen` without any colleague; [`ActionError::Lost`] when one of the people
/// was handed over meanwhile; a fault when the database refuses.
pub async fn hand_over_all(
    app: &Application,
    by: &SignedIn,
    from: AccountId,
    to: &[AccountId],
) -> Result<usize, ActionError> {
    access::general(app, by, Action::ManageCaseloads).await?;
    staff::of_own_organisation(app, by, from).await?;
    share_out(app, by.id, from, to).await
}

/// The same for whoever looks after the program, by e-mail addresses. The adviser may have left already.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such adviser; as [`hand_over_all`] otherwise.
pub async fn hand_over_all_from_the_command_line(
    app: &Application,
    from: &str,
    to: &[String],
) -> Result<usize, ActionError> {
    let connection = app.db.reader();
    let from = account::id_by_email(connection, from).await?.ok_or(ActionError::NotFound)?;
    let mut ids = Vec::new();
    for email in to {
        ids.push(account::id_by_email(connection, email).await?.ok_or(ActionError::NotFound)?);
    }
    share_out(app, OPERATOR, from, &ids).await
}

async fn share_out(app: &Application, by: AccountId, from: AccountId, to: &[AccountId]) -> Result<usize, ActionError> {
    if to.is_empty() {
        return Err(ActionError::refused("handover/nobody-chosen", "Select who looks after these people from now on"));
    }
    for one in to {
        named(app, from, *one).await?;
    }
    let transaction = app.db.begin().await?;
    hold_all(&transaction, to).await?;
    let people = store::everybody(&transaction, from).await?;
    for (place, one) in to.iter().enumerate() {
        let theirs: Vec<Uuid> = people.iter().copied().skip(place).step_by(to.len()).collect();
        store::put(app, &transaction, Move { by, from, to: *one }, &theirs).await?;
    }
    for some in people.chunks(500) {
        let lines = some.iter().map(|person| audit::Line::done(by, "hand-over", "person", *person));
        audit::record_all(app, &transaction, lines).await?;
    }
    transaction.commit().await?;
    Ok(people.len())
}

/// Holds open accounts until the transaction ends, always in the same order, so that two who hold the same do not wait for each
/// other for ever.
///
/// # Errors
/// [`ActionError::NotFound`] when one of them is closed.
pub(super) async fn hold_all(transaction: &DatabaseTransaction, accounts: &[AccountId]) -> Result<(), ActionError> {
    let mut accounts = accounts.to_vec();
    accounts.sort_unstable();
    for one in accounts {
        account::hold(transaction, one).await?.ok_or(ActionError::NotFound)?;
    }
    Ok(())
}

/// Whether an adviser may leave or do something else: nobody may be on their caseload. Covers for them and by them end.
///
/// The caller holds the account, so that nobody is put on the caseload at the same moment.
///
/// # Errors
/// `account/has-caseload`; a fault when the database refuses.
pub(crate) async fn may_leave(
    transaction: &DatabaseTransaction,
    account: AccountId,
    at: Moment,
) -> Result<(), ActionError> {
    match store::number(transaction, account).await? {
        0 => Ok(store::end_all(transaction, account, at).await?),
        number => {
            let number = count(usize::try_from(number).unwrap_or(usize::MAX), "person is", "people are");
            let says =
                format!("{number} on their caseload. Hand them over to colleagues first, so that nobody is left alone");
            Err(ActionError::refused("account/has-caseload", says))
        }
    }
}
