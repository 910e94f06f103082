//! What somebody does from now on: another role in the same organisation.

use super::{looked_after, roles, store};
use crate::{
    App, Application,
    account::{SignedIn, hold, sessions},
    action::ActionError,
    audit,
    db::entities::account as row,
    notice,
    person::handover,
    web::{
        Address, Notice, PageError, Shell,
        forms::{Choice, Form},
        render,
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::AccountId;
use rules::access::Role;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "account/staff/role.html")]
struct RolePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    id: AccountId,
    name: &'a str,
    roles: Vec<Choice>,
}

/// Gives somebody another role. They are signed out: what they see is another thing from then on.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not manage accounts; [`ActionError::NotFound`] for an account of another
/// organisation, or whose holder has left; `account/own` for one's own; `account/has-caseload` for an adviser who would not be
/// one any more while people are on their caseload; a fault when the database refuses.
pub async fn change_role(app: &Application, by: &SignedIn, id: AccountId, role: Role) -> Result<(), ActionError> {
    let account = looked_after(app, by, id).await?;
    if id == by.id {
        return Err(ActionError::refused(
            "account/own",
            "You cannot change what you do yourself. Ask another administrator",
        ));
    }
    if !may_change(by, &account) || matches!(role, Role::Resident | Role::Visitor) {
        return Err(ActionError::NotFound);
    }
    let transaction = app.db.begin().await?;
    hold(&transaction, id).await?.ok_or(ActionError::NotFound)?;
    if role != Role::Adviser {
        handover::may_leave(&transaction, id, app.clock.now()).await?;
    }
    store::set_role(&transaction, id, role).await?;
    sessions::end_all(&transaction, id).await?;
    let line = audit::Line {
        account: Some(by.id),
        action: "change-role",
        subject_kind: "account",
        subject: Some(id.0),
        allowed: true,
        reasons: vec![account.role, role.word().to_owned()],
    };
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(())
}

/// Whether somebody may be given another role: people of the administrator's own organisation who have not left, save
/// themselves. What the administrator of another does is for that organisation.
pub(super) fn may_change(by: &SignedIn, account: &row::Model) -> bool {
    let own = by.organisation.as_ref().map(|own| own.id.0);
    own.is_some() && account.organisation_id == own && account.left_at.is_none() && account.id != by.id.0
}

/// The account, if it may be given another role.
async fn changeable(app: &Application, by: &SignedIn, id: AccountId) -> Result<row::Model, ActionError> {
    let account = looked_after(app, by, id).await?;
    if may_change(by, &account) { Ok(account) } else { Err(ActionError::NotFound) }
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<AccountId>,
) -> Result<Html<String>, PageError> {
    let account = changeable(&app, &by, id).await?;
    let form = Form::blank().with("role", &account.role);
    render(&RolePage { shell: &shell, form: &form, id, name: &account.name, roles: roles() })
}

pub(super) async fn submit(
    State(app): State<App>,
    shell: Shell,
    session: Session,
    by: SignedIn,
    Address(id): Address<AccountId>,
    mut form: Form,
) -> Result<Response, PageError> {
    let account = changeable(&app, &by, id).await?;
    let role = form.choice("role", &roles(), "Select what they do");
    let status = match role.and_then(|word| Role::from_word(&word)) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(role) => match change_role(&app, &by, id, role).await {
            Ok(()) => {
                let says = format!("{} is now: {}.", account.name, crate::account::role_in_words(role));
                notice::leave(&session, Notice::done(says)).await?;
                return Ok(Redirect::to("/accounts").into_response());
            }
            Err(error) => error.onto(&mut form, "role")?,
        },
    };
    let page = render(&RolePage { shell: &shell, form: &form, id, name: &account.name, roles: roles() })?;
    Ok((status, page).into_response())
}
