//! Publishing a version: by somebody with the power to do so, with a note, and without leaving a record
//! that names what the text no longer has.

use super::{
    Affected, Changes,
    affected::affected,
    store::{self, FIRST},
};
use crate::{
    Application, access,
    account::{self, OPERATOR, SignedIn},
    action::ActionError,
    audit,
    db::{entities::policy_publication, is_duplicate},
    policy_text::{self, Source},
};
use kernel::{AccountId, Day};
use policy::{Policy, Version};
use sea_orm::ActiveValue::Set;
use std::collections::BTreeMap;

/// The longest note, in characters.
const MAX_NOTE_LENGTH: usize = 2_000;

/// A text that was checked and may be published, with what that would do.
#[derive(Debug)]
pub struct Prepared {
    source: Source,
    policy: Policy,
    /// The last publication when it was prepared; 0 when there was none.
    basis: i32,
    /// Whose decision the operator says it is: account and name.
    said: Option<(AccountId, String)>,
    /// Codes of the access policies that allow it; none from the command line.
    under: Vec<String>,
    /// What differs from the last publication.
    pub changes: Changes,
    /// What it would do to the records.
    pub affected: Affected,
}

impl Prepared {
    /// The version that would be published.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.policy.version
    }
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its number.
    pub number: i32,
    /// The version.
    pub version: String,
    /// The first day on which it is in force.
    pub from: Day,
}

/// Makes a text ready to be published: may this account, has it no fault, and what would it do? Writes
/// nothing but the line of the audit when it is refused.
///
/// # Errors
/// [`ActionError::NotAllowed`] or `publication/not-your-area`; `publication/faults` when the text or its
/// access policies have faults; `publication/already-published` when it is what was published last; a fault
/// when the database refuses.
pub async fn prepare(app: &Application, by: &SignedIn, source: Source) -> Result<Prepared, ActionError> {
    let compared = compare(app, &source).await?;
    let allowed = access::publication(app, by, compared.changes.paths()).await?;
    let under = allowed.reasons.into_iter().map(|ground| ground.code).collect();
    checked(app, source, compared, (None, under)).await
}

/// The same for whoever looks after the program, from the command line: whoever reaches the database can publish, and nobody
/// has checked who that is. It is published as done by the operator; `said` is whose decision they say it is, which is noted.
///
/// # Errors
/// `publication/not-theirs` when the one who is named may not publish this; as [`prepare`] otherwise.
pub async fn prepare_from_the_command_line(
    app: &Application,
    said: Option<&SignedIn>,
    source: Source,
) -> Result<Prepared, ActionError> {
    let compared = compare(app, &source).await?;
    if let Some(said) = said
        && !access::may_publish(app, said, compared.changes.paths()).0.allowed
    {
        let says = format!(
            "{} may not publish this text. Name an analyst who may, or leave out --by if nobody decided it",
            said.name
        );
        return Err(ActionError::refused("publication/not-theirs", says));
    }
    checked(app, source, compared, (said.map(|said| (said.id, said.name.clone())), Vec::new())).await
}

/// How a text differs from what was published last.
struct Compared {
    basis: i32,
    changes: Changes,
}

async fn compare(app: &Application, source: &Source) -> Result<Compared, ActionError> {
    let connection = app.db.reader();
    let last = store::last(connection).await?;
    let before = match &last {
        Some(last) => store::files(connection, &last.version).await?,
        None => BTreeMap::new(),
    };
    let after = source.files().map(|(path, text)| (path.to_owned(), Version::of(text).to_string())).collect();
    let changes = Changes::between(&before, &after);
    Ok(Compared { basis: last.map_or(0, |last| last.number), changes })
}

async fn checked(
    app: &Application,
    source: Source,
    Compared { basis, changes }: Compared,
    (said, under): (Option<(AccountId, String)>, Vec<String>),
) -> Result<Prepared, ActionError> {
    if basis > 0 && changes.is_empty() {
        return Err(ActionError::refused(
            "publication/already-published",
            "This is the text that was published last. There is nothing to publish",
        ));
    }
    let faults = |found: anyhow::Error| ActionError::refused("publication/faults", format!("{found:#}"));
    let policy = policy_text::load(&source, &app.places).map_err(faults)?;
    policy_text::authoriser(&source, &policy).map_err(faults)?;
    Ok(Prepared {
        affected: affected(app.db.reader(), &app.policy, &policy).await?,
        basis,
        said,
        under,
        source,
        policy,
        changes,
    })
}

/// Publishes a prepared text. It is in force from `from` on, or from today; decisions made from then on are
/// made under it, on every node.
///
/// # Errors
/// `publication/note-missing`, `publication/note-too-long`, `publication/from-the-past`;
/// `publication/orphans` when records would be left without what they name; [`ActionError::Lost`] when
/// somebody published since it was prepared; a fault when the database refuses.
pub async fn publish(
    app: &Application,
    by: &SignedIn,
    prepared: Prepared,
    note: &str,
    from: Option<Day>,
) -> Result<Publication, ActionError> {
    publish_as(app, by.id, prepared, note, from).await
}

/// The same as done from the command line, of what was prepared there.
///
/// # Errors
/// As [`publish`].
pub async fn publish_from_the_command_line(
    app: &Application,
    prepared: Prepared,
    note: &str,
    from: Option<Day>,
) -> Result<Publication, ActionError> {
    publish_as(app, OPERATOR, prepared, note, from).await
}

async fn publish_as(
    app: &Application,
    account: AccountId,
    prepared: Prepared,
    note: &str,
    from: Option<Day>,
) -> Result<Publication, ActionError> {
    let mut note = checked_note(note)?;
    let said = &prepared.said;
    if let Some((_, name)) = said {
        note.push_str(&format!("\n\nThe operator named {name} as whose decision it is."));
    }
    let (now, today) = (app.clock.now(), app.today());
    let from = from.unwrap_or(today);
    if from < today {
        return Err(ActionError::refused(
            "publication/from-the-past",
            "A text cannot be in force from a day that is over: decisions of that day were made under another one",
        ));
    }
    let transaction = app.db.begin().await?;
    // Again, now that nobody else can write on SQLite: somebody may have used what the text takes away.
    no_orphans(&affected(&transaction, &app.policy, &prepared.policy).await?)?;
    let version = store::keep(&transaction, &prepared.source, (now, account)).await?;
    store::keep_file(&transaction, &prepared.policy.extents().to_text()).await?;
    let number = if prepared.basis < FIRST { FIRST } else { prepared.basis + 1 };
    let row = policy_publication::ActiveModel {
        number: Set(number),
        version: Set(version.to_string()),
        published_at: Set(now),
        published_by: Set(account.0),
        under: Set(prepared.under.join(" ")),
        note: Set(note),
        effective_from: Set(from),
    };
    match store::insert(&transaction, row).await {
        Err(error) if is_duplicate(&error) => return Err(ActionError::Lost),
        inserted => inserted?,
    }
    for area in prepared.policy.areas.values() {
        account::register_organisations(app, &transaction, area).await?;
    }
    let line = audit::Line {
        account: Some(account),
        action: "publish-policy",
        subject_kind: "policy",
        subject: None,
        allowed: true,
        reasons: [format!("policy/{version}")]
            .into_iter()
            .chain(said.as_ref().map(|(id, _)| format!("said/{id}")))
            .collect(),
    };
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(Publication { number, version: version.to_string(), from })
}

fn checked_note(note: &str) -> Result<String, ActionError> {
    let note = note.trim();
    if note.is_empty() {
        return Err(ActionError::refused(
            "publication/note-missing",
            "Say in a note what changes and on whose authority. It stays with the version for good",
        ));
    }
    if note.chars().count() > MAX_NOTE_LENGTH {
        return Err(ActionError::refused(
            "publication/note-too-long",
            format!("The note must be {MAX_NOTE_LENGTH} characters or fewer"),
        ));
    }
    Ok(note.to_owned())
}

fn no_orphans(affected: &Affected) -> Result<(), ActionError> {
    if affected.orphans.is_empty() {
        return Ok(());
    }
    let says = format!(
        "The text takes away what records name: {}. Keep it in the text, with its last day if it is over",
        affected.orphans.join("; ")
    );
    Err(ActionError::refused("publication/orphans", says))
}
