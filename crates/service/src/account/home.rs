//! Where somebody lands after signing in: the page of their work.

use super::SignedIn;
use axum::response::Redirect;
use rules::access::Role;

/// The first page of each role.
pub(super) async fn home(signed_in: SignedIn) -> Redirect {
    Redirect::to(match signed_in.role {
        Role::Adviser => "/caseload",
        Role::ProviderStaff => "/inbox",
        Role::Commissioner => "/claims",
        Role::Administrator => "/accounts",
        Role::Auditor => "/audit",
        Role::Analyst => "/policy",
        Role::DataLead => "/agreements",
        Role::Resident => "/my-record",
        Role::Visitor => "/",
    })
}
