//! Where postcodes lie: tables of postcodes in three layouts, smaller tables of places, and outlines of areas.
//!
//! *Authority*: ONS Postcode Directory (November 2025 header), OS Code-Point Open joined with
//! LSOA 2011 codes, and a small layout of our own (see [`Layout`]).
//!
//! *Simplified*: only LSOA codes of 2011 are read. A table may hold those of 2021 as well; they
//! are passed over, because the deprivation index of 2019 and the areas' text speak of 2011. The
//! ONSPD's deprivation column is a rank whose scale differs by nation, so it gives no decile.
//! Postcodes no longer in use are kept: people still give them, and the place has not moved.

mod boundaries;
mod fields;
mod layout;
mod postcodes;
mod tables;

pub use boundaries::{Boundaries, BoundariesFault, Boundary, FeatureFault, Polygon, boundaries};
pub use layout::{HeaderFault, Layout, OUR_HEADER};
pub use postcodes::{LineFault, NotKept, PostcodeTable, Postcodes, postcodes, read};
pub use tables::{PlaceTable, place_table};
