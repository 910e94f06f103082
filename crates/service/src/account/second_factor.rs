//! A second factor: a code from an app on the person's telephone (TOTP, RFC 6238), or a recovery code that is good once.

use super::{hashed::hashed, store, throttle};
use crate::{
    Application,
    action::ActionError,
    audit,
    db::entities::{recovery_code, second_factor},
};
use anyhow::anyhow;
use data_encoding::BASE32_NOPAD;
use kernel::AccountId;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use totp_rs::{Builder, Secret, Totp};

/// Recovery codes given at once.
const RECOVERY_CODES: usize = 10;
/// Who gives the code, as the app shows it.
const ISSUER: &str = "Tapestry";

/// A new secret of 160 random bits, in base 32, as apps take it.
#[must_use]
pub fn new_secret(app: &Application) -> String {
    let bytes: Vec<u8> = [app.randomness.bytes(), app.randomness.bytes()].concat().into_iter().take(20).collect();
    BASE32_NOPAD.encode(&bytes)
}

/// The address that an app reads from the picture.
///
/// # Errors
/// When the secret is not one.
pub fn address(secret: &str, email: &str) -> anyhow::Result<String> {
    maker(secret, email)?.to_url().map_err(|error| anyhow!("no address for the app: {error}"))
}

/// What makes codes of six digits every 30 seconds. One step before and after is accepted: clocks differ.
fn maker(secret: &str, email: &str) -> anyhow::Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(|error| anyhow!("no secret of a second factor: {error}"))?;
    let name = email.replace(':', " ");
    let maker = Builder::new().with_secret(secret).with_issuer(Some(ISSUER)).with_account_name(name);
    maker.build().map_err(|error| anyhow!("no maker of codes: {error}"))
}

/// The 30 seconds for which a code is right at this moment; `None` when it is not right.
fn step(app: &Application, secret: &str, typed: &str) -> anyhow::Result<Option<i64>> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let now = u64::try_from(app.clock.now().timestamp()).unwrap_or_default();
    Ok(maker(secret, "")?.check(&digits, now).and_then(|step| i64::try_from(step).ok()))
}

/// What is wrong with a code of a secret that is not set yet; nothing when it shows that the app has the secret.
///
/// # Errors
/// When the secret is not one.
pub fn fault_of_new(app: &Application, secret: &str, typed: &str) -> anyhow::Result<Option<&'static str>> {
    Ok(step(app, secret, typed)?.is_none().then_some(WRONG))
}

/// Whether the account has a second factor.
///
/// # Errors
/// When the database refuses.
pub async fn is_set(app: &Application, account: AccountId) -> Result<bool, ActionError> {
    Ok(second_factor::Entity::find_by_id(account.0).one(app.db.reader()).await?.is_some())
}

/// Sets the second factor of an account, once a code shows that the app has the secret; gives new recovery codes. Where it
/// `replaces` one, the caller has had a code of that accepted.
///
/// # Errors
/// `account/wrong-code` when the code is not right; [`ActionError::Lost`] when there is one by now, or the one that is replaced
/// was taken away; [`ActionError::NotFound`] for an account that is closed; a fault when the database refuses.
pub async fn set(
    app: &Application,
    account: AccountId,
    secret: &str,
    typed: &str,
    replaces: bool,
) -> Result<Vec<String>, ActionError> {
    let Some(step) = step(app, secret, typed)? else { return Err(ActionError::refused("account/wrong-code", WRONG)) };
    let transaction = app.db.begin().await?;
    store::hold(&transaction, account).await?.ok_or(ActionError::NotFound)?;
    let old = second_factor::Entity::delete_by_id(account.0).exec(&transaction).await?;
    if (old.rows_affected == 1) != replaces {
        return Err(ActionError::Lost);
    }
    let row = second_factor::ActiveModel {
        account_id: Set(account.0),
        secret: Set(secret.to_owned()),
        last_step: Set(step),
        since: Set(app.clock.now()),
    };
    second_factor::Entity::insert(row).exec_without_returning(&transaction).await?;
    forget_codes(&transaction, account).await?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(app)).collect();
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        code: Set(hashed(as_typed(code).as_bytes())),
        account_id: Set(account.0),
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(&transaction).await?;
    record(app, &transaction, account, account, "set-second-factor").await?;
    transaction.commit().await?;
    Ok(codes)
}

/// Ten letters and digits of 50 random bits, in two halves: `K3XQP-7MNDA`.
fn recovery_code(app: &Application) -> String {
    let letters: String = BASE32_NOPAD.encode(&app.randomness.bytes()).chars().take(10).collect();
    let (first, last) = letters.split_at(5);
    format!("{first}-{last}")
}

/// A recovery code without what people add or leave out.
fn as_typed(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// What came of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// It is the account's, and used up.
    Right,
    /// It is not, or it was used already.
    Wrong,
    /// There were too many tries: it was not looked at.
    TooMany,
}

impl Given {
    /// What is wrong and what to do, for people; nothing when it is right.
    #[must_use]
    pub fn fault(self) -> Option<&'static str> {
        match self {
            Self::Right => None,
            Self::Wrong => Some(WRONG),
            Self::TooMany => Some("There were too many tries. Wait 15 minutes, then try again"),
        }
    }
}

/// What is said of a code that is not right.
const WRONG: &str = "The code is not right, or it was used already. Wait for the next one, then type that";

/// Takes a code, wherever one is asked for: of the app, and not used before, or a recovery code. Tries are counted by account:
/// whoever gets to give a code knows the password or is signed in.
///
/// # Errors
/// When the database refuses.
pub async fn accept(app: &Application, account: AccountId, typed: &str) -> Result<Given, ActionError> {
    let bucket = format!("code-{account}");
    if !throttle::may_try(app, &bucket).await? {
        return Ok(Given::TooMany);
    }
    if !is_code_of(app, account, typed).await? {
        return Ok(Given::Wrong);
    }
    throttle::forget(app, &bucket).await?;
    Ok(Given::Right)
}

async fn is_code_of(app: &Application, account: AccountId, typed: &str) -> Result<bool, ActionError> {
    let Some(factor) = second_factor::Entity::find_by_id(account.0).one(app.db.reader()).await? else {
        return Ok(false);
    };
    if let Some(step) = step(app, &factor.secret, typed)? {
        // Two with the same code at the same moment: one of them is first.
        let used = second_factor::Entity::update_many()
            .col_expr(second_factor::Column::LastStep, Expr::value(step))
            .filter(second_factor::Column::AccountId.eq(account.0))
            .filter(second_factor::Column::LastStep.lt(step))
            .exec(app.db.reader())
            .await?;
        return Ok(used.rows_affected == 1);
    }
    let spent = recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::Code.eq(hashed(as_typed(typed).as_bytes())))
        .filter(recovery_code::Column::AccountId.eq(account.0))
        .exec(app.db.reader())
        .await?;
    Ok(spent.rows_affected == 1)
}

/// How many recovery codes are left.
///
/// # Errors
/// When the database refuses.
pub async fn codes_left(app: &Application, account: AccountId) -> Result<usize, ActionError> {
    let left = recovery_code::Column::AccountId.eq(account.0);
    Ok(recovery_code::Entity::find().filter(left).all(app.db.reader()).await?.len())
}

/// Takes the second factor of an account away, and its recovery codes: the person asked with a code, or whoever looks after the program
/// did for them.
///
/// # Errors
/// [`ActionError::NotFound`] when there is none; a fault when the database refuses.
pub async fn take_away(app: &Application, by: AccountId, account: AccountId) -> Result<(), ActionError> {
    let transaction = app.db.begin().await?;
    let gone = second_factor::Entity::delete_by_id(account.0).exec(&transaction).await?;
    if gone.rows_affected == 0 {
        return Err(ActionError::NotFound);
    }
    forget_codes(&transaction, account).await?;
    record(app, &transaction, by, account, "take-away-second-factor").await?;
    transaction.commit().await?;
    Ok(())
}

async fn forget_codes(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), ActionError> {
    let of_account = recovery_code::Column::AccountId.eq(account.0);
    recovery_code::Entity::delete_many().filter(of_account).exec(connection).await?;
    Ok(())
}

async fn record(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: AccountId,
    account: AccountId,
    action: &str,
) -> Result<(), ActionError> {
    Ok(audit::record(app, connection, audit::Line::done(by, action, "account", account.0)).await?)
}
