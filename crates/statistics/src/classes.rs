//! Into which of a few classes does each value of a map or chart fall?
//!
//! *Authority*: the two usual ways of choroplethic maps: quantiles and equal intervals.
//! *Applies*: to the numbers of a set of places; what is not a number (infinite or none) is left out.
//! *Simplified*: equal values never fall into different classes, so there can be fewer classes than asked for,
//! and classes that nothing would fall into are left out.
//! *Example*: 1, 2, 3, 4, 100 in two classes: 1 to 3 and 4 to 100 by equal counts; 1 to 4 and 100 by equal steps.

/// How classes are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassRule {
    /// About as many places in each class (quantiles).
    EqualCounts,
    /// The same distance from the lower to the upper end of each class.
    EqualSteps,
}

impl ClassRule {
    /// The rule as a sentence to stand beside a map.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::EqualCounts => "Each shade stands for about as many places.",
            Self::EqualSteps => "Each shade spans the same range of numbers; shades that no place has are left out.",
        }
    }
}

/// Classes with no overlap, lowest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    /// The smallest and the largest value that fell into each.
    spans: Vec<(f64, f64)>,
}

impl Classes {
    /// Cuts the values into at most `most` classes; none when there is no value or `most` is zero.
    #[must_use]
    pub fn new(rule: ClassRule, values: &[f64], most: usize) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let (Some(least), Some(largest)) = (sorted.first().copied(), sorted.last().copied()) else {
            return Self { spans: Vec::new() };
        };
        let ends: Vec<f64> = (1..=most)
            .filter_map(|class| match rule {
                ClassRule::EqualCounts => sorted.get((sorted.len() * class).div_ceil(most).checked_sub(1)?).copied(),
                ClassRule::EqualSteps if class == most => Some(largest),
                ClassRule::EqualSteps => Some(least + (largest - least) * share(class, most)),
            })
            .collect();
        let mut spans: Vec<(f64, f64)> = Vec::new();
        let mut rest = sorted.as_slice();
        for end in ends {
            let (inside, after) = rest.split_at(rest.partition_point(|value| *value <= end));
            spans.extend(inside.first().copied().zip(inside.last().copied()));
            rest = after;
        }
        Self { spans }
    }

    /// The class of a value, from zero; `None` when it is no number, or there are no classes. A value beyond
    /// the ends falls into the nearest class.
    #[must_use]
    pub fn class_of(&self, value: f64) -> Option<usize> {
        let last = self.spans.len().checked_sub(1)?;
        let class = self.spans.iter().position(|(_, largest)| value <= *largest);
        (!value.is_nan()).then(|| class.unwrap_or(last))
    }

    /// The smallest and the largest value of each class.
    #[must_use]
    pub fn spans(&self) -> &[(f64, f64)] {
        &self.spans
    }
}

#[expect(clippy::cast_precision_loss, reason = "classes are few")]
fn share(class: usize, most: usize) -> f64 {
    class as f64 / most as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LOPSIDED: [f64; 5] = [100.0, 1.0, 3.0, 2.0, 4.0];

    #[test]
    fn the_two_rules_cut_differently() {
        let counts = Classes::new(ClassRule::EqualCounts, &LOPSIDED, 2);
        assert_eq!(counts.spans(), [(1.0, 3.0), (4.0, 100.0)]);
        let steps = Classes::new(ClassRule::EqualSteps, &LOPSIDED, 2);
        assert_eq!(steps.spans(), [(1.0, 4.0), (100.0, 100.0)]);
        assert_eq!((steps.class_of(4.0), steps.class_of(4.1), steps.class_of(1e9)), (Some(0), Some(1), Some(1)));
    }

    #[test]
    fn equal_values_are_one_class_and_no_values_are_none() {
        assert_eq!(Classes::new(ClassRule::EqualCounts, &[7.0; 9], 4).spans(), [(7.0, 7.0)]);
        assert_eq!(Classes::new(ClassRule::EqualSteps, &[7.0; 9], 4).spans(), [(7.0, 7.0)]);
        let none = Classes::new(ClassRule::EqualSteps, &[f64::NAN], 4);
        assert_eq!((none.spans().len(), none.class_of(1.0)), (0, None));
        assert!(Classes::new(ClassRule::EqualCounts, &LOPSIDED, 0).spans().is_empty());
    }

    proptest! {
        #[test]
        fn every_value_has_one_class_and_larger_values_never_a_lower_one(
            values in proptest::collection::vec(-1e6_f64..1e6, 1..60),
            most in 1_usize..8,
            steps in any::<bool>(),
        ) {
            let rule = if steps { ClassRule::EqualSteps } else { ClassRule::EqualCounts };
            let classes = Classes::new(rule, &values, most);
            prop_assert!(!classes.spans().is_empty() && classes.spans().len() <= most);
            let mut sorted = values;
            sorted.sort_by(f64::total_cmp);
            let found: Vec<usize> = sorted.iter().filter_map(|value| classes.class_of(*value)).collect();
            prop_assert_eq!(found.len(), sorted.len());
            prop_assert!(found.is_sorted());
            for (value, class) in sorted.iter().zip(&found) {
                let (least, largest) = classes.spans().get(*class).copied().unwrap_or_default();
                prop_assert!(least <= *value && *value <= largest);
            }
        }
    }
}
