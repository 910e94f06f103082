//! `/people/new`: registering a person, with the first answers.

use super::answer;
use crate::{
    App, Application, access,
    account::SignedIn,
    notice,
    person::{self, Contact, NewAnswer, NewPerson, register_another},
    web::{
        Notice, PageError, Shell,
        forms::{Choice, DateRule, Form, optional},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{EmailError, PersonId, Telephone, TelephoneError};
use policy::Value;
use rules::access::Action;
use tower_sessions::Session;

/// Characters of each part of a name, at most.
const MAX_NAME: usize = 100;
/// Characters of a telephone number, at most.
const MAX_TELEPHONE: usize = 60;

#[derive(Template)]
#[template(path = "person/pages/new.html")]
struct NewPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    benefits: Vec<Choice>,
    agreement: [Choice; 1],
    /// People on the adviser's caseload who look like who was typed: who, and in words.
    alike: Vec<(PersonId, String)>,
}

impl NewPage<'_> {
    /// What may be said of who was typed.
    fn answers(&self) -> Vec<Choice> {
        let same = |(id, says): &(PersonId, String)| {
            Choice::new(format!("same-{id}"), says.clone()).hint("Nobody is added. Their record opens.")
        };
        let another = Choice::new("another", "Somebody else").hint("Both have a record.");
        self.alike.iter().map(same).chain([another]).collect()
    }
}

fn page(app: &Application, shell: &Shell, form: &Form) -> Result<Html<String>, PageError> {
    page_asking(app, shell, form, Vec::new())
}

fn page_asking(
    app: &Application,
    shell: &Shell,
    form: &Form,
    alike: Vec<(PersonId, String)>,
) -> Result<Html<String>, PageError> {
    let benefit = app.policy.facts.get("benefit");
    let codes = benefit.map(policy::FactDefinition::codes).unwrap_or_default();
    let benefits = codes.iter().map(|code| Choice::new(code.code.as_ref(), code.says.clone())).collect();
    let agreement = [Choice::new("yes", "They agree to having a record")];
    render(&NewPage { shell, form, benefits, agreement, alike })
}

pub(super) async fn show(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    access::own_area(&app, &by, Action::RegisterPerson).await?;
    page(&app, &shell, &Form::blank())
}

pub(super) async fn create(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    session: Session,
    mut form: Form,
) -> Result<Response, PageError> {
    access::own_area(&app, &by, Action::RegisterPerson).await?;
    let (new, answers) = (read_person(&mut form), read_answers(&app, &by, &mut form));
    let Some(new) = new.filter(|_| !form.is_faulty()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&app, &shell, &form)?).into_response());
    };
    let name = crate::wording::full_name(&new.given_name, &new.family_name);
    let beside: Vec<PersonId> = form.all("beside").filter_map(|id| id.parse().ok()).collect();
    let said = form.text("alike").to_owned();
    if let Some(same) = beside.iter().find(|id| said == format!("same-{id}")) {
        // Only a record of their own caseload opens.
        access::person(&app, &by, *same, Action::SeePerson).await?;
        notice::leave(&session, Notice::done("Nobody was added: this is the record that is kept already.")).await?;
        return Ok(Redirect::to(&super::address(*same)).into_response());
    }
    let beside = if said == "another" { beside } else { Vec::new() };
    let id = match register_another(&app, &by, new.clone(), answers.clone(), &beside).await {
        Err(error) if error.is("person/same-person") => {
            form.errors.push("alike", "Somebody on your caseload looks like this person. Say who it is");
            let alike = person::on_own_caseload(&app, &by, (&new, &answers)).await?;
            let page = page_asking(&app, &shell, &form, alike)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        registered => registered?,
    };
    notice::leave(&session, Notice::done(format!("{name} is registered and on your caseload."))).await?;
    Ok(Redirect::to(&super::address(id)).into_response())
}

fn read_person(form: &mut Form) -> Option<NewPerson> {
    let agreed = form.has("agreed", "yes");
    let Contact { given_name, family_name, telephone, email, .. } = read_contact(form)?;
    Some(NewPerson { given_name, family_name, telephone, email, agreed })
}

/// The fields that say what somebody is called and how they are reached.
pub(super) fn read_contact(form: &mut Form) -> Option<Contact> {
    let (given_name, family_name) = read_name(form);
    let telephone = telephone(form.text("telephone"));
    let telephone = form.keep("telephone", telephone).flatten();
    let email = email(form.text("email"));
    let email = form.keep("email", email).flatten();
    let hidden = form.has("hidden", "yes");
    Some(Contact { given_name: given_name?, family_name: family_name?, telephone, email, hidden })
}

/// The two parts of a name. Either may be empty: people have names of one part, and they may stand in either box.
fn read_name(form: &mut Form) -> (Option<String>, Option<String>) {
    let parts = [("given_name", "Given name"), ("family_name", "Family name")];
    if parts.iter().all(|(field, _)| kernel::visible(form.text(field)).is_empty()) {
        return (form.required("given_name", "A name: one is enough", MAX_NAME), Some(String::new()));
    }
    let [given, family] = parts.map(|(field, what)| {
        let read = optional(form.text(field), what, MAX_NAME);
        form.keep(field, read).map(Option::unwrap_or_default)
    });
    (given, family)
}

fn read_answers(app: &Application, by: &SignedIn, form: &mut Form) -> Vec<NewAnswer> {
    let today = by.today(app);
    let bounds = app.policy.facts.get("date_of_birth").map(|definition| definition.days).unwrap_or_default();
    let rule = DateRule::Within { ends: bounds.ends(today), today };
    let born = form.date_if_any("born", "Date of birth", rule).map(Value::Date);
    let home =
        if form.text("postcode").trim().is_empty() { None } else { Some(answer::place(app, form.text("postcode"))) };
    let home = home.and_then(|home| form.keep("postcode", home));
    let benefit = app.policy.facts.get("benefit").and_then(|definition| {
        let chosen = form.text("benefit");
        definition.codes().iter().find(|code| code.code.as_ref() == chosen)
    });
    let benefit = benefit.map(|code| Value::OneOf(code.code.to_string()));
    [("date_of_birth", born), ("home", home), ("benefit", benefit)]
        .into_iter()
        .filter_map(|(fact, value)| {
            let source = format!("Told to {}", by.name);
            Some(NewAnswer { fact: fact.to_owned(), value: Some(value?), source, known_on: today })
        })
        .collect()
}

/// A telephone number as typed, without what cannot be seen.
fn telephone(typed: &str) -> Result<Option<String>, String> {
    match typed.parse::<Telephone>() {
        Ok(number) if number.shown().chars().count() <= MAX_TELEPHONE => Ok(Some(number.shown().to_owned())),
        Ok(_) => Err(TelephoneError::Figures.to_string()),
        Err(TelephoneError::Empty) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

/// An e-mail address as typed, without what was copied along with it.
fn email(typed: &str) -> Result<Option<String>, String> {
    match kernel::email_address(typed) {
        Ok(address) => Ok(Some(address)),
        Err(EmailError::Empty) if kernel::visible(typed).is_empty() => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}
