//! The web shell: what every page and every form handler of every room shares.
//!
//! Here live the layout, the component macros ([`forms`] fills them), the files a page loads ([`assets`]), the
//! layers around every handler ([`layers()`]), the error page ([`PageError`]) and the pages that say how the
//! site itself works ([`pages`]). No room's page lives here, and no decision: access, rules and sessions are
//! elsewhere.
//!
//! # How the site is put together
//!
//! ```text
//! web::layers(web::framed(rooms.merge(web::pages::routes()).merge(web::assets::routes()))
//!     .layer(/* sign-in: inserts a Shell into the request's extensions */)
//!     .with_state(application))
//! ```
//!
//! # How a room writes a page and a form
//!
//! The template lies beside the code, `src/person/pages/new.html`; paths start at `src`. `title` and `content`
//! are its blocks, `before_content` takes a back link, and the macros of `macros.html` write each component:
//!
//! ```html
//! {% extends "layout.html" %}
//! {% import "macros.html" as ui %}
//! {% block title %}{{ shell.title("Register a person", form.is_faulty()) }}{% endblock %}
//! {% block before_content %}{{ ui::back_link("/caseload") }}{% endblock %}
//! {% block content %}
//! {{ ui::error_summary(form) }}
//! <h1 class="govuk-heading-l">Register a person</h1>
//! <form method="post" novalidate>
//!   {{ ui::text_input(form, "name", "Full name", width="20", autocomplete="off") }}
//!   {{ ui::date_input(form, "born", "Date of birth", hint="For example, 27 3 1990") }}
//!   {{ ui::radios(form, "consent", "Have they agreed?", choices) }}
//!   {{ ui::button("Save and continue") }}
//! </form>
//! {% endblock %}
//! ```
//!
//! ```no_run
//! use axum::response::{IntoResponse, Redirect, Response};
//! use webkit::{PageError, Shell, forms::{Choice, DateRule, Form}, render};
//! # mod filters {}
//! # #[derive(askama::Template)]
//! # #[template(ext = "html", source = "{{ shell.title(\"x\", form.is_faulty()) }}{{ choices.len() }}")]
//! // #[derive(Template)] #[template(path = "person/pages/new.html")]
//! struct NewPage<'a> { shell: &'a Shell, form: &'a Form, choices: &'a [Choice] }
//!
//! async fn new(shell: Shell) -> Result<Response, PageError> {
//!     show(&shell, &Form::blank())
//! }
//!
//! async fn create(shell: Shell, mut form: Form) -> Result<Response, PageError> {
//!     # let today = kernel::Day::MIN;
//!     let name = form.required("name", "Full name", 100);
//!     let born = form.date("born", "Date of birth", DateRule::Past(today));
//!     let consent = form.choice("consent", &Choice::yes_no(), "Select yes if they have agreed");
//!     let (Some(name), Some(born), Some(consent)) = (name, born, consent) else {
//!         return show(&shell, &form); // what was typed stays; the messages stand above and beside it
//!     };
//!     // … authorise, decide and write (the room's action) …
//!     Ok(Redirect::to("/caseload").into_response())
//! }
//!
//! fn show(shell: &Shell, form: &Form) -> Result<Response, PageError> {
//!     Ok(render(&NewPage { shell, form, choices: &Choice::yes_no() })?.into_response())
//! }
//! ```

// The templates name it so, as they are filled in by the rooms too.
extern crate self as webkit;

mod address;
pub mod assets;
pub mod body;
pub mod chart;
pub mod check;
pub mod columns;
pub mod error;
pub mod forms;
pub mod frame;
pub mod headers;
pub mod layers;
pub mod map;
pub mod notice;
pub mod pages;
pub mod paging;
pub mod sankey;
pub mod shell;
mod unavailable;
pub mod watch;
pub mod wording;

#[cfg(test)]
mod samples;

use askama::Template;
use axum::response::Html;
use std::str::FromStr;

pub use address::Address;
pub use address::readable;
pub use address::whole;
pub use error::busy_page;
pub use error::{PageError, local_path};
pub use frame::framed;
pub use layers::layers;
pub use paging::Paging;
pub use shell::{NavigationItem, Notice, NoticeKind, Shell, SignedIn};

/// A page as HTML.
///
/// # Errors
/// A fault when the template cannot be written, which only happens when memory runs out or a value of the page
/// refuses to print itself.
pub fn render(page: &impl Template) -> Result<Html<String>, PageError> {
    Ok(Html(page.render()?))
}

/// An identity out of a path. What is not one is a page that does not exist, like an identity that nothing has.
///
/// # Errors
/// [`PageError::NotFound`] when the text is no identity.
pub fn id_of<T: FromStr>(text: &str) -> Result<T, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}
