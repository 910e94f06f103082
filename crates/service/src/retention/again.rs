//! After going back to an older copy: what was erased since it was made is erased in it again.
//!
//! An erasure stands in the database in which it was done, and not in a copy made before. The database that the copy replaces,
//! where it can still be read, says by its certificates what is to go.

use super::{
    certificate::Part,
    erase::{is_counted, keep_what_is_counted, reason},
    parts,
};
use crate::{
    Application,
    action::ActionError,
    audit,
    db::{
        Database,
        entities::{erasure, person},
    },
    person::store as people,
};
use kernel::PersonId;
use rules::access::Action;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder};

/// What was erased again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Again {
    /// Certificates whose erasure was done again here.
    pub erased: usize,
    /// Certificates that are here already, and certificates of people who are not in this database.
    pub nothing_to_do: usize,
}

/// Erases in this database what `elsewhere` has certificates for and this one has not. The certificates come along.
///
/// # Errors
/// When either database refuses.
pub async fn erase_again(app: &Application, elsewhere: &Database) -> Result<Again, ActionError> {
    let mut again = Again::default();
    for certificate in erasure::Entity::find().order_by_asc(erasure::Column::At).all(elsewhere).await? {
        if one(app, certificate).await? {
            again.erased += 1;
        } else {
            again.nothing_to_do += 1;
        }
    }
    Ok(again)
}

async fn one(app: &Application, certificate: erasure::Model) -> Result<bool, ActionError> {
    let transaction = app.db.begin().await?;
    let id = certificate.id;
    if erasure::Entity::find_by_id(id).one(&transaction).await?.is_some() {
        return Ok(false);
    }
    people::lock(&transaction, PersonId(certificate.person_id)).await?;
    let Some(row) = person::Entity::find_by_id(certificate.person_id).one(&transaction).await? else {
        return Ok(false);
    };
    let erased: Vec<Part> = serde_json::from_value(certificate.erased.clone()).map_err(anyhow::Error::from)?;
    let kinds: Vec<&str> = erased.iter().map(|part| part.kind.as_str()).collect();
    if is_counted(app, &kinds) {
        keep_what_is_counted(app, &transaction, &row).await?;
    }
    parts::erase(app, &transaction, &row, &kinds, id).await?;
    let line = audit::Line {
        account: None,
        action: Action::EraseRecords.word(),
        subject_kind: "person",
        subject: Some(row.id),
        allowed: true,
        reasons: kinds.iter().map(|kind| reason(app, &row, kind)).collect(),
    };
    audit::record(app, &transaction, line).await?;
    erasure::Entity::insert(certificate.into_active_model()).exec_without_returning(&transaction).await?;
    Database::note_erased(&transaction).await?;
    transaction.commit().await?;
    Ok(true)
}
