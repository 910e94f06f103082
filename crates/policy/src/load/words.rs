//! Reads `spine/words.toml`, and the `[[funder]]` of an area.

use super::{
    ids::{keep, plain_id},
    reader::Reader,
};
use crate::words::{EvidenceKind, Words};
use indexmap::IndexMap;

pub(super) fn words(reader: &Reader<'_>) -> Words {
    let mut evidence = IndexMap::new();
    for table in reader.tables("evidence", "a kind of evidence") {
        let id = plain_id(&table);
        let kind = EvidenceKind { says: table.text("says").value, by_feed: table.flag("by_feed") };
        table.finish();
        keep(&mut evidence, &table, id, kind);
    }
    let words = Words { funders: funders(reader), evidence, source: reader.citation() };
    reader.finish();
    words
}

/// `[[funder]]`: who pays, by id.
pub(super) fn funders(reader: &Reader<'_>) -> IndexMap<String, String> {
    let mut funders = IndexMap::new();
    for table in reader.tables("funder", "who pays") {
        let id = plain_id(&table);
        let name = table.text("name").value;
        table.finish();
        keep(&mut funders, &table, id, name);
    }
    funders
}
