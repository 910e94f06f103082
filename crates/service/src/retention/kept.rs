//! What is kept of a record, until when, and what is due.

use super::{
    standing::{self, Held},
    store,
};
use crate::{
    Application, access,
    account::{Organisation, SignedIn},
    action::ActionError,
    db::entities::person as row,
    person::pages::show::facts::category_says,
    wording,
};
use chrono::Months;
use kernel::{Day, Moment, PersonId, in_words};
use policy::{
    Area, Keep,
    retention::{PAYMENT, WORDS},
};
use rules::{
    access::Action,
    retention::{self as rule, Due},
};
use sea_orm::ConnectionTrait;

/// Records looked through at a time, and listed at most.
const AT_ONCE: u64 = 500;
const MAX_LISTED: usize = 100;

/// A kind of thing that is held, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPart {
    /// A category of fact, or one of `policy::retention`.
    pub kind: String,
    /// In words.
    pub says: String,
    /// How many entries.
    pub entries: u64,
    /// What the schedule says of it.
    pub by_schedule: Due,
    /// What would be so if the person asked for it to be erased.
    pub when_asked: Due,
}

/// What is held of somebody, kind by kind in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Whose it is.
    pub person: PersonId,
    /// Their reference; never the name.
    pub reference: String,
    /// The last day on which something was done for the person, or recorded of them.
    pub last_done_on: Day,
    /// What is held.
    pub parts: Vec<KeptPart>,
    /// Whether the person asked that it is deleted, and was not answered.
    pub asked: bool,
}

/// A request that is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Whose it is.
    pub person: PersonId,
    /// Their reference.
    pub reference: String,
    /// The moment, in UTC.
    pub at: Moment,
    /// In their words.
    pub says: String,
}

/// A kind of thing in plain words.
pub(crate) fn kind_says(app: &Application, kind: &str) -> String {
    match kind {
        WORDS => "What you and others wrote".to_owned(),
        PAYMENT => "Work and claims that money was paid for".to_owned(),
        category => category_says(app, category),
    }
}

/// Until when something is kept, in plain words.
pub(crate) fn kept_in_words(answer: &Due) -> String {
    match answer {
        Due::NotSaid => "The rules do not say until when".to_owned(),
        Due::KeptUntil(until) => format!("Until {}", in_words(*until)),
        Due::Since(since) => format!("Due to be deleted since {}", in_words(*since)),
        Due::Held(holds) => {
            let holds: Vec<String> = holds.iter().map(|hold| hold.says()).collect();
            format!("Kept because {}", holds.join(", and "))
        }
    }
}

/// What is held of these people.
pub(super) async fn records(
    app: &Application,
    connection: &impl ConnectionTrait,
    people: Vec<row::Model>,
) -> Result<Vec<Record>, ActionError> {
    let held = standing::held(app, connection, people).await?;
    let asked = crate::person::requests::deletions_waiting(connection, held.iter().map(|one| one.person.id)).await?;
    let records = held.into_iter().map(|one| {
        let asked = asked.contains(&one.person.id);
        let today = app.today_in(&one.person.area);
        record_of(app, one, asked, today)
    });
    Ok(records.collect())
}

fn record_of(app: &Application, held: Held, asked: bool, today: Day) -> Record {
    let area = app.policy.area(&held.person.area);
    let keep = |kind: &str| -> Option<&Keep> { app.policy.keep(area?, kind) };
    let order = app.policy.categories.keys().map(String::as_str).chain([WORDS, PAYMENT]);
    let parts = order.filter_map(|kind| {
        let entries = *held.kinds.get(kind)?;
        Some(KeptPart {
            kind: kind.to_owned(),
            says: wording::capitalised(&kind_says(app, kind)),
            entries,
            by_schedule: rule::by_schedule(keep(kind), &held.standing, today),
            when_asked: rule::when_asked(kind, keep(PAYMENT), &held.standing, today),
        })
    });
    Record {
        person: PersonId(held.person.id),
        parts: parts.collect(),
        reference: held.person.reference,
        last_done_on: held.standing.last_done_on,
        asked,
    }
}

/// The body whose records the account looks after.
pub(super) async fn own_body<'a>(app: &Application, by: &'a SignedIn) -> Result<&'a Organisation, ActionError> {
    access::general(app, by, Action::EraseRecords).await?;
    by.organisation.as_ref().ok_or(ActionError::NotFound)
}

/// The records that the account's body keeps of which something is due, a hundred at most; and whether there are more.
///
/// # Errors
/// [`ActionError::NotAllowed`] for who may not see them; [`ActionError::NotFound`] for an account without a body; a fault when
/// the database refuses.
pub async fn due(app: &Application, by: &SignedIn) -> Result<(Vec<Record>, bool), ActionError> {
    let own = own_body(app, by).await?;
    let Some(before) = shortest(app, &own.area).and_then(|months| {
        let day = app.today_in(&own.area).checked_sub_months(Months::new(u32::try_from(months).ok()?))?;
        Some(app.zone_in(&own.area).beginning_of(day))
    }) else {
        return Ok((Vec::new(), false));
    };
    let connection = app.db.reader();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let people = store::quiet_since(connection, own.id, before, (after, AT_ONCE)).await?;
        let Some(last) = people.last() else { return Ok((found, false)) };
        after = Some(last.id);
        for record in records(app, connection, people).await? {
            if !record.parts.iter().any(|part| part.by_schedule.is_now()) {
                continue;
            }
            if found.len() == MAX_LISTED {
                return Ok((found, true));
            }
            found.push(record);
        }
    }
}

/// The shortest time for which anything is kept in an area, in months.
fn shortest(app: &Application, area: &str) -> Option<i64> {
    let area: &Area = app.policy.area(area)?;
    app.policy.retention.keys().filter_map(|kind| Some(app.policy.keep(area, kind)?.months)).min()
}

/// Who asked that their record is deleted, of those whose record the account's body keeps, the oldest first.
///
/// # Errors
/// As [`due`].
pub async fn asked(app: &Application, by: &SignedIn) -> Result<Vec<Asked>, ActionError> {
    let own = own_body(app, by).await?;
    let rows = store::asked(app.db.reader(), own.id).await?;
    let asked = rows.into_iter().map(|(request, person)| Asked {
        person: PersonId(person.id),
        reference: person.reference,
        at: request.asked_at,
        says: request.says,
    });
    Ok(asked.collect())
}

/// What is held of one person whose record the account's body keeps.
///
/// # Errors
/// As [`due`]; [`ActionError::NotFound`] when the body does not keep the record, or it is erased.
pub async fn record(app: &Application, by: &SignedIn, person: PersonId) -> Result<Record, ActionError> {
    let own = own_body(app, by).await?;
    let connection = app.db.reader();
    let row = store::kept(connection, own.id, person).await?.ok_or(ActionError::NotFound)?;
    records(app, connection, vec![row]).await?.pop().ok_or(ActionError::NotFound)
}

/// Until when each kind of thing that is held of a person is kept, by the schedule. Who may see it is for the caller to have
/// asked.
pub(crate) async fn until(
    app: &Application,
    connection: &impl ConnectionTrait,
    person: &row::Model,
) -> Result<Vec<KeptPart>, ActionError> {
    let record = records(app, connection, vec![person.clone()]).await?.pop();
    Ok(record.map(|record| record.parts).unwrap_or_default())
}
