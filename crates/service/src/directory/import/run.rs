//! One import while it runs: where it comes from, what has come so far, what is to be said of it.

use super::report::Summary;
use crate::Application;
use crate::directory::ground::KnownPlaces;
use crate::directory::store::hash_of;
use exchange::oruk::{RecordFault, Service};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most ids that one note names.
const MAX_NAMED: usize = 20;

/// An import.
pub(super) struct Run<'a> {
    pub app: &'a Application,
    /// The name under which ids of the source are kept.
    pub source: String,
    pub ground: KnownPlaces<'a>,
    pub summary: Summary,
    /// The ids that have come, with the hash of their record.
    came: HashMap<String, String>,
    /// Ids of records that could not be taken.
    refused: HashSet<String>,
    /// A record came that could not be taken, and it is not known which.
    pub has_nameless: bool,
    /// Ids that came again with the same record, and how often.
    copies: BTreeMap<String, u64>,
}

impl<'a> Run<'a> {
    pub(super) fn new(app: &'a Application, source: String) -> Self {
        Self {
            app,
            source,
            ground: KnownPlaces::with_points(&app.places),
            summary: Summary::default(),
            came: HashMap::new(),
            refused: HashSet::new(),
            has_nameless: false,
            copies: BTreeMap::new(),
        }
    }

    /// Notes what could not be taken of a page, and what was mended in it; `page` stands before each.
    pub(super) fn page(&mut self, page: &str, faults: &[RecordFault], mended: &[RecordFault]) {
        for fault in faults {
            self.summary.fault(format!("{page}{fault}"));
            match &fault.id {
                // A message has only the beginning of a long id.
                Some(id) if !id.ends_with('…') => {
                    self.refused.insert(id.clone());
                }
                _ => self.has_nameless = true,
            }
        }
        for mended in mended {
            self.summary.notice(format!("{page}{mended}"));
        }
    }

    /// Whether the record is the first with its id. What comes again is passed over: the first is kept.
    pub(super) fn is_first(&mut self, service: &Service) -> bool {
        let hash = hash_of(service).unwrap_or_default();
        match self.came.get(&service.id) {
            None => {
                self.came.insert(service.id.clone(), hash);
                return true;
            }
            Some(first) if *first == hash => *self.copies.entry(service.id.clone()).or_default() += 1,
            Some(_) => {
                let id: String = service.id.chars().take(60).collect();
                self.summary.fault(format!("service `{id}` comes again and says something else: the first is kept"));
            }
        }
        false
    }

    /// Whether the source still has a service, taken or not.
    pub(super) fn has(&self, source_id: &str) -> bool {
        self.came.contains_key(source_id) || self.refused.contains(source_id)
    }

    /// How many services the source has.
    pub(super) fn count(&self) -> usize {
        self.came.len() + self.refused.iter().filter(|id| !self.came.contains_key(*id)).count()
    }

    /// The ids that have come, in order.
    pub(super) fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.came.keys().cloned().collect();
        ids.sort_unstable();
        ids
    }

    /// What is said of ids that came more than once with the same record.
    pub(super) fn note_of_copies(&self) -> Option<String> {
        let named = self.copies.iter().take(MAX_NAMED).map(|(id, again)| format!("`{id}` {} times", again + 1));
        let named: Vec<String> = named.collect();
        let more = self.copies.len().saturating_sub(MAX_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!named.is_empty())
            .then(|| format!("these ids come more than once, with the same record: {}{more}", named.join(", ")))
    }
}
