//! Who looks after whom from now on: people handed over from one adviser to another, and advisers who cover for one another.
//!
//! An adviser hands over one of their own people; the administrator of their organisation hands over all of an adviser's, by
//! number alone and without seeing a name; so does whoever looks after the program, from the command line. Nobody's account is
//! closed, and nobody becomes something else than an adviser, while people are on their caseload. Each person reads on their
//! own page who their adviser was and is, and who covers.

mod cover;
mod hand_over;
mod store;

pub use cover::{Cover, arrange, covers_for, end};
pub use hand_over::{Colleague, colleagues, hand_over, hand_over_all, hand_over_all_from_the_command_line};
pub(crate) use hand_over::{may_leave, people_of};
pub(crate) use store::{covered_by, forget};

use crate::{account, action::ActionError};
use kernel::{Day, PersonId, Zone, in_words};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// What a person reads about who looks after them: who their adviser was before, and who covers. The newest first.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn told(
    connection: &impl ConnectionTrait,
    person: PersonId,
    adviser: Option<Uuid>,
    (today, zone): (Day, Zone),
) -> Result<Vec<String>, ActionError> {
    let handovers = store::of_person(connection, person).await?;
    let covers = match adviser {
        Some(adviser) => store::covers(connection, adviser, today).await?,
        None => Vec::new(),
    };
    let accounts = handovers.iter().flat_map(|row| [row.from_account, row.to_account]);
    let accounts = accounts.chain(covers.iter().map(|row| row.covers_id));
    let names = account::account_names(connection, accounts).await?;
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_else(|| "somebody else".to_owned());
    let covering = covers.iter().map(|row| {
        let (who, until) = (name(row.covers_id), in_words(row.until_day));
        match row.from_day <= today {
            true => format!("Your adviser is away. {who} looks after you until {until}."),
            false => {
                format!("Your adviser will be away. {who} looks after you from {} to {until}.", in_words(row.from_day))
            }
        }
    });
    let changed = handovers.iter().map(|row| {
        let day = crate::wording::day_of(row.at, zone);
        format!("On {day} your adviser changed from {} to {}.", name(row.from_account), name(row.to_account))
    });
    Ok(covering.chain(changed).collect())
}
