//! Invitations: how somebody gets an account. Whoever invites never knows the password.
//!
//! An administrator invites people to their own organisation, and the first administrators of others in their area; an
//! adviser invites a person on their caseload to see their own record. The link is good once, for two weeks; it goes by
//! letter where letters are carried, and is shown to whoever invites, to pass on, where they are not.
//!
//! Whoever invites is not told whether an address has an account already, save of an account that is on their own list: the
//! letter says so, to whom the address belongs.

use super::{
    NewAccount, Organisation, SignedIn, create,
    hashed::{hashed, token},
    staff::{looked_after, looks_after},
    store,
};
use crate::{
    Application, access,
    action::ActionError,
    audit,
    db::entities::{account, invitation as row},
    letters::{self, Letter},
};
use chrono::TimeDelta;
use kernel::{AccountId, AuditId, Moment, OrganisationId, PersonId};
use rules::access::{Action, Role};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

/// How long a link is good.
const GOOD: TimeDelta = TimeDelta::days(14);

/// What became of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invited {
    /// A letter with the link is on its way.
    ByLetter,
    /// No letters are carried: this link is to be passed on.
    PassOn(String),
}

/// An invitation that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: Uuid,
    /// To whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// The organisation, if it is for one.
    pub organisation: Option<OrganisationId>,
    /// The last moment at which it is good.
    pub until: Moment,
}

/// Invites somebody to an organisation.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not manage accounts; `account/other-organisation` for an organisation that is not
/// the account's own, save its administrators; `account/e-mail-taken` for who is on the administrator's own list;
/// `account/e-mail-malformed`; a fault when the database refuses.
pub async fn invite(
    app: &Application,
    by: &SignedIn,
    email: &str,
    role: Role,
    organisation: &Organisation,
) -> Result<Invited, ActionError> {
    let area = access::own_area(app, by, Action::ManageUsers).await?;
    if organisation.area != area || matches!(role, Role::Resident | Role::Visitor) {
        return Err(ActionError::NotFound);
    }
    if !looks_after(by, Some(organisation.id.0), role.word()) {
        return Err(ActionError::refused(
            "account/other-organisation",
            "For another organisation you can only invite its administrator, who then invites its people",
        ));
    }
    let new = New { email, role, organisation: Some(organisation), person: None };
    send(app, by, new, "create-invitation").await
}

/// Invites a person on the account's caseload to see their own record, at the address that is in it.
///
/// # Errors
/// [`ActionError::NotFound`] when the person is nothing to do with this account; [`ActionError::NotAllowed`] when it may not
/// invite them; `account/no-e-mail` without an address; as [`invite`].
pub async fn invite_person(app: &Application, by: &SignedIn, person: PersonId) -> Result<Invited, ActionError> {
    let seen = access::person(app, by, person, Action::InvitePerson).await?;
    let Some(email) = seen.contact().1.map(str::to_owned) else {
        return Err(ActionError::refused(
            "account/no-e-mail",
            "There is no email address in the record. Add it first, then invite them",
        ));
    };
    let new = New { email: &email, role: Role::Resident, organisation: None, person: Some(person) };
    send(app, by, new, Action::InvitePerson.word()).await
}

struct New<'a> {
    email: &'a str,
    role: Role,
    organisation: Option<&'a Organisation>,
    person: Option<PersonId>,
}

async fn send(app: &Application, by: &SignedIn, new: New<'_>, action: &str) -> Result<Invited, ActionError> {
    let email = create::well_formed(new.email)?;
    let taken = account::Entity::find().filter(account::Column::Email.eq(&email)).one(app.db.reader()).await?;
    if new.person.is_none() {
        // Looked for whether there is one or not: how much is done must not tell.
        let id = AccountId(taken.as_ref().map(|taken| taken.id).unwrap_or_default());
        match looked_after(app, by, id).await {
            Ok(_) => return Err(ActionError::refused("account/e-mail-taken", create::TAKEN)),
            Err(ActionError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let transaction = app.db.begin().await?;
    // A second invitation takes the place of the first, whose link is then worth nothing.
    row::Entity::delete_many().filter(row::Column::Email.eq(&email)).exec(&transaction).await?;
    let (now, token) = (app.clock.now(), token(app.randomness.as_ref()));
    let id = AuditId::make(now, app.randomness.as_ref()).0;
    let invited = row::ActiveModel {
        id: Set(id),
        token: Set(hashed(token.as_bytes())),
        email: Set(email.clone()),
        role: Set(new.role.word().to_owned()),
        organisation_id: Set(new.organisation.map(|organisation| organisation.id.0)),
        person_id: Set(new.person.map(|person| person.0)),
        at: Set(now),
        until: Set(now + GOOD),
        by_account: Set(by.id.0),
    };
    row::Entity::insert(invited).exec_without_returning(&transaction).await?;
    let link = app.settings.link(&format!("/invitation/{token}"));
    let letter = if taken.is_some() {
        letter_to_account(email, &app.settings.link("/sign-in"), new.organisation)
    } else {
        letter(email, &link, new.organisation)
    };
    let carried = letters::write(app, &transaction, letter).await?;
    record(
        app,
        &transaction,
        Some(by.id),
        action,
        new.person.map_or(("invitation", id), |person| ("person", person.0)),
    )
    .await?;
    transaction.commit().await?;
    Ok(if carried { Invited::ByLetter } else { Invited::PassOn(link) })
}

fn letter(to: String, link: &str, organisation: Option<&Organisation>) -> Letter {
    let (what, why) = match organisation {
        Some(organisation) => (
            format!("{} has invited you to Tapestry.", organisation.name),
            "It is where organisations that help people into work keep their records together.",
        ),
        None => (
            "Your adviser has invited you to see your record.".to_owned(),
            "You can read what is kept about you, who has looked, and what help you were put forward for.",
        ),
    };
    let text = format!(
        "{what}\n\n{why}\n\nOpen this link to begin. It works once, for two weeks:\n\n{link}\n\nIf you did not expect this, \
         you need not do anything.\n"
    );
    Letter { to, subject: "Your invitation to Tapestry".to_owned(), text }
}

/// The letter to somebody who has an account with the address. Nobody but them is told.
fn letter_to_account(to: String, sign_in: &str, organisation: Option<&Organisation>) -> Letter {
    let who = organisation.map_or("Your adviser", |organisation| organisation.name.as_str());
    let text = format!(
        "{who} has invited you to Tapestry.\n\nYou have an account with this email address already, and an address can have \
         one account only. You can sign in with it:\n\n{sign_in}\n\nIf you need another account, give whoever invited you \
         another address. If you did not expect this, you need not do anything.\n"
    );
    Letter { to, subject: "Your invitation to Tapestry".to_owned(), text }
}

/// The invitation with this token, if it is still good.
///
/// # Errors
/// [`ActionError::NotFound`] when it is not; a fault when the database refuses.
pub async fn find(app: &Application, token: &str) -> Result<Invitation, ActionError> {
    told(good(app, app.db.reader(), token).await?)
}

async fn good(app: &Application, connection: &impl ConnectionTrait, token: &str) -> Result<row::Model, ActionError> {
    let found = row::Entity::find()
        .filter(row::Column::Token.eq(hashed(token.as_bytes())))
        .filter(row::Column::Until.gte(app.clock.now()))
        .one(connection)
        .await?;
    found.ok_or(ActionError::NotFound)
}

fn told(row: row::Model) -> Result<Invitation, ActionError> {
    Ok(Invitation {
        id: row.id,
        role: Role::from_word(&row.role).ok_or(ActionError::NotFound)?,
        organisation: row.organisation_id.map(OrganisationId),
        email: row.email,
        until: row.until,
    })
}

/// Takes an invitation up: makes the account, which gives whose it is. `password` may be left out by a resident, who signs
/// in by links, where letters are carried.
///
/// # Errors
/// [`ActionError::NotFound`] when the invitation is not good any more, or its address has an account by now: the two look the
/// same; otherwise as [`create()`].
pub async fn take_up(
    app: &Application,
    token: &str,
    name: &str,
    password: Option<&str>,
) -> Result<AccountId, ActionError> {
    // Before anything is worked on for it; and before a transaction, which would hold up others meanwhile.
    good(app, app.db.reader(), token).await?;
    let hash = create::hash_of(app, password).await?;
    let transaction = app.db.begin().await?;
    let row = good(app, &transaction, token).await?;
    let id = use_up(app, &transaction, row, name, hash).await.map_err(|error| match error {
        error if error.is("account/e-mail-taken") => ActionError::NotFound,
        error => error,
    })?;
    transaction.commit().await?;
    Ok(id)
}

/// Takes up the invitation of somebody whose provider of identity says that this is their address, if there is one that is
/// good and to an organisation that `is_known` to it.
///
/// # Errors
/// As [`create()`].
pub(super) async fn take_up_by_email(
    app: &Application,
    email: &str,
    name: &str,
    is_known: impl Fn(Option<&Organisation>) -> bool,
) -> Result<Option<AccountId>, ActionError> {
    let transaction = app.db.begin().await?;
    let found = row::Entity::find()
        .filter(row::Column::Email.eq(email))
        .filter(row::Column::Until.gte(app.clock.now()))
        .one(&transaction)
        .await?;
    // Asked whether there is an invitation or not: how much is asked must not tell.
    let organisation = found.as_ref().and_then(|row| row.organisation_id).unwrap_or_default();
    let organisation = store::organisation_by_id(&transaction, organisation).await?;
    let Some(row) = found.filter(|_| is_known(organisation.as_ref())) else { return Ok(None) };
    let id = use_up(app, &transaction, row, name, None).await?;
    transaction.commit().await?;
    Ok(Some(id))
}

async fn organisation_of(
    connection: &impl ConnectionTrait,
    row: &row::Model,
) -> Result<Option<Organisation>, ActionError> {
    match row.organisation_id {
        Some(id) => Ok(store::organisation_by_id(connection, id).await?),
        None => Ok(None),
    }
}

async fn use_up(
    app: &Application,
    transaction: &impl ConnectionTrait,
    row: row::Model,
    name: &str,
    hash: Option<String>,
) -> Result<AccountId, ActionError> {
    let deleted = row::Entity::delete_by_id(row.id).exec(transaction).await?;
    if deleted.rows_affected != 1 {
        return Err(ActionError::NotFound);
    }
    let organisation = organisation_of(transaction, &row).await?;
    let person = row.person_id.map(PersonId);
    let invitation = told(row)?;
    let new = NewAccount {
        email: &invitation.email,
        name,
        role: invitation.role,
        organisation: organisation.as_ref(),
        person,
        password: None,
    };
    let id = create::insert(app, transaction, new, hash).await?;
    record(app, transaction, Some(id), "take-up-invitation", ("account", id.0)).await?;
    Ok(id)
}

/// Invitations to these organisations that wait, the newest first; whether they are still good or not.
pub(super) async fn waiting(
    connection: &impl ConnectionTrait,
    organisations: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<row::Model>, DbErr> {
    row::Entity::find()
        .filter(row::Column::OrganisationId.is_in(organisations))
        .order_by_desc(row::Column::At)
        .all(connection)
        .await
}

/// Whether a person can see their own record: `Some(true)` with an account, `Some(false)` once invited, `None` neither.
pub(crate) async fn standing_of(
    app: &Application,
    connection: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Option<bool>, DbErr> {
    let account = account::Entity::find()
        .filter(account::Column::PersonId.eq(person.0))
        .filter(account::Column::LeftAt.is_null())
        .count(connection)
        .await?;
    if account > 0 {
        return Ok(Some(true));
    }
    let invited = row::Entity::find()
        .filter(row::Column::PersonId.eq(person.0))
        .filter(row::Column::Until.gte(app.clock.now()))
        .count(connection)
        .await?;
    Ok((invited > 0).then_some(false))
}

/// Forgets the invitation of somebody whose record is erased.
pub(super) async fn forget(connection: &impl ConnectionTrait, person: Uuid) -> Result<(), DbErr> {
    row::Entity::delete_many().filter(row::Column::PersonId.eq(person)).exec(connection).await?;
    Ok(())
}

/// Takes an invitation back; one that was taken up meanwhile is none any more.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not manage accounts; [`ActionError::NotFound`] when it is of nobody whom the
/// account may invite; a fault when the database refuses.
pub async fn take_back(app: &Application, by: &SignedIn, id: Uuid) -> Result<(), ActionError> {
    let area = access::own_area(app, by, Action::ManageUsers).await?;
    let transaction = app.db.begin().await?;
    let found = row::Entity::find_by_id(id).one(&transaction).await?.ok_or(ActionError::NotFound)?;
    let here = organisation_of(&transaction, &found).await?.is_some_and(|one| one.area == area);
    if !here || !looks_after(by, found.organisation_id, &found.role) {
        return Err(ActionError::NotFound);
    }
    row::Entity::delete_by_id(id).exec(&transaction).await?;
    record(app, &transaction, Some(by.id), "take-back-invitation", ("invitation", id)).await?;
    transaction.commit().await?;
    Ok(())
}

async fn record(
    app: &Application,
    connection: &impl ConnectionTrait,
    account: Option<AccountId>,
    action: &str,
    (subject_kind, subject): (&str, Uuid),
) -> Result<(), ActionError> {
    let line =
        audit::Line { account, action, subject_kind, subject: Some(subject), allowed: true, reasons: Vec::new() };
    Ok(audit::record(app, connection, line).await?)
}
