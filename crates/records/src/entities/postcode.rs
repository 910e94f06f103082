//! A postcode that was brought in, and the place it lies in.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "postcode")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub postcode: String,
    pub lsoa: String,
    pub ward: Option<String>,
    pub district: Option<String>,
    pub nation: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub imd_decile: Option<i16>,
}

/// No relations are declared: rooms join by hand in their `store.rs`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
