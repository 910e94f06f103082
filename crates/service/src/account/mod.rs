//! Accounts: who can sign in, how, and what they are to the organisations of the partnership.
//!
//! A password is kept as an argon2id hash; a signed-in browser is a row of `session`. In the demo
//! one click signs in as any of the made-up people. Who wants to gives a code from an app as well (`second_factor`), and sees
//! where they are signed in (`sessions`).

mod create;
mod hashed;
mod home;
pub mod invitation;
pub mod key;
mod known_browser;
mod leave;
pub mod link;
mod list;
mod own;
mod pages;
mod password;
mod password_work;
pub mod provider;
pub mod second_factor;
mod session_store;
pub mod sessions;
mod sign_in;
mod signed_in;
pub mod staff;
mod store;
mod throttle;

use kernel::AccountId;
use rules::access::Role;

pub use create::{NewAccount, create, open_from_the_command_line};
pub(crate) use leave::erase_of_person;
pub use leave::{come_back, leave};
pub use list::{Listed, listed};
pub use own::routes as own_routes;
pub use pages::routes;
pub use password::{PasswordError, check_strength};
pub use password_work::passwords_worked_on;
pub use session_store::DatabaseSessions;
pub use sign_in::{Tried, give_code, sign_in, sign_in_as_persona};
pub use signed_in::{SignedIn, frame};
pub use store::{
    Account, Organisation, Persona, account_by_email, account_names, organisation_of, personas, register_organisations,
    set_password, set_password_from_the_command_line,
};
pub(crate) use store::{
    account_organisation, addresses, hold, id_by_email, names_with_organisations, open_accounts, organisation_by_body,
    organisation_by_id, organisation_names,
};

/// What the program does by itself, such as working out claims overnight, is done under this account.
/// It has no row, and nobody can sign in as it.
pub const PROGRAM: AccountId = AccountId(uuid::Uuid::nil());

/// What is done from the command line, by whoever looks after the machine, is done under this account: whoever they say they
/// are, nobody has checked. It has no row, and nobody can sign in as it.
pub const OPERATOR: AccountId = AccountId(uuid::Uuid::from_u128(1));

/// What the two are called, where it is said who did something.
pub(crate) const BY_THEMSELVES: [(AccountId, &str); 2] =
    [(PROGRAM, "Tapestry"), (OPERATOR, "The operator, from the command line")];

/// A role as people say it.
#[must_use]
pub fn role_in_words(role: Role) -> &'static str {
    match role {
        Role::Visitor => "Visitor",
        Role::Resident => "Resident",
        Role::Adviser => "Adviser",
        Role::ProviderStaff => "Provider staff",
        Role::Commissioner => "Commissioner",
        Role::Administrator => "Administrator",
        Role::Auditor => "Auditor",
        Role::Analyst => "Policy analyst",
        Role::DataLead => "Data protection lead",
    }
}
