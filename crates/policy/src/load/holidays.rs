//! Reads `spine/holidays.toml`.

use super::{reader::Reader, vocabulary::nation};
use crate::Holidays;
use kernel::Period;

pub(super) fn holidays(reader: &Reader<'_>) -> Holidays {
    let (from, until) = reader.days();
    if from.is_none() {
        reader.missing("from");
    }
    if until.is_none() {
        reader.missing("until");
    }
    let known = from.map(|from| Period { from, until });
    let mut days = Vec::new();
    for table in reader.tables("bank_holidays", "bank holidays") {
        let nations = table.texts("nations").iter().filter_map(|word| nation(&table, word)).collect();
        let mut of_these = Vec::new();
        for day in table.day_list("days") {
            if known.is_some_and(|known| !known.contains(day.value)) {
                table.faults.add(
                    table
                        .error(
                            "policy/out-of-range",
                            day.span,
                            format!("{} is not between `from` and `until`", day.value),
                        )
                        .label("outside the days that the file is about"),
                );
            }
            of_these.push(day.value);
        }
        of_these.sort_unstable();
        table.finish();
        days.push((nations, of_these));
    }
    let holidays = Holidays { known, days, source: reader.citation() };
    reader.finish();
    holidays
}
