//! How far a participant has come towards each outcome that the contract pays for.

use super::participant::claim_for;
use crate::{App, access::SeenReferral, action::ActionError, claim, db::entities::claim as claim_row};
use kernel::{Day, Pence, Zone, in_words};
use policy::Contract;
use rules::payment::{OutcomeLine, claim_lines};

/// One outcome, in words.
pub(super) struct OutcomeRow {
    /// What it is called.
    pub(super) name: String,
    /// The sign beside the answer: `yes` or `open`; none for what has not come yet.
    pub(super) sign: &'static str,
    /// The answer: `Reached on 3 March 2026`, `Not yet`, `Not known`.
    pub(super) answer: String,
    /// How it was worked out, or how far it has come, or what is needed.
    pub(super) working: Vec<String>,
    /// When it is expected; "" when that cannot be said.
    pub(super) expected: String,
    /// What the contract pays for it; "" when it has no price on the day.
    pub(super) price: String,
    /// What became of its claim; "" when there is none.
    pub(super) claim: String,
    /// Where the claim is; "" when there is none.
    pub(super) claim_href: String,
    /// Where the claim's decision is; "" when there is none.
    pub(super) decision: String,
}

/// The contract's name, and a row for each of its outcomes; nothing without a start or a contract.
pub(super) async fn of(
    app: &App,
    seen: &SeenReferral,
    claims: &[claim_row::Model],
) -> Result<(String, Vec<OutcomeRow>), ActionError> {
    let Some(started) = seen.events().started else { return Ok((String::new(), Vec::new())) };
    let connection = app.db.reader();
    let Some((area, contract)) = claim::contract_of(app, connection, &seen.referral, started.on).await? else {
        return Ok((String::new(), Vec::new()));
    };
    let participation = claim::participation(app, connection, &seen.referral, (area, contract)).await?;
    let today = app.today_in(&seen.referral.area);
    let lines = claim_lines(contract, &app.policy.outcomes, &participation, today);
    let zone = app.zone_in(&seen.referral.area);
    let rows = lines.iter().map(|line| row(app, contract, line, claims, (zone, today))).collect();
    Ok((contract.name.clone(), rows))
}

/// What a contract's outcome is called: the names of its definitions.
pub(crate) fn outcome_name(app: &App, contract: &Contract, outcome: &str) -> String {
    let ways = contract.outcomes.iter().filter(|way| way.id == outcome);
    let names: Vec<&str> = ways
        .filter_map(|way| app.policy.outcomes.get(&way.definition))
        .map(|definition| definition.name.as_str())
        .collect();
    if names.is_empty() { outcome.to_owned() } else { names.join(", or ") }
}

fn row(
    app: &App,
    contract: &Contract,
    line: &OutcomeLine,
    claims: &[claim_row::Model],
    (zone, today): (Zone, Day),
) -> OutcomeRow {
    let (sign, answer, expected, priced_on) = match line {
        OutcomeLine::Owed(owed) => {
            ("yes", format!("Reached on {}", in_words(owed.reached_on)), String::new(), owed.reached_on)
        }
        OutcomeLine::NotOwed(not) => {
            let expected = not.expected_on.map(|day| format!("Expected on {} if the work goes on", in_words(day)));
            ("", "Not yet".to_owned(), expected.unwrap_or_default(), not.expected_on.unwrap_or(today))
        }
        OutcomeLine::Unknown(_) => ("open", "Not known".to_owned(), String::new(), today),
    };
    let price = contract
        .price_on(line.outcome(), priced_on)
        .map(|(amount, example)| if example { format!("{amount} (example price)") } else { amount.to_string() });
    let claim = claim_for(claims, line.outcome(), line.occurrence());
    OutcomeRow {
        name: outcome_name(app, contract, line.outcome()),
        sign,
        answer,
        working: line.reasons().iter().map(|reason| reason.says.clone()).collect(),
        expected,
        price: price.unwrap_or_default(),
        claim: claim.map(|claim| claim_in_words(claim, zone)).unwrap_or_default(),
        claim_href: claim.map(|claim| format!("/claims/{}", claim.id)).unwrap_or_default(),
        decision: claim.map(|claim| format!("/decisions/{}", claim.decision_id)).unwrap_or_default(),
    }
}

/// Where a claim stands, for the provider.
fn claim_in_words(claim: &claim_row::Model, zone: Zone) -> String {
    let amount = Pence(claim.amount_pence);
    let on = |at: Option<kernel::Moment>| at.map(|at| in_words(zone.day(at))).unwrap_or_default();
    match claim::store::state_of(claim) {
        claim::State::Earned => format!("{amount} is earned and not claimed yet"),
        claim::State::ToApprove => format!("Claim of {amount} is with the commissioner"),
        claim::State::Paid => format!("Claim of {amount} was paid on {}", on(claim.paid_at)),
        claim::State::Approved => format!("Claim of {amount} was approved on {}", on(claim.approved_at)),
        claim::State::Rejected => format!(
            "Claim of {amount} was rejected on {}: {}",
            on(claim.rejected_at),
            claim.reject_reason.as_deref().unwrap_or("no reason is recorded")
        ),
        claim::State::Reversed => format!(
            "Claim of {amount} was taken back on {}: {}",
            on(claim.reversed_at),
            claim.reverse_reason.as_deref().unwrap_or("no reason is recorded")
        ),
    }
}
