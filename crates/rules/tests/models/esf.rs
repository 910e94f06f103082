//! European Social Fund deliverables: DC-ESF-R2 `8da698ac` (validation), DC-Summarisation `784cc61f` (cumulative returns).

use crate::support::{contract, day};
use kernel::Pence;
use rules::payment::deliverable::{CostType, ReturnLine, Worth, restated, worth};

const ID: &str = "esf-deliverables";

fn line(code: &str, month: &str, cost_type: CostType, value: Option<i64>, panel_on: Option<&str>) -> ReturnLine {
    ReturnLine {
        deliverable: code.into(),
        month: day(month),
        reference: "learner-1".into(),
        cost_type,
        value: value.map(Pence),
        panel_on: panel_on.map(day),
    }
}

fn faults(line: &ReturnLine) -> usize {
    worth(contract(ID), line, day("2020-12-31")).map_or_else(|faults| faults.len(), |_| 0)
}

#[test]
fn dc_esf_r2_unit_cost_carries_no_value_and_all_others_must() {
    let panel = Some("2020-05-01");
    assert_eq!(faults(&line("ST01", "2020-05-01", CostType::UnitCost, None, panel)), 0);
    assert_eq!(faults(&line("ST01", "2020-05-01", CostType::UnitCost, Some(1), panel)), 1);
    assert_eq!(faults(&line("ST01", "2020-05-01", CostType::Value, Some(1), panel)), 1);
    assert_eq!(faults(&line("RQ01", "2020-05-01", CostType::Value, Some(1), panel)), 0);
    assert_eq!(faults(&line("RQ01", "2020-05-01", CostType::Value, None, panel)), 1);
    // A deduction is for what is deductible: not for what a specification defines.
    let deduction =
        worth(contract(ID), &line("ST01", "2020-05-01", CostType::UnitCostDeduction, None, panel), day("2020-12-31"));
    assert_eq!(deduction, Ok(Worth { volume: -1, value: Pence(-30_000) }));
    assert_eq!(faults(&line("SD01", "2020-05-01", CostType::UnitCostDeduction, None, None)), 1);
}

#[test]
fn dc_esf_r2_the_month_must_be_in_the_allocation() {
    let on = |month: &str| faults(&line("CG01", month, CostType::Value, Some(1), None));
    assert_eq!((on("2019-03-31"), on("2019-04-01"), on("2021-07-31"), on("2021-08-01")), (1, 0, 0, 1));
    assert_eq!(faults(&line("XX01", "2020-05-01", CostType::Value, Some(1), None)), 1);
}

#[test]
fn dc_esf_r2_a_panel_is_needed_not_to_come_and_not_before_april_2019() {
    let on = |panel: Option<&str>| faults(&line("ST01", "2020-05-01", CostType::UnitCost, None, panel));
    assert_eq!((on(None), on(Some("2019-03-31")), on(Some("2019-04-01"))), (1, 1, 0));
    assert_eq!((on(Some("2020-12-31")), on(Some("2021-01-01"))), (0, 1));
}

#[test]
fn dc_summarisation_what_is_absent_now_is_restated_as_zero() {
    let one = line("CG01", "2020-05-01", CostType::Value, Some(5_000), None);
    let other = line("CG01", "2020-06-01", CostType::Value, Some(7_000), None);
    let today = day("2020-12-31");
    let now = restated(contract(ID), &[one.clone(), other.clone()], std::slice::from_ref(&other), today).unwrap();
    let values: Vec<(i64, i64)> = now.iter().map(|(_, worth)| (worth.volume, worth.value.0)).collect();
    assert_eq!(values, [(1, 7_000), (0, 0)]);
    assert_eq!(now[1].0, one);
    let wrong = line("CG01", "2020-06-01", CostType::Value, None, None);
    assert_eq!(restated(contract(ID), &[], &[other, wrong], today).unwrap_err()[0].number, 2, "the second line");
}
