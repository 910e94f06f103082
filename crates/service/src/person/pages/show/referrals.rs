//! A person's referrals, and those that were stopped: they are kept as evidence.

use crate::{
    Application,
    access::SeenPerson,
    account,
    action::ActionError,
    db::entities::{blocked_referral, decision, referral},
    decision as decisions,
    person::caseload::programme_name,
    referral::store,
    wording,
};
use rules::referral::{Decision, State};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A person's referrals with the rows they came from and the names in them.
pub(super) struct Made {
    pub(super) sent: Vec<ReferralLine>,
    pub(super) blocked: Vec<BlockedLine>,
    pub(super) rows: Vec<referral::Model>,
    pub(super) blocked_rows: Vec<blocked_referral::Model>,
    /// Names of organisations.
    pub(super) organisations: HashMap<Uuid, String>,
}

/// A referral that was sent.
pub(super) struct ReferralLine {
    pub(super) href: String,
    pub(super) programme: String,
    pub(super) provider: String,
    /// Where it stands, with its day: `Accepted on 3 April 2024`.
    pub(super) state: String,
    pub(super) colour: &'static str,
    /// Why it was declined, withdrawn or ended.
    pub(super) reason: Option<String>,
}

/// A referral that was stopped.
pub(super) struct BlockedLine {
    pub(super) programme: String,
    pub(super) provider: String,
    pub(super) when: String,
    pub(super) who: String,
    /// What stood in the way.
    pub(super) why: Vec<String>,
    /// Where the decision is explained.
    pub(super) href: String,
}

/// The colour of a state's tag. The words carry the meaning.
pub(crate) fn colour(state: &State) -> &'static str {
    match state {
        State::NotSent | State::Ended(_) | State::Withdrawn(_) => "grey",
        State::Sent(_) => "yellow",
        State::Accepted(_) => "teal",
        State::Declined(_) => "orange",
        State::Started(_) => "green",
    }
}

/// Why it came to this, where a reason was given.
pub(crate) fn reason(state: &State) -> Option<String> {
    let reason = match state {
        State::Declined(reasoned) | State::Withdrawn(reasoned) => &reasoned.reason,
        State::Ended(ended) => &ended.reason,
        State::NotSent | State::Sent(_) | State::Accepted(_) | State::Started(_) => return None,
    };
    (!reason.is_empty()).then(|| reason.clone())
}

pub(super) async fn load(app: &Application, seen: &SeenPerson) -> Result<Made, ActionError> {
    let connection = app.db.reader();
    let rows = store::of_person(connection, seen.id()).await?;
    let blocked_rows = store::blocked_of_person(connection, seen.id()).await?;
    let ids = rows.iter().map(|row| row.provider_id).chain(blocked_rows.iter().filter_map(|row| row.provider_id));
    let organisations = account::organisation_names(connection, ids).await?;
    let who = account::account_names(connection, blocked_rows.iter().map(|row| row.attempted_by)).await?;
    let decisions: BTreeMap<Uuid, decision::Model> = if blocked_rows.is_empty() {
        BTreeMap::new()
    } else {
        decisions::about(connection, seen.id()).await?.into_iter().map(|row| (row.id, row)).collect()
    };
    let name = |id: &Uuid| organisations.get(id).cloned().unwrap_or_default();
    let sent = rows.iter().map(|row| {
        let state = store::state_of(row);
        ReferralLine {
            href: format!("/referrals/{}", row.id),
            programme: programme_name(app, &row.area, &row.programme),
            provider: name(&row.provider_id),
            state: wording::capitalised(&state.in_words(app.zone_in(&row.area))),
            colour: colour(&state),
            reason: reason(&state),
        }
    });
    let blocked = blocked_rows.iter().map(|row| BlockedLine {
        programme: programme_name(app, &row.area, &row.programme),
        provider: row.provider_id.as_ref().map(name).unwrap_or_default(),
        when: wording::day_of(row.attempted_at, app.zone_in(&row.area)),
        who: who.get(&row.attempted_by).cloned().unwrap_or_default(),
        why: decisions.get(&row.decision_id).map(obstacles).unwrap_or_default(),
        href: format!("/decisions/{}", row.decision_id),
    });
    let (sent, blocked) = (sent.collect(), blocked.collect());
    Ok(Made { sent, blocked, rows, blocked_rows, organisations })
}

/// What a stored decision says stood in the way.
fn obstacles(row: &decision::Model) -> Vec<String> {
    let decision: Result<Decision, _> = serde_json::from_value(row.reasons.clone());
    decision.map(|decision| decision.stops().map(|obstacle| obstacle.says.clone()).collect()).unwrap_or_default()
}
