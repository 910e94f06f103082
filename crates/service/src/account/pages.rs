//! Signing in and out.

mod invitation;
mod link;
mod provider;

use super::{Persona, Tried, check_strength, give_code, personas, sign_in, sign_in_as_persona};
use crate::{
    App, Mode,
    account::SignedIn,
    action::ActionError,
    web::{PageError, Shell, forms::Form, local_path, render},
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::AccountId;
use rules::access::Role;
use tower_sessions::Session;

/// `/sign-in` and what is below it (`/sign-in/persona/{account}` in the demo only), `/invitation/{token}` and `/sign-out`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(show).post(submit))
        .route("/sign-in/persona/{account}", post(persona))
        .route("/sign-in/code", get(show_code).post(submit_code))
        .route("/sign-in/link", get(link::show_ask).post(link::ask))
        .route("/sign-in/link/{token}", get(link::show).post(link::follow))
        .route("/sign-in/with/{provider}", get(provider::begin))
        .route("/sign-in/with/{provider}/back", get(provider::come_back))
        .route("/invitation/{token}", get(invitation::show).post(invitation::take_up))
        .route("/sign-out", post(sign_out))
        .route("/home", get(super::home::home))
}

#[derive(Template)]
#[template(path = "account/pages/sign_in.html")]
struct SignInPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    areas: &'a [PersonaArea],
    /// Whether links to sign in are sent.
    links: bool,
    /// Providers of identity: where each is reached, and what it is called.
    providers: Vec<(String, &'a str)>,
}

/// The made-up people of one area, to sign in as.
struct PersonaArea {
    name: String,
    personas: Vec<Persona>,
}

impl Persona {
    /// The role, for people.
    fn role_in_words(&self) -> &'static str {
        super::role_in_words(self.role)
    }

    /// What this role comes here to do, in one line.
    fn does(&self) -> &'static str {
        match self.role {
            Role::Adviser => "Registers people, sees what is open to them and why, and refers them",
            Role::ProviderStaff => "Answers referrals, and records starts and work",
            Role::Commissioner => "Sees why each claim is owed, and approves it",
            Role::Administrator => "Looks after who can sign in",
            Role::Auditor => "Checks who did what, and why",
            Role::Analyst => "Publishes the policy text, and sees what each version changed",
            Role::DataLead => "Signs agreements to share people's data, and sees what they do not cover",
            Role::Visitor => "Finds help",
            Role::Resident => "Sees their own record, and who has looked at it",
        }
    }
}

async fn show(
    State(app): State<App>,
    shell: Shell,
    signed_in: Option<SignedIn>,
    form: Form,
) -> Result<Response, PageError> {
    if signed_in.is_some() && !form.text("next").is_empty() {
        return Ok(Redirect::to(local_path(form.text("next"))).into_response());
    }
    Ok(page(&app, &shell, &form).await?.into_response())
}

async fn page(app: &App, shell: &Shell, form: &Form) -> Result<Html<String>, PageError> {
    let areas = match app.mode {
        Mode::Live => Vec::new(),
        Mode::Demo => by_area(app, personas(app.db.reader()).await?),
    };
    let next = url::form_urlencoded::byte_serialize(local_path(form.text("next")).as_bytes()).collect::<String>();
    let providers = app.settings.providers.iter().map(|provider| {
        let address = format!("/sign-in/with/{}?next={next}", provider.id);
        (address, provider.name.as_str())
    });
    let providers = providers.collect();
    render(&SignInPage { shell, form, areas: &areas, links: super::link::are_sent(app), providers })
}

fn by_area(app: &App, everybody: Vec<Persona>) -> Vec<PersonaArea> {
    let mut areas: Vec<PersonaArea> = Vec::new();
    for area in app.policy.areas.values() {
        let personas: Vec<Persona> = everybody.iter().filter(|persona| persona.area == *area.id).cloned().collect();
        if !personas.is_empty() {
            areas.push(PersonaArea { name: area.name.clone(), personas });
        }
    }
    let others = everybody.into_iter().filter(|persona| persona.area.is_empty());
    let (residents, staff): (Vec<_>, Vec<_>) = others.partition(|persona| persona.role == Role::Resident);
    let others = [("For every area", staff), ("Residents", residents)].into_iter();
    areas.extend(
        others
            .filter(|(_, personas)| !personas.is_empty())
            .map(|(name, personas)| PersonaArea { name: name.to_owned(), personas }),
    );
    areas
}

async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, PageError> {
    let email = form.required("email", "Email address", 254);
    let password = form.text("password").to_owned();
    if password.is_empty() {
        form.errors.push("password", "Enter your password");
    }
    if let (Some(email), false) = (email, password.is_empty()) {
        let next = local_path(form.text("next")).to_owned();
        let tried = match sign_in(&app, &session, &headers, &email, &password).await {
            Err(ActionError::Busy) => {
                let status = ActionError::Busy.onto(&mut form, "email")?;
                return Ok((status, page(&app, &shell, &form).await?).into_response());
            }
            tried => tried?,
        };
        match tried {
            Tried::In(known) => return Ok(([(header::SET_COOKIE, known)], Redirect::to(&next)).into_response()),
            Tried::CodeNeeded => return Ok(Redirect::to(&code_address(&next)).into_response()),
            Tried::TooMany => {
                form.errors.push("email", TOO_MANY);
                let page = page(&app, &shell, &form).await?;
                return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
            }
            Tried::Wrong | Tried::Lapsed => {
                form.errors.push("email", "Your email address or password is not right. Check both, then try again");
            }
        }
    }
    Ok(page(&app, &shell, &form).await?.into_response())
}

/// A new password, typed twice.
fn read_new_password(form: &mut Form) -> Option<String> {
    let password = form.text("password").to_owned();
    if let Err(error) = check_strength(&password) {
        form.errors.push("password", error.to_string());
    } else if form.text("again") != password {
        form.errors.push("again", "The two passwords must be the same");
    }
    (!form.is_faulty()).then_some(password)
}

/// What is said when nothing more is looked at for a while.
const TOO_MANY: &str = "There were too many tries. Wait 15 minutes, then try again. If it was not you who tried, use a \
                        browser in which you signed in before: it still works there";

/// The address of the form that asks for a code, which goes on to `next`.
fn code_address(next: &str) -> String {
    let next = url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
    format!("/sign-in/code?next={next}")
}

#[derive(Template)]
#[template(path = "account/pages/code.html")]
struct CodePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
}

async fn show_code(shell: Shell, form: Form) -> Result<Html<String>, PageError> {
    render(&CodePage { shell: &shell, form: &form })
}

async fn submit_code(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, PageError> {
    let Some(code) = form.required("code", "Code", 40) else {
        return Ok(render(&CodePage { shell: &shell, form: &form })?.into_response());
    };
    let status = match give_code(&app, &session, &headers, &code).await? {
        Tried::In(known) => {
            let next = Redirect::to(local_path(form.text("next")));
            return Ok(([(header::SET_COOKIE, known)], next).into_response());
        }
        Tried::Lapsed | Tried::CodeNeeded => return Ok(Redirect::to("/sign-in").into_response()),
        Tried::TooMany => {
            form.errors.push("code", "There were too many tries. Wait 15 minutes, then sign in again");
            StatusCode::TOO_MANY_REQUESTS
        }
        Tried::Wrong => {
            let says = "The code is not right, or it was used already. Wait for the next one, then type that";
            form.errors.push("code", says);
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    Ok((status, render(&CodePage { shell: &shell, form: &form })?).into_response())
}

async fn persona(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Path(account): Path<AccountId>,
    form: Form,
) -> Result<Redirect, PageError> {
    sign_in_as_persona(&app, &session, &headers, account).await?;
    let next = local_path(form.text("next"));
    Ok(Redirect::to(if next == "/" { "/home" } else { next }))
}

async fn sign_out(session: Session) -> Result<Redirect, PageError> {
    session.flush().await.map_err(anyhow::Error::from)?;
    Ok(Redirect::to("/sign-in"))
}
