//! Counting somebody for good, before their answers are erased: what stays is a number of a month, never a record.

use super::{first_year, store};
use crate::{
    Application,
    action::ActionError,
    db::entities::{group_count as row, person},
    person::store::answers_of,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// The code under which those from an area of high deprivation are counted.
pub(super) const DEPRIVED: &str = "deprived";
/// The code under which those in any priority group are counted.
pub(super) const PRIORITY: &str = "priority";

/// Counts somebody in the groups of the first-year report as they are known now, once: to be called before any of their
/// answers goes.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn count_for_good(
    app: &Application,
    connection: &impl ConnectionTrait,
    person: &person::Model,
) -> Result<(), ActionError> {
    if person.counted_at.is_some() {
        return Ok(());
    }
    let registered_on = app.zone_in(&person.area).day(person.registered_at);
    let worked = store::first_days_of(connection, person.id).await?;
    let first_day = worked.into_iter().find(|day| *day >= registered_on);
    if let (Some(area), Some(first_day)) = (app.policy.area(&person.area), first_day) {
        let facts = first_year::facts_read(app, area);
        let told = answers_of(connection, &[person.id], Some(&facts)).await?.remove(&person.id).unwrap_or_default();
        let worker = first_year::worker(app, area, &told, (registered_on, first_day));
        let groups = area.priority_groups.iter().zip(worker.in_groups);
        let groups = groups.map(|(group, truth)| (group.code.to_string(), known(truth)));
        let all = [(DEPRIVED.to_owned(), worker.from_deprived_area), (PRIORITY.to_owned(), worker.in_priority_group)];
        for (code, answer) in all.into_iter().chain(groups) {
            add(connection, &person.area, store::month_of(first_day), code, answer).await?;
        }
    }
    person::Entity::update_many()
        .col_expr(person::Column::CountedAt, Expr::value(app.clock.now()))
        .filter(person::Column::Id.eq(person.id))
        .exec(connection)
        .await?;
    Ok(())
}

fn known(truth: policy::Truth) -> Option<bool> {
    match truth {
        policy::Truth::Met => Some(true),
        policy::Truth::NotMet => Some(false),
        policy::Truth::Unknown => None,
    }
}

/// Adds one to a count.
async fn add(
    connection: &impl ConnectionTrait,
    area: &str,
    month: kernel::Day,
    code: String,
    answer: Option<bool>,
) -> Result<(), ActionError> {
    let one = |is: bool| i32::from(is);
    let counted = row::ActiveModel {
        area: Set(area.to_owned()),
        month: Set(month),
        code: Set(code),
        yes: Set(one(answer == Some(true))),
        no: Set(one(answer == Some(false))),
        not_known: Set(one(answer.is_none())),
    };
    let columns = [row::Column::Yes, row::Column::No, row::Column::NotKnown];
    let mut conflict = OnConflict::columns([row::Column::Area, row::Column::Month, row::Column::Code]);
    for column in columns {
        conflict.value(column, Expr::col((row::Entity, column)).add(Expr::col(("excluded", column))));
    }
    row::Entity::insert(counted).on_conflict(conflict).exec_without_returning(connection).await?;
    Ok(())
}
