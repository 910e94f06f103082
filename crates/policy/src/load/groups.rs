//! Reads lists of groups of people, each with an id, words and a condition: priority groups of an area, payment groups of
//! a contract.

use super::{
    Context,
    ids::{plain_id, report_duplicate},
    programmes::when,
    reader::Reader,
};
use crate::Expression;
use std::sync::Arc;

/// A group as it is written.
pub(super) struct ReadGroup {
    pub(super) id: Arc<str>,
    /// The reason code: the path given, `#` and the id.
    pub(super) code: Arc<str>,
    pub(super) says: String,
    pub(super) when: Expression,
}

/// The groups of the tables `key`, in the order of the text; two with one id are reported.
pub(super) fn groups(
    context: &Context<'_>,
    reader: &Reader<'_>,
    (key, what): (&'static str, &'static str),
    path: &str,
) -> Vec<ReadGroup> {
    let mut groups: Vec<ReadGroup> = Vec::new();
    for table in reader.tables(key, what) {
        let id = plain_id(&table);
        let group = ReadGroup {
            id: Arc::from(id.value.as_str()),
            code: Arc::from(format!("{path}#{}", id.value)),
            says: table.text("says").value,
            when: when(context, &table, &Arc::from([])),
        };
        table.finish();
        if groups.iter().any(|earlier| earlier.id == group.id) {
            report_duplicate(&table, &id);
        }
        groups.push(group);
    }
    groups
}
