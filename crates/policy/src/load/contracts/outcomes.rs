//! Reads `[[outcome]]` and `[[evidence]]` of a contract, and holds the outcomes against each other.

use super::{Parts, repeats::repeats, window::window};
use crate::{
    ContractOutcome, Counts, EvidenceRule, WorkFrom,
    load::{
        Context,
        ids::{plain_id, report_duplicate},
        reader::{Reader, Spotted},
        spine,
        vocabulary::{expect_known, known_words},
    },
};
use kernel::Period;
use std::ops::Range;

/// An outcome with where what it refers to is written.
pub(super) struct ReadOutcome {
    pub(super) outcome: ContractOutcome,
    pub(super) id: Spotted<String>,
    /// `needs`, `contains` and `after`, in this order.
    refers: Vec<Spotted<String>>,
    /// Groups that it names.
    groups: Vec<Spotted<String>>,
}

/// The outcomes that are paid for. The same id with another definition is another way to the same outcome, which is
/// paid once.
pub(super) fn outcomes(context: &Context<'_>, reader: &Reader<'_>) -> Vec<ReadOutcome> {
    let mut outcomes: Vec<ReadOutcome> = Vec::new();
    for table in reader.tables("outcome", "an outcome of a contract") {
        let read = outcome(context, &table);
        table.finish();
        let same = |earlier: &ContractOutcome| {
            let one = &read.outcome;
            earlier.id == one.id
                && earlier.definition == one.definition
                && earlier.for_starts == one.for_starts
                && earlier.for_groups == one.for_groups
        };
        if outcomes.iter().any(|earlier| same(&earlier.outcome)) {
            report_duplicate(&table, &read.id);
        }
        outcomes.push(read);
    }
    outcomes
}

fn outcome(context: &Context<'_>, table: &Reader<'_>) -> ReadOutcome {
    let id = plain_id(table);
    let definition = table.text("definition");
    let known = context.outcomes.keys().map(String::as_str);
    expect_known(table, "policy/unknown-outcome", "outcome", &definition, known);
    let needs = table.texts("needs");
    let contains = table.optional_text("contains");
    let for_groups = table.texts("for_groups");
    let repeats = repeats(table);
    let (after, most_for, repeats) =
        repeats.map_or((None, Vec::new(), None), |read| (Some(read.after), read.groups, Some(read.repeats)));
    let outcome = ContractOutcome {
        for_starts: starts(table),
        for_groups: for_groups.iter().map(|group| group.value.clone()).collect(),
        within_days: table.optional_count("within_days"),
        within_months: table.optional_count("within_months"),
        needs: needs.iter().map(|need| need.value.clone()).collect(),
        contains: contains.as_ref().map(|contained| contained.value.clone()),
        repeats,
        work_from: work_from(context, table, &definition.value),
        claim_window: window(table),
        ..ContractOutcome::plain(&id.value, &definition.value)
    };
    ReadOutcome {
        outcome,
        id,
        refers: needs.into_iter().chain(contains).chain(after).collect(),
        groups: for_groups.into_iter().chain(most_for).collect(),
    }
}

/// From when work counts under the contract; a word for outcomes that are counted from work only.
fn work_from(context: &Context<'_>, table: &Reader<'_>, definition: &str) -> Option<WorkFrom> {
    let from = spine::work_from(table)?;
    if context.outcomes.get(definition).is_some_and(|known| !known.counts.looks_at_work()) {
        let place = table.place_of_key("work_from").unwrap_or_else(|| table.span());
        table.faults.add(
            table
                .error("policy/wrong-type", place, format!("`{definition}` is not counted from work"))
                .label("changes nothing")
                .help("take `work_from` away: it is for outcomes that are counted from jobs and self-employment"),
        );
    }
    Some(from)
}

/// The starts for which an outcome is paid: `starts_from` and `starts_until`.
fn starts(table: &Reader<'_>) -> Option<Period> {
    let (from, until) = (table.optional_day("starts_from"), table.optional_day("starts_until"));
    let first = from.as_ref().map(|day| day.value).or_else(|| until.as_ref().map(|_| kernel::Day::MIN))?;
    Period::new(first, until.as_ref().map(|day| day.value))
        .inspect_err(|error| {
            let span = until.map_or_else(|| table.span(), |day| day.span);
            table.faults.add(
                table
                    .error("policy/dates-reversed", span, error.to_string())
                    .label(format!("before {first}"))
                    .help("both days are included; swap them or mend the year"),
            );
        })
        .ok()
}

/// What outcomes say of each other: that it is there, that none needs itself in the end, that a run of work contains a
/// run of work, and that groups are known.
pub(super) fn expect_relations(context: &Context<'_>, reader: &Reader<'_>, parts: &Parts<'_>) {
    for read in parts.outcomes {
        for other in &read.refers {
            parts.expect_outcome(reader, other);
        }
        for group in &read.groups {
            parts.expect_group(reader, group);
        }
        if needs_itself(parts.outcomes, &read.outcome) {
            let message = format!("`{}` needs itself, directly or by way of another", read.outcome.id);
            reader.faults.add(
                reader
                    .error("policy/needs-itself", read.id.span.clone(), message)
                    .label("can never be paid")
                    .help("take one of the `needs` away"),
            );
        }
        expect_runs(context, reader, parts, read);
    }
}

fn needs_itself(outcomes: &[ReadOutcome], outcome: &ContractOutcome) -> bool {
    let mut open: Vec<&str> = outcome.needs.iter().map(String::as_str).collect();
    let mut seen: Vec<&str> = Vec::new();
    while let Some(id) = open.pop() {
        if id == outcome.id {
            return true;
        }
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let others = outcomes.iter().filter(|other| other.outcome.id == id);
        open.extend(others.flat_map(|other| other.outcome.needs.iter().map(String::as_str)));
    }
    false
}

/// `contains` is for outcomes that are counted by weeks in work, on both sides.
fn expect_runs(context: &Context<'_>, reader: &Reader<'_>, parts: &Parts<'_>, read: &ReadOutcome) {
    let Some(contained) = &read.outcome.contains else { return };
    let counts_weeks = |outcome: &ContractOutcome| {
        let definition = context.outcomes.get(&outcome.definition);
        definition.is_none_or(|known| matches!(known.counts, Counts::WeeksInWork { .. } | Counts::WeeksInWindow { .. }))
    };
    let both = parts.outcomes.iter().filter(|other| other.outcome.id == *contained);
    if !counts_weeks(&read.outcome) || !both.map(|other| &other.outcome).all(counts_weeks) {
        report(
            reader,
            read.id.span.clone(),
            format!("`{}` cannot contain `{contained}`: one of them is not counted by weeks in work", read.outcome.id),
        );
    }
}

fn report(reader: &Reader<'_>, span: Range<usize>, message: String) {
    reader.faults.add(
        reader
            .error("policy/wrong-type", span, message)
            .label("has no run of work")
            .help("use `needs` for outcomes that only go together"),
    );
}

/// `[[evidence]]`: the kinds that are enough for an outcome.
pub(super) fn evidence(context: &Context<'_>, reader: &Reader<'_>, parts: &Parts<'_>) -> Vec<EvidenceRule> {
    let mut rules: Vec<EvidenceRule> = Vec::new();
    for table in reader.tables("evidence", "evidence for an outcome") {
        let outcome = parts.outcome(&table);
        let accepts = table.texts("accepts");
        if accepts.is_empty() {
            table.missing("accepts");
        }
        let known = context.evidence.keys().map(String::as_str);
        // Without any list of kinds nothing can be found, and that is not the contract's fault.
        let accepts = if context.evidence.is_empty() {
            accepts.into_iter().map(|kind| kind.value).collect()
        } else {
            known_words(&table, "policy/unknown-evidence", "kind of evidence", accepts, known)
        };
        table.finish();
        if rules.iter().any(|earlier| earlier.outcome == outcome.value) {
            report_duplicate(&table, &outcome);
        }
        rules.push(EvidenceRule { outcome: outcome.value, accepts });
    }
    rules
}
