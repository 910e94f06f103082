//! An area: its places, its bodies, its own programmes and contracts, and its money.

use crate::{Agreement, Contract, Expression, Keep, LocalStandard, LsoaSet, LsoaVintage, Programme, Stream};
use indexmap::IndexMap;
use kernel::{Day, Period, Postcode, Zone};
use std::{collections::BTreeSet, sync::Arc};

/// A part of the country that runs its own partnership.
#[derive(Debug, Clone)]
pub struct Area {
    /// The id: the name of its folder.
    pub id: Arc<str>,
    /// The name people know it by.
    pub name: String,
    /// The nation that it lies in.
    pub nation: Nation,
    /// Its time zone (`time_zone`), where its text names one: [`Policy::zone`](crate::Policy::zone) asks here first.
    pub time_zone: Option<Zone>,
    /// The id of the level of devolution that it claims.
    pub level: String,
    /// Codes of the LSOAs that it is made of.
    pub lsoas: BTreeSet<String>,
    /// The year in which those LSOAs were drawn (`lsoas_of`): that of the table of places.
    pub lsoas_of: LsoaVintage,
    /// Its bodies by id.
    pub bodies: IndexMap<String, Body>,
    /// Its priority groups in the order of the text.
    pub priority_groups: Vec<PriorityGroup>,
    /// Its own programmes by id.
    pub programmes: IndexMap<String, Programme>,
    /// Programmes of the spine as they are in this area, by id: only those that differ here.
    /// [`Policy::programme`](crate::Policy::programme) looks here first.
    pub layered: IndexMap<String, Programme>,
    /// Service standards of the spine that it has made tighter, in the order of its text.
    /// [`Policy::standard`](crate::Policy::standard) looks here first.
    pub standards: Vec<LocalStandard>,
    /// Its agreements to share data, by id (`[[agreement]]` of its area.toml).
    pub agreements: IndexMap<String, Agreement>,
    /// What it keeps for a shorter time than the spine does, by kind (`[[keep]]` of its area.toml).
    pub keeps: IndexMap<String, Keep>,
    /// Those of its own who pay, by id, with their names (`[[funder]]` of its area.toml).
    pub funders: IndexMap<String, String>,
    /// Years of which figures were published, in the order of its text (`[[published]]` of its area.toml).
    pub published: Vec<PublishedYear>,
    /// Its contracts by id.
    pub contracts: IndexMap<String, Contract>,
    /// Its streams of money by id.
    pub funding: IndexMap<String, Stream>,
    /// The citation.
    pub source: String,
}

/// Figures that were published of a whole area for a year that is over. The words are those of the source: "almost" and
/// "over" are part of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedYear {
    /// First and last day, both included.
    pub period: Period,
    /// What is assumed of the period, where the source does not say.
    pub assumed: Option<String>,
    /// People registered.
    pub registered: String,
    /// People supported into work.
    pub into_work: String,
    /// Of those, the share from areas of high deprivation.
    pub deprived: String,
    /// Of those, the share in a priority group.
    pub priority: String,
    /// The citation.
    pub source: String,
}

impl Area {
    /// Its LSOAs with their vintage, to be compared with others.
    #[must_use]
    pub fn lsoa_set(&self) -> LsoaSet {
        LsoaSet::new(self.lsoas_of, self.lsoas.iter().cloned())
    }

    /// The contract under which a body serves somebody who starts a programme on a day.
    #[must_use]
    pub fn contract_for(&self, programme: &str, provider: &str, started_on: Day) -> Option<&Contract> {
        self.contracts.values().find(|contract| {
            contract.programme == programme && contract.provider == provider && contract.period.contains(started_on)
        })
    }
}

/// An organisation that policy text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The id.
    pub id: String,
    /// The name people know it by.
    pub name: String,
    /// What kind of body it is: `jobcentre`, `council`, `provider` …
    pub kind: String,
    /// Its postcode, where the text gives one.
    pub postcode: Option<Postcode>,
    /// Ids of the programmes that it offers without a contract here (`offers`).
    pub offers: Vec<String>,
    /// The citation, where the text gives one.
    pub source: Option<String>,
}

/// A group of people whom an area helps first.
#[derive(Debug, Clone)]
pub struct PriorityGroup {
    /// The id within the area.
    pub id: Arc<str>,
    /// The reason code: `areas/newcastle/area#care-leavers`.
    pub code: Arc<str>,
    /// Who they are, in one plain line.
    pub says: String,
    /// What makes a person one of them.
    pub when: Expression,
}

/// A nation of the United Kingdom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nation {
    /// England.
    England,
    /// Wales.
    Wales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Nation {
    /// Every nation.
    pub const ALL: [Nation; 4] = [Nation::England, Nation::Wales, Nation::Scotland, Nation::NorthernIreland];

    /// The code used in policy text.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Nation::England => "england",
            Nation::Wales => "wales",
            Nation::Scotland => "scotland",
            Nation::NorthernIreland => "northern-ireland",
        }
    }

    /// The name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Nation::England => "England",
            Nation::Wales => "Wales",
            Nation::Scotland => "Scotland",
            Nation::NorthernIreland => "Northern Ireland",
        }
    }
}
