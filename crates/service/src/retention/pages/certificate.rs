//! Certificates of what was deleted.

use crate::{
    App,
    account::{self, SignedIn},
    retention::{self, Certificate, Part, kind_says},
    web::{Address, PageError, Shell, render},
    wording,
};
use askama::Template;
use axum::{extract::State, response::Html};
use rules::access::Role;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "retention/pages/certificates.html")]
struct ListPage<'a> {
    shell: &'a Shell,
    rows: Vec<Row>,
    /// Whether the reader is sent on to what is due as well.
    erases: bool,
}

struct Row {
    id: Uuid,
    reference: String,
    at: String,
    why: &'static str,
    erased: String,
}

#[derive(Template)]
#[template(path = "retention/pages/certificate.html")]
struct CertificatePage<'a> {
    shell: &'a Shell,
    certificate: Certificate,
    at: String,
    who: String,
    erased: Vec<Line>,
    kept: Vec<Line>,
}

struct Line {
    says: String,
    entries: String,
    why: String,
}

pub(super) async fn list(State(app): State<App>, shell: Shell, by: SignedIn) -> Result<Html<String>, PageError> {
    let rows = retention::certificates(&app, &by).await?.into_iter().map(|one| Row {
        erased: one.erased.iter().map(|part| says(&app, part)).collect::<Vec<_>>().join("; "),
        at: by.zone(&app).in_words(one.at),
        why: one.ground.says(),
        id: one.id,
        reference: one.reference,
    });
    render(&ListPage { shell: &shell, rows: rows.collect(), erases: by.role == Role::DataLead })
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<Uuid>,
) -> Result<Html<String>, PageError> {
    let certificate = retention::certificate(&app, &by, id).await?;
    let names = account::names_with_organisations(app.db.reader(), [certificate.by.0]).await?;
    let who = names.into_values().next().map(|(name, organisation)| format!("{name}, {organisation}"));
    let line = |part: &Part| Line {
        says: says(&app, part),
        entries: wording::count(usize::try_from(part.entries).unwrap_or(usize::MAX), "entry", "entries"),
        why: part.why.clone(),
    };
    render(&CertificatePage {
        shell: &shell,
        at: by.zone(&app).in_words(certificate.at),
        who: who.unwrap_or_else(|| "somebody".to_owned()),
        erased: certificate.erased.iter().map(line).collect(),
        kept: certificate.kept.iter().map(line).collect(),
        certificate,
    })
}

fn says(app: &App, part: &Part) -> String {
    wording::capitalised(&kind_says(app, &part.kind))
}
