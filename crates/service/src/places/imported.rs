//! Everything that was brought in about places, to be added to the tables of the policy text.

use super::store;
use crate::db::Database;
use anyhow::Result;
use exchange::places::{PlaceTable, place_table};
use kernel::Postcode;
use policy::{Gazetteer, PlaceRecord};

/// What was brought in, apart from outlines.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    postcodes: Vec<(Postcode, PlaceRecord)>,
    tables: Vec<PlaceTable>,
}

/// What was brought in, apart from outlines: those are read when they are drawn.
///
/// # Errors
/// When the database refuses, or holds what is not a postcode.
pub async fn all(db: &Database) -> Result<Imported> {
    let tables = store::tables(db).await?;
    let tables = tables.iter().filter_map(|contents| place_table(contents.as_bytes())).collect();
    Ok(Imported { postcodes: store::postcodes(db).await?, tables })
}

impl Imported {
    /// Adds it, in place of what the gazetteer says of the same places.
    pub fn add_to(self, gazetteer: &mut Gazetteer) {
        for (postcode, record) in self.postcodes {
            gazetteer.insert(postcode, record);
        }
        for table in self.tables {
            table.add_to(gazetteer);
        }
    }
}
