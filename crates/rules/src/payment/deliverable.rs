//! Is a line of a monthly return of deliverables right, and what is it worth?
//!
//! *Authority*: European Social Fund 2014-20, DC-ESF-R2 `8da698ac`: unit-cost deliverables carry no value, all others must;
//! the deliverable must be in the contract's allocation, with `allocation.start < last day of the month` and
//! `allocation.end > first day of the month`; the day of a panel's approval must be given for some, is not after today and
//! not before 1 April 2019. DC-Summarisation `784cc61f`: a line of the return before that is absent now is volume 0,
//! value 0.
//! *Applies*: to one return, beside the one before it.
//! *Simplified*: which document bears a line out is not looked at.
//! *Example*: ST01 once in May: its unit cost; ST01 with a value: a fault; absent in June's return: restated as zero.

use super::line::Reason;
use chrono::{Datelike, Months};
use kernel::{Day, Pence, in_words};
use policy::{Contract, DeliverableKind};
use serde::{Deserialize, Serialize};

const CODE: &str = "rules/payment/deliverable";

/// The first day of a panel's approval that is accepted (DC-ESF-R2 `8da698ac`).
const PANELS_FROM: (i32, u32, u32) = (2019, 4, 1);

/// How a line is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CostType {
    /// Units at their cost.
    UnitCost,
    /// Units taken off again.
    UnitCostDeduction,
    /// What it cost.
    Value,
}

/// A line of a return.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReturnLine {
    /// The deliverable's code.
    pub deliverable: String,
    /// A day of the month that it is claimed for.
    pub month: Day,
    /// Whom or what it is about, as the return calls it.
    pub reference: String,
    /// How it is claimed.
    pub cost_type: CostType,
    /// What it cost, where it is claimed so.
    pub value: Option<Pence>,
    /// The day on which a panel approved it, if one did.
    pub panel_on: Option<Day>,
}

/// What a line comes to: units and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worth {
    /// Units: 1, −1 for a deduction, 0 for a line that is gone.
    pub volume: i64,
    /// Pence; below zero for a deduction.
    pub value: Pence,
}

/// What is wrong with a line of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnFault {
    /// The number of the line, from 1.
    pub number: usize,
    /// What is wrong.
    pub reason: Reason,
}

/// What a line is worth, or everything that is wrong with it.
///
/// # Errors
/// Every fault, in the order of the rules above.
pub fn worth(contract: &Contract, line: &ReturnLine, today: Day) -> Result<Worth, Vec<Reason>> {
    let fault = |says: String| Reason::new(CODE, says);
    let code = &line.deliverable;
    let Some(deliverable) = contract.deliverables.iter().find(|known| known.code == *code) else {
        return Err(vec![fault(format!("`{code}` is not in the allocation of {}.", contract.name))]);
    };
    let mut faults = Vec::new();
    let (first, last) = month(line.month);
    let allocated = deliverable.allocated;
    if allocated.from >= last || allocated.until.is_some_and(|until| until <= first) {
        faults.push(fault(format!("`{code}` is not allocated for {}.", line.month.format("%B %Y"))));
    }
    let worth = match (deliverable.kind, line.cost_type, line.value) {
        (DeliverableKind::UnitCost { pence, .. }, CostType::UnitCost, None) => Worth { volume: 1, value: Pence(pence) },
        (DeliverableKind::UnitCost { pence, deductible: true }, CostType::UnitCostDeduction, None) => {
            Worth { volume: -1, value: Pence(-pence) }
        }
        (DeliverableKind::Value, CostType::Value, Some(value)) => Worth { volume: 1, value },
        (DeliverableKind::UnitCost { .. }, CostType::UnitCost | CostType::UnitCostDeduction, Some(_)) => {
            faults.push(fault(format!("`{code}` is paid by unit cost: the return gives no value for it.")));
            Worth { volume: 0, value: Pence::ZERO }
        }
        (DeliverableKind::Value, CostType::Value, None) => {
            faults.push(fault(format!("`{code}` is paid at what it cost: the return must give the value.")));
            Worth { volume: 0, value: Pence::ZERO }
        }
        _ => {
            faults.push(fault(format!("`{code}` cannot be claimed in this way.")));
            Worth { volume: 0, value: Pence::ZERO }
        }
    };
    faults.extend(panel(deliverable.needs_panel_date, line, today).map(fault));
    if faults.is_empty() { Ok(worth) } else { Err(faults) }
}

fn panel(needed: bool, line: &ReturnLine, today: Day) -> Option<String> {
    let (year, month, day) = PANELS_FROM;
    let earliest = Day::from_ymd_opt(year, month, day)?;
    match line.panel_on {
        None if needed => Some(format!("`{}` needs the day on which the panel approved it.", line.deliverable)),
        Some(on) if on > today => Some(format!("The panel's day, {}, is still to come.", in_words(on))),
        Some(on) if on < earliest => {
            Some(format!("The panel's day, {}, is before {}.", in_words(on), in_words(earliest)))
        }
        _ => None,
    }
}

/// First and last day of the month of a day.
fn month(day: Day) -> (Day, Day) {
    let first = day.with_day(1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(Day::MAX);
    (first, last)
}

/// This return with the lines of the one before that are absent now, each as zero: what a cumulative ledger takes.
///
/// # Errors
/// Every fault of every line of this return.
pub fn restated(
    contract: &Contract,
    before: &[ReturnLine],
    now: &[ReturnLine],
    today: Day,
) -> Result<Vec<(ReturnLine, Worth)>, Vec<ReturnFault>> {
    let mut lines = Vec::new();
    let mut faults = Vec::new();
    for (line, number) in now.iter().zip(1..) {
        match worth(contract, line, today) {
            Ok(worth) => lines.push((line.clone(), worth)),
            Err(found) => faults.extend(found.into_iter().map(|reason| ReturnFault { number, reason })),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let key = |line: &ReturnLine| (line.deliverable.clone(), month(line.month), line.reference.clone(), line.cost_type);
    let present: Vec<_> = now.iter().map(key).collect();
    let gone = before.iter().filter(|line| !present.contains(&key(line)));
    lines.extend(gone.map(|line| (line.clone(), Worth { volume: 0, value: Pence::ZERO })));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::payment::claim_lines::tests::contract;
    use kernel::Period;
    use policy::Deliverable;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn allocation() -> Contract {
        let deliverable = |code: &str, kind| Deliverable {
            code: code.into(),
            says: code.into(),
            kind,
            needs_panel_date: false,
            allocated: Period { from: day("2019-06-30"), until: Some(day("2019-08-01")) },
        };
        let unit = |deductible| DeliverableKind::UnitCost { pence: 500, deductible };
        Contract {
            deliverables: vec![
                deliverable("ST01", unit(true)),
                deliverable("SD01", unit(false)),
                deliverable("NR01", DeliverableKind::Value),
            ],
            ..contract(&[], Vec::new())
        }
    }

    fn line(code: &str, month: &str, cost_type: CostType, value: Option<i64>) -> ReturnLine {
        ReturnLine {
            deliverable: code.into(),
            month: day(month),
            reference: "one".into(),
            cost_type,
            value: value.map(Pence),
            panel_on: None,
        }
    }

    fn says(line: &ReturnLine) -> Result<(i64, i64), String> {
        worth(&allocation(), line, day("2019-12-31"))
            .map(|worth| (worth.volume, worth.value.0))
            .map_err(|faults| faults.into_iter().map(|fault| fault.says).collect::<Vec<_>>().join(" "))
    }

    /// DC-ESF-R2 `8da698ac`: the allocation begins before the last day of the month and ends after its first.
    #[test]
    fn a_month_is_allocated_whose_last_day_lies_after_the_first_of_the_allocation_and_first_before_its_last() {
        let of = |month: &str| says(&line("ST01", month, CostType::UnitCost, None));
        assert_eq!(of("2019-06-15"), Err("`ST01` is not allocated for June 2019.".into()), "it begins on the last day");
        assert_eq!(of("2019-07-31"), Ok((1, 500)));
        assert_eq!(
            of("2019-08-15"),
            Err("`ST01` is not allocated for August 2019.".into()),
            "it ends on the first day"
        );
    }

    #[test]
    fn each_way_to_claim_asks_for_its_own_and_says_what_is_missing() {
        let of = |code: &str, cost_type, value| says(&line(code, "2019-07-01", cost_type, value));
        assert_eq!(of("ST01", CostType::UnitCostDeduction, None), Ok((-1, -500)));
        assert_eq!(of("NR01", CostType::Value, Some(7)), Ok((1, 7)));
        let unit = "is paid by unit cost: the return gives no value for it.";
        for cost_type in [CostType::UnitCost, CostType::UnitCostDeduction] {
            assert_eq!(of("ST01", cost_type, Some(500)), Err(format!("`ST01` {unit}")));
        }
        let value = "`NR01` is paid at what it cost: the return must give the value.";
        assert_eq!(of("NR01", CostType::Value, None), Err(value.into()));
        let other_way = |code: &str| Err(format!("`{code}` cannot be claimed in this way."));
        assert_eq!(of("SD01", CostType::UnitCostDeduction, None), other_way("SD01"));
        assert_eq!(of("NR01", CostType::UnitCost, None), other_way("NR01"));
        assert_eq!(of("ST01", CostType::Value, Some(1)), other_way("ST01"));
    }

    #[test]
    fn what_is_absent_now_is_stated_as_nothing_and_the_same_month_on_another_day_is_no_absence() {
        let before = [
            line("ST01", "2019-07-01", CostType::UnitCost, None),
            line("SD01", "2019-07-01", CostType::UnitCost, None),
        ];
        let now = [line("ST01", "2019-07-31", CostType::UnitCost, None)];
        let lines = restated(&allocation(), &before, &now, day("2019-12-31")).unwrap();
        let told: Vec<(&str, i64)> =
            lines.iter().map(|(line, worth)| (line.deliverable.as_str(), worth.volume)).collect();
        assert_eq!(told, [("ST01", 1), ("SD01", 0)]);
        let wrong = [now[0].clone(), line("NR01", "2019-07-01", CostType::Value, None)];
        let faults = restated(&allocation(), &before, &wrong, day("2019-12-31")).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.number).collect::<Vec<_>>(), [2]);
    }
}
