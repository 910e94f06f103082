//! A person who is being helped.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub area: String,
    pub reference: String,
    pub given_name: String,
    pub family_name: String,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub adviser_id: Option<Uuid>,
    pub registered_at: DateTimeUtc,
    pub registered_by: Uuid,
    pub agreed_at: Option<DateTimeUtc>,
    pub version: i32,
    /// Whether where the person lives is kept from everybody but themselves and their adviser.
    pub hidden: bool,
    /// When it was erased who this is.
    pub erased_at: Option<DateTimeUtc>,
    /// When the answers were counted for good, because some of them were erased.
    pub counted_at: Option<DateTimeUtc>,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
