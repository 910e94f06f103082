//! "How was this decided?": a stored decision, said again in words.

use super::{
    again_from,
    shown::{self, Criterion, Read},
};
use crate::{
    App, access,
    access::SeenDecision,
    account::{self, SignedIn},
    publication::Kept,
    web::{Address, PageError, Shell, render},
};
use askama::Template;
use axum::{Router, extract::State, response::Html, routing::get};
use kernel::{DecisionId, in_words};
use rules::access::{NAME, Role};

/// `/decisions/{decision}`.
pub fn routes() -> Router<App> {
    Router::new().route("/decisions/{decision}", get(show))
}

#[derive(Template)]
#[template(path = "decision/pages/show.html")]
struct DecisionPage<'a> {
    shell: &'a Shell,
    caption: String,
    question: &'static str,
    answer: String,
    on: String,
    made: String,
    version: String,
    same_version: bool,
    reasons: Vec<shown::Reason>,
    criteria: Vec<Criterion>,
    read: Vec<Read>,
    withheld: bool,
    erased: bool,
    asked_by: String,
    under: Vec<String>,
    again: shown::Again,
    /// The page of the version; "" for who may not see it.
    version_page: String,
    today_version: &'a str,
}

async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<DecisionId>,
) -> Result<Html<String>, PageError> {
    let seen = access::decision(&app, &by, id).await?;
    let names = account::account_names(app.db.reader(), [seen.row.made_by]).await?;
    let (criteria, withheld) = shown::criteria(&app, &seen);
    let again = again_from(&app, &mut Kept::new(&app), &seen.row).await?;
    let staff = by.role != Role::Resident;
    render(&DecisionPage {
        shell: &shell,
        caption: caption(&seen),
        question: shown::question(&seen),
        answer: shown::answer(&app, &seen),
        on: in_words(seen.row.on_day),
        made: in_words(app.zone_in(&seen.row.area).day(seen.row.made_at)),
        erased: super::is_erased(&seen.row),
        asked_by: names.get(&seen.row.made_by).cloned().unwrap_or_else(|| "somebody".to_owned()),
        same_version: again.same_version,
        again: shown::again(&app, &seen, again),
        version_page: if staff { format!("/policy/{}", seen.row.policy_version) } else { String::new() },
        today_version: app.policy.version.short(),
        version: seen.row.policy_version.chars().take(12).collect(),
        reasons: shown::reasons(&seen),
        read: shown::read(&app, &seen),
        criteria,
        withheld,
        under: seen.access.reasons.iter().map(|ground| ground.says.clone()).collect(),
    })
}

/// About whom it is: the name if it may be seen, and the reference.
fn caption(seen: &SeenDecision) -> String {
    match &seen.person {
        Some(person) if seen.access.shows(NAME) && person.erased_at.is_none() => {
            format!("{}, {}", crate::wording::full_name(&person.given_name, &person.family_name), person.reference)
        }
        Some(person) => format!("Person {}", person.reference),
        None => String::new(),
    }
}
