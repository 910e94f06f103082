//! `/people/{person}`: everything about one person: what to ask, what is open to them, what was done.

pub(crate) mod facts;
pub(super) mod options;
pub(crate) mod referrals;
mod timeline;

use crate::{
    App, access,
    account::{SignedIn, invitation},
    notice,
    person::{
        record_agreement,
        requests::{self, Request},
    },
    web::{Notice, PageError, Shell, forms::Form, id_of, render},
    wording,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, Redirect},
};
use facts::FactGroup;
use kernel::{PersonId, Zone};
use options::Options;
use referrals::{BlockedLine, ReferralLine};
use rules::access::Action;
use timeline::Event;
use tower_sessions::Session;

/// Questions shown under "Ask next".
const QUESTIONS: usize = 3;

#[derive(Template)]
#[template(path = "person/pages/show.html")]
struct PersonPage<'a> {
    shell: &'a Shell,
    /// The time zone of the person's area.
    zone: Zone,
    id: PersonId,
    name: String,
    reference: &'a str,
    telephone: Option<&'a str>,
    email: Option<&'a str>,
    /// Whether where they live is kept from everybody else.
    /// Whether they are on the reader's own caseload, and not on that of somebody for whom the reader covers.
    own: bool,
    hidden: bool,
    /// Whether the person can see their own record, or was invited to.
    sees_own: Option<bool>,
    /// When the person agreed to having a record, in words.
    agreed: Option<String>,
    registered: String,
    questions: &'a [Question],
    /// How many questions are open besides those shown.
    more_questions: usize,
    options: &'a Options,
    referrals: &'a [ReferralLine],
    blocked: &'a [BlockedLine],
    facts: &'a [FactGroup],
    /// Categories of which something is held that may not be shown, in words.
    withheld: Vec<String>,
    events: &'a [Event],
    /// What the person asked of their record and was not answered yet.
    asked: Vec<Request>,
}

impl PersonPage<'_> {
    /// Where the name, the telephone number and the e-mail address are changed.
    fn contact_href(&self) -> String {
        format!("/people/{}/contact", self.id)
    }

    /// Where they are handed over to a colleague.
    fn hand_over_href(&self) -> String {
        format!("/people/{}/hand-over", self.id)
    }

    /// Where they are invited to see their own record.
    fn invitation_href(&self) -> String {
        format!("/people/{}/invitation", self.id)
    }

    /// How many questions have no answer.
    fn without_answer(&self) -> usize {
        self.facts.iter().map(|group| group.open.len()).sum()
    }

    fn not_asked(&self) -> String {
        let (one, more) = ("question has no answer", "questions have no answer");
        format!("{} yet", wording::count(self.without_answer(), one, more))
    }

    fn over(&self) -> String {
        wording::count(self.options.over, "programme is", "programmes are")
    }

    fn more(&self) -> String {
        wording::count(self.more_questions, "more question is", "more questions are")
    }
}

/// A question to ask next.
struct Question {
    href: String,
    says: String,
    /// For how many undecided programmes the answer counts.
    decides: usize,
    /// When it was last said not to be known.
    not_known: Option<String>,
}

impl Question {
    fn settles(&self) -> String {
        format!("Helps to settle {}", wording::count(self.decides, "programme", "programmes"))
    }
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Path(person): Path<String>,
    form: Form,
) -> Result<Html<String>, PageError> {
    super::for_advisers(&by)?;
    let seen = access::person(&app, &by, id_of(&person)?, Action::SeePerson).await?;
    let area = app.policy.area(&seen.person.area).ok_or(PageError::NotFound)?;
    let zone = app.zone_in(&area.id);
    let assessment = policy::assess(&app.policy, area, seen.all_facts(), app.today_in(&area.id));
    let (telephone, email) = seen.contact();
    let made = referrals::load(&app, &seen).await?;
    let open: Vec<Question> = assessment.ask_next.iter().map(|asked| question(&seen, asked, zone)).collect();
    let (mut questions, not_known): (Vec<_>, Vec<_>) = open.into_iter().partition(|asked| asked.not_known.is_none());
    questions.extend(not_known);
    let more_questions = questions.len().saturating_sub(QUESTIONS);
    questions.truncate(QUESTIONS);
    let events = timeline::load(&app, &seen, &made).await?;
    let withheld = seen.visible().withheld.iter();
    render(&PersonPage {
        shell: &shell,
        zone,
        id: seen.id(),
        name: seen.name(),
        reference: &seen.person.reference,
        telephone,
        email,
        hidden: seen.person.hidden,
        own: seen.person.adviser_id == Some(by.id.0),
        sees_own: invitation::standing_of(&app, app.db.reader(), seen.id()).await?,
        agreed: seen.person.agreed_at.map(|at| wording::day_of(at, zone)),
        registered: wording::day_of(seen.person.registered_at, zone),
        questions: &questions,
        more_questions,
        options: &options::group(
            &options::Referring::new(&app, area, &by, &seen, &made.rows),
            &assessment,
            form.has("over", "1"),
        ),
        referrals: &made.sent,
        blocked: &made.blocked,
        facts: &facts::groups(&app, &seen),
        withheld: withheld.map(|category| facts::category_says(&app, category)).collect(),
        events: &events,
        asked: requests::of_person(app.db.reader(), seen.id())
            .await?
            .into_iter()
            .filter(|request| request.answer.is_none())
            .collect(),
    })
}

fn question(seen: &access::SeenPerson, asked: &policy::AskNext, zone: Zone) -> Question {
    let not_known = seen.answers().find(|answer| *answer.fact == *asked.fact && answer.value.is_none());
    Question {
        href: format!("/people/{}/facts/{}?next=1", seen.id(), asked.fact),
        says: asked.question.to_string(),
        decides: asked.decides,
        not_known: not_known.map(|answer| wording::day_of(answer.recorded_at, zone)),
    }
}

/// `POST /people/{person}/agreement`: the person has agreed to having a record.
pub(super) async fn agreed(
    State(app): State<App>,
    by: SignedIn,
    session: Session,
    Path(person): Path<String>,
) -> Result<Redirect, PageError> {
    super::for_advisers(&by)?;
    let id: PersonId = id_of(&person)?;
    record_agreement(&app, &by, id).await?;
    notice::leave(&session, Notice::done("Their agreement is recorded.")).await?;
    Ok(Redirect::to(&super::address(id)))
}
