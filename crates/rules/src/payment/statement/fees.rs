//! Service fees: a line for each month that is over, or in which the contract ended.

use super::{LineKind, StatementLine};
use chrono::{Datelike, Months};
use kernel::{Day, Pence, completed_days};
use policy::{Contract, DatedValue, ServiceFee};

/// The lines of all fees by `as_of`, each on the last day of its month in the contract.
pub(super) fn lines(contract: &Contract, as_of: Day) -> Vec<StatementLine> {
    contract.service_fees.iter().flat_map(|fee| of(contract, fee, as_of)).collect()
}

fn of(contract: &Contract, fee: &ServiceFee, as_of: Day) -> Vec<StatementLine> {
    let mut found = Vec::new();
    let mut first = contract.period.from;
    while contract.period.until.is_none_or(|until| first <= until) {
        let Some((month, last)) = month(first) else { break };
        let until = contract.period.until.map_or(last, |until| until.min(last));
        if until > as_of {
            break;
        }
        found.extend(value_on(fee, first).map(|value| line(fee, value, (month, last), (first, until))));
        let Some(next) = last.succ_opt() else { break };
        first = next;
    }
    found
}

/// First and last day of the month of a day.
fn month(day: Day) -> Option<(Day, Day)> {
    let first = day.with_day(1)?;
    Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
}

fn value_on(fee: &ServiceFee, day: Day) -> Option<&DatedValue> {
    fee.values.iter().find(|value| value.period.contains(day))
}

/// A whole month, or its part by days, rounded half away from zero to whole pence.
fn line(fee: &ServiceFee, value: &DatedValue, month: (Day, Day), part: (Day, Day)) -> StatementLine {
    let days = |(first, last): (Day, Day)| i128::from(completed_days(first, last)) + 1;
    let (all, some) = (days(month), days(part));
    let amount = (i128::from(value.is) * some * 2 + all) / (all * 2);
    let of_days = if some == all { String::new() } else { format!(", {some} of {all} days") };
    StatementLine {
        on: part.1,
        kind: LineKind::ServiceFee,
        participant: None,
        item: fee.id.clone(),
        occurrence: 1,
        amount: Pence(i64::try_from(amount).unwrap_or(i64::MAX)),
        example: fee.example || value.example,
        code: "rules/payment/statement".to_owned(),
        says: format!("{} for {}{of_days}.", fee.says, month.0.format("%B %Y")),
    }
}
