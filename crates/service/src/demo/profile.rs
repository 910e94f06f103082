//! Profiles: what people in a situation would answer, so that some programme or other is open to them.

use super::{draw::Draw, home::Homes, names, stage::Made};
use anyhow::Result;
use chrono::Days;
use kernel::{Day, Pence};
use policy::Value;
use std::collections::BTreeSet;

/// What kind of person to make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Profile {
    /// Out of work for over a year, on Universal Credit, must look for work.
    LongOutOfWork,
    /// Out of work with a health condition.
    Unwell,
    /// In work on low pay.
    LowPaid,
    /// Aged 18 to 24, not in work nor learning.
    Young,
    /// Out of work and on Universal Credit for three to five months, must look for work.
    SomeMonthsOut,
}

impl Profile {
    /// The profiles to whom several programmes are open.
    pub(super) const ALL: [Profile; 4] = [Self::LongOutOfWork, Self::Unwell, Self::LowPaid, Self::Young];

    /// Somebody of this profile, as things stand on `on`.
    pub(super) fn make(self, chance: &mut Draw, homes: &Homes, on: Day) -> Result<Made> {
        let ethnicity = chance.word(&["asian", "asian", "asian", "white", "white", "black", "mixed", "other"]);
        let (given_name, family_name) = names::draw(chance, ethnicity);
        let ages = if self == Self::Young { 19..=24 } else { 26..=58 };
        let deprived = chance.percent(75);
        let mut answers = vec![
            ("date_of_birth", Value::Date(chance.born(on, ages))),
            ("home", Value::Place(homes.draw(chance, deprived)?)),
            ("right_to_work", Value::YesNo(true)),
            ("in_west_midlands", Value::YesNo(true)),
            ("qualification_level", Value::Whole(chance.number(0..=3))),
            ("in_education", Value::YesNo(false)),
            ("current_programmes", Value::AnyOf(BTreeSet::new())),
            ("has_ehcp", Value::YesNo(false)),
            ("lone_parent", Value::YesNo(chance.percent(15))),
        ];
        if chance.percent(80) {
            answers.push(("ethnicity", Value::OneOf(ethnicity.to_owned())));
        }
        answers.extend(self.own(chance, on));
        Ok(Made { given_name, family_name, answers })
    }

    fn own(self, chance: &mut Draw, on: Day) -> Vec<(&'static str, Value)> {
        let mut ago =
            |days: std::ops::RangeInclusive<i64>| Value::Date(on - Days::new(chance.number(days).unsigned_abs()));
        let one_of = |code: &str| Value::OneOf(code.to_owned());
        let (yes, no) = (Value::YesNo(true), Value::YesNo(false));
        match self {
            Self::LongOutOfWork => vec![
                ("benefit", one_of("UC")),
                ("uc_group", one_of("intensive-work-search")),
                ("benefit_since", ago(420..=900)),
                ("out_of_work_since", ago(420..=1_400)),
                ("employment", one_of("not-working")),
                ("able_to_start_work", yes),
            ],
            Self::SomeMonthsOut => vec![
                ("benefit", one_of("UC")),
                ("uc_group", one_of("intensive-work-search")),
                ("benefit_since", ago(95..=175)),
                ("out_of_work_since", ago(100..=220)),
                ("employment", one_of("not-working")),
                ("able_to_start_work", yes),
                ("disabled", if chance.percent(25) { Value::YesNo(true) } else { no }),
            ],
            Self::Unwell => vec![
                ("benefit", one_of("UC")),
                ("uc_group", one_of("work-preparation")),
                ("benefit_since", ago(200..=800)),
                ("out_of_work_since", ago(250..=1_200)),
                ("employment", one_of("not-working")),
                ("health_condition", yes.clone()),
                ("disabled", yes),
            ],
            Self::LowPaid => vec![
                ("benefit", one_of("none")),
                ("employment", one_of("employee")),
                ("hours_per_week", Value::Whole(chance.number(12..=30))),
                ("annual_earnings_pence", Value::Pence(Pence(chance.number(8_000..=16_500) * 100))),
                ("disabled", no),
            ],
            Self::Young => vec![
                ("benefit", one_of("UC")),
                ("uc_group", one_of("intensive-work-search")),
                ("benefit_since", ago(40..=160)),
                ("out_of_work_since", ago(60..=300)),
                ("employment", one_of("not-working")),
                ("in_training", no),
                ("able_to_start_work", yes),
            ],
        }
    }
}
