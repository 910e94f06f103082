//! Certificates: what was erased of a record, when, by whom and why, and what was kept and why.

use super::store;
use crate::{
    Application, access,
    account::SignedIn,
    action::ActionError,
    db::entities::erasure::{Entity, Model},
};
use anyhow::Context;
use kernel::{AccountId, Moment, PersonId};
use rules::access::{Action, Role};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why something was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Its time was over.
    Schedule,
    /// The person asked.
    Asked,
}

impl Ground {
    /// The word that is kept.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Asked => "asked",
        }
    }

    /// What it is, in plain words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Schedule => "The time for which it is kept was over",
            Self::Asked => "The person asked for it",
        }
    }
}

/// A kind of thing of which something was erased or kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// A category of fact, or one of `policy::retention`.
    pub kind: String,
    /// How many entries of it.
    pub entries: u64,
    /// Of what was kept: why, and until when where that is known. Empty of what was erased.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: Uuid,
    /// Whose record it was: the reference, never a name.
    pub reference: String,
    /// Why.
    pub ground: Ground,
    /// What was erased.
    pub erased: Vec<Part>,
    /// What was kept.
    pub kept: Vec<Part>,
    /// The moment, in UTC.
    pub at: Moment,
    /// Who did it.
    pub by: AccountId,
}

impl TryFrom<Model> for Certificate {
    type Error = anyhow::Error;

    fn try_from(row: Model) -> anyhow::Result<Self> {
        Ok(Self {
            id: row.id,
            reference: row.reference,
            ground: if row.ground == Ground::Asked.word() { Ground::Asked } else { Ground::Schedule },
            erased: serde_json::from_value(row.erased).context("what a certificate says was erased cannot be read")?,
            kept: serde_json::from_value(row.kept).context("what a certificate says was kept cannot be read")?,
            at: row.at,
            by: AccountId(row.by_account),
        })
    }
}

/// Whether a certificate says that something of this kind was erased.
pub(super) fn has(row: &Model, kind: &str) -> bool {
    let parts: Vec<Part> = serde_json::from_value(row.erased.clone()).unwrap_or_default();
    parts.iter().any(|part| part.kind == kind)
}

/// The newest certificates that the account may see: of the records that its body kept, or for an auditor all.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may see none; [`ActionError::NotFound`] for a lead without a body; a fault when the
/// database refuses.
pub async fn certificates(app: &Application, by: &SignedIn) -> Result<Vec<Certificate>, ActionError> {
    access::general(app, by, Action::SeeCertificates).await?;
    let organisation = match by.role {
        Role::Auditor => None,
        _ => Some(by.organisation.as_ref().ok_or(ActionError::NotFound)?.id),
    };
    told(store::certificates(app.db.reader(), organisation).await?)
}

/// One of them.
///
/// # Errors
/// As [`certificates`]; [`ActionError::NotFound`] when it is not of a record that the account's body kept.
pub async fn certificate(app: &Application, by: &SignedIn, id: Uuid) -> Result<Certificate, ActionError> {
    access::general(app, by, Action::SeeCertificates).await?;
    let row = Entity::find_by_id(id).one(app.db.reader()).await?.ok_or(ActionError::NotFound)?;
    let own = by.organisation.as_ref().map(|organisation| organisation.id.0);
    if by.role != Role::Auditor && row.organisation_id != own {
        return Err(ActionError::NotFound);
    }
    Ok(row.try_into()?)
}

/// Every certificate of a person, the newest first. Who may see them is for the caller to have asked.
pub(crate) async fn of_person(
    connection: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<Certificate>, ActionError> {
    told(store::certificates_of(connection, &[person.0]).await?)
}

fn told(rows: Vec<Model>) -> Result<Vec<Certificate>, ActionError> {
    Ok(rows.into_iter().map(Certificate::try_from).collect::<anyhow::Result<_>>()?)
}
