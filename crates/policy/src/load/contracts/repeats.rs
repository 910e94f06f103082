//! Reads `repeats = { after, every_weeks, at_most, … }` of an outcome that is paid again and again.

use crate::{
    Repeats,
    load::reader::{Reader, Spotted},
};

/// What was read, with where groups and the outcome before are named.
pub(super) struct ReadRepeats {
    pub(super) repeats: Repeats,
    pub(super) after: Spotted<String>,
    pub(super) groups: Vec<Spotted<String>>,
}

pub(super) fn repeats(outcome: &Reader<'_>) -> Option<ReadRepeats> {
    let table = outcome.table("repeats", "an outcome that repeats")?;
    let after = table.text("after");
    let every_weeks = table.count("every_weeks");
    if every_weeks == 0 {
        let span = table.place_of_key("every_weeks").unwrap_or_else(|| table.span());
        table.faults.add(
            table
                .error("policy/out-of-range", span, "an outcome cannot repeat every 0 weeks")
                .label("must be 1 or more"),
        );
    }
    let mut groups = Vec::new();
    let mut at_most: Vec<(Option<String>, i64)> = Vec::new();
    for most in table.tables("at_most_by_group", "the most for a group") {
        let group = most.text("group");
        at_most.push((Some(group.value.clone()), most.count("is")));
        groups.push(group);
        most.finish();
    }
    if let Some(all) = table.optional_count("at_most") {
        at_most.push((None, all));
    }
    if at_most.is_empty() {
        table.missing("at_most");
    }
    let repeats = Repeats {
        after: after.value.clone(),
        every_weeks,
        at_most,
        off_benefit: table.flag("off_benefit"),
        wait_working_days: table.optional_count("wait_working_days").unwrap_or_default(),
        break_ends_after_weeks: table.optional_count("break_ends_after_weeks"),
    };
    table.finish();
    Some(ReadRepeats { repeats, after, groups })
}
