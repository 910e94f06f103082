//! Places: postcodes, the small areas (LSOAs) they lie in, and sets of LSOAs that can be compared.
//!
//! LSOAs were drawn anew in 2021, so a code means nothing without its [`LsoaVintage`]. Postcode tables, areas and
//! sets carry theirs; sets of different vintages are never compared, only converted with a look-up table first.

mod changes;
mod code;
mod gazetteer;
mod lsoa_set;
mod vintage;

pub use changes::{Change, Converted, LsoaChanges};
pub use code::{kind_of_code, small_area_code};
pub use gazetteer::{Distances, Gazetteer, Place, PlaceRecord};
pub use lsoa_set::{LsoaSet, Overlap, Tally};
pub use vintage::{LsoaVintage, VintageError};
