//! A day of the week, or any day, on which a service is open.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "directory_opening")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub service_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    pub weekday: Option<String>,
    pub opens_minute: Option<i32>,
    pub closes_minute: Option<i32>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub rule: Option<String>,
}

/// No relations are declared: rooms join by hand in their store.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
