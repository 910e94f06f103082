//! Reads `[[price]]`, and holds that every outcome has exactly one price for everybody on every day.

use super::Parts;
use crate::{
    Price, PriceDay, PriceValues,
    load::{
        dated::dated_values,
        ids::report_duplicate,
        reader::{Reader, Spotted},
        vocabulary::expect_known,
    },
};

pub(super) fn prices(reader: &Reader<'_>, parts: &Parts<'_>) -> Vec<Price> {
    let mut prices: Vec<Price> = Vec::new();
    for table in reader.tables("price", "a price") {
        let (outcome, price) = price(&table, parts);
        table.finish();
        if prices.iter().any(|earlier| earlier.outcome == price.outcome && earlier.group == price.group) {
            report_duplicate(&table, &outcome);
        }
        prices.push(price);
    }
    for read in parts.outcomes {
        expect_priced(reader, parts, &prices, &read.id);
    }
    expect_shares(reader, &prices);
    prices
}

fn price(table: &Reader<'_>, parts: &Parts<'_>) -> (Spotted<String>, Price) {
    let outcome = parts.outcome(table);
    let group = table.optional_text("group");
    if let Some(group) = &group {
        parts.expect_group(table, group);
    }
    let what = match &group {
        None => format!("the price of `{}`", outcome.value),
        Some(group) => format!("the price of `{}` for the group `{}`", outcome.value, group.value),
    };
    let price = Price {
        outcome: outcome.value.clone(),
        group: group.map(|group| group.value),
        by: by(table),
        values: values(table, parts, &what),
        example: table.flag("example"),
    };
    (outcome, price)
}

fn by(table: &Reader<'_>) -> PriceDay {
    let Some(word) = table.optional_text("by") else { return PriceDay::Reached };
    expect_known(table, "policy/unknown-word", "day that decides a price", &word, ["reached", "start"]);
    if word.value == "start" { PriceDay::Start } else { PriceDay::Reached }
}

/// One of `values`, `by_contract_year`, and `share_percent` with `of`.
fn values(table: &Reader<'_>, parts: &Parts<'_>, what: &str) -> PriceValues {
    let years = table.wholes("by_contract_year");
    let share = table.optional_count("share_percent");
    let of = table.optional_text("of");
    let ways =
        [table.place_of_key("values"), table.place_of_key("by_contract_year"), table.place_of_key("share_percent")];
    let mut given = ways.into_iter().flatten();
    if let (Some(_), Some(second)) = (given.next(), given.next()) {
        table.faults.add(
            table
                .error("policy/said-twice", second, format!("{what} is given in two ways"))
                .label("the same in another way")
                .help("keep one of `values`, `by_contract_year`, and `share_percent` with `of`"),
        );
    }
    if let Some(years) = years {
        return PriceValues::ByContractYear(years);
    }
    if share.is_none() && of.is_none() {
        let dated = dated_values(table, what);
        dated.expect_covered(table, what, parts.days);
        return PriceValues::Dated(dated.values);
    }
    let of = of.unwrap_or_else(|| table.text("of"));
    let known = parts.parameters.iter().copied();
    expect_known(table, "policy/unknown-parameter", "parameter of this contract", &of, known);
    if share.is_none() {
        table.missing("share_percent");
    }
    PriceValues::Share { percent: share.unwrap_or_default(), of: of.value }
}

/// An outcome without a price for everybody needs one for each group.
fn expect_priced(reader: &Reader<'_>, parts: &Parts<'_>, prices: &[Price], id: &Spotted<String>) {
    let of: Vec<&Price> = prices.iter().filter(|price| price.outcome == id.value).collect();
    if of.iter().any(|price| price.group.is_none()) {
        return;
    }
    if of.is_empty() {
        reader.faults.add(
            reader
                .error("policy/no-value", id.span.clone(), format!("the outcome `{}` has no price", id.value))
                .label("nothing is paid for this")
                .help("add a [[price]] with `outcome` and `values`"),
        );
        return;
    }
    let without = |group: &&&str| of.iter().all(|price| price.group.as_deref() != Some(**group));
    let missing: Vec<String> = parts.groups.iter().filter(without).map(|group| format!("`{group}`")).collect();
    if !missing.is_empty() {
        let message = format!("the outcome `{}` has no price for {}", id.value, missing.join(", "));
        reader.faults.add(
            reader
                .error("policy/no-value", id.span.clone(), message)
                .label("others have one")
                .help("add a [[price]] with that `group`, or one without a group for everybody else"),
        );
    }
}

/// Shares of one parameter may not come to more than the whole, for any group.
fn expect_shares(reader: &Reader<'_>, prices: &[Price]) {
    let mut sums: Vec<(&str, Option<&str>, i64)> = Vec::new();
    for price in prices {
        let PriceValues::Share { percent, of } = &price.values else { continue };
        let key = (of.as_str(), price.group.as_deref());
        match sums.iter_mut().find(|(of, group, _)| (*of, *group) == key) {
            Some((.., sum)) => *sum = sum.saturating_add(*percent),
            None => sums.push((key.0, key.1, *percent)),
        }
    }
    for (of, _, sum) in sums.into_iter().filter(|(.., sum)| *sum > 100) {
        let span = reader.place_of_key("price").unwrap_or_else(|| reader.span());
        reader.faults.add(
            reader
                .error("policy/out-of-range", span, format!("the shares of `{of}` come to {sum} percent"))
                .label("more than the whole")
                .help("shares of one parameter may come to 100 at most"),
        );
    }
}
