//! Erasing what is due of a record, all in one transaction, with its certificate.

use super::{
    certificate::{Ground, Part},
    kept::{self, KeptPart, Record, kept_in_words},
    parts, store,
};
use crate::{
    Application,
    account::SignedIn,
    action::ActionError,
    audit, claim,
    db::{
        Database,
        entities::{erasure, person as person_row, person_request},
    },
    performance,
    person::{requests::RequestKind, store as people},
    wording,
};
use kernel::{AuditId, PersonId};
use rules::{access::Action, retention::Due};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// Erases what is due of a record that the account's body keeps: by the schedule, or because the person asked. Gives the
/// certificate.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not; [`ActionError::NotFound`] when the body does not keep the record, or it is
/// erased; `retention/not-asked` when the person did not ask; `retention/nothing-due` when nothing is; a fault when the
/// database refuses.
pub async fn erase(app: &Application, by: &SignedIn, person: PersonId, ground: Ground) -> Result<Uuid, ActionError> {
    let own = kept::own_body(app, by).await?;
    let transaction = app.db.begin().await?;
    people::lock(&transaction, person).await?;
    let row = store::kept(&transaction, own.id, person).await?.ok_or(ActionError::NotFound)?;
    let record = kept::records(app, &transaction, vec![row.clone()]).await?.pop().ok_or(ActionError::NotFound)?;
    if ground == Ground::Asked && !record.asked {
        return Err(ActionError::refused(
            "retention/not-asked",
            "This person has not asked that their record is deleted, or was answered already",
        ));
    }
    let (due, stays): (Vec<&KeptPart>, Vec<&KeptPart>) =
        record.parts.iter().partition(|part| answer(part, ground).is_now());
    if due.is_empty() {
        return Err(ActionError::refused(
            "retention/nothing-due",
            "Nothing of this record may be deleted now. The page says until when each part is kept, and why",
        ));
    }
    let id = AuditId::make(app.clock.now(), app.randomness.as_ref()).0;
    let kinds: Vec<&str> = due.iter().map(|part| part.kind.as_str()).collect();
    if is_counted(app, &kinds) {
        keep_what_is_counted(app, &transaction, &row).await?;
    }
    parts::erase(app, &transaction, &row, &kinds, id).await?;
    insert(app, &transaction, by, (id, &record, ground), (&due, &stays)).await?;
    if ground == Ground::Asked {
        answer_request(app, &transaction, by, (person, &row.area), &stays, ground).await?;
    }
    let line = audit::Line {
        account: Some(by.id),
        action: Action::EraseRecords.word(),
        subject_kind: "person",
        subject: Some(person.0),
        allowed: true,
        reasons: kinds.iter().map(|kind| reason(app, &row, kind)).collect(),
    };
    audit::record(app, &transaction, line).await?;
    Database::note_erased(&transaction).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Whether counts were made of any of these kinds.
pub(super) fn is_counted(app: &Application, kinds: &[&str]) -> bool {
    kinds.iter().any(|kind| app.policy.categories.contains_key(*kind))
}

/// Keeps, without a name, what counts and accounts are made of, before it goes.
pub(super) async fn keep_what_is_counted(
    app: &Application,
    connection: &impl ConnectionTrait,
    row: &person_row::Model,
) -> Result<(), ActionError> {
    claim::keep_groups(app, connection, PersonId(row.id)).await?;
    performance::count_for_good(app, connection, row).await?;
    Ok(())
}

fn answer(part: &KeptPart, ground: Ground) -> &Due {
    match ground {
        Ground::Schedule => &part.by_schedule,
        Ground::Asked => &part.when_asked,
    }
}

/// The code of what the schedule says of a kind.
pub(super) fn reason(app: &Application, row: &person_row::Model, kind: &str) -> String {
    let keep = app.policy.area(&row.area).and_then(|area| app.policy.keep(area, kind));
    keep.map_or_else(|| format!("spine/retention#{kind}"), |keep| keep.path.to_string())
}

async fn insert(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    (id, record, ground): (Uuid, &Record, Ground),
    (due, stays): (&[&KeptPart], &[&KeptPart]),
) -> Result<(), ActionError> {
    let part = |part: &&KeptPart, why: String| Part { kind: part.kind.clone(), entries: part.entries, why };
    let erased: Vec<Part> = due.iter().map(|one| part(one, String::new())).collect();
    let kept: Vec<Part> = stays.iter().map(|one| part(one, kept_in_words(answer(one, ground)))).collect();
    let row = erasure::ActiveModel {
        id: Set(id),
        person_id: Set(record.person.0),
        reference: Set(record.reference.clone()),
        organisation_id: Set(by.organisation.as_ref().map(|organisation| organisation.id.0)),
        ground: Set(ground.word().to_owned()),
        erased: Set(serde_json::to_value(erased).map_err(anyhow::Error::from)?),
        kept: Set(serde_json::to_value(kept).map_err(anyhow::Error::from)?),
        at: Set(app.clock.now()),
        by_account: Set(by.id.0),
    };
    erasure::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Tells the person what became of their request, in their own record: while it is known whose it is.
async fn answer_request(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    (person, area): (PersonId, &str),
    stays: &[&KeptPart],
    ground: Ground,
) -> Result<(), ActionError> {
    let kept = stays.iter().map(|part| format!("{}: {}.", part.says, kept_in_words(answer(part, ground))));
    let kept: Vec<String> = kept.collect();
    let day = wording::day_of(app.clock.now(), app.zone_in(area));
    let says = if kept.is_empty() {
        format!("We deleted your record on {day}.")
    } else {
        format!("We deleted what we could on {day}. We still have to keep this. {}", kept.join(" "))
    };
    person_request::Entity::update_many()
        .col_expr(person_request::Column::Answer, Expr::value(says))
        .col_expr(person_request::Column::AnsweredAt, Expr::value(app.clock.now()))
        .col_expr(person_request::Column::AnsweredBy, Expr::value(by.id.0))
        .filter(person_request::Column::PersonId.eq(person.0))
        .filter(person_request::Column::Kind.eq(RequestKind::Delete.word()))
        .filter(person_request::Column::AnsweredAt.is_null())
        .exec(connection)
        .await?;
    Ok(())
}
