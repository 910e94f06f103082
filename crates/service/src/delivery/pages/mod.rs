//! A participant's pages: the referral and the answer to it, then the start, the work found, and the end.

mod answer;
mod dates;
mod participant;
mod progress;
mod records;
mod spell;
mod spell_form;
mod timeline;

pub(crate) use progress::outcome_name;
pub(crate) use records::{RecordRow, recorded};

use crate::{App, access::SeenReferral, web::forms::Form};
use axum::{
    Router,
    routing::{get, post},
};

/// `/participants/{referral}` and what is done there.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/participants/{referral}", get(participant::show))
        .route("/participants/{referral}/accept", post(answer::accept))
        .route("/participants/{referral}/decline", get(answer::show_decline).post(answer::decline))
        .route("/participants/{referral}/start", get(dates::show_start).post(dates::start))
        .route("/participants/{referral}/end", get(dates::show_end).post(dates::end))
        .route("/participants/{referral}/spells/new", get(spell::show_new).post(spell::add))
        .route("/participants/{referral}/records/new", get(records::show).post(records::add))
        .route("/participants/{referral}/records/{event}/take-back", post(records::take_back))
        .route("/participants/{referral}/spells/{spell}/correct", get(spell::show_correct).post(spell::correct))
}

/// The version that a form was opened with; one that does not say is as good as one that was overtaken.
fn version(form: &Form) -> i32 {
    form.text("version").parse().unwrap_or_default()
}

/// The version that a form shown again carries: the one it came with, so that a change by somebody else is
/// still noticed, unless that change was just told.
fn version_to_show(form: &Form, seen: &SeenReferral, lost: bool) -> i32 {
    let typed = form.text("version").parse().ok();
    typed.filter(|_| !lost).unwrap_or(seen.referral.version)
}
