//! What somebody does from now on: another role in the same organisation.

use super::{looked_after, roles, store};
use crate::{
    App, Application,
    account::{SignedIn, sessions},
    action::ActionError,
    audit, notice,
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
/// [`ActionError::NotAllowed`] for who may not manage accounts; [`ActionError::NotFound`] for an account that is not looked
/// after by this one, or whose holder has left; `account/own` for one's own; a fault when the database refuses.
pub async fn change_role(app: &Application, by: &SignedIn, id: AccountId, role: Role) -> Result<(), ActionError> {
    let account = looked_after(app, by, id).await?;
    if account.left_at.is_some() || matches!(role, Role::Resident | Role::Visitor) {
        return Err(ActionError::NotFound);
    }
    if id == by.id {
        return Err(ActionError::refused(
            "account/own",
            "You cannot change what you do yourself. Ask another administrator",
        ));
    }
    let transaction = app.db.begin().await?;
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

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Address(id): Address<AccountId>,
) -> Result<Html<String>, PageError> {
    let account = looked_after(&app, &by, id).await?;
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
    let account = looked_after(&app, &by, id).await?;
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
