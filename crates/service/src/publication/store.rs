//! Every query of the versions and publications of the policy text. Rows are only added.

use crate::{
    db::entities::{policy_file, policy_publication, policy_version, policy_version_file},
    policy_text::Source,
};
use kernel::{AccountId, Day, Moment};
use policy::Version;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use std::collections::BTreeMap;

/// The number of the publication that the program makes of the text it first started with.
pub(super) const FIRST: i32 = 1;

/// Keeps all files of a version, unless it is kept already.
pub(super) async fn keep(
    connection: &impl ConnectionTrait,
    source: &Source,
    (at, by): (Moment, AccountId),
) -> Result<Version, DbErr> {
    let version = source.version();
    if find(connection, version.as_str()).await?.is_some() {
        return Ok(version);
    }
    let mut rows = Vec::new();
    for (path, contents) in source.files() {
        let hash = keep_file(connection, contents).await?;
        rows.push(policy_version_file::ActiveModel {
            version: Set(version.to_string()),
            path: Set(path.to_owned()),
            hash: Set(hash.to_string()),
        });
    }
    let known = OnConflict::columns([policy_version_file::Column::Version, policy_version_file::Column::Path])
        .do_nothing()
        .to_owned();
    policy_version_file::Entity::insert_many(rows).on_conflict(known).exec_without_returning(connection).await?;
    let row =
        policy_version::ActiveModel { version: Set(version.to_string()), stored_at: Set(at), stored_by: Set(by.0) };
    let known = OnConflict::column(policy_version::Column::Version).do_nothing().to_owned();
    policy_version::Entity::insert(row).on_conflict(known).exec_without_returning(connection).await?;
    Ok(version)
}

/// Keeps a text under its hash, unless it is kept already.
pub(super) async fn keep_file(connection: &impl ConnectionTrait, contents: &str) -> Result<Version, DbErr> {
    let hash = Version::of(contents);
    let row = policy_file::ActiveModel { hash: Set(hash.to_string()), contents: Set(contents.to_owned()) };
    let known = OnConflict::column(policy_file::Column::Hash).do_nothing().to_owned();
    policy_file::Entity::insert(row).on_conflict(known).exec_without_returning(connection).await?;
    Ok(hash)
}

/// The version with this name.
pub(super) async fn find(
    connection: &impl ConnectionTrait,
    version: &str,
) -> Result<Option<policy_version::Model>, DbErr> {
    policy_version::Entity::find_by_id(version.to_owned()).one(connection).await
}

/// Versions whose name begins so, two at most.
pub(super) async fn beginning(connection: &impl ConnectionTrait, start: &str) -> Result<Vec<String>, DbErr> {
    let rows = policy_version::Entity::find()
        .filter(policy_version::Column::Version.starts_with(start))
        .limit(2)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// Every version that is kept, the newest first.
pub(super) async fn versions(connection: &impl ConnectionTrait) -> Result<Vec<policy_version::Model>, DbErr> {
    policy_version::Entity::find().order_by_desc(policy_version::Column::StoredAt).all(connection).await
}

/// The files of a version: hash by path.
pub(super) async fn files(connection: &impl ConnectionTrait, version: &str) -> Result<BTreeMap<String, String>, DbErr> {
    let rows = policy_version_file::Entity::find()
        .filter(policy_version_file::Column::Version.eq(version))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.path, row.hash)).collect())
}

/// The contents of files by their hash, as they are kept: nobody has checked them yet.
pub(super) async fn contents(
    connection: &impl ConnectionTrait,
    hashes: impl IntoIterator<Item = String>,
) -> Result<BTreeMap<String, String>, DbErr> {
    let rows = policy_file::Entity::find().filter(policy_file::Column::Hash.is_in(hashes)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.hash, row.contents)).collect())
}

/// Every publication, in order.
pub(super) async fn publications(connection: &impl ConnectionTrait) -> Result<Vec<policy_publication::Model>, DbErr> {
    policy_publication::Entity::find().order_by_asc(policy_publication::Column::Number).all(connection).await
}

/// The publication with the highest number.
pub(super) async fn last(connection: &impl ConnectionTrait) -> Result<Option<policy_publication::Model>, DbErr> {
    policy_publication::Entity::find().order_by_desc(policy_publication::Column::Number).one(connection).await
}

/// What is in force on a day: the highest number whose first day has come. The first one always has.
pub(super) async fn in_force(
    connection: &impl ConnectionTrait,
    on: Day,
) -> Result<Option<policy_publication::Model>, DbErr> {
    let begun = Condition::any()
        .add(policy_publication::Column::EffectiveFrom.lte(on))
        .add(policy_publication::Column::Number.eq(FIRST));
    policy_publication::Entity::find()
        .filter(begun)
        .order_by_desc(policy_publication::Column::Number)
        .one(connection)
        .await
}

/// Adds a publication; a number that is taken is an error.
pub(super) async fn insert(
    connection: &impl ConnectionTrait,
    row: policy_publication::ActiveModel,
) -> Result<(), DbErr> {
    policy_publication::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Adds the first publication, unless another program that starts just now has done it.
pub(super) async fn insert_first(
    connection: &impl ConnectionTrait,
    row: policy_publication::ActiveModel,
) -> Result<(), DbErr> {
    let known = OnConflict::column(policy_publication::Column::Number).do_nothing().to_owned();
    policy_publication::Entity::insert(row).on_conflict(known).exec_without_returning(connection).await?;
    Ok(())
}
