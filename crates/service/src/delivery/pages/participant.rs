//! One participant: before the answer what the referral says, after it what has happened since.

use super::{
    progress::{self, OutcomeRow},
    records::{self, RecordRow},
    timeline::{self, Happening},
};
use crate::{
    App, access,
    access::SeenReferral,
    account::{self, SignedIn},
    action::ActionError,
    claim,
    db::entities::{claim as claim_row, referral as referral_row, spell as spell_row},
    delivery::store,
    referral::inbox::answer_due,
    web::{Address, PageError, Shell, forms::Form, render},
    wording::capitalised,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{Pence, ReferralId, Zone, in_words};
use rules::{
    access::{Action, Role},
    referral::State as Stands,
};

#[derive(Template)]
#[template(path = "delivery/pages/participant.html")]
struct ParticipantPage<'a> {
    /// What the provider sees once the help has ended, and until when; "" otherwise.
    kept: String,
    shell: &'a Shell,
    form: &'a Form,
    seen: &'a SeenReferral,
    /// Where the reader came from, by role.
    back: Option<(&'static str, &'static str)>,
    heading: String,
    programme: String,
    provider: String,
    state: String,
    /// Time left to answer and whether it is late; `None` once it is answered.
    due: Option<(String, bool)>,
    from: String,
    chosen: &'static str,
    facts: Vec<FactRow>,
    withheld: Vec<String>,
    may: May,
    spells: Option<Spells>,
    /// What was recorded besides work: what stands, and what was taken back.
    records: (Vec<RecordRow>, Vec<RecordRow>),
    /// Whether the contract asks for anything besides work.
    asks_for_more: bool,
    outcomes: Vec<OutcomeRow>,
    contract: String,
    happened: Vec<Happening>,
}

/// What may be done on the page now: its state permits it, and so does the access policy.
struct May {
    answer: bool,
    start: bool,
    record: bool,
    end: bool,
    see_claim: bool,
    see_decision: bool,
}

/// A fact that is shown, in words.
struct FactRow {
    says: String,
    value: String,
    source: String,
}

/// The work recorded.
struct Spells {
    standing: Vec<SpellRow>,
    replaced: Vec<SpellRow>,
}

/// One job.
struct SpellRow {
    id: String,
    employer: String,
    kind: &'static str,
    first: String,
    last: String,
    hours: String,
    earnings: String,
    source: String,
    replaced: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<ReferralId>,
) -> Result<Response, PageError> {
    page(&app, &shell, &by, id, &Form::blank()).await
}

/// The page as it is now, with what went wrong with an answer to the referral.
pub(super) async fn again(
    app: &App,
    shell: &Shell,
    by: &SignedIn,
    id: ReferralId,
    (form, status): (&Form, StatusCode),
) -> Result<Response, PageError> {
    Ok((status, page(app, shell, by, id, form).await?).into_response())
}

async fn page(app: &App, shell: &Shell, by: &SignedIn, id: ReferralId, form: &Form) -> Result<Response, PageError> {
    let seen = access::referral(app, by, id, Action::SeeReferral).await?;
    let connection = app.db.reader();
    let row = &seen.referral;
    let state = seen.state();
    let see_spells = matches!(state, Stands::Started(_) | Stands::Ended(_)) && seen.may(app, by, Action::SeeSpells);
    let (spells, claims) = if see_spells {
        (store::of_referral(connection, id).await?, claim::store::of_referral(connection, id).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    let happened = timeline::of(app, &seen, &spells, &claims).await?;
    let organisations = [Some(row.provider_id), row.from_organisation_id].into_iter().flatten();
    let organisations = account::organisation_names(connection, organisations).await?;
    let senders = account::account_names(connection, [row.sent_by]).await?;
    let from = [senders.get(&row.sent_by), row.from_organisation_id.and_then(|id| organisations.get(&id))];
    let (contract, outcomes) =
        if see_spells { progress::of(app, &seen, &claims).await? } else { (String::new(), Vec::new()) };
    let (recorded, asked) = if see_spells {
        (store::events_of(connection, id).await?, crate::delivery::asked(app, row).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    let heading = seen.name();
    let waiting = matches!(state, Stands::Sent(_));
    let names = if see_spells { names_of_replacers(app, &spells).await? } else { Default::default() };
    Ok(render(&ParticipantPage {
        shell,
        form,
        back: back(by),
        heading,
        programme: programme(app, &seen),
        provider: organisations.get(&row.provider_id).cloned().unwrap_or_default(),
        state: capitalised(&state.in_words(app.zone_in(&row.area))),
        due: answer_due(app, &row.area, row.sent_at).filter(|_| waiting).map(|(due, says)| (says, due.is_late())),
        from: from.into_iter().flatten().cloned().collect::<Vec<_>>().join(", "),
        chosen: if row.chosen_how == "at-random" { "By lot: the person had no preference" } else { "By the person" },
        facts: facts(app, &seen),
        withheld: withheld(app, &seen),
        may: may(app, by, &seen, &state),
        spells: see_spells.then(|| rows_of(&spells, &names, app.zone_in(&row.area))),
        records: records::rows_of(&recorded, &asked),
        asks_for_more: !asked.is_empty(),
        outcomes,
        contract,
        happened,
        kept: kept(app, by, row).await?,
        seen: &seen,
    })?
    .into_response())
}

fn back(by: &SignedIn) -> Option<(&'static str, &'static str)> {
    match by.role {
        Role::ProviderStaff => Some(("/inbox", "Back to referrals")),
        Role::Adviser => Some(("/caseload", "Back to my caseload")),
        Role::Auditor => Some(("/audit", "Back to the audit")),
        _ => None,
    }
}

/// To the provider, once the help has ended: what it sees, and until when; "" while it goes on.
async fn kept(app: &App, by: &SignedIn, row: &referral_row::Model) -> Result<String, ActionError> {
    let kept = access::kept_by_provider(app, app.db.reader(), row).await?;
    let Some(kept) = kept.filter(|_| by.role == Role::ProviderStaff) else { return Ok(String::new()) };
    let until = kept.until.map(|until| format!(", until {}", in_words(until))).unwrap_or_default();
    Ok(format!("The help has ended. You see the record as it was on {}{until}.", in_words(kept.ended_on)))
}

/// The programme's name.
pub(super) fn programme(app: &App, seen: &SeenReferral) -> String {
    let area = app.policy.area(&seen.referral.area);
    let programme = area.and_then(|area| app.policy.programme(area, &seen.referral.programme));
    programme.map_or_else(|| seen.referral.programme.clone(), |programme| programme.name.to_string())
}

fn may(app: &App, by: &SignedIn, seen: &SeenReferral, state: &Stands) -> May {
    let started = matches!(state, Stands::Started(_));
    May {
        answer: matches!(state, Stands::Sent(_)) && seen.may(app, by, Action::AnswerReferral),
        start: matches!(state, Stands::Accepted(_)) && seen.may(app, by, Action::RecordStart),
        record: (started || matches!(state, Stands::Ended(_))) && seen.may(app, by, Action::RecordSpell),
        end: started && seen.may(app, by, Action::RecordStart),
        see_claim: seen.may(app, by, Action::SeeClaim),
        see_decision: seen.may(app, by, Action::SeeDecision),
    }
}

fn facts(app: &App, seen: &SeenReferral) -> Vec<FactRow> {
    let shown = app.policy.facts.iter().filter_map(|definition| {
        let answer = seen.visible.facts.get(&definition.id)?;
        let known = answer.known_on.map(|day| format!(", {}", in_words(day))).unwrap_or_default();
        Some(FactRow {
            says: definition.says.clone(),
            value: crate::person::in_plain_words(app, &answer.value, definition),
            source: format!("{}{known}", answer.source),
        })
    });
    shown.collect()
}

fn withheld(app: &App, seen: &SeenReferral) -> Vec<String> {
    let says = |id: &String| app.policy.categories.get(id).map_or_else(|| id.clone(), |category| category.says.clone());
    seen.visible.withheld.iter().map(says).collect()
}

async fn names_of_replacers(
    app: &App,
    spells: &[spell_row::Model],
) -> Result<std::collections::HashMap<uuid::Uuid, String>, ActionError> {
    let replacers = spells.iter().filter_map(|spell| spell.replaced_by);
    Ok(account::account_names(app.db.reader(), replacers).await?)
}

fn rows_of(spells: &[spell_row::Model], names: &std::collections::HashMap<uuid::Uuid, String>, zone: Zone) -> Spells {
    let row = |spell: &spell_row::Model| SpellRow {
        id: spell.id.to_string(),
        employer: spell.employer.clone(),
        kind: if spell.kind == "self-employed" { "Self-employed" } else { "Employee" },
        first: in_words(spell.from_day),
        last: spell.until_day.map_or_else(|| "Still there".to_owned(), in_words),
        hours: spell.hours_per_week.map_or_else(|| "Not known".to_owned(), |hours| hours.to_string()),
        earnings: spell.earnings_pence_week.map_or_else(|| "Not known".to_owned(), |pence| Pence(pence).to_string()),
        source: spell.source.clone(),
        replaced: spell.replaced_at.zip(spell.replaced_by).map_or_else(String::new, |(at, by)| {
            let who = names.get(&by).map_or("somebody", String::as_str);
            format!("Replaced on {} by {who}", in_words(zone.day(at)))
        }),
    };
    let (standing, replaced): (Vec<_>, Vec<_>) = spells.iter().partition(|spell| spell.replaced_at.is_none());
    Spells { standing: standing.into_iter().map(row).collect(), replaced: replaced.into_iter().map(row).collect() }
}

/// The claim for a contract's outcome that counts now: the one that stands, else the last taken back.
pub(super) fn claim_for<'a>(
    claims: &'a [claim_row::Model],
    outcome: &str,
    occurrence: i64,
) -> Option<&'a claim_row::Model> {
    let of_it =
        || claims.iter().rev().filter(|claim| claim.outcome == outcome && i64::from(claim.occurrence) == occurrence);
    of_it().find(|claim| claim.reversed_at.is_none()).or_else(|| of_it().next())
}
