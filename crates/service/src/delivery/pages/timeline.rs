//! Who did what, and when, for one participant.

use crate::{
    App,
    access::SeenReferral,
    account,
    action::ActionError,
    db::entities::{claim as claim_row, spell as spell_row},
};
use kernel::{Moment, Pence, Zone, in_words};
use std::collections::HashMap;
use uuid::Uuid;

/// One thing that happened.
pub(super) struct Happening {
    pub(super) title: String,
    /// For `<time>`.
    pub(super) machine_time: String,
    pub(super) when: String,
    pub(super) who: String,
    /// More words about it; "" for none.
    pub(super) more: String,
}

/// One thing before the names are known.
struct Raw {
    at: Moment,
    by: Uuid,
    title: String,
    more: String,
}

/// Everything that happened, newest first.
pub(super) async fn of(
    app: &App,
    seen: &SeenReferral,
    spells: &[spell_row::Model],
    claims: &[claim_row::Model],
) -> Result<Vec<Happening>, ActionError> {
    let mut raw = answers(seen);
    raw.extend(spells.iter().flat_map(work));
    raw.extend(claims.iter().flat_map(money));
    // Of what happened at one moment, what follows from the rest comes above it.
    raw.reverse();
    raw.sort_by_key(|one| std::cmp::Reverse(one.at));
    let names = account::account_names(app.db.reader(), raw.iter().map(|one| one.by)).await?;
    let zone = app.zone_in(&seen.referral.area);
    Ok(raw.into_iter().map(|one| said(one, &names, zone)).collect())
}

fn said(one: Raw, names: &HashMap<Uuid, String>, zone: Zone) -> Happening {
    Happening {
        title: one.title,
        machine_time: one.at.to_rfc3339(),
        when: in_words(zone.day(one.at)),
        who: names.get(&one.by).cloned().unwrap_or_else(|| "somebody".to_owned()),
        more: one.more,
    }
}

fn raw(at: Moment, by: Uuid, title: &str, more: impl Into<String>) -> Raw {
    Raw { at, by, title: title.to_owned(), more: more.into() }
}

fn answers(seen: &SeenReferral) -> Vec<Raw> {
    let events = seen.events();
    let mut found = Vec::new();
    found.extend(events.sent.map(|stamp| raw(stamp.at, stamp.by.0, "Referral sent", "")));
    found.extend(events.accepted.map(|stamp| raw(stamp.at, stamp.by.0, "Referral accepted", "")));
    found.extend(events.declined.map(|one| raw(one.stamp.at, one.stamp.by.0, "Referral declined", one.reason)));
    found.extend(events.withdrawn.map(|one| raw(one.stamp.at, one.stamp.by.0, "Referral withdrawn", one.reason)));
    found.extend(events.started.map(|one| {
        raw(one.stamp.at, one.stamp.by.0, "Start recorded", format!("First day on the programme: {}", in_words(one.on)))
    }));
    found.extend(events.ended.map(|one| {
        let more = format!("Last day on the programme: {}. {}", in_words(one.on), one.reason);
        raw(one.stamp.at, one.stamp.by.0, "End recorded", more)
    }));
    found
}

fn work(spell: &spell_row::Model) -> Vec<Raw> {
    let mut found = vec![raw(
        spell.recorded_at,
        spell.recorded_by,
        "Work recorded",
        format!("{}, from {}", spell.employer, in_words(spell.from_day)),
    )];
    found.extend(spell.replaced_at.zip(spell.replaced_by).map(|(at, by)| {
        raw(
            at,
            by,
            "Work corrected",
            format!("{}, from {}: this record was replaced", spell.employer, in_words(spell.from_day)),
        )
    }));
    found
}

fn money(claim: &claim_row::Model) -> Vec<Raw> {
    let amount = Pence(claim.amount_pence);
    let mut found = vec![raw(claim.raised_at, claim.raised_by, "Claim worked out", format!("{amount}"))];
    let reason = |reason: &Option<String>| reason.clone().unwrap_or_default();
    let claimed = claim.claimed_at.filter(|at| *at != claim.raised_at).zip(claim.claimed_by);
    found.extend(claimed.map(|(at, by)| raw(at, by, "Claimed", amount.to_string())));
    found.extend(claim.paid_at.zip(claim.paid_by).map(|(at, by)| raw(at, by, "Claim paid", amount.to_string())));
    found.extend(
        claim.approved_at.zip(claim.approved_by).map(|(at, by)| raw(at, by, "Claim approved", amount.to_string())),
    );
    found.extend(
        claim
            .rejected_at
            .zip(claim.rejected_by)
            .map(|(at, by)| raw(at, by, "Claim rejected", format!("{amount}. {}", reason(&claim.reject_reason)))),
    );
    found.extend(
        claim
            .reversed_at
            .zip(claim.reversed_by)
            .map(|(at, by)| raw(at, by, "Claim taken back", format!("{amount}. {}", reason(&claim.reverse_reason)))),
    );
    found
}
