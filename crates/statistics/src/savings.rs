//! What do outcomes save, against what they cost, and what share of that does a partnership earn?
//!
//! *Authority*: Public Accounts Committee, HC 131 (2007-08), figure 1: the net fiscal benefit of two New Deals by how long each
//! additional job lasts. The formula behind it, recovered by arithmetic: additional jobs × saving a year × years − cost,
//! the first year undiscounted, the second discounted by 3.5%.
//! *Applies*: to additional outcomes only: those that would have come anyway (deadweight) are taken off first.
//! *Simplified*: a saving is spread evenly over the year; no effect on other people, no inflation. Money is in pence as a
//! decimal number here, since these are estimates; nothing of it is ever booked.
//! *Example*: 100 jobs, half of which would have come anyway, at £7,000 a year, that last two years:
//! 50 × £7,000 × (1 + 1/1.035) = £688,164.

/// What is put in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SavingsCase {
    /// Outcomes counted, whoever caused them.
    pub outcomes: f64,
    /// The part of them that would have come anyway, from 0 to 1.
    pub deadweight: f64,
    /// What one additional outcome saves the public purse in a year, in pence.
    pub saving_pence_year: f64,
    /// How long each lasts, in months.
    pub months: f64,
    /// What it all cost, in pence.
    pub cost_pence: f64,
    /// The discount of each year after the first, as a share: 0.035.
    pub discount: f64,
}

/// What a partnership is paid of savings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SavingsShare {
    /// The part of savings above the baseline, from 0 to 1.
    pub share: f64,
    /// Savings that would have been made without the partnership, in pence; below them nothing is shared.
    pub baseline_pence: f64,
}

impl SavingsCase {
    /// Outcomes that would not have come anyway.
    #[must_use]
    pub fn additional(&self) -> f64 {
        self.outcomes * (1.0 - self.deadweight)
    }

    /// What they save over their time, discounted, in pence.
    #[must_use]
    pub fn saved_pence(&self) -> f64 {
        self.additional() * self.saving_pence_year * years_worth(self.months, self.discount)
    }

    /// Savings less cost, in pence; below zero when it costs more than it saves.
    #[must_use]
    pub fn net_pence(&self) -> f64 {
        self.saved_pence() - self.cost_pence
    }

    /// What is saved for each pound spent; `None` when nothing was spent.
    #[must_use]
    pub fn saved_for_each_pound(&self) -> Option<f64> {
        (self.cost_pence > 0.0).then(|| self.saved_pence() / self.cost_pence)
    }

    /// The part of outcomes that must be additional for savings to pay for the cost; `None` when outcomes save nothing. Above
    /// 1 it cannot be reached.
    #[must_use]
    pub fn break_even_additionality(&self) -> Option<f64> {
        let all = self.outcomes * self.saving_pence_year * years_worth(self.months, self.discount);
        (all > 0.0).then(|| self.cost_pence / all)
    }

    /// What the partnership is paid, in pence.
    #[must_use]
    pub fn earned_pence(&self, terms: &SavingsShare) -> f64 {
        terms.share * (self.saved_pence() - terms.baseline_pence).max(0.0)
    }
}

/// How many first years' worth of saving there are in a given number of months: the first year counts in full, each later one less.
///
/// ```
/// use statistics::years_worth;
/// assert_eq!(years_worth(3.0, 0.035), 0.25);
/// assert_eq!(years_worth(12.0, 0.035), 1.0);
/// assert!((years_worth(24.0, 0.035) - 1.96618).abs() < 0.00001);
/// ```
#[must_use]
pub fn years_worth(months: f64, discount: f64) -> f64 {
    let mut left = months.clamp(0.0, 1_200.0);
    let (mut worth, mut weight) = (0.0, 1.0);
    while left > 0.0 {
        let part = left.min(12.0);
        worth += part / 12.0 * weight;
        weight /= 1.0 + discount;
        left -= part;
    }
    worth
}

/// Gains and losses of an outcome by whose they are, in pence: what one pays another cancels in the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Perspectives {
    /// People who take part.
    pub participants_pence: i64,
    /// Their employers.
    pub employers_pence: i64,
    /// The public purse.
    pub exchequer_pence: i64,
}

impl Perspectives {
    /// All of society: the sum of the others.
    #[must_use]
    pub fn society_pence(&self) -> i64 {
        self.participants_pence.saturating_add(self.employers_pence).saturating_add(self.exchequer_pence)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A programme by its cost and additional jobs, with the saving a year recovered from the column of twelve months.
    fn published(cost_million: f64, jobs: f64, net_at_12_months: f64, months: f64) -> f64 {
        let saving_pence_year = (net_at_12_months + cost_million) * 1e8 / jobs;
        let case = SavingsCase {
            outcomes: jobs,
            deadweight: 0.0,
            saving_pence_year,
            months,
            cost_pence: cost_million * 1e8,
            discount: 0.035,
        };
        case.net_pence() / 1e8
    }

    /// Figure 1: £ million, net, if each additional job lasts 3, 6, 12 and 24 months.
    #[test]
    fn hc_131_figure_1_the_new_deals_by_how_long_jobs_last() {
        let disabled = [(3.0, -54.867), (6.0, -34.754), (12.0, 5.470), (24.0, 83.200)];
        for (months, net) in disabled {
            let found = published(74.979, 11_064.0, 5.470, months);
            assert!((found - net).abs() <= 0.003, "disabled people, {months} months: {found} not {net}");
        }
        let lone_parents = [(3.0, -60.342), (6.0, -43.067), (12.0, -8.516), (24.0, 58.248)];
        for (months, net) in lone_parents {
            let found = published(77.617, 15_684.0, -8.516, months);
            assert!((found - net).abs() <= 0.003, "lone parents, {months} months: {found} not {net}");
        }
    }

    /// Future Jobs Fund, DWP 2012 as reported by Touchstone: £4,000, £6,850 and −£3,100 make £7,750.
    #[test]
    fn touchstone_future_jobs_fund_transfers_cancel() {
        let fund = Perspectives { participants_pence: 400_000, employers_pence: 685_000, exchequer_pence: -310_000 };
        assert_eq!(fund.society_pence(), 775_000);
    }

    #[test]
    fn what_would_have_come_anyway_saves_nothing() {
        let case = SavingsCase {
            outcomes: 100.0,
            deadweight: 0.5,
            saving_pence_year: 700_000.0,
            months: 24.0,
            cost_pence: 50_000_000.0,
            discount: 0.035,
        };
        assert_eq!(case.saved_pence().round(), 68_816_425.0);
        assert_eq!((case.break_even_additionality().unwrap() * 1_000.0).round(), 363.0);
        let terms = SavingsShare { share: 0.5, baseline_pence: 8_816_425.0 };
        assert_eq!(case.earned_pence(&terms).round(), 30_000_000.0);
        assert_eq!(SavingsCase { deadweight: 1.0, ..case }.earned_pence(&terms), 0.0);
        assert_eq!(SavingsCase { cost_pence: 0.0, ..case }.saved_for_each_pound(), None);
    }

    proptest! {
        #[test]
        fn more_deadweight_never_saves_more_and_longer_never_less(
            outcomes in 0.0..1e5_f64, one in 0.0..1.0_f64, other in 0.0..1.0_f64, months in 0.0..120.0_f64,
        ) {
            let case = |deadweight: f64, months: f64| SavingsCase {
                outcomes, deadweight, saving_pence_year: 5e5, months, cost_pence: 1e6, discount: 0.035,
            };
            let (less, more) = (one.min(other), one.max(other));
            prop_assert!(case(more, months).saved_pence() <= case(less, months).saved_pence());
            prop_assert!(case(less, months).saved_pence() <= case(less, months + 1.0).saved_pence());
            let even = case(0.0, months);
            if let Some(needed) = even.break_even_additionality().filter(|needed| *needed <= 1.0) {
                prop_assert!(case(1.0 - needed, months).net_pence().abs() < 1.0);
            }
        }
    }
}
