//! `/caseload`: the people I help, what is due first at the top.

use crate::{
    App,
    account::SignedIn,
    person::{CaseloadLine, caseload},
    web::{PageError, Paging, Shell, forms::Form, forms::clean_line, render},
    wording,
};
use askama::Template;
use axum::{extract::State, response::Html};

/// People on one page of the list.
const PAGE_SIZE: usize = 25;

#[derive(Template)]
#[template(path = "person/pages/caseload.html")]
struct CaseloadPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    /// The people of this page of the list.
    lines: &'a [CaseloadLine],
    paging: &'a Paging,
    /// What was searched for; empty for the whole list.
    search: &'a str,
    /// How many people are on the caseload.
    all: usize,
    /// For how many of them something is late.
    overdue: usize,
}

impl CaseloadPage<'_> {
    fn caption(&self) -> &'static str {
        if self.search.is_empty() { "What is due first" } else { "People found, what is due first" }
    }

    fn summary(&self) -> String {
        let people = wording::count(self.all, "person", "people");
        match self.overdue {
            0 => format!("{people}. Nothing is late."),
            1 => format!("{people}. For 1 of them something is late."),
            late => format!("{people}. For {late} of them something is late."),
        }
    }
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    let everybody = caseload(&app, &by).await?;
    let (all, overdue) = (everybody.len(), everybody.iter().filter(|line| line.next.overdue()).count());
    let search = clean_line(form.text("q"));
    let found = kernel::matching(everybody, &search, |line| format!("{} {}", line.name, line.reference));
    let paging = Paging::new(form.text("page").parse().unwrap_or(1), found.len(), PAGE_SIZE, address(&search));
    let lines: Vec<CaseloadLine> = found.into_iter().skip(paging.offset()).take(PAGE_SIZE).collect();
    render(&CaseloadPage { shell: &shell, form: &form, lines: &lines, paging: &paging, search: &search, all, overdue })
}

fn address(search: &str) -> String {
    if search.is_empty() {
        return "/caseload".to_owned();
    }
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", search).finish();
    format!("/caseload?{query}")
}
