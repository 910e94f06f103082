//! Somebody who can sign in.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub email: String,
    pub name: String,
    pub role: String,
    pub organisation_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub password_hash: Option<String>,
    pub created_at: DateTimeUtc,
    pub left_at: Option<DateTimeUtc>,
    pub session_epoch: i32,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
