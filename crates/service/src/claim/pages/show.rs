//! One claim: what is owed, every reason, the records behind it, the ledger, and the answer.

use super::version;
use crate::{
    App,
    access::{self, SeenClaim},
    account::{self, SignedIn},
    action::ActionError,
    claim::{
        self, Walk, feed,
        store::{self, State as Stands},
    },
    db::entities::{entry, spell},
    decision, delivery,
    delivery::{RecordRow, outcome_name},
    notice,
    web::{
        Address, Notice, PageError, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use kernel::{ClaimId, DecisionId, Pence, ReferralId, Zone, in_words};
use rules::{
    access::Action,
    payment::{FeedCheck, Reason},
};
use std::collections::HashMap;
use tower_sessions::Session;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "claim/pages/show.html")]
struct ClaimPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    seen: &'a SeenClaim<'a>,
    title: String,
    programme: String,
    provider: String,
    amount: Pence,
    stands: Stands,
    /// What became of it, who and when.
    answer: String,
    reached: String,
    claim_by: String,
    worked_out: String,
    reasons: Vec<Reason>,
    started: String,
    spells: Vec<SpellRow>,
    /// What else was recorded when the claim was worked out.
    records: Vec<RecordRow>,
    entries: Vec<EntryRow>,
    sum: Pence,
    may_answer: bool,
    check: Checked,
    /// Whether it takes a reason to approve it.
    needs_reason: bool,
    /// Whether it may be asked which money pays it.
    is_cost: bool,
    may_claim: bool,
    /// The list that it is of: the provider's or the commissioner's.
    back: String,
    evidence: Vec<Choice>,
}

/// What the earnings feed says to the claim: now, or as it was when the claim was approved.
struct Checked {
    colour: &'static str,
    tag: &'static str,
    says: String,
    against: bool,
    /// Why it was approved all the same.
    reason: String,
}

/// A job behind the claim.
struct SpellRow {
    employer: String,
    days: String,
    hours: String,
    earnings: String,
    source: String,
    recorded: String,
}

/// A line of the ledger.
struct EntryRow {
    when: String,
    says: String,
    account: String,
    amount: Pence,
    who: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<ClaimId>,
) -> Result<Response, PageError> {
    page(&app, &shell, &by, id, &Form::blank()).await
}

/// Everything that the claim rests on, for a program.
pub(super) async fn walk(
    State(app): State<App>,
    by: SignedIn,
    Address(id): Address<ClaimId>,
) -> Result<Json<Walk>, PageError> {
    Ok(Json(claim::walk(&app, &by, id).await?))
}

pub(super) async fn approve(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<ClaimId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let version = version(&form);
    if let Err(error) = claim::approve(&app, &by, id, version, form.text("reason").to_owned().as_str()).await {
        let field = match &error {
            ActionError::Refused { code: "claim/feed-against", .. } => "reason",
            _ => "answer",
        };
        let status = error.onto(&mut form, field)?;
        return Ok((status, page(&app, &shell, &by, id, &form).await?).into_response());
    }
    notice::leave(&session, Notice::done("The claim was approved and booked in the ledger.")).await?;
    Ok(Redirect::to(&format!("/claims/{id}")).into_response())
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<ClaimId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let version = version(&form);
    let evidence = form.text("evidence").to_owned();
    if let Err(error) = claim::submit(&app, &by, id, version, &evidence).await {
        let status = error.onto(&mut form, "evidence")?;
        return Ok((status, page(&app, &shell, &by, id, &form).await?).into_response());
    }
    notice::leave(&session, Notice::done("It was claimed. The commissioner has it now.")).await?;
    Ok(Redirect::to("/earned").into_response())
}

/// The kinds of evidence that the contract accepts for the claim's outcome; all where it names none.
fn accepted(app: &App, seen: &SeenClaim<'_>) -> Vec<Choice> {
    let rule = seen.contract.evidence.iter().find(|rule| rule.outcome == seen.claim.outcome);
    let fits = |kind: &str| rule.is_none_or(|rule| rule.accepts.iter().any(|accepted| accepted == kind));
    claim::nameable(app).filter(|(kind, _)| fits(kind)).map(|(kind, says)| Choice::new(kind, says)).collect()
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, id: ClaimId, form: &Form) -> Result<Response, PageError> {
    let seen = access::claim(app, by, id, Action::SeeClaim).await?;
    let connection = app.db.reader();
    let spells = delivery::store::of_referral(connection, ReferralId(seen.claim.referral_id)).await?;
    let mut events = delivery::store::events_of(connection, ReferralId(seen.claim.referral_id)).await?;
    let then = seen.claim.raised_at;
    events.retain(|event| event.recorded_at <= then && event.taken_back_at.is_none_or(|taken_back| taken_back > then));
    let entries = crate::ledger::entries(connection, id.0).await?;
    let check = checked(&feed::said(app, connection, &seen).await?, &seen);
    let names = account::account_names(connection, people_named(&seen, &spells, &entries)).await?;
    let names = Named { names, zone: app.zone_in(&seen.referral.area) };
    let decided = decision::find(connection, DecisionId(seen.claim.decision_id)).await?;
    let reasons = decided.map(|row| serde_json::from_value(row.reasons)).transpose().map_err(anyhow::Error::from)?;
    let area = app.policy.area(&seen.referral.area);
    let provider = area.and_then(|area| area.bodies.get(&seen.contract.provider));
    let programme = area.and_then(|area| app.policy.programme(area, &seen.contract.programme));
    let amounts = entries.iter().map(|entry| Pence(entry.amount_pence));
    let stands = store::state_of(&seen.claim);
    let outcome = outcome_name(app, seen.contract, &seen.claim.outcome);
    Ok((
        StatusCode::OK,
        render(&ClaimPage {
            shell,
            form,
            title: format!("Claim: {outcome}"),
            programme: programme
                .map_or_else(|| seen.contract.programme.clone(), |programme| programme.name.to_string()),
            provider: provider.map_or_else(|| seen.contract.provider.clone(), |body| body.name.clone()),
            amount: Pence(seen.claim.amount_pence),
            stands,
            answer: answer(&seen, &names),
            reached: in_words(seen.claim.outcome_on),
            claim_by: seen.claim.claim_by.map_or_else(|| "The contract sets no last day".to_owned(), in_words),
            worked_out: on_by(Some(seen.claim.raised_at), Some(seen.claim.raised_by), &names),
            reasons: reasons.unwrap_or_default(),
            started: start(&seen, &names),
            spells: behind(&seen, &spells, &names),
            records: delivery::recorded(&events, &rules::payment::records_asked(seen.contract, &app.policy.outcomes)),
            sum: Pence::total(amounts).map_err(anyhow::Error::from)?,
            entries: entries.iter().map(|entry| entry_row(entry, &names)).collect(),
            may_claim: stands == Stands::Earned
                && by.role == rules::access::Role::ProviderStaff
                && seen.claim.claim_by.is_none_or(|last| app.today_in(&seen.referral.area) <= last),
            evidence: accepted(app, &seen),
            back: back(app, by, &seen),
            needs_reason: check.against,
            check,
            is_cost: matches!(stands, Stands::Approved | Stands::Paid) && access::may(app, by, Action::SeeMoney),
            may_answer: stands == Stands::ToApprove && by.role == rules::access::Role::Commissioner,
            seen: &seen,
        })?,
    )
        .into_response())
}

/// The list that the claim is on: the provider's, or that of the claims of the contract's area.
fn back(app: &App, by: &SignedIn, seen: &SeenClaim<'_>) -> String {
    if by.role == rules::access::Role::ProviderStaff {
        return "/earned".to_owned();
    }
    let area = app.policy.contracts().find(|(_, one)| one.id == seen.contract.id).map(|(area, _)| &area.id);
    let several = area.is_some() && access::contracts(app, by).iter().any(|(other, _)| Some(&other.id) != area);
    match area.filter(|_| several) {
        Some(area) => format!("/claims?area={area}"),
        None => "/claims".to_owned(),
    }
}

fn checked(check: &FeedCheck, seen: &SeenClaim<'_>) -> Checked {
    let (colour, tag) = match check {
        FeedCheck::BorneOut { .. } => ("green", "Borne out"),
        FeedCheck::NotAsked => ("grey", "Not asked"),
        FeedCheck::NoFeed => ("grey", "Not checked"),
        FeedCheck::Stale { .. } => ("yellow", "Feed too old"),
        FeedCheck::NoSuchPerson => ("red", "No such person"),
        FeedCheck::NoEmploymentFound => ("red", "No employment found"),
        FeedCheck::EarningsShort { .. } => ("red", "Earnings short"),
        FeedCheck::WorkTooShort => ("red", "Work too short"),
    };
    Checked {
        colour,
        tag,
        says: check.in_words(),
        against: check.speaks_against(),
        reason: seen.claim.approve_reason.clone().unwrap_or_default(),
    }
}

fn people_named(seen: &SeenClaim<'_>, spells: &[spell::Model], entries: &[entry::Model]) -> Vec<Uuid> {
    let recorded =
        [seen.referral.start_recorded_by].into_iter().chain(spells.iter().map(|spell| Some(spell.recorded_by)));
    store::answered_by(&seen.claim)
        .chain(recorded.flatten())
        .chain(entries.iter().map(|entry| entry.posted_by))
        .collect()
}

/// Who did what, and the time zone in which its day is told.
struct Named {
    names: HashMap<Uuid, String>,
    zone: Zone,
}

fn on_by(at: Option<kernel::Moment>, by: Option<Uuid>, names: &Named) -> String {
    let who = by.and_then(|by| names.names.get(&by)).map_or("somebody", String::as_str);
    at.map_or_else(String::new, |at| format!("{}, by {who}", in_words(names.zone.day(at))))
}

/// What became of the claim, who and when; "" while it waits.
fn answer(seen: &SeenClaim<'_>, names: &Named) -> String {
    let claim = &seen.claim;
    match store::state_of(claim) {
        Stands::Earned => String::new(),
        Stands::ToApprove => claim.evidence.as_deref().map_or_else(String::new, |evidence| {
            format!("Claimed on {} ({})", on_by(claim.claimed_at, claim.claimed_by, names), evidence.replace('-', " "))
        }),
        Stands::Approved => format!("Approved on {}", on_by(claim.approved_at, claim.approved_by, names)),
        Stands::Paid => format!(
            "Approved on {}; paid on {}",
            on_by(claim.approved_at, claim.approved_by, names),
            on_by(claim.paid_at, claim.paid_by, names)
        ),
        Stands::Rejected => format!(
            "Rejected on {}: {}",
            on_by(claim.rejected_at, claim.rejected_by, names),
            claim.reject_reason.as_deref().unwrap_or("no reason is recorded")
        ),
        Stands::Reversed => format!(
            "Taken back on {}. {}",
            on_by(claim.reversed_at, claim.reversed_by, names),
            claim.reverse_reason.as_deref().unwrap_or("No reason is recorded")
        ),
    }
}

fn start(seen: &SeenClaim<'_>, names: &Named) -> String {
    let row = &seen.referral;
    row.started_on.map_or_else(
        || "Not recorded".to_owned(),
        |on| format!("{} (recorded on {})", in_words(on), on_by(row.start_recorded_at, row.start_recorded_by, names)),
    )
}

/// The jobs that stood in the record when the claim was worked out.
fn behind(seen: &SeenClaim<'_>, spells: &[spell::Model], names: &Named) -> Vec<SpellRow> {
    let then = seen.claim.raised_at;
    let stood = |spell: &&spell::Model| spell.recorded_at <= then && spell.replaced_at.is_none_or(|at| at > then);
    let spells = spells.iter().filter(stood);
    spells
        .map(|spell| SpellRow {
            employer: spell.employer.clone(),
            days: match spell.until_day {
                Some(until) => format!("{} to {}", in_words(spell.from_day), in_words(until)),
                None => format!("From {}, still there", in_words(spell.from_day)),
            },
            hours: spell.hours_per_week.map_or_else(|| "Not known".to_owned(), |hours| hours.to_string()),
            earnings: spell
                .earnings_pence_week
                .map_or_else(|| "Not known".to_owned(), |pence| Pence(pence).to_string()),
            source: spell.source.clone(),
            recorded: on_by(Some(spell.recorded_at), Some(spell.recorded_by), names),
        })
        .collect()
}

fn entry_row(entry: &entry::Model, names: &Named) -> EntryRow {
    EntryRow {
        when: in_words(names.zone.day(entry.posted_at)),
        says: entry.says.clone(),
        account: entry.ledger_account.clone(),
        amount: Pence(entry.amount_pence),
        who: names.names.get(&entry.posted_by).cloned().unwrap_or_default(),
    }
}
