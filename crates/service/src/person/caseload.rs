//! The people an adviser helps, with what is due next for each, what is due first at the top.
//!
//! Four queries, however many people: the people, their referrals, the names of the providers, and
//! when something was last recorded.

use super::{handover, store};
use crate::{
    Application, access,
    account::{self, SignedIn},
    action::ActionError,
    db::entities::{person, referral},
    referral::store as referrals,
    wording,
};
use kernel::{Day, Moment, PersonId, Zone, in_words};
use rules::{
    access::Action,
    caseload::{Known, NextStep, SentTo, Standards, next_step},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// One person on a caseload.
#[derive(Debug, Clone)]
pub struct CaseloadLine {
    /// Whose record.
    pub person: PersonId,
    /// Given and family name.
    pub name: String,
    /// The short reference: `K4T-9QX`.
    pub reference: String,
    /// What is due next, and by when.
    pub next: NextStep,
    /// For whom the adviser at the keyboard covers, and the last day: `You cover for Ann Ames until 3 April 2024`. "" for
    /// somebody of their own.
    pub cover: String,
    /// Where the person stands, in words: `Restart Scheme: sent on 3 April 2024`.
    pub stands: String,
}

impl CaseloadLine {
    /// How long is left: `2 days left`.
    #[must_use]
    pub fn due_in_words(&self) -> String {
        wording::capitalised(&self.next.due.in_words())
    }

    /// The last day that is still in time: `3 April 2024`.
    #[must_use]
    pub fn due_by_in_words(&self) -> String {
        in_words(self.next.due.by)
    }
}

/// Everybody on the caseload of the adviser at the keyboard, what is due first at the top.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who has no caseload; a fault when the database refuses.
pub async fn caseload(app: &Application, by: &SignedIn) -> Result<Vec<CaseloadLine>, ActionError> {
    access::general(app, by, Action::SeeCaseload).await?;
    let connection = app.db.reader();
    let covered = handover::covered_by(connection, by.id, app.today()).await?;
    let people = store::caseload(connection, covered.keys().copied().chain([by.id.0])).await?;
    let names = account::account_names(connection, covered.keys().copied()).await?;
    let cover = |adviser: Option<Uuid>| {
        let (name, until) = adviser.and_then(|id| Some((names.get(&id)?, covered.get(&id)?)))?;
        Some(format!("You cover for {name} until {}", in_words(*until)))
    };
    let ids = || people.iter().map(|person| person.id);
    let rows = referrals::of_people(connection, ids()).await?;
    let providers = account::organisation_names(connection, rows.iter().map(|row| row.provider_id)).await?;
    let last_answers = store::last_answers(connection, ids()).await?;
    let mut sent = by_person(app, &rows, &providers);
    let areas: BTreeSet<&str> = people.iter().map(|person| person.area.as_str()).collect();
    let standards: BTreeMap<&str, Standards> =
        areas.into_iter().map(|area| (area, Standards::of(&app.policy, area, app.today_in(area)))).collect();
    let mut lines: Vec<CaseloadLine> = people
        .iter()
        .filter_map(|person| {
            let referrals = sent.remove(&person.id).unwrap_or_default();
            let standards = standards.get(person.area.as_str())?;
            let terms = (standards, app.policy.bank_holidays(&person.area));
            let now = (app.zone_in(&person.area), app.today_in(&person.area));
            let line = line(person, &referrals, last_answers.get(&person.id).copied(), terms, now);
            Some(CaseloadLine { cover: cover(person.adviser_id).unwrap_or_default(), ..line })
        })
        .collect();
    // A stable sort: those with the same day stay in order of name.
    lines.sort_by_key(|line| line.next.due.by);
    Ok(lines)
}

fn by_person(
    app: &Application,
    rows: &[referral::Model],
    providers: &HashMap<Uuid, String>,
) -> BTreeMap<Uuid, Vec<SentTo>> {
    let mut sent: BTreeMap<Uuid, Vec<SentTo>> = BTreeMap::new();
    for row in rows {
        sent.entry(row.person_id).or_default().push(SentTo {
            programme: row.programme.clone(),
            programme_name: programme_name(app, &row.area, &row.programme),
            provider: providers.get(&row.provider_id).cloned().unwrap_or_default(),
            sent_on: app.zone_in(&row.area).day(row.sent_at),
            state: referrals::state_of(row),
        });
    }
    sent
}

/// A programme's name, or its id when the policy text does not have it any more.
pub(crate) fn programme_name(app: &Application, area: &str, programme: &str) -> String {
    let found = app.policy.area(area).and_then(|area| app.policy.programme(area, programme));
    found.map_or_else(|| programme.to_owned(), |found| found.name.to_string())
}

fn line(
    person: &person::Model,
    referrals: &[SentTo],
    last_answer: Option<Moment>,
    (standards, bank_holidays): (&Standards, &[Day]),
    (zone, today): (Zone, Day),
) -> CaseloadLine {
    let last_referral = referrals.iter().map(|sent| sent.last_event_on(zone)).max();
    let registered_on = zone.day(person.registered_at);
    let last_contact_on =
        [last_referral, last_answer.map(|at| zone.day(at))].into_iter().flatten().fold(registered_on, Day::max);
    let known = Known {
        zone,
        registered_on,
        agreed: person.agreed_at.is_some(),
        asked: last_answer.is_some_and(|at| at > person.registered_at),
        last_contact_on,
        referrals,
    };
    CaseloadLine {
        cover: String::new(),
        person: PersonId(person.id),
        name: wording::full_name(&person.given_name, &person.family_name),
        reference: person.reference.clone(),
        next: next_step(&known, standards, bank_holidays, today),
        stands: stands(referrals, zone),
    }
}

/// The newest open referral, else the newest, else that there is none.
fn stands(referrals: &[SentTo], zone: Zone) -> String {
    let newest = referrals.iter().rev().find(|one| one.state.is_open()).or_else(|| referrals.last());
    newest.map_or_else(
        || "Not referred yet".to_owned(),
        |referral| format!("{}: {}", referral.programme_name, referral.state.in_words(zone)),
    )
}
