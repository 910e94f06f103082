//! `tapestry user`: who can sign in.

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    failure::Failure,
    output, policy_source, web,
};
use anyhow::{Context, anyhow};
use clap::{Args, Subcommand};
use rules::access::Role;
use serde_json::json;
use service::{
    ActionError, App, Mode,
    account::{self, NewAccount, OPERATOR},
    db::Database,
    person::handover,
};
use std::io::{BufRead, IsTerminal, stdin};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open an account; the password is asked for, or read from standard input
    Add(Add),
    /// List the accounts
    List(List),
    /// Give somebody a new password, asked for or read from standard input
    SetPassword(One),
    /// Close an account: its holder can sign in no more, and what they did stays
    Leave(One),
    /// Open an account again that was closed
    Return(One),
    /// Hand everybody on an adviser's caseload over to colleagues
    HandOver(HandOver),
    /// Somebody has lost their telephone and their recovery codes: no code is asked for until they set it up again
    TakeAwaySecondFactor(One),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The e-mail address they sign in with
    #[arg(long)]
    email: String,
    /// What to call them
    #[arg(long)]
    name: String,
    /// adviser, provider-staff, commissioner, administrator, auditor, analyst or data-lead
    #[arg(long)]
    role: String,
    /// The area's id
    #[arg(long)]
    area: Option<String>,
    /// The id of the body of that area that they work for
    #[arg(long, requires = "area")]
    body: Option<String>,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
}

#[derive(Debug, Args)]
pub(crate) struct HandOver {
    /// The e-mail address of the adviser
    #[arg(long)]
    email: String,
    /// The e-mail address of a colleague in the same organisation; may be repeated: the people are shared out equally
    #[arg(long, value_name = "EMAIL", required = true)]
    to: Vec<String>,
    #[command(flatten)]
    database: DatabaseAddress,
}

#[derive(Debug, Args)]
pub(crate) struct One {
    /// The e-mail address they sign in with
    #[arg(long)]
    email: String,
    #[command(flatten)]
    database: DatabaseAddress,
}

pub(crate) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Add(arguments) => add(arguments).await,
        Command::List(arguments) => list(arguments).await,
        Command::SetPassword(arguments) => set_password(arguments).await,
        Command::Leave(arguments) => leave(arguments).await,
        Command::Return(arguments) => come_back(arguments).await,
        Command::HandOver(arguments) => hand_over(arguments).await,
        Command::TakeAwaySecondFactor(arguments) => take_away_second_factor(arguments).await,
    }
}

async fn app(database: &DatabaseAddress, policy: Option<&PolicyFolder>) -> Result<App, Failure> {
    let db = Database::open(&database.needed()?).await?;
    Ok(web::open(db, policy.and_then(|folder| folder.policy.as_deref()), Mode::Live).await?.0)
}

async fn add(arguments: Add) -> Result<(), Failure> {
    let role = role(&arguments.role)?;
    let app = app(&arguments.database, Some(&arguments.policy)).await?;
    let organisation = match (&arguments.area, &arguments.body) {
        (Some(area), Some(body)) => Some(organisation(&app, area, body).await?),
        _ if matches!(role, Role::Administrator | Role::Auditor | Role::Analyst) => None,
        _ => return Err(Failure::Usage(format!("a {} works for a body: give --area and --body", role.word()))),
    };
    let password = password()?;
    let new = NewAccount {
        email: &arguments.email,
        name: &arguments.name,
        role,
        organisation: organisation.as_ref(),
        person: None,
        password: Some(&password),
    };
    account::open_from_the_command_line(&app, new).await.map_err(said)?;
    output::print(&format!("{} can now sign in.\n", arguments.email))
}

/// A role that a member of staff can have.
fn role(word: &str) -> Result<Role, Failure> {
    let staff = Role::ALL.into_iter().filter(|role| !matches!(role, Role::Visitor | Role::Resident));
    let staff: Vec<Role> = staff.collect();
    staff.iter().copied().find(|role| role.word() == word).ok_or_else(|| {
        let known: Vec<&str> = staff.iter().map(|role| role.word()).collect();
        Failure::Usage(format!("there is no role `{word}`; there are: {}", known.join(", ")))
    })
}

async fn organisation(app: &App, area: &str, body: &str) -> Result<account::Organisation, Failure> {
    let Some(known) = app.policy.area(area) else {
        return Err(policy_source::no_area(&app.policy, web::IN_FORCE, area));
    };
    account::organisation_of(app, area, body).await.map_err(said)?.ok_or_else(|| {
        let bodies: Vec<&str> = known.bodies.keys().map(String::as_str).collect();
        Failure::Usage(format!("the area {area} has no body `{body}`; there are: {}", bodies.join(", ")))
    })
}

async fn list(arguments: List) -> Result<(), Failure> {
    let db = Database::open(&arguments.database.needed()?).await?;
    let accounts = account::listed(db.reader()).await.map_err(said)?;
    if arguments.json {
        let accounts = accounts.iter().map(|account| {
            json!({
                "email": account.email, "name": account.name, "role": account.role.word(),
                "organisation": account.organisation, "area": account.area, "left": account.has_left,
            })
        });
        return output::print_json(&accounts.collect());
    }
    let mut text = String::new();
    for account in &accounts {
        let left = if account.has_left { ", has left" } else { "" };
        let role = account.role.word();
        let organisation = account.organisation.as_deref().unwrap_or("no organisation");
        text.push_str(&format!("{}\t{}\t{role}\t{organisation}{left}\n", account.email, account.name));
    }
    if accounts.is_empty() {
        output::note("There is nobody yet: `tapestry user add --help` says how to begin.");
    }
    output::print(&text)
}

async fn set_password(arguments: One) -> Result<(), Failure> {
    let app = app(&arguments.database, None).await?;
    let password = password()?;
    account::check_strength(&password).map_err(|error| anyhow!("{error}"))?;
    account::set_password_from_the_command_line(&app, &arguments.email, &password)
        .await
        .map_err(|error| nobody(error, &arguments.email))?;
    output::print(&format!("{} has a new password.\n", arguments.email))
}

async fn leave(arguments: One) -> Result<(), Failure> {
    let app = app(&arguments.database, None).await?;
    account::leave(&app, &arguments.email).await.map_err(|error| match error {
        ActionError::Refused { code: "account/has-caseload", says } => {
            Failure::because(format!("{says}: tapestry user hand-over --email {} --to COLLEAGUE", arguments.email))
        }
        other => nobody(other, &arguments.email),
    })?;
    output::print(&format!("{} can sign in no more.\n", arguments.email))
}

async fn come_back(arguments: One) -> Result<(), Failure> {
    let app = app(&arguments.database, None).await?;
    account::come_back(&app, &arguments.email).await.map_err(|error| match error {
        ActionError::NotFound => {
            Failure::because(format!("there is no closed account with the address {}", arguments.email))
        }
        other => said(other),
    })?;
    output::print(&format!("{} can sign in again.\n", arguments.email))
}

async fn hand_over(arguments: HandOver) -> Result<(), Failure> {
    let app = app(&arguments.database, None).await?;
    let number = handover::hand_over_all_from_the_command_line(&app, &arguments.email, &arguments.to).await;
    let number = number.map_err(|error| match error {
        ActionError::NotFound => Failure::because(format!(
            "{} or one of those after --to is no account, or they are not advisers of one organisation who can sign in",
            arguments.email
        )),
        other => said(other),
    })?;
    let people = if number == 1 { "person" } else { "people" };
    output::print(&format!("{number} {people} handed over.\n"))
}

async fn take_away_second_factor(arguments: One) -> Result<(), Failure> {
    let app = app(&arguments.database, None).await?;
    let account = account::account_by_email(app.db.reader(), &arguments.email).await.map_err(said)?;
    let account = account.ok_or_else(|| nobody(ActionError::NotFound, &arguments.email))?;
    account::second_factor::take_away(&app, OPERATOR, account.id).await.map_err(|error| match error {
        ActionError::NotFound => Failure::because(format!("{} has no second factor", arguments.email)),
        other => said(other),
    })?;
    output::print(&format!("{} signs in without a code until they set it up again.\n", arguments.email))
}

fn nobody(error: ActionError, email: &str) -> Failure {
    match error {
        ActionError::NotFound => Failure::because(format!("there is no account with the address {email}")),
        other => said(other),
    }
}

/// A refusal in the words that people on screen get.
fn said(error: ActionError) -> Failure {
    match error {
        ActionError::Refused { says, .. } => Failure::because(says),
        other => Failure::Fault(anyhow::Error::new(other)),
    }
}

/// A password, typed unseen at a terminal, or the first line of standard input.
fn password() -> Result<String, Failure> {
    if stdin().is_terminal() {
        let typed = rpassword::prompt_password("Password: ").context("cannot read the password")?;
        let again = rpassword::prompt_password("Again: ").context("cannot read the password")?;
        return if typed == again { Ok(typed) } else { Err(Failure::because("the two are not the same")) };
    }
    let mut line = String::new();
    stdin().lock().read_line(&mut line).context("cannot read the password from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
