//! A service of the directory: the whole record as it came, and what is searched in columns.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "directory_service")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub name: String,
    pub status: String,
    pub words: String,
    pub organization_id: Option<String>,
    pub minimum_age: Option<f64>,
    pub maximum_age: Option<f64>,
    pub modified_at: Option<DateTimeUtc>,
    pub body: String,
    pub hash: String,
    pub is_summary: bool,
    pub source: String,
    pub imported_at: DateTimeUtc,
    pub source_id: Option<String>,
    pub missing_since: Option<DateTimeUtc>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub holds_from: Option<Date>,
    pub holds_until: Option<Date>,
}

/// No relations are declared: rooms join by hand in their store.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
