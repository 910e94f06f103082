//! Every query of accounts and organisations.

use crate::{
    Application,
    action::ActionError,
    audit,
    db::entities::{account, organisation},
};
use kernel::{AccountId, OrganisationId};
use policy::Area;
use rules::access::{Action, Role};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// An account with its organisation.
#[derive(Debug, Clone)]
pub struct Account {
    /// Whose account.
    pub id: AccountId,
    /// What to call them.
    pub name: String,
    /// What they may be asked to do.
    pub role: Role,
    /// The organisation they work for; `None` for a resident.
    pub organisation: Option<Organisation>,
    /// The person record that is theirs, for a resident.
    pub person: Option<Uuid>,
    /// What alone may be done: of a program that asks with a key of this account; `None` for its holder at a keyboard.
    pub scope: Option<BTreeSet<Action>>,
    /// Sessions that began under a lower number have ended.
    pub(super) session_epoch: i32,
    /// argon2id hash, in PHC form; `None` when they cannot sign in with a password.
    pub(super) password_hash: Option<String>,
}

/// An organisation as accounts see it.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its identity.
    pub id: OrganisationId,
    /// The area it works in.
    pub area: String,
    /// Its body id in the policy text.
    pub body: String,
    /// What kind of body it is (`jobcentre`, `provider` …).
    pub kind: String,
    /// Its name.
    pub name: String,
}

impl From<organisation::Model> for Organisation {
    fn from(row: organisation::Model) -> Self {
        Self { id: OrganisationId(row.id), area: row.area, body: row.body, kind: row.kind, name: row.name }
    }
}

/// Somebody to sign in as in the demo.
#[derive(Debug, Clone)]
pub struct Persona {
    /// Which account.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Their organisation's name; empty for a resident.
    pub organisation: String,
    /// Their area's id; empty when they belong to none.
    pub area: String,
}

/// Makes sure that each body of an area's policy text has its row, with the name it has there.
///
/// # Errors
/// When the database refuses.
pub async fn register_organisations(
    app: &Application,
    connection: &impl ConnectionTrait,
    area: &Area,
) -> Result<(), DbErr> {
    for body in area.bodies.values() {
        let row = organisation::ActiveModel {
            id: Set(OrganisationId::make(app.clock.now(), app.randomness.as_ref()).0),
            area: Set(area.id.to_string()),
            body: Set(body.id.clone()),
            kind: Set(body.kind.clone()),
            name: Set(body.name.clone()),
        };
        let renamed = OnConflict::columns([organisation::Column::Area, organisation::Column::Body])
            .update_columns([organisation::Column::Kind, organisation::Column::Name])
            .to_owned();
        organisation::Entity::insert(row).on_conflict(renamed).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// The organisation that is this body of this area.
///
/// # Errors
/// When the database refuses.
pub async fn organisation_of(app: &Application, area: &str, body: &str) -> Result<Option<Organisation>, ActionError> {
    Ok(organisation_by_body(app.db.reader(), area, body).await?)
}

/// The organisation that is this body of this area, by a connection or within a transaction.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn organisation_by_body(
    connection: &impl ConnectionTrait,
    area: &str,
    body: &str,
) -> Result<Option<Organisation>, DbErr> {
    let row = organisation::Entity::find()
        .filter(organisation::Column::Area.eq(area))
        .filter(organisation::Column::Body.eq(body))
        .one(connection)
        .await?;
    Ok(row.map(Organisation::from))
}

/// The organisation with this identity.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn organisation_by_id(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Organisation>, DbErr> {
    Ok(organisation::Entity::find_by_id(id).one(connection).await?.map(Organisation::from))
}

/// Names of organisations by identity.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn organisation_names(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, DbErr> {
    let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Names of accounts by identity, to say who did what.
///
/// # Errors
/// When the database refuses.
pub async fn account_names(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, DbErr> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let program = super::BY_THEMSELVES.into_iter().filter(|(id, _)| ids.contains(&id.0));
    let program: Vec<(Uuid, String)> = program.map(|(id, name)| (id.0, name.to_owned())).collect();
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).chain(program).collect())
}

/// Names of accounts by identity, each with the name of its organisation (empty for none).
///
/// # Errors
/// When the database refuses.
pub(crate) async fn names_with_organisations(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, (String, String)>, DbErr> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let program = super::BY_THEMSELVES.into_iter().filter(|(id, _)| ids.contains(&id.0));
    let program: Vec<_> = program.map(|(id, name)| (id.0, (name.to_owned(), String::new()))).collect();
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
    let organisations = organisation_names(connection, rows.iter().filter_map(|row| row.organisation_id)).await?;
    let organisation = |id: Option<Uuid>| id.and_then(|id| organisations.get(&id).cloned()).unwrap_or_default();
    Ok(rows.into_iter().map(|row| (row.id, (row.name, organisation(row.organisation_id)))).chain(program).collect())
}

/// The organisation that an account works for, by identity.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn account_organisation(
    connection: &impl ConnectionTrait,
    account: Uuid,
) -> Result<Option<Uuid>, DbErr> {
    Ok(account::Entity::find_by_id(account).one(connection).await?.and_then(|row| row.organisation_id))
}

/// The account with this e-mail address, unless its holder has left.
///
/// # Errors
/// When the database refuses.
pub async fn account_by_email(connection: &impl ConnectionTrait, email: &str) -> Result<Option<Account>, ActionError> {
    let row = account::Entity::find()
        .filter(account::Column::Email.eq(kernel::address_for_comparing(email)))
        .filter(account::Column::LeftAt.is_null())
        .one(connection)
        .await?;
    with_organisation(connection, row).await
}

/// The e-mail addresses of those in an organisation who have a role and have not left.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn addresses(
    connection: &impl ConnectionTrait,
    organisation: Uuid,
    role: Role,
) -> Result<Vec<String>, DbErr> {
    account::Entity::find()
        .select_only()
        .column(account::Column::Email)
        .filter(account::Column::OrganisationId.eq(organisation))
        .filter(account::Column::Role.eq(role.word()))
        .filter(account::Column::LeftAt.is_null())
        .into_tuple()
        .all(connection)
        .await
}

/// The identity of the account with this e-mail address, also when its holder has left.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn id_by_email(connection: &impl ConnectionTrait, email: &str) -> Result<Option<AccountId>, DbErr> {
    let row =
        account::Entity::find().filter(account::Column::Email.eq(kernel::address_for_comparing(email))).one(connection);
    Ok(row.await?.map(|row| AccountId(row.id)))
}

/// Identities and names of those in an organisation who have a role and have not left, by name.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn open_accounts(
    connection: &impl ConnectionTrait,
    organisation: Uuid,
    role: Role,
) -> Result<Vec<(AccountId, String)>, DbErr> {
    let rows = account::Entity::find()
        .filter(account::Column::OrganisationId.eq(organisation))
        .filter(account::Column::Role.eq(role.word()))
        .filter(account::Column::LeftAt.is_null())
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (AccountId(row.id), row.name)).collect())
}

/// The account with this identity, unless its holder has left.
///
/// # Errors
/// When the database refuses.
pub(super) async fn account_by_id(
    connection: &impl ConnectionTrait,
    id: AccountId,
) -> Result<Option<Account>, ActionError> {
    let row = account::Entity::find_by_id(id.0).filter(account::Column::LeftAt.is_null()).one(connection).await?;
    with_organisation(connection, row).await
}

async fn with_organisation(
    connection: &impl ConnectionTrait,
    row: Option<account::Model>,
) -> Result<Option<Account>, ActionError> {
    // Asked whether there is one or not: how much is asked must not tell whether there is an account.
    let organisation = row.as_ref().and_then(|row| row.organisation_id).unwrap_or_default();
    let organisation = organisation_by_id(connection, organisation).await?;
    let Some(row) = row else { return Ok(None) };
    let role = role_of(&row)?;
    Ok(Some(Account {
        id: AccountId(row.id),
        name: row.name,
        role,
        organisation,
        person: row.person_id,
        scope: None,
        session_epoch: row.session_epoch,
        password_hash: row.password_hash,
    }))
}

/// Everybody one can sign in as in the demo: accounts without a password, in the order they were made.
///
/// # Errors
/// When the database refuses.
pub async fn personas(connection: &impl ConnectionTrait) -> Result<Vec<Persona>, ActionError> {
    let rows = account::Entity::find()
        .filter(account::Column::PasswordHash.is_null())
        .filter(account::Column::LeftAt.is_null())
        .order_by_asc(account::Column::Id)
        .all(connection)
        .await?;
    let organisations: HashMap<Uuid, organisation::Model> = organisation::Entity::find()
        .all(connection)
        .await?
        .into_iter()
        .map(|organisation| (organisation.id, organisation))
        .collect();
    rows.into_iter()
        .map(|row| {
            let organisation = row.organisation_id.and_then(|id| organisations.get(&id));
            Ok(Persona {
                id: AccountId(row.id),
                role: role_of(&row)?,
                name: row.name,
                organisation: organisation.map(|found| found.name.clone()).unwrap_or_default(),
                area: organisation.map(|found| found.area.clone()).unwrap_or_default(),
            })
        })
        .collect()
}

pub(super) fn role_of(row: &account::Model) -> anyhow::Result<Role> {
    Role::from_word(&row.role).ok_or_else(|| anyhow::anyhow!("account {} has no known role", row.id))
}

/// Gives the account a new password hash, and ends every session of it.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such account; a fault when the database refuses.
pub async fn set_password(
    app: &Application,
    connection: &impl ConnectionTrait,
    email: &str,
    password: &str,
) -> Result<(), ActionError> {
    let account = account_by_email(connection, email).await?.ok_or(ActionError::NotFound)?;
    let hash = super::create::hash_of(app, Some(password)).await?;
    set_password_hash(connection, account.id, hash).await
}

/// The same from the command line, and keeps that it was done there.
///
/// # Errors
/// As [`set_password`].
pub async fn set_password_from_the_command_line(
    app: &Application,
    email: &str,
    password: &str,
) -> Result<(), ActionError> {
    let account = account_by_email(app.db.reader(), email).await?.ok_or(ActionError::NotFound)?;
    let hash = super::create::hash_of(app, Some(password)).await?;
    let transaction = app.db.begin().await?;
    set_password_hash(&transaction, account.id, hash).await?;
    let line = audit::Line::done(super::OPERATOR, "set-password", "account", account.id.0);
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}

/// The same for an account at hand, with the hash of its new password.
///
/// # Errors
/// When the database refuses.
pub(super) async fn set_password_hash(
    connection: &impl ConnectionTrait,
    account: AccountId,
    hash: Option<String>,
) -> Result<(), ActionError> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(account.0))
        .exec(connection)
        .await?;
    // Whoever knew the old password may be signed in with it, or have a link to choose another.
    super::link::forget(connection, account).await?;
    Ok(super::sessions::end_all(connection, account).await?)
}

/// Holds an open account as it is until the transaction ends, so that what is written for it is not written for one that is
/// closed, or whose sign-ins have ended, at the same moment. `None` when it is closed.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn hold(
    transaction: &DatabaseTransaction,
    id: AccountId,
) -> Result<Option<account::Model>, ActionError> {
    let open = account::Entity::find_by_id(id.0).filter(account::Column::LeftAt.is_null());
    // On SQLite whoever writes is alone anyway.
    Ok(open.lock_exclusive().one(transaction).await?)
}
