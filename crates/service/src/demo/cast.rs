//! The cast: who can be signed in as, in both areas. All are made up.

use super::stage::Stage;
use crate::account::{self, NewAccount, SignedIn};
use anyhow::{Context, Result, anyhow};
use kernel::{Day, PersonId};
use rules::access::Role;

/// A row of the organisations for each body of every area.
pub(super) async fn organisations(stage: &Stage<'_>) -> Result<()> {
    for area in stage.app.policy.areas.values() {
        account::register_organisations(stage.app, stage.app.db.reader(), area).await?;
    }
    Ok(())
}

/// Somebody of the cast.
pub(super) struct Member<'a> {
    /// The name, which also makes the e-mail address.
    pub(super) name: &'a str,
    pub(super) role: Role,
    /// The area and the body of it that they work for; `None` for a resident, and for who works for no one area.
    pub(super) works_for: Option<(&'a str, &'a str)>,
    /// The record that is theirs, for a resident.
    pub(super) person: Option<PersonId>,
}

impl<'a> Member<'a> {
    pub(super) fn of(role: Role, name: &'a str, area: &'a str, body: &'a str) -> Self {
        Self { name, role, works_for: Some((area, body)), person: None }
    }

    pub(super) fn national(role: Role, name: &'a str) -> Self {
        Self { name, role, works_for: None, person: None }
    }
}

/// Opens an account for somebody of the cast, on `day`.
pub(super) async fn join(stage: &mut Stage<'_>, day: Day, member: Member<'_>) -> Result<SignedIn> {
    stage.on(day);
    let connection = stage.app.db.reader();
    let organisation = match member.works_for {
        Some((area, body)) => Some(
            account::organisation_by_body(connection, area, body)
                .await?
                .ok_or_else(|| anyhow!("the area {area} has no body {body}"))?,
        ),
        None => None,
    };
    let email = format!("{}@demo.example", member.name.to_lowercase().replace(' ', "."));
    let new = NewAccount {
        email: &email,
        name: member.name,
        role: member.role,
        organisation: organisation.as_ref(),
        person: member.person,
        password: None,
    };
    account::create(stage.app, connection, new).await.with_context(|| format!("cannot open an account for {email}"))?;
    let account = account::account_by_email(connection, &email).await?;
    account.map(SignedIn).ok_or_else(|| anyhow!("the account {email} was not kept"))
}
