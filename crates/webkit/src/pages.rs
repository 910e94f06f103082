//! The pages about the site itself, linked from every footer: accessibility, privacy, how decisions are made.

use askama::Template;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

use super::error::PageError;
use super::render;
use super::shell::Shell;

#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct AccessibilityPage<'a> {
    shell: &'a Shell,
}

#[derive(Template)]
#[template(path = "pages/privacy.html")]
struct PrivacyPage<'a> {
    shell: &'a Shell,
}

#[derive(Template)]
#[template(path = "pages/decisions.html")]
struct DecisionsPage<'a> {
    shell: &'a Shell,
}

/// `/accessibility`, `/privacy` and `/how-decisions-are-made`: open to everyone.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/accessibility", get(accessibility))
        .route("/privacy", get(privacy))
        .route("/how-decisions-are-made", get(decisions))
}

async fn accessibility(shell: Shell) -> Result<Html<String>, PageError> {
    render(&AccessibilityPage { shell: &shell })
}

async fn privacy(shell: Shell) -> Result<Html<String>, PageError> {
    render(&PrivacyPage { shell: &shell })
}

async fn decisions(shell: Shell) -> Result<Html<String>, PageError> {
    render(&DecisionsPage { shell: &shell })
}
