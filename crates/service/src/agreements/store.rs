//! Every query of what was said of agreements.

use crate::db::entities::agreement_said as row;
use policy::Area;
use rules::sharing::{Said, SaidKind};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeSet;

/// What was said of an area's agreements, the oldest first.
pub(super) async fn rows(connection: &impl ConnectionTrait, area: &str) -> Result<Vec<row::Model>, DbErr> {
    row::Entity::find().filter(row::Column::Area.eq(area)).order_by_asc(row::Column::Number).all(connection).await
}

/// The rows as the rules read them; one whose kind is not known says nothing.
pub(super) fn said(rows: &[row::Model]) -> Vec<Said> {
    let told = |row: &row::Model| {
        Some(Said {
            agreement: row.agreement.clone(),
            body: row.body.clone(),
            kind: SaidKind::from_word(&row.kind)?,
            terms: row.terms.clone(),
        })
    };
    rows.iter().filter_map(told).collect()
}

/// Ids of the area's agreements that are suspended or unsigned: nothing flows under them.
pub(crate) async fn stopped(connection: &impl ConnectionTrait, area: &Area) -> Result<BTreeSet<String>, DbErr> {
    Ok(rules::sharing::stopped(area, &said(&rows(connection, &area.id).await?)))
}
