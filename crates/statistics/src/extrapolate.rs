//! What do mistakes found in a sample of payments come to over all of them?
//!
//! *Authority*: the ratio estimator of survey sampling (Cochran, Sampling Techniques, chapter 6): what was overpaid for each
//! pound paid in the sample, times all that was paid. The departments' own formulas are not in the material held.
//! *Applies*: to payments drawn by chance, each as likely as any other, without one drawn twice.
//! *Simplified*: one stratum; the range is that of the normal distribution at 95%, cut at zero and at all that was paid,
//! and is too narrow for samples of fewer than thirty or with hardly a mistake. Underpayments count against overpayments.
//! *Example*: 100 of 1,000 payments looked at, £100 each; 5 were not owed: about £5,000 of £100,000, from £927 to £9,073.

/// What is 1.96 standard errors: nineteen samples of twenty lie within.
const DEVIATIONS: f64 = 1.959_963_984_540_054;

/// A payment of the sample, looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampledPayment {
    /// What was paid, in pence.
    pub paid: i64,
    /// What was owed, as it was found, in pence.
    pub owed: i64,
}

/// What the mistakes of a sample come to over all payments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extrapolation {
    /// How many were looked at.
    pub sampled: usize,
    /// In how many a mistake was found.
    pub wrong: usize,
    /// Overpaid for each pound paid, in the sample.
    pub rate: f64,
    /// Overpaid over all payments, in pence.
    pub overpaid: f64,
    /// The lower end of the range, in pence.
    pub low: f64,
    /// The upper end of the range, in pence.
    pub high: f64,
}

impl Extrapolation {
    /// Whether the range is narrower than what is really known: few were looked at, or hardly a mistake was found.
    #[must_use]
    pub fn is_thin(&self) -> bool {
        self.sampled < FEW_SAMPLED || self.wrong < 3
    }
}

/// With fewer lines than this the range is too narrow to rely on.
pub const FEW_SAMPLED: usize = 30;

/// What a sample of `count` payments of `total` pence says; `None` when nothing was looked at, nothing paid in it, or more
/// was looked at than there is.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "estimates, told to the pound")]
pub fn extrapolate(count: usize, total: i64, sample: &[SampledPayment]) -> Option<Extrapolation> {
    let paid: i64 = sample.iter().map(|payment| payment.paid).sum();
    if sample.is_empty() || sample.len() > count || paid <= 0 {
        return None;
    }
    let overpaid = |payment: &SampledPayment| (payment.paid - payment.owed) as f64;
    let rate = sample.iter().map(overpaid).sum::<f64>() / paid as f64;
    let (drawn, all) = (sample.len() as f64, count as f64);
    let residual = |payment: &SampledPayment| (overpaid(payment) - rate * payment.paid as f64).powi(2);
    let variance = sample.iter().map(residual).sum::<f64>() / (drawn - 1.0).max(1.0);
    let error = all * ((1.0 - drawn / all) / drawn * variance).sqrt();
    let (estimate, most) = (rate * total as f64, total as f64);
    let within = |amount: f64| if estimate < 0.0 { amount } else { amount.clamp(0.0, most) };
    Some(Extrapolation {
        sampled: sample.len(),
        wrong: sample.iter().filter(|payment| payment.paid != payment.owed).count(),
        rate,
        overpaid: estimate,
        low: within(estimate - DEVIATIONS * error),
        high: within(estimate + DEVIATIONS * error),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use proptest::prelude::*;

    fn payment(paid: i64, owed: i64) -> SampledPayment {
        SampledPayment { paid, owed }
    }

    #[test]
    fn the_example_of_the_header() {
        let mut sample = vec![payment(10_000, 10_000); 95];
        sample.extend(vec![payment(10_000, 0); 5]);
        let found = extrapolate(1_000, 10_000_000, &sample).unwrap();
        assert_eq!((found.wrong, found.rate, found.overpaid), (5, 0.05, 500_000.0));
        // Standard error: 1000 × √(0.9 / 100 × 10,000² × 0.05 × 0.95 × 100 / 99).
        assert_eq!((found.low.round(), found.high.round()), (92_715.0, 907_285.0));
    }

    #[test]
    fn everything_looked_at_leaves_no_doubt() {
        let sample = [payment(100, 50), payment(300, 300)];
        let found = extrapolate(2, 400, &sample).unwrap();
        assert_eq!((found.low, found.overpaid, found.high), (50.0, 50.0, 50.0));
        assert_eq!(extrapolate(1, 400, &sample), None);
        assert_eq!(extrapolate(5, 400, &[]), None);
        assert_eq!(extrapolate(5, 400, &[payment(0, 0)]), None);
    }

    proptest! {
        #[test]
        fn the_range_holds_the_estimate(
            sample in proptest::collection::vec((1_i64..10_000, 0_i64..10_000), 1..40),
            more in 0_usize..100,
        ) {
            let sample: Vec<SampledPayment> = sample.into_iter().map(|(paid, owed)| payment(paid, owed.min(paid))).collect();
            let total: i64 = sample.iter().map(|payment| payment.paid).sum::<i64>() + 5_000 * more as i64;
            let found = extrapolate(sample.len() + more, total, &sample).unwrap();
            prop_assert!(found.low <= found.overpaid && found.overpaid <= found.high, "{found:?}");
            prop_assert!(found.low >= 0.0 && found.high <= total as f64);
        }
    }
}
