//! What a source has and no longer has.

use crate::db::entities::directory_service;
use kernel::Moment;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// A service of a source, as it stands here.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::directory) struct OfSource {
    pub id: String,
    /// What its source calls it.
    pub source_id: String,
    pub name: String,
    pub missing_since: Option<Moment>,
    pub withdrawn_at: Option<Moment>,
}

/// Every service that came from a source, by name.
pub(in crate::directory) async fn of_source(
    connection: &impl ConnectionTrait,
    source: &str,
) -> Result<Vec<OfSource>, DbErr> {
    use directory_service::{Column, Entity};
    type Row = (String, Option<String>, String, Option<Moment>, Option<Moment>);
    let rows: Vec<Row> = Entity::find()
        .filter(Column::Source.eq(source))
        .select_only()
        .columns([Column::Id, Column::SourceId, Column::Name, Column::MissingSince, Column::WithdrawnAt])
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, source_id, name, missing_since, withdrawn_at)| OfSource {
            source_id: source_id.unwrap_or_else(|| id.clone()),
            id,
            name,
            missing_since,
            withdrawn_at,
        })
        .collect())
}

/// Other sources that have a service under one of these ids of theirs, and how many each.
pub(in crate::directory) async fn elsewhere(
    connection: &impl ConnectionTrait,
    source: &str,
    source_ids: &[String],
) -> Result<Vec<(String, usize)>, DbErr> {
    use directory_service::{Column, Entity};
    let mut found: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for some in source_ids.chunks(500) {
        let sources: Vec<String> = Entity::find()
            .filter(Column::Source.ne(source))
            .filter(Column::SourceId.is_in(some.iter().map(String::as_str)))
            .select_only()
            .column(Column::Source)
            .into_tuple()
            .all(connection)
            .await?;
        sources.into_iter().for_each(|source| *found.entry(source).or_default() += 1);
    }
    Ok(found.into_iter().collect())
}

/// Writes how services stand with their source.
pub(in crate::directory) async fn set_standing(
    connection: &impl ConnectionTrait,
    ids: &[String],
    (missing_since, withdrawn_at): (Option<Moment>, Option<Moment>),
) -> Result<(), DbErr> {
    use directory_service::{Column, Entity};
    for some in ids.chunks(500) {
        Entity::update_many()
            .col_expr(Column::MissingSince, Expr::value(missing_since))
            .col_expr(Column::WithdrawnAt, Expr::value(withdrawn_at))
            .filter(Column::Id.is_in(some.iter().map(String::as_str)))
            .exec(connection)
            .await?;
    }
    Ok(())
}
