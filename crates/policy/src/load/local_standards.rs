//! Reads `areas/*/standards.toml`: service standards of the spine that an area has made tighter.

use super::{
    Context,
    powers::{SET_LOCAL_VALUES, expect_power},
    reader::Reader,
    vocabulary::expect_known,
};
use crate::{LocalStandard, Standard};
use indexmap::IndexMap;
use kernel::Period;
use std::sync::Arc;

/// Reads the standards of the area. Those that the area may not have are reported.
pub(super) fn local_standards(
    context: &Context<'_>,
    reader: &Reader<'_>,
    (area, level): (&str, &str),
    spine: &IndexMap<String, Standard>,
) -> Vec<LocalStandard> {
    let mut standards: Vec<LocalStandard> = Vec::new();
    for table in reader.tables("standard", "a standard of an area") {
        let id = table.text("id");
        let known = expect_known(&table, "policy/unknown-standard", "standard", &id, spine.keys().map(String::as_str));
        expect_power(context, &table, table.span(), level, (SET_LOCAL_VALUES, "set a service standard of its own"));
        let says = table.text("says").value;
        let days = table.whole("days");
        let (from, until) = table.days();
        if from.is_none() {
            table.missing("from");
        }
        let (source, example) = (table.citation(), table.flag("example"));
        table.finish();
        let (Some(from), Some(days), Some(spine)) = (from, days, spine.get(&id.value).filter(|_| known)) else {
            continue;
        };
        if days.value >= spine.days || days.value < 0 {
            let message = format!("{} days is no tighter than the {} of the spine", days.value, spine.days);
            table.faults.add(
                table
                    .error("policy/standard-loosened", days.span, message)
                    .label(format!("must be from 0 to {}", spine.days - 1))
                    .help(
                        "everybody may count on the spine's standard wherever they live: an area may promise \
                         fewer days, never more. Leave it out to keep the spine's",
                    ),
            );
        }
        let local = LocalStandard {
            code: Arc::from(format!("areas/{area}/standards#{}", id.value)),
            period: Period { from, until },
            standard: Standard { says, days: days.value, source, example, ..spine.clone() },
        };
        report_shared_days(&table, &standards, &local);
        standards.push(local);
    }
    reader.finish();
    standards
}

fn report_shared_days(table: &Reader<'_>, earlier: &[LocalStandard], local: &LocalStandard) {
    let same = |one: &&LocalStandard| one.standard.id == local.standard.id && one.period.overlaps(&local.period);
    if let Some(one) = earlier.iter().find(same) {
        let from = one.period.from.max(local.period.from);
        table.faults.add(
            table
                .error(
                    "policy/dates-overlap",
                    table.span(),
                    format!("the area has two standards `{}` on {}", local.standard.id, kernel::in_words(from)),
                )
                .label("the one before still holds then")
                .help("end the one before with an `until` on the day before this one begins"),
        );
    }
}
