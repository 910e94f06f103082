//! Reads what is worked out over all participants of a contract together.

use super::Parts;
use crate::{
    Cap, Clawback, ContractOutcome, Deliverable, DeliverableKind, Discount, Incentive, Limit, Profile, ServiceFee,
    Span, Tier, WindowLength,
    load::{
        dated::dated_values,
        ids::{plain_id, report_duplicate},
        reader::{Reader, Spotted},
        vocabulary::expect_known,
    },
};
use kernel::{Day, Period};

type Days = (Option<Day>, Option<Day>);

/// `[[service_fee]]`
pub(super) fn service_fees(reader: &Reader<'_>, days: Days) -> Vec<ServiceFee> {
    let mut fees: Vec<ServiceFee> = Vec::new();
    for table in reader.tables("service_fee", "a service fee") {
        let id = plain_id(&table);
        let what = format!("the service fee `{}`", id.value);
        let dated = dated_values(&table, &what);
        dated.expect_covered(&table, &what, days);
        let says = table.text("says").value;
        let fee = ServiceFee { id: id.value.clone(), says, values: dated.values, example: table.flag("example") };
        table.finish();
        if fees.iter().any(|earlier| earlier.id == fee.id) {
            report_duplicate(&table, &id);
        }
        fees.push(fee);
    }
    fees
}

/// `[[tier]]`
pub(super) fn tiers(reader: &Reader<'_>, parts: &Parts<'_>) -> Vec<Tier> {
    let mut tiers: Vec<Tier> = Vec::new();
    for table in reader.tables("tier", "a tier") {
        let outcome = parts.outcome(&table);
        let tier = Tier {
            outcome: outcome.value.clone(),
            over: span(&table),
            above: table.count("above"),
            price_percent: table.count("price_percent"),
            example: table.flag("example"),
        };
        table.finish();
        let same = |earlier: &Tier| earlier.outcome == tier.outcome && earlier.above == tier.above;
        let other_span = |earlier: &Tier| earlier.outcome == tier.outcome && earlier.over != tier.over;
        if tiers.iter().any(same) {
            report_duplicate(&table, &outcome);
        } else if tiers.iter().any(other_span) {
            let message = format!("the tiers of `{}` are counted over different times", outcome.value);
            table.faults.add(
                table
                    .error("policy/said-twice", outcome.span, message)
                    .label("another tier says otherwise")
                    .help("give all tiers of an outcome the same `over`"),
            );
        }
        tiers.push(tier);
    }
    tiers
}

/// `[[cap]]`
pub(super) fn caps(reader: &Reader<'_>, parts: &Parts<'_>) -> Vec<Cap> {
    let mut caps = Vec::new();
    for table in reader.tables("cap", "a cap") {
        let outcome = table.optional_text("outcome");
        if let Some(outcome) = &outcome {
            parts.expect_outcome(&table, outcome);
        }
        let pence = table.optional_count("most_pence").map(Limit::Pence);
        let outcomes = table.optional_count("most_outcomes").map(Limit::Outcomes);
        if pence.is_none() && outcomes.is_none() {
            table.missing("most_pence");
        } else if pence.is_some() && outcomes.is_some() {
            table.faults.add(
                table
                    .error("policy/said-twice", table.span(), "a cap is either of money or of outcomes")
                    .label("has both")
                    .help("write two caps: both then hold"),
            );
        }
        let over = span(&table);
        let example = table.flag("example");
        table.finish();
        let outcome = outcome.map(|outcome| outcome.value);
        caps.extend(pence.or(outcomes).map(|most| Cap { outcome, over, most, example }));
    }
    caps
}

/// `[[discount]]`
pub(super) fn discounts(reader: &Reader<'_>, parts: &Parts<'_>) -> Vec<Discount> {
    let mut discounts: Vec<Discount> = Vec::new();
    for table in reader.tables("discount", "a discount") {
        let outcome = parts.outcome(&table);
        let dated = dated_values(&table, &format!("the discount on `{}`", outcome.value));
        for (value, place) in dated.spotted().filter(|(value, _)| !(0..=100).contains(&value.is)) {
            table.faults.add(
                table
                    .error("policy/out-of-range", place.clone(), format!("a discount of {} percent", value.is))
                    .label("must be from 0 to 100"),
            );
        }
        let discount =
            Discount { outcome: outcome.value.clone(), values: dated.values, example: table.flag("example") };
        table.finish();
        if discounts.iter().any(|earlier| earlier.outcome == discount.outcome) {
            report_duplicate(&table, &outcome);
        }
        discounts.push(discount);
    }
    discounts
}

/// `[[profile]]`
pub(super) fn profiles(reader: &Reader<'_>, parts: &Parts<'_>) -> Vec<Profile> {
    let mut profiles: Vec<Profile> = Vec::new();
    for table in reader.tables("profile", "a profile") {
        let outcome = parts.outcome(&table);
        let by_month = table.wholes("by_month").unwrap_or_else(|| {
            table.missing("by_month");
            Vec::new()
        });
        if by_month.iter().any(|number| *number < 0) {
            let place = table.place_of_key("by_month").unwrap_or_else(|| table.span());
            let message = format!("the profile of `{}` has a month with fewer than none", outcome.value);
            table.faults.add(table.error("policy/out-of-range", place, message).label("0 or more is needed"));
        }
        let profile = Profile { outcome: outcome.value.clone(), by_month, example: table.flag("example") };
        table.finish();
        if profiles.iter().any(|earlier| earlier.outcome == profile.outcome) {
            report_duplicate(&table, &outcome);
        }
        profiles.push(profile);
    }
    profiles
}

/// `[[incentive]]`
pub(super) fn incentives(reader: &Reader<'_>, parts: &Parts<'_>) -> Vec<Incentive> {
    let mut incentives: Vec<Incentive> = Vec::new();
    for table in reader.tables("incentive", "an incentive") {
        let id = plain_id(&table);
        let outcome = parts.outcome(&table);
        let incentive = Incentive {
            id: id.value.clone(),
            within: cohort_time(&table, parts, &outcome),
            outcome: outcome.value,
            benchmark_percent: percent(&table, "benchmark_percent"),
            pence_each: table.count("pence_each"),
            example: table.flag("example"),
        };
        table.finish();
        if incentives.iter().any(|earlier| earlier.id == incentive.id) {
            report_duplicate(&table, &id);
        }
        incentives.push(incentive);
    }
    incentives
}

/// How long after the start each of a cohort has for the outcome: as the incentive says, or as the outcome does.
fn cohort_time(table: &Reader<'_>, parts: &Parts<'_>, outcome: &Spotted<String>) -> WindowLength {
    let (days, months) = (table.optional_count("within_days"), table.optional_count("within_months"));
    if days.is_some() && months.is_some() {
        let place = table.place_of_key("within_months").unwrap_or_else(|| table.span());
        table.faults.add(
            table
                .error("policy/said-twice", place, "the time of a cohort is given in days and in months")
                .label("the same in another way")
                .help("keep one of `within_days` and `within_months`"),
        );
    }
    let said = days.map(WindowLength::Days).or(months.map(WindowLength::Months));
    let ways = || parts.outcomes.iter().map(|read| &read.outcome).filter(|way| way.id == outcome.value);
    let limit = |way: &ContractOutcome| match (way.within_days, way.within_months) {
        (Some(days), None) => Some(WindowLength::Days(days)),
        (None, Some(months)) => Some(WindowLength::Months(months)),
        _ => None,
    };
    let first = ways().next().and_then(limit);
    let of_outcome = first.filter(|first| ways().all(|way| limit(way) == Some(*first)));
    if said.is_none() && of_outcome.is_none() && ways().next().is_some() {
        let message = format!(
            "the incentive counts `{}` of those who started in a year, and nothing says how long each of them has",
            outcome.value
        );
        table.faults.add(
            table
                .error("policy/missing-key", outcome.span.clone(), message)
                .label("no one limit after the start")
                .help("add `within_days` or `within_months` here: an outcome after that does not count, and nothing is paid before"),
        );
    }
    said.or(of_outcome).unwrap_or(WindowLength::Days(0))
}

/// `[[clawback]]`
pub(super) fn clawbacks(reader: &Reader<'_>, parts: &Parts<'_>) -> Vec<Clawback> {
    let mut clawbacks: Vec<Clawback> = Vec::new();
    for table in reader.tables("clawback", "money that goes back") {
        let outcome = parts.outcome(&table);
        let clawback = Clawback {
            outcome: outcome.value.clone(),
            ends_within_days: table.count("ends_within_days"),
            percent: percent(&table, "percent"),
            example: table.flag("example"),
        };
        table.finish();
        if clawbacks.iter().any(|earlier| earlier.outcome == clawback.outcome) {
            report_duplicate(&table, &outcome);
        }
        clawbacks.push(clawback);
    }
    clawbacks
}

/// `[[deliverable]]`
pub(super) fn deliverables(reader: &Reader<'_>, (first, last): Days) -> Vec<Deliverable> {
    let mut deliverables: Vec<Deliverable> = Vec::new();
    for table in reader.tables("deliverable", "a deliverable") {
        let code = table.text("code");
        let (from, until) = table.days();
        let claimed = table.text("claimed");
        expect_known(&table, "policy/unknown-word", "way to claim", &claimed, ["unit-cost", "value"]);
        let kind = if claimed.value == "unit-cost" {
            DeliverableKind::UnitCost { pence: table.count("pence"), deductible: table.flag("deductible") }
        } else {
            DeliverableKind::Value
        };
        let deliverable = Deliverable {
            code: code.value.clone(),
            says: table.text("says").value,
            kind,
            needs_panel_date: table.flag("panel_date"),
            allocated: Period { from: from.or(first).unwrap_or_default(), until: until.or(last) },
        };
        table.finish();
        if deliverables.iter().any(|earlier| earlier.code == deliverable.code) {
            report_duplicate(&table, &code);
        }
        deliverables.push(deliverable);
    }
    deliverables
}

fn span(table: &Reader<'_>) -> Span {
    let word = table.text("over");
    expect_known(table, "policy/unknown-word", "time to count over", &word, ["contract", "contract-year"]);
    if word.value == "contract" { Span::Contract } else { Span::ContractYear }
}

/// A whole number of percent from 0 to 100.
fn percent(table: &Reader<'_>, key: &'static str) -> i64 {
    let percent = table.count(key);
    if percent > 100 {
        let place = table.place_of_key(key).unwrap_or_else(|| table.span());
        table.faults.add(
            table
                .error("policy/out-of-range", place, format!("`{key}` is {percent} percent"))
                .label("must be from 0 to 100"),
        );
    }
    percent.min(100)
}
