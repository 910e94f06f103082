//! An adviser's caseload as the administrator of their organisation sees it: how many people, and no more; handing all of them
//! over to colleagues, and who covers.

use super::of_own_organisation;
use crate::{
    App,
    account::SignedIn,
    db::entities::account as row,
    notice,
    person::{
        handover,
        pages::{
            cover::{Line, ended, read_and_arrange},
            hand_over::choices,
        },
    },
    web::{
        Address, Notice, PageError, Shell,
        forms::{Choice, Form},
        id_of, render,
    },
    wording::count,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use kernel::AccountId;
use tower_sessions::Session;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "account/staff/caseload.html")]
struct CaseloadPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    id: AccountId,
    name: &'a str,
    left: bool,
    /// How many people there are, in words; "" for nobody.
    people: String,
    colleagues: Vec<Choice>,
    covers: Vec<Line>,
}

impl CaseloadPage<'_> {
    /// Below which the forms of this page are sent.
    fn path(&self) -> String {
        format!("/accounts/{}", self.id)
    }
}

/// Where the page is.
pub(super) fn address(id: AccountId) -> String {
    format!("/accounts/{id}/caseload")
}

async fn page(
    app: &App,
    shell: &Shell,
    by: &SignedIn,
    form: &Form,
    (account, status): (row::Model, StatusCode),
) -> Result<Response, PageError> {
    let (id, connection) = (AccountId(account.id), app.db.reader());
    let people = usize::try_from(handover::people_of(connection, id).await?).unwrap_or(usize::MAX);
    let page = CaseloadPage {
        shell,
        form,
        id,
        name: &account.name,
        left: account.left_at.is_some(),
        people: if people == 0 { String::new() } else { count(people, "person", "people") },
        colleagues: choices(&handover::colleagues(connection, id).await?),
        covers: handover::covers_for(app, by, id).await?.into_iter().map(Line::from).collect(),
    };
    Ok((status, render(&page)?).into_response())
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<AccountId>,
) -> Result<Response, PageError> {
    let account = of_own_organisation(&app, &by, id).await?;
    page(&app, &shell, &by, &Form::blank(), (account, StatusCode::OK)).await
}

pub(super) async fn hand_over(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<AccountId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let account = of_own_organisation(&app, &by, id).await?;
    let offered = choices(&handover::colleagues(app.db.reader(), id).await?);
    let to: Vec<AccountId> = form.choices("to", &offered).iter().filter_map(|one| one.parse().ok()).collect();
    match handover::hand_over_all(&app, &by, id, &to).await {
        Ok(number) => {
            let people = count(number, "person was", "people were");
            let says = format!("{people} handed over. Each can read on their own page who their adviser is now.");
            notice::leave(&session, Notice::done(says)).await?;
            Ok(Redirect::to(&address(id)).into_response())
        }
        Err(error) => {
            let status = error.onto(&mut form, "to")?;
            page(&app, &shell, &by, &form, (account, status)).await
        }
    }
}

pub(super) async fn cover(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<AccountId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let account = of_own_organisation(&app, &by, id).await?;
    match read_and_arrange(&app, &by, id, &mut form).await? {
        Ok(says) => {
            notice::leave(&session, Notice::done(says)).await?;
            Ok(Redirect::to(&address(id)).into_response())
        }
        Err(status) => page(&app, &shell, &by, &form, (account, status)).await,
    }
}

pub(super) async fn end_cover(
    State(app): State<App>,
    session: Session,
    by: SignedIn,
    Path((account, cover)): Path<(String, String)>,
) -> Result<Redirect, PageError> {
    let id: AccountId = id_of(&account)?;
    let cover: Uuid = id_of(&cover)?;
    of_own_organisation(&app, &by, id).await?;
    ended(handover::end(&app, &by, id, cover).await)?;
    notice::leave(&session, Notice::done("The cover has ended.")).await?;
    Ok(Redirect::to(&address(id)))
}
