//! Feeds of earnings: taking one in, and asking it about a claim.

use super::work_out::Inputs;
use crate::{
    Application,
    access::{self, SeenClaim},
    account::SignedIn,
    action::ActionError,
    audit,
    db::entities::{earnings_feed, earnings_line},
    decision,
};
use anyhow::Context;
use exchange::events::{EarningsLine, EventsFault, read_earnings};
use kernel::{Day, DecisionId, EarningsFeedId, Moment, Pence};
use rules::{
    access::Action,
    outcome::PayPeriod,
    payment::{FeedCheck, FeedRecord, feed_check},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Lines written in one statement: well below the variables that either database takes.
const AT_ONCE: usize = 1_000;
/// Feeds that are listed.
const LISTED: u64 = 20;

/// A feed that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its last day.
    pub as_of: Day,
    /// How many lines it has.
    pub lines: i32,
    /// When it was taken in.
    pub taken_in_at: Moment,
}

/// Takes in a feed of earnings for the account's area, as of its last day. Nothing of a faulty one is kept.
///
/// # Errors
/// [`ActionError::NotAllowed`]; `earnings/future` when its last day has not come; a fault when the database refuses. What is
/// wrong with the table is the inner error.
pub async fn take_in(
    app: &Application,
    by: &SignedIn,
    as_of: Day,
    table: &[u8],
) -> Result<Result<Feed, EventsFault>, ActionError> {
    let area = access::own_area(app, by, Action::TakeInEarnings).await?;
    if as_of > app.today_in(&area) {
        return Err(ActionError::refused("earnings/future", "The last day of the extract has not come yet"));
    }
    let lines = match read_earnings(table) {
        Ok(lines) => lines,
        Err(faults) => return Ok(Err(faults)),
    };
    let now = app.clock.now();
    let feed = EarningsFeedId::make(now, app.randomness.as_ref()).0;
    let count = i32::try_from(lines.len()).context("a feed of so many lines")?;
    let transaction = app.db.begin().await?;
    earnings_feed::Entity::insert(earnings_feed::ActiveModel {
        id: Set(feed),
        area: Set(area.clone()),
        as_of: Set(as_of),
        lines: Set(count),
        taken_in_at: Set(now),
        taken_in_by: Set(by.id.0),
    })
    .exec_without_returning(&transaction)
    .await?;
    for some in lines.chunks(AT_ONCE) {
        let rows = some.iter().map(|line| row(line, feed, EarningsFeedId::make(now, app.randomness.as_ref()).0));
        earnings_line::Entity::insert_many(rows).exec_without_returning(&transaction).await?;
    }
    let line = audit::Line {
        account: Some(by.id),
        action: Action::TakeInEarnings.word(),
        subject_kind: "earnings-feed",
        subject: Some(feed),
        allowed: true,
        reasons: vec![format!("areas/{area}"), format!("as of {as_of}")],
    };
    audit::record(app, &transaction, line).await?;
    transaction.commit().await?;
    Ok(Ok(Feed { as_of, lines: count, taken_in_at: now }))
}

fn row(line: &EarningsLine, feed: Uuid, id: Uuid) -> earnings_line::ActiveModel {
    let paid = line.paid.as_ref();
    earnings_line::ActiveModel {
        id: Set(id),
        feed_id: Set(feed),
        reference: Set(line.person.clone()),
        employer: Set(paid.map(|paid| paid.employer.clone())),
        first_day: Set(paid.map(|paid| paid.from)),
        last_day: Set(paid.map(|paid| paid.until)),
        amount_pence: Set(paid.map(|paid| paid.amount.0)),
    }
}

/// The feeds of the account's area, the newest first.
///
/// # Errors
/// As [`take_in`].
pub async fn feeds(app: &Application, by: &SignedIn) -> Result<Vec<Feed>, ActionError> {
    let area = access::own_area(app, by, Action::TakeInEarnings).await?;
    let rows = newest_first(&area).limit(LISTED).all(app.db.reader()).await?;
    let feed = |row: earnings_feed::Model| Feed { as_of: row.as_of, lines: row.lines, taken_in_at: row.taken_in_at };
    Ok(rows.into_iter().map(feed).collect())
}

/// The feeds of an area: that which reaches farthest first, and of two alike the one taken in last.
fn newest_first(area: &str) -> sea_orm::Select<earnings_feed::Entity> {
    earnings_feed::Entity::find()
        .filter(earnings_feed::Column::Area.eq(area))
        .order_by_desc(earnings_feed::Column::AsOf)
        .order_by_desc(earnings_feed::Column::TakenInAt)
        .order_by_desc(earnings_feed::Column::Id)
}

/// What the newest feed says to a claim, and which feed that is.
pub(crate) async fn check(
    app: &Application,
    connection: &impl ConnectionTrait,
    seen: &SeenClaim<'_>,
) -> Result<(FeedCheck, Option<Uuid>), ActionError> {
    let decided = decision::find(connection, DecisionId(seen.claim.decision_id)).await?.ok_or(ActionError::NotFound)?;
    let inputs: Inputs = serde_json::from_value(decided.inputs).context("the decision of a claim cannot be read")?;
    let Some(claimed) = inputs.line.owed() else { return Ok((FeedCheck::NotAsked, None)) };
    let feed = newest_first(&seen.referral.area).one(connection).await?;
    let record = match &feed {
        Some(feed) => Some(record(connection, feed, &seen.person.reference).await?),
        None => None,
    };
    let check = feed_check(seen.contract, &app.policy.outcomes, &inputs.participation, claimed, record.as_ref());
    let asked = !matches!(check, FeedCheck::NotAsked | FeedCheck::NoFeed);
    Ok((check, feed.filter(|_| asked).map(|feed| feed.id)))
}

/// What the feed said when the claim was approved; before that, what it says now.
pub(crate) async fn said(
    app: &Application,
    connection: &impl ConnectionTrait,
    seen: &SeenClaim<'_>,
) -> Result<FeedCheck, ActionError> {
    match &seen.claim.feed_check {
        Some(kept) => Ok(serde_json::from_value(kept.clone()).context("the check of a claim cannot be read")?),
        // Approved before claims were checked.
        None if seen.claim.approved_at.is_some() => Ok(FeedCheck::NoFeed),
        None => Ok(check(app, connection, seen).await?.0),
    }
}

/// What a feed says of a person.
async fn record(
    connection: &impl ConnectionTrait,
    feed: &earnings_feed::Model,
    reference: &str,
) -> Result<FeedRecord, DbErr> {
    let rows = earnings_line::Entity::find()
        .filter(earnings_line::Column::FeedId.eq(feed.id))
        .filter(earnings_line::Column::Reference.eq(reference))
        .order_by_asc(earnings_line::Column::Id)
        .all(connection)
        .await?;
    let known = !rows.is_empty();
    let pay = rows.into_iter().filter_map(|row| {
        Some(PayPeriod {
            id: row.id.to_string(),
            employer: row.employer?,
            from: row.first_day?,
            until: row.last_day?,
            earned: Pence(row.amount_pence?),
        })
    });
    Ok(FeedRecord { as_of: feed.as_of, pay: known.then(|| pay.collect()) })
}
