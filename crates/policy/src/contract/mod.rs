//! A contract: what a buyer pays a provider for, and how much on which days.
//!
//! Here is the contract as a whole; what it pays for is in `outcome`, for how much in `price`, and what is worked
//! out over all its participants together (service fees, tiers, caps, incentives, money that goes back) in `whole`.

mod outcome;
mod price;
mod whole;

pub use outcome::{ClaimWindow, ContractOutcome, DayFrom, EvidenceRule, PaymentGroup, Repeats, WindowLength};
pub use price::{Price, PriceDay, PriceValues};
pub use whole::{
    Cap, Clawback, Deliverable, DeliverableKind, Discount, Incentive, Limit, Profile, ServiceFee, Span, Tier,
};

use crate::Parameter;
use kernel::{Day, Pence, Period};

/// A contract as an area's policy text describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// The id: the name of its file.
    pub id: String,
    /// The path that its reason codes start with: `areas/newcastle/contracts/futures`.
    pub path: String,
    /// The name people know it by.
    pub name: String,
    /// The id of the programme that it pays for.
    pub programme: String,
    /// The id of the body that pays.
    pub buyer: String,
    /// The id of the body that is paid.
    pub provider: String,
    /// The days of the contract, both ends included.
    pub period: Period,
    /// The citation.
    pub source: String,
    /// What a reader should know, such as which values are examples.
    pub note: String,
    /// Who brings an outcome before the buyer: the records themselves, or the provider.
    pub claimed_by: ClaimedBy,
    /// Until when an outcome must be claimed, where the outcome does not say otherwise; `None`: no limit.
    pub claim_window: Option<ClaimWindow>,
    /// Groups of people with prices of their own, in the order in which they are asked; empty: one price for all.
    pub groups: Vec<PaymentGroup>,
    /// Numbers that the outcomes read, such as `wage_pence_hour`.
    pub parameters: Vec<Parameter>,
    /// What is paid for.
    pub outcomes: Vec<ContractOutcome>,
    /// What is paid for each.
    pub prices: Vec<Price>,
    /// Evidence without which an outcome is not paid.
    pub evidence: Vec<EvidenceRule>,
    /// What is paid for the service, whoever reaches what.
    pub service_fees: Vec<ServiceFee>,
    /// Other prices from a given number of outcomes on.
    pub tiers: Vec<Tier>,
    /// The most that is paid.
    pub caps: Vec<Cap>,
    /// What is taken off prices.
    pub discounts: Vec<Discount>,
    /// What is paid besides for more than a benchmark.
    pub incentives: Vec<Incentive>,
    /// What goes back.
    pub clawbacks: Vec<Clawback>,
    /// What was agreed to be expected, month by month.
    pub profiles: Vec<Profile>,
    /// Days that are no working days, from the spine's holidays for the nation of the area, in order.
    pub holidays: Vec<Day>,
    /// Deliverables claimed by month in returns that restate all earlier ones, as under the European Social Fund.
    pub deliverables: Vec<Deliverable>,
}

/// Who brings an outcome before the buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClaimedBy {
    /// What the records show is before the buyer at once (`records`); so where the text does not say.
    #[default]
    Records,
    /// The provider claims it (`provider`); until then it is earned and not claimed.
    Provider,
}

impl Contract {
    /// A contract of these days that pays for nothing yet; everything else is as where the text does not say.
    #[must_use]
    pub fn bare(id: &str, path: &str, period: Period) -> Self {
        Self {
            id: id.to_owned(),
            path: path.to_owned(),
            name: String::new(),
            programme: String::new(),
            buyer: String::new(),
            provider: String::new(),
            period,
            source: String::new(),
            note: String::new(),
            claimed_by: ClaimedBy::default(),
            claim_window: None,
            groups: Vec::new(),
            parameters: Vec::new(),
            outcomes: Vec::new(),
            prices: Vec::new(),
            evidence: Vec::new(),
            service_fees: Vec::new(),
            tiers: Vec::new(),
            caps: Vec::new(),
            discounts: Vec::new(),
            incentives: Vec::new(),
            clawbacks: Vec::new(),
            profiles: Vec::new(),
            holidays: Vec::new(),
            deliverables: Vec::new(),
        }
    }

    /// The price of an outcome on `day`, that of the first group where groups have their own, and whether it is a
    /// made-up example; `None` when the contract has no price for it on that day.
    #[must_use]
    pub fn price_on(&self, outcome: &str, day: Day) -> Option<(Pence, bool)> {
        let price = self.prices.iter().find(|price| price.outcome == outcome)?;
        price.on(self, day)
    }

    /// The value of a parameter on `day`, in its unit; `None` when it has none.
    #[must_use]
    pub fn parameter_on(&self, id: &str, day: Day) -> Option<i64> {
        let parameter = self.parameters.iter().find(|parameter| parameter.id.as_ref() == id)?;
        parameter.value_on(day).map(|value| value.is)
    }

    /// The year of the contract that `day` lies in, from 1; `None` before its first day. A year begins on the
    /// anniversary of the first day.
    #[must_use]
    pub fn year_of(&self, day: Day) -> Option<i64> {
        (day >= self.period.from).then(|| kernel::completed_years(self.period.from, day) + 1)
    }

    /// Whether anything is worked out over all participants together: fees, tiers, caps, discounts, incentives, money
    /// that goes back, deliverables.
    #[must_use]
    pub fn works_over_all_participants(&self) -> bool {
        !(self.service_fees.is_empty()
            && self.tiers.is_empty()
            && self.caps.is_empty()
            && self.discounts.is_empty()
            && self.incentives.is_empty()
            && self.clawbacks.is_empty()
            && self.deliverables.is_empty())
    }

    /// The contract's outcome with the id given.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<&ContractOutcome> {
        self.outcomes.iter().find(|outcome| outcome.id == id)
    }
}
