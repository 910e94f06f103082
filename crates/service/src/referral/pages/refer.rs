//! `/people/{person}/refer/{programme}`: comparing providers with the person, and referring to the one chosen.

mod comparison;
mod stopped;

use crate::{
    App, Application,
    access::{self, SeenPerson},
    account::SignedIn,
    notice,
    person::pages::for_advisers,
    referral::{Chosen, NewReferral, Outcome, send_allocated},
    web::{Notice, PageError, Shell, forms::Form, id_of, render},
    wording,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use comparison::{Comparison, NO_PREFERENCE, ObstacleView, answer_field, compare};
use kernel::{DecisionId, PersonId};
use policy::{Area, Programme, Verdict};
use rules::{
    access::Action,
    referral::{Candidate, Weight, allocate},
};
use std::collections::{BTreeMap, BTreeSet};
use stopped::Stopped;
use tower_sessions::Session;

/// Most characters of a message to the provider.
const MAX_MESSAGE: usize = 2_000;
/// Most characters of an answer to a caution.
const MAX_ANSWER: usize = 1_000;

#[derive(Template)]
#[template(path = "referral/pages/refer.html")]
struct ReferPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    id: PersonId,
    name: String,
    programme: &'a Programme,
    area: &'a str,
    comparison: &'a Comparison,
    /// Questions on which eligibility still depends: where to answer each, and the question.
    needs: Vec<(String, String)>,
    /// What stopped the attempt just made.
    stopped: Option<Stopped>,
}

impl ReferPage<'_> {
    fn title(&self) -> &str {
        &self.programme.name
    }

    fn back(&self) -> String {
        format!("/people/{}#options", self.id)
    }

    fn stopped_says(&self) -> String {
        let count = self.stopped.as_ref().map_or(0, |stopped| stopped.obstacles.len());
        format!("{} in the way.", wording::count(count, "thing stood", "things stood"))
    }

    fn agreement(&self) -> [crate::web::forms::Choice; 1] {
        [crate::web::forms::Choice::new("yes", format!("{} agrees to be referred, and to what is sent", self.name))]
    }
}

/// Whom it is about, and what to.
struct Subject<'a> {
    seen: SeenPerson,
    area: &'a Area,
    programme: &'a Programme,
}

async fn open<'a>(
    app: &'a Application,
    by: &SignedIn,
    person: &str,
    programme: &str,
) -> Result<Subject<'a>, PageError> {
    for_advisers(by)?;
    let seen = access::person(app, by, id_of(person)?, Action::SendReferral).await?;
    let area = app.policy.area(&seen.person.area).ok_or(PageError::NotFound)?;
    let programme = app.policy.programme(area, programme).ok_or(PageError::NotFound)?;
    Ok(Subject { seen, area, programme })
}

impl Subject<'_> {
    /// Questions on which eligibility still depends.
    fn needs(&self, app: &Application) -> Vec<(String, String)> {
        let facts = self.seen.all_facts();
        let verdict = policy::assess_one(&app.policy, self.area, self.programme, facts, app.today_in(&self.area.id));
        let open = verdict.criteria.iter().filter(|_| verdict.verdict == Verdict::Undetermined);
        let needed: BTreeSet<&str> = open.flat_map(|criterion| &criterion.needs).map(AsRef::as_ref).collect();
        let questions = app.policy.facts.iter().filter(|definition| needed.contains(definition.id.as_ref()));
        let address = |id: &str| format!("/people/{}/facts/{id}", self.seen.id());
        questions.map(|definition| (address(&definition.id), definition.question.to_string())).collect()
    }
}

fn page(
    app: &Application,
    shell: &Shell,
    form: &Form,
    subject: &Subject<'_>,
    comparison: &Comparison,
    stopped: Option<Stopped>,
) -> Result<Html<String>, PageError> {
    render(&ReferPage {
        shell,
        form,
        id: subject.seen.id(),
        name: subject.seen.name(),
        programme: subject.programme,
        area: &subject.area.name,
        comparison,
        needs: subject.needs(app),
        stopped,
    })
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Path((person, programme)): Path<(String, String)>,
) -> Result<Html<String>, PageError> {
    let subject = open(&app, &by, &person, &programme).await?;
    let comparison = compare(&app, &by, &subject.seen, subject.area, &programme, &BTreeMap::new()).await?;
    page(&app, &shell, &Form::blank(), &subject, &comparison, None)
}

pub(super) async fn send(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    session: Session,
    Path((person, programme)): Path<(String, String)>,
    mut form: Form,
) -> Result<Response, PageError> {
    let subject = open(&app, &by, &person, &programme).await?;
    let answers = read_answers(&mut form, subject_cautions(&app, &by, &subject, &programme).await?);
    let comparison = compare(&app, &by, &subject.seen, subject.area, &programme, &answers).await?;
    let chosen = form.choice("provider", &comparison.choices(), "Select a provider, or that they have no preference");
    let message = form.optional("message", "Message to the provider", MAX_MESSAGE);
    let agreed = form.has("agreed", "yes");
    let allocation = (chosen.as_deref() == Some(NO_PREFERENCE)).then(|| {
        let seed = app.randomness.bytes().iter().take(8).fold(0, |seed: u64, byte| seed << 8 | u64::from(*byte));
        allocate(&candidates(&comparison), seed)
    });
    let provider = allocation.as_ref().map_or(chosen, |allocation| allocation.chosen.clone());
    if let Some(provider) = &provider {
        mend_first(&mut form, &comparison, provider, agreed, &subject.seen.name());
    } else if allocation.is_some() {
        form.errors.push("provider", "No provider could take them. Select one to see what stands in the way");
    }
    let Some(provider) = provider.filter(|_| !form.is_faulty()) else {
        let html = page(&app, &shell, &form, &subject, &comparison, None)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
    };
    let chosen = if allocation.is_some() { Chosen::AtRandom } else { Chosen::ByThePerson };
    let told = allocation.as_ref().map_or_else(String::new, |allocation| format!(" {}", allocation.says));
    let id = subject.seen.id();
    let new = NewReferral { person: id, programme: programme.clone(), provider, chosen, message, agreed, answers };
    match send_allocated(&app, &by, new, allocation).await? {
        Outcome::Sent(_) => {
            let says = format!("{} is referred to {}.{told}", subject.seen.name(), subject.programme.name);
            notice::leave(&session, Notice::done(says).at("referrals")).await?;
            Ok(Redirect::to(&format!("/people/{id}")).into_response())
        }
        Outcome::Blocked { decision, obstacles } => {
            let stopped = Stopped::new(decision, &obstacles, told);
            let html = page(&app, &shell, &form, &subject, &comparison, Some(stopped))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
        }
    }
}

/// Codes of the cautions that any provider's referral would meet.
async fn subject_cautions(
    app: &Application,
    by: &SignedIn,
    subject: &Subject<'_>,
    programme: &str,
) -> Result<Vec<String>, PageError> {
    let unanswered = compare(app, by, &subject.seen, subject.area, programme, &BTreeMap::new()).await?;
    Ok(unanswered.cautions.into_iter().map(|caution| caution.code).collect())
}

fn read_answers(form: &mut Form, codes: Vec<String>) -> BTreeMap<String, String> {
    let read = codes.into_iter().filter_map(|code| {
        let answer = form.optional(&answer_field(&code), "Answer", MAX_ANSWER)?;
        Some((code, answer))
    });
    read.collect()
}

/// The lot falls among those to whom the referral could be made; when there is none, among all, so that what
/// stands in the way is kept.
fn candidates(comparison: &Comparison) -> Vec<Candidate> {
    let candidate = |line: &comparison::ProviderLine| Candidate {
        id: line.body.clone(),
        name: line.name.clone(),
        places: line.places,
    };
    let possible: Vec<Candidate> =
        comparison.providers.iter().filter(|line| !line.is_blocked()).map(candidate).collect();
    if possible.is_empty() { comparison.providers.iter().map(candidate).collect() } else { possible }
}

/// What can be mended on the form itself is asked for before anything is tried; a referral that a rule forbids
/// is tried, so that it is kept with every reason.
fn mend_first(form: &mut Form, comparison: &Comparison, provider: &str, agreed: bool, name: &str) {
    let Some(line) = comparison.providers.iter().find(|line| line.body == provider) else { return };
    if line.is_blocked() {
        return;
    }
    for caution in line.obstacles.iter().filter(|obstacle| obstacle.weight == Weight::Caution) {
        form.errors.push(&answer_field(&caution.code), format!("Answer for {}: {}", line.name, caution.says));
    }
    if !agreed {
        form.errors.push("agreed", format!("Ask {name}, and select that they agree. Nothing is sent without it"));
    }
}
