//! How many places are free on each programme that the organisation offers.

use super::{say_places, store};
use crate::{
    App, access,
    account::{self, Organisation, SignedIn},
    notice,
    referral::providers,
    web::{Notice, PageError, Shell, forms::Form, render},
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use kernel::in_words;
use rules::{
    access::Action,
    referral::{Ground, Places, ground},
};

use tower_sessions::Session;

/// The most places that may be said to be free: more is surely a slip.
const MAX_PLACES: i64 = 9_999;

#[derive(Template)]
#[template(path = "referral/inbox/places.html")]
struct PlacesPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    organisation: &'a str,
    programmes: &'a [Offered],
}

/// A programme that the organisation offers.
struct Offered {
    id: String,
    name: String,
    field: String,
    /// How many places are free now, in words.
    free: String,
    /// What was said, by whom, when; newest first.
    said: Vec<String>,
    ground: String,
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Response, PageError> {
    access::general(&app, &by, Action::SeeInbox).await?;
    let own = by.organisation.as_ref().ok_or(PageError::NotFound)?;
    let programmes = offered(&app, own).await?;
    page(&shell, &Form::blank(), own, &programmes)
}

fn page(shell: &Shell, form: &Form, own: &Organisation, programmes: &[Offered]) -> Result<Response, PageError> {
    Ok(render(&PlacesPage { shell, form, organisation: &own.name, programmes })?.into_response())
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    mut form: Form,
) -> Result<Response, PageError> {
    access::general(&app, &by, Action::SeeInbox).await?;
    let own = by.organisation.as_ref().ok_or(PageError::NotFound)?;
    let programmes = offered(&app, own).await?;
    let mut said = Vec::new();
    for programme in
        programmes.iter().filter(|programme| !form.text(&programme.field).trim().is_empty()).collect::<Vec<_>>()
    {
        let places = form.whole(&programme.field, &format!("Places on {}", programme.name), 0..=MAX_PLACES);
        said.extend(places.and_then(|places| u16::try_from(places).ok()).map(|places| (programme.id.clone(), places)));
    }
    if said.is_empty() && !form.is_faulty() {
        let first = programmes.first().map_or("places", |programme| &programme.field);
        form.errors.push(first, "Enter how many places are free on at least one programme");
    }
    if form.is_faulty() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shell, &form, own, &programmes)?).into_response());
    }
    say_places(&app, &by, &said).await?;
    notice::leave(&session, Notice::done("The free places were saved. Advisers see them from now on.")).await?;
    Ok(Redirect::to("/inbox/places").into_response())
}

/// The programmes that the organisation has a contract for today, or offers, in the order of the text.
async fn offered(app: &App, own: &Organisation) -> Result<Vec<Offered>, PageError> {
    let area = app.policy.area(&own.area).ok_or(PageError::NotFound)?;
    let connection = app.db.reader();
    let today = app.today_in(&own.area);
    let history = store::places_said(connection, own.id).await?;
    let names = account::account_names(connection, history.iter().map(|row| row.said_by)).await?;
    let mut offered = Vec::new();
    for programme in app.policy.programmes_in(area) {
        let ground = match ground(area, &programme.id, &own.body, today) {
            Ground::Contract { name, period } if period.contains(today) => format!("Contract: {name}"),
            Ground::Listed => "Offered without a contract".to_owned(),
            Ground::Contract { .. } | Ground::None => continue,
        };
        let free = match providers::places(connection, own, &programme.id).await? {
            Places::Unknown => "You have not said yet. Advisers are asked to ring you first.".to_owned(),
            Places::Free(1) => "1 place free now".to_owned(),
            Places::Free(count) => format!("{count} places free now"),
        };
        let own_history = history.iter().filter(|row| *row.programme == *programme.id).take(5);
        let said = own_history.map(|row| {
            let who = names.get(&row.said_by).map_or("somebody", String::as_str);
            format!("{} said on {}, by {who}", row.places, in_words(app.zone_in(&own.area).day(row.said_at)))
        });
        offered.push(Offered {
            id: programme.id.to_string(),
            name: programme.name.to_string(),
            field: format!("places-{}", programme.id),
            free,
            said: said.collect(),
            ground,
        });
    }
    Ok(offered)
}
