//! What is done to the rows of a record when a kind of thing in it is erased.
//!
//! Days, hours and pence of work stay, and that somebody was passed on, started and was paid for: the accounts are worked
//! out from them again and must come to the same penny. What could tell who it was goes: answers, names, every word that
//! somebody wrote, the names of employers, and what decisions had read.

use super::names::Names;
use crate::{
    Application, account,
    action::ActionError,
    claim as claim_room,
    db::entities::{
        broken_glass, claim, decision, earnings_line, fact_answer, kept_longer, participant_event, person,
        person_request, referral, spell,
    },
    decision::Kind,
    delivery::store::evidence_kind,
    letters,
    person::handover,
};
use policy::retention::{IDENTITY, PAYMENT, WORDS};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Erases these kinds of a person's record.
pub(super) async fn erase(
    app: &Application,
    connection: &impl ConnectionTrait,
    row: &person::Model,
    kinds: &[&str],
    certificate: Uuid,
) -> Result<(), ActionError> {
    answers(app, connection, row, kinds).await?;
    if kinds.iter().any(|kind| *kind != PAYMENT) {
        referral_decisions(connection, row, certificate).await?;
    }
    if kinds.contains(&WORDS) {
        words(connection, row).await?;
    }
    if kinds.contains(&PAYMENT) {
        payment(app, connection, row).await?;
    }
    if kinds.contains(&IDENTITY) {
        identity(app, connection, row).await?;
    }
    Ok(())
}

/// Answers to the questions of these categories; with who it is, to questions too that the text does not ask any more.
async fn answers(
    app: &Application,
    connection: &impl ConnectionTrait,
    row: &person::Model,
    kinds: &[&str],
) -> Result<(), ActionError> {
    let of_kinds = |known: &&policy::FactDefinition| kinds.contains(&known.category.as_str());
    let facts: Vec<&str> = app.policy.facts.iter().filter(of_kinds).map(|known| known.id.as_ref()).collect();
    let mut gone = fact_answer::Column::Fact.is_in(facts);
    if kinds.contains(&IDENTITY) {
        let known: Vec<&str> = app.policy.facts.iter().map(|known| known.id.as_ref()).collect();
        gone = gone.or(fact_answer::Column::Fact.is_not_in(known));
    }
    let own = fact_answer::Column::PersonId.eq(row.id);
    fact_answer::Entity::delete_many().filter(own).filter(gone).exec(connection).await?;
    Ok(())
}

/// What was decided stays, with its day and version; what it read and why goes.
async fn referral_decisions(
    connection: &impl ConnectionTrait,
    row: &person::Model,
    certificate: Uuid,
) -> Result<(), ActionError> {
    let own = decision::Column::PersonId.eq(row.id).and(decision::Column::Kind.eq(Kind::Referral.word()));
    for made in decision::Entity::find().filter(own).all(connection).await? {
        let programme = made.inputs.get("programme").cloned().unwrap_or(Value::Null);
        let mut changed = made.into_active_model();
        changed.reasons = Set(json!({ "obstacles": [] }));
        changed.inputs = Set(json!({ "programme": programme, "erased": certificate }));
        changed.update(connection).await?;
    }
    Ok(())
}

async fn words(connection: &impl ConnectionTrait, row: &person::Model) -> Result<(), ActionError> {
    for passed_on in referral::Entity::find().filter(referral::Column::PersonId.eq(row.id)).all(connection).await? {
        // That a reason was given is part of what happened.
        let blank = |text: &Option<String>| text.as_ref().map(|_| String::new());
        let mut changed = passed_on.clone().into_active_model();
        changed.message = Set(None);
        changed.decline_reason = Set(blank(&passed_on.decline_reason));
        changed.end_reason = Set(blank(&passed_on.end_reason));
        changed.withdraw_reason = Set(blank(&passed_on.withdraw_reason));
        changed.version = Set(passed_on.version + 1);
        changed.update(connection).await?;
    }
    person_request::Entity::update_many()
        .col_expr(person_request::Column::Says, Expr::value(""))
        .filter(person_request::Column::PersonId.eq(row.id))
        .exec(connection)
        .await?;
    person_request::Entity::update_many()
        .col_expr(person_request::Column::Answer, Expr::value(""))
        .filter(person_request::Column::PersonId.eq(row.id))
        .filter(person_request::Column::AnsweredAt.is_not_null())
        .exec(connection)
        .await?;
    kept_longer::Entity::update_many()
        .col_expr(kept_longer::Column::Reason, Expr::value(""))
        .filter(kept_longer::Column::PersonId.eq(row.id))
        .exec(connection)
        .await?;
    broken_glass::Entity::update_many()
        .col_expr(broken_glass::Column::Reason, Expr::value(""))
        .filter(broken_glass::Column::PersonId.eq(row.id))
        .exec(connection)
        .await?;
    broken_glass::Entity::update_many()
        .col_expr(broken_glass::Column::Finding, Expr::value(""))
        .filter(broken_glass::Column::PersonId.eq(row.id))
        .filter(broken_glass::Column::FoundAt.is_not_null())
        .exec(connection)
        .await?;
    Ok(())
}

/// Names go from work, records and decisions ([`Names`]); reasons in somebody's words and the lines of earnings go.
/// Everything that is counted stays, so that the accounts come out as they were.
async fn payment(app: &Application, connection: &impl ConnectionTrait, row: &person::Model) -> Result<(), ActionError> {
    let mut names = Names::none(claim_room::evidence_kinds(app));
    for work in spell::Entity::find().filter(spell::Column::PersonId.eq(row.id)).all(connection).await? {
        let mut changed = work.clone().into_active_model();
        changed.employer = Set(names.employer(&work.employer));
        changed.source = Set(names.source(&work.source, evidence_kind(&work.source)));
        changed.update(connection).await?;
    }
    let referrals = referral::Entity::find().filter(referral::Column::PersonId.eq(row.id)).all(connection).await?;
    let referrals: Vec<Uuid> = referrals.into_iter().map(|row| row.id).collect();
    let of_referrals = participant_event::Column::ReferralId.is_in(referrals.iter().copied());
    for event in participant_event::Entity::find().filter(of_referrals).all(connection).await? {
        let mut changed = event.clone().into_active_model();
        changed.employer = Set(event.employer.map(|employer| names.employer(&employer)));
        changed.source = Set(names.source(&event.source, evidence_kind(&event.source)));
        changed.update(connection).await?;
    }
    let own = decision::Column::PersonId.eq(row.id).and(decision::Column::Kind.eq(Kind::Claim.word()));
    for made in decision::Entity::find().filter(own).all(connection).await? {
        let (inputs, reasons) = (names.out_of(made.inputs.clone()), names.out_of(made.reasons.clone()));
        let mut changed = made.into_active_model();
        changed.inputs = Set(inputs);
        changed.reasons = Set(reasons);
        changed.update(connection).await?;
    }
    for claimed in claim::Entity::find().filter(claim::Column::ReferralId.is_in(referrals)).all(connection).await? {
        let blank = |text: &Option<String>| text.as_ref().map(|_| String::new());
        let mut changed = claimed.clone().into_active_model();
        changed.reject_reason = Set(blank(&claimed.reject_reason));
        changed.reverse_reason = Set(blank(&claimed.reverse_reason));
        changed.approve_reason = Set(blank(&claimed.approve_reason));
        changed.feed_check = Set(claimed.feed_check.map(|check| names.out_of(check)));
        changed.version = Set(claimed.version + 1);
        changed.update(connection).await?;
    }
    let lines = earnings_line::Column::Reference.eq(row.reference.as_str());
    earnings_line::Entity::delete_many().filter(lines).exec(connection).await?;
    Ok(())
}

async fn identity(
    app: &Application,
    connection: &impl ConnectionTrait,
    row: &person::Model,
) -> Result<(), ActionError> {
    let mut changed = row.clone().into_active_model();
    changed.given_name = Set(String::new());
    changed.family_name = Set(String::new());
    changed.telephone = Set(None);
    changed.email = Set(None);
    changed.adviser_id = Set(None);
    changed.erased_at = Set(Some(app.clock.now()));
    changed.version = Set(row.version + 2);
    changed.update(connection).await?;
    if let Some(email) = &row.email {
        letters::forget_to(connection, email).await?;
    }
    handover::forget(connection, row.id).await?;
    account::erase_of_person(app, connection, row.id).await
}
