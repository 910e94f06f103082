//! Reads `[[parameter]]` tables of programmes and contracts.

use super::{
    dated::{Dated, dated_values},
    ids::{name_in_expressions, report_duplicate},
    reader::Reader,
    vocabulary::expect_known,
};
use crate::Parameter;
use std::{collections::BTreeMap, sync::Arc};

/// A parameter with where it is written, for checks that need to know who reads it.
pub(super) struct ReadParameter<'a> {
    pub(super) parameter: Parameter,
    pub(super) dated: Dated,
    pub(super) reader: Reader<'a>,
}

/// Reads every `[[parameter]]` of a file. `levels` are those that a `local_range` may name.
pub(super) fn parameters<'a>(reader: &Reader<'a>, levels: &[&str]) -> Vec<ReadParameter<'a>> {
    let mut parameters: Vec<ReadParameter<'a>> = Vec::new();
    for table in reader.tables("parameter", "a parameter") {
        let id = name_in_expressions(&table);
        let dated = dated_values(&table, &format!("`{}`", id.value));
        let text = |key| table.optional_text(key).map(|text| text.value).unwrap_or_default();
        let parameter = Parameter {
            id: Arc::from(id.value.as_str()),
            says: text("says"),
            unit: text("unit"),
            values: dated.values.clone(),
            local_range: local_range(&table, levels),
        };
        table.finish();
        if parameters.iter().any(|earlier| earlier.parameter.id == parameter.id) {
            report_duplicate(&table, &id);
        } else {
            parameters.push(ReadParameter { parameter, dated, reader: table });
        }
    }
    parameters
}

fn local_range(table: &Reader<'_>, levels: &[&str]) -> BTreeMap<String, (i64, i64)> {
    let mut ranges = BTreeMap::new();
    let Some(written) = table.table("local_range", "a local range") else { return ranges };
    for (level, range) in written.ranges() {
        expect_known(&written, "policy/unknown-level", "level", &level, levels.iter().copied());
        match range {
            Some(range) => {
                ranges.insert(level.value, range);
            }
            None => written.faults.add(
                written
                    .error(
                        "policy/local-range",
                        level.span,
                        format!("the range of `{}` is not two whole numbers", level.value),
                    )
                    .label("smallest and largest, both included")
                    .help("write it as `[6, 12]`, the smaller first"),
            ),
        }
    }
    ranges
}
