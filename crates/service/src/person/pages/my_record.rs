//! `/my-record`: what is held about the resident at the keyboard, and who has looked at it.

use super::show::referrals::{colour, reason};
use crate::{
    App, Application,
    access::{self, Reading, SeenPerson},
    account::{self, SignedIn},
    action::ActionError,
    db::entities::referral,
    person::{
        caseload::programme_name,
        handover,
        held::{Group, held},
        requests::{self, Request},
    },
    referral::{pages::after_the_end, store as referrals},
    retention::{self, KeptPart, Part},
    web::{PageError, Shell, render},
    wording,
};
use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};
use kernel::{PersonId, Zone};
use rules::access::{Action, Role};
use serde::Serialize;
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "person/pages/my_record.html")]
struct MyRecordPage<'a> {
    shell: &'a Shell,
    /// `None` when no record is linked to the account.
    record: Option<Record>,
}

/// What the page shows and the file holds.
#[derive(Serialize)]
struct Record {
    /// The time zone of the person's area, for the page.
    #[serde(skip)]
    zone: Zone,
    name: String,
    reference: String,
    telephone: String,
    email: String,
    adviser: String,
    /// Who covers for the adviser, and who the adviser was before.
    about_adviser: Vec<String>,
    groups: Vec<Group>,
    /// What is kept, and until when.
    kept: Vec<Kept>,
    /// What was deleted.
    deleted: Vec<Deleted>,
    referrals: Vec<Referral>,
    /// Providers, what each sees (empty: nothing), and where that is changed.
    sharing: Vec<Sharing>,
    readings: Vec<Reading>,
    /// What the person asked, and what they were answered.
    requests: Vec<Request>,
}

/// A kind of thing that is kept, and until when.
#[derive(Serialize)]
struct Kept {
    what: String,
    until: String,
}

/// Something that was deleted of the record.
#[derive(Serialize)]
struct Deleted {
    day: String,
    what: String,
}

/// A provider that may see the record, or could before.
#[derive(Serialize)]
struct Sharing {
    provider: String,
    href: String,
    sees: String,
    /// How long they see it, once the help has ended; empty while it goes on.
    after: String,
}

#[derive(Serialize)]
struct Referral {
    href: String,
    programme: String,
    provider: String,
    state: String,
    #[serde(skip)]
    colour: &'static str,
    reason: String,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Response, PageError> {
    if by.role != Role::Resident {
        return Err(PageError::NotFound);
    }
    let record = match by.person {
        Some(person) => Some(load(&app, &by, PersonId(person)).await?),
        None => None,
    };
    let page: Html<String> = render(&MyRecordPage { shell: &shell, record })?;
    Ok(page.into_response())
}

/// The same as a file, to keep or to give to somebody.
pub(super) async fn file(State(app): State<App>, by: SignedIn) -> Result<Response, PageError> {
    let (Role::Resident, Some(person)) = (by.role, by.person) else { return Err(PageError::NotFound) };
    let record = load(&app, &by, PersonId(person)).await?;
    let text = serde_json::to_string_pretty(&record).map_err(anyhow::Error::from)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"my-record.json\""),
    ];
    Ok((headers, text).into_response())
}

async fn load(app: &Application, by: &SignedIn, person: PersonId) -> Result<Record, ActionError> {
    let seen = access::person(app, by, person, Action::SeePerson).await?;
    let connection = app.db.reader();
    let rows = referrals::of_person(connection, person).await?;
    let providers = account::organisation_names(connection, rows.iter().map(|row| row.provider_id)).await?;
    let adviser = account::account_names(connection, seen.person.adviser_id).await?;
    let (telephone, email) = seen.contact();
    let days = (app.today_in(&seen.person.area), app.zone_in(&seen.person.area));
    let given = |text: Option<&str>| text.unwrap_or("We do not have one").to_owned();
    let referrals = rows.iter().map(|row| {
        let state = referrals::state_of(row);
        Referral {
            href: format!("/referrals/{}", row.id),
            programme: programme_name(app, &row.area, &row.programme),
            provider: providers.get(&row.provider_id).cloned().unwrap_or_default(),
            state: wording::capitalised(&state.in_words(app.zone_in(&row.area))),
            colour: colour(&state),
            reason: reason(&state).unwrap_or_default(),
        }
    });
    Ok(Record {
        zone: app.zone_in(&seen.person.area),
        name: seen.name(),
        reference: seen.person.reference.clone(),
        telephone: given(telephone),
        email: given(email),
        adviser: adviser.into_values().next().unwrap_or_else(|| "Nobody at the moment".to_owned()),
        about_adviser: handover::told(connection, person, seen.person.adviser_id, days).await?,
        groups: held(app, &seen),
        kept: kept(app, &seen).await?,
        deleted: deleted(app, &seen).await?,
        referrals: referrals.collect(),
        sharing: sharing(app, &rows, &providers).await?,
        readings: access::readings(app, by, person).await?,
        requests: requests::of_person(connection, person).await?,
    })
}

/// What is kept, and until when: in the rules' own order.
async fn kept(app: &Application, seen: &SeenPerson) -> Result<Vec<Kept>, ActionError> {
    let parts = retention::until(app, app.db.reader(), &seen.person).await?;
    let kept = |part: KeptPart| Kept { until: retention::kept_in_words(&part.by_schedule), what: part.says };
    Ok(parts.into_iter().map(kept).collect())
}

async fn deleted(app: &Application, seen: &SeenPerson) -> Result<Vec<Deleted>, ActionError> {
    let certificates = retention::of_person(app.db.reader(), seen.id()).await?;
    let says = |part: &Part| wording::capitalised(&retention::kind_says(app, &part.kind));
    let deleted = certificates.iter().map(|one| Deleted {
        day: wording::day_of(one.at, app.zone_in(&seen.person.area)),
        what: one.erased.iter().map(says).collect::<Vec<_>>().join("; "),
    });
    Ok(deleted.collect())
}

/// The providers of referrals that still stand.
async fn sharing(
    app: &Application,
    rows: &[referral::Model],
    providers: &HashMap<Uuid, String>,
) -> Result<Vec<Sharing>, ActionError> {
    let mut found = Vec::new();
    for row in rows {
        let sees = access::shown_to_provider(app, row).await?;
        let stopped = crate::referral::is_stopped(row);
        if sees.is_some() || stopped {
            let number = sees.map_or(0, |sees| sees.len());
            let after = access::kept_by_provider(app, app.db.reader(), row).await?.map(after_the_end);
            found.push(Sharing {
                provider: providers.get(&row.provider_id).cloned().unwrap_or_default(),
                href: format!("/referrals/{}/sharing", row.id),
                sees: match number {
                    0 if stopped => "Nothing: you stopped sharing".to_owned(),
                    number => wording::count(number, "kind of information", "kinds of information"),
                },
                after: after.unwrap_or_default(),
            });
        }
    }
    Ok(found)
}
