//! A party signs an agreement, or withdraws from it.

use super::store;
use crate::{
    Application, access,
    account::{Organisation, SignedIn},
    action::ActionError,
    audit,
    db::{entities::agreement_said, is_duplicate},
};
use kernel::{Day, EntryId};
use policy::Agreement;
use rules::{
    access::Action,
    sharing::{Said, SaidKind, Standing, standing},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// The account's body signs the terms that the account was shown.
///
/// # Errors
/// [`ActionError::NotAllowed`] when the account may sign nothing; [`ActionError::NotFound`] when its body is no party of an
/// agreement with this id; `agreement/changed` when the terms are no longer those shown; `agreement/signed` when there is
/// nothing to sign; [`ActionError::Lost`] when something else was said in the area at the same moment.
pub async fn sign(app: &Application, by: &SignedIn, agreement: &str, terms: &str) -> Result<(), ActionError> {
    say(app, by, agreement, SaidKind::Signed, terms, None).await
}

/// The account's body withdraws: from now on nothing flows under the agreement.
///
/// # Errors
/// As [`sign`]; `agreement/withdrawn` when it has withdrawn already.
pub async fn withdraw(app: &Application, by: &SignedIn, agreement: &str, reason: &str) -> Result<(), ActionError> {
    let (_, found) = own(app, by, agreement).await?;
    let terms = found.terms();
    say(app, by, agreement, SaidKind::Withdrew, &terms, Some(reason)).await
}

/// The agreement with this id of which the account's body is a party, and the body.
///
/// # Errors
/// [`ActionError::NotAllowed`] when the account may sign nothing; [`ActionError::NotFound`] when its body is no party.
pub(super) async fn own<'a>(
    app: &'a Application,
    by: &'a SignedIn,
    id: &str,
) -> Result<(&'a Organisation, &'a Agreement), ActionError> {
    access::general(app, by, Action::SignAgreement).await?;
    let body = by.organisation.as_ref().ok_or(ActionError::NotFound)?;
    let area = app.policy.area(&body.area).ok_or(ActionError::NotFound)?;
    let agreement = area.agreements.get(id).filter(|agreement| agreement.between.contains(&body.body));
    Ok((body, agreement.ok_or(ActionError::NotFound)?))
}

async fn say(
    app: &Application,
    by: &SignedIn,
    id: &str,
    kind: SaidKind,
    terms: &str,
    reason: Option<&str>,
) -> Result<(), ActionError> {
    let (body, agreement) = own(app, by, id).await?;
    if agreement.terms() != terms {
        return Err(ActionError::refused(
            "agreement/changed",
            "What the agreement says has changed since you opened it. Read it as it is now, then decide",
        ));
    }
    let transaction = app.db.begin().await?;
    let rows = store::rows(&transaction, &body.area).await?;
    let said = store::said(&rows);
    let last = said.iter().rfind(|one| one.agreement == id && one.body == body.body);
    let again = last.is_some_and(|last| last.kind == kind && (kind == SaidKind::Withdrew || last.terms == terms));
    // On paper it is in force without a signature here: there is nothing to sign until a party has withdrawn.
    let needless =
        kind == SaidKind::Signed && last.is_none() && !asks_for(agreement, &said, &body.body, app.today_in(&body.area));
    if again || needless {
        return Err(match kind {
            SaidKind::Signed => ActionError::refused("agreement/signed", "Your organisation has signed this already"),
            SaidKind::Withdrew => {
                ActionError::refused("agreement/withdrawn", "Your organisation has withdrawn from this already")
            }
        });
    }
    let row = agreement_said::ActiveModel {
        id: Set(EntryId::make(app.clock.now(), app.randomness.as_ref()).0),
        area: Set(body.area.clone()),
        number: Set(rows.last().map_or(1, |row| row.number + 1)),
        agreement: Set(id.to_owned()),
        body: Set(body.body.clone()),
        kind: Set(kind.word().to_owned()),
        terms: Set(terms.to_owned()),
        reason: Set(reason.map(str::to_owned)),
        at: Set(app.clock.now()),
        by: Set(by.id.0),
    };
    match agreement_said::Entity::insert(row).exec_without_returning(&transaction).await {
        Err(error) if is_duplicate(&error) => return Err(ActionError::Lost),
        done => done?,
    };
    let line = audit::Line {
        account: Some(by.id),
        action: match kind {
            SaidKind::Signed => "sign-agreement",
            SaidKind::Withdrew => "withdraw-from-agreement",
        },
        subject_kind: "agreement",
        subject: None,
        allowed: true,
        reasons: vec![access::agreement_code(&body.area, id)],
    };
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}

/// Whether the agreement waits for the body's word.
pub(super) fn asks_for(agreement: &Agreement, said: &[Said], body: &str, on: Day) -> bool {
    match standing(agreement, said, on) {
        Standing::Suspended(by) | Standing::Unsigned(by) => by.iter().any(|waiting| waiting == body),
        Standing::InForce | Standing::NotYet(_) | Standing::Over(_) => false,
    }
}
