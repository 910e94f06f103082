//! Homes for made-up people: small areas of the table of places, by how deprived they are.

use super::draw::Draw;
use anyhow::{Result, anyhow};
use policy::{Area, Gazetteer, Place};
use std::collections::BTreeMap;

/// The small areas of an area.
#[derive(Debug)]
pub(super) struct Homes {
    deprived: Vec<Place>,
    others: Vec<Place>,
}

/// The deciles of the index of multiple deprivation that are the 20% most deprived.
const MOST_DEPRIVED: std::ops::RangeInclusive<u8> = 1..=2;

impl Homes {
    /// The small areas of `area` that the table of places knows.
    pub(super) fn of(area: &Area, places: &Gazetteer) -> Self {
        let known: BTreeMap<&str, (&Place, bool)> = places
            .iter()
            .filter(|(_, record)| area.lsoas.contains(&record.place.lsoa))
            .filter_map(|(_, record)| {
                let decile = record.imd_decile?;
                Some((record.place.lsoa.as_str(), (&record.place, MOST_DEPRIVED.contains(&decile))))
            })
            .collect();
        let those = |wanted: bool| {
            let chosen = known.values().filter(|(_, deprived)| *deprived == wanted);
            chosen.map(|(place, _)| (*place).clone()).collect()
        };
        Self { deprived: those(true), others: those(false) }
    }

    /// A home in one of the 20% most deprived small areas, or in another.
    pub(super) fn draw(&self, chance: &mut Draw, deprived: bool) -> Result<Place> {
        let homes = if deprived { &self.deprived } else { &self.others };
        chance.one_of(homes).cloned().ok_or_else(|| anyhow!("the table of places has no small area of this kind"))
    }
}
