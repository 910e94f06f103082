//! Does an earnings feed bear out what is claimed?
//!
//! *Authority*: Restart and Work and Health pay on earnings told by employers (PAYE in real time), FACTS 1; the same rules
//! that made the claim, asked of what the feed says alone.
//! *Applies*: to a claim line that rests on work for an employer, before it is approved. The newest feed counts.
//! *Simplified*: employers pay by period, so what the feed shows by 31 days after the claimed day is enough; hours are not
//! in such feeds and not asked of them; people are matched by the reference that both sides hold.
//! *Example*: six months claimed for 30 June; the feed of 10 July shows pay from March only: earnings are short, and by
//! how much.

use super::{OutcomeLine, claim_lines};
use crate::outcome::{Participation, PayPeriod, Spell, SpellKind};
use chrono::Days;
use indexmap::IndexMap;
use kernel::{Day, Pence, Period, in_words};
use policy::{Contract, Counts, LeastWork, OutcomeDefinition, WorkFrom};
use serde::{Deserialize, Serialize};

/// Days after the claimed day within which employers have told what they paid.
const TOLD_WITHIN_DAYS: u64 = 31;

/// What a feed of earnings says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRecord {
    /// The last day that the feed knows of.
    pub as_of: Day,
    /// What was paid, in any order; `None`: the feed has no such person.
    pub pay: Option<Vec<PayPeriod>>,
}

/// What a feed of earnings says to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
pub enum FeedCheck {
    /// The feed alone makes the outcome.
    BorneOut {
        /// The day on which it is reached by the feed.
        on: Day,
    },
    /// The outcome rests on nothing that an employer pays for: a start, something recorded, self-employment.
    NotAsked,
    /// There is no feed.
    NoFeed,
    /// The feed ends before the day that is claimed.
    Stale {
        /// Its last day.
        as_of: Day,
    },
    /// The feed has no such person.
    NoSuchPerson,
    /// The person is in the feed, and was paid by nobody on the days that count.
    NoEmploymentFound,
    /// Pay was found, and comes to less than the outcome needs.
    EarningsShort {
        /// What was found from the start to the day that is claimed.
        found: Pence,
    },
    /// Pay was found, and not for as long as the outcome needs.
    WorkTooShort,
}

impl FeedCheck {
    /// Whether it speaks against paying: what is not known does not.
    #[must_use]
    pub fn speaks_against(&self) -> bool {
        match self {
            Self::NoSuchPerson | Self::NoEmploymentFound | Self::EarningsShort { .. } | Self::WorkTooShort => true,
            Self::BorneOut { .. } | Self::NotAsked | Self::NoFeed | Self::Stale { .. } => false,
        }
    }

    /// The answer in one plain sentence.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::BorneOut { on } => format!("The earnings feed bears it out: reached by {}.", in_words(*on)),
            Self::NotAsked => "It rests on nothing that an employer pays for, so no earnings feed is asked.".to_owned(),
            Self::NoFeed => "No earnings feed was taken in for this area, so it was not checked.".to_owned(),
            Self::Stale { as_of } => format!(
                "The earnings feed ends on {}, before the day that is claimed: a newer one is needed.",
                in_words(*as_of)
            ),
            Self::NoSuchPerson => "The earnings feed has no such person: is the reference right?".to_owned(),
            Self::NoEmploymentFound => {
                "The earnings feed has the person, and no employer who paid them then.".to_owned()
            }
            Self::EarningsShort { found } => {
                format!("The earnings feed shows {found} since the start, which is not enough.")
            }
            Self::WorkTooShort => "The earnings feed shows pay, and not for as long as is needed.".to_owned(),
        }
    }
}

/// What the feed says to a claim line that is owed by the records; `None`: there is no feed.
#[must_use]
pub fn feed_check(
    contract: &Contract,
    definitions: &IndexMap<String, OutcomeDefinition>,
    participation: &Participation,
    claimed: &super::ClaimLine,
    feed: Option<&FeedRecord>,
) -> FeedCheck {
    if !rests_on_employers(definitions, participation, claimed) {
        return FeedCheck::NotAsked;
    }
    let Some(feed) = feed else { return FeedCheck::NoFeed };
    if feed.as_of < claimed.reached_on {
        return FeedCheck::Stale { as_of: feed.as_of };
    }
    let Some(pay) = &feed.pay else { return FeedCheck::NoSuchPerson };
    let from = participation.started_on.unwrap_or(claimed.reached_on);
    let told_by = claimed.reached_on.checked_add_days(Days::new(TOLD_WITHIN_DAYS)).unwrap_or(Day::MAX).min(feed.as_of);
    let counts = |pay: &&PayPeriod| pay.until >= from && pay.from <= claimed.reached_on;
    if !pay.iter().any(|pay| counts(&pay)) {
        return FeedCheck::NoEmploymentFound;
    }
    let by_feed = as_the_feed_has_it(participation, pay);
    let mut contract = Contract { evidence: Vec::new(), ..contract.clone() };
    contract.outcomes.iter_mut().for_each(|outcome| outcome.work_from = None);
    let lines = claim_lines(&contract, &as_a_feed_can_tell(definitions), &by_feed, told_by);
    let same = |line: &&OutcomeLine| line.outcome() == claimed.outcome && line.occurrence() == claimed.occurrence;
    match lines.iter().find(same).and_then(OutcomeLine::owed) {
        Some(owed) => FeedCheck::BorneOut { on: owed.reached_on },
        None if is_of_earnings(definitions, claimed) => {
            FeedCheck::EarningsShort { found: Pence(pay.iter().filter(counts).map(|pay| pay.earned.0).sum()) }
        }
        None => FeedCheck::WorkTooShort,
    }
}

/// Whether the outcome is counted from work, and rests on a job with an employer.
fn rests_on_employers(
    definitions: &IndexMap<String, OutcomeDefinition>,
    participation: &Participation,
    claimed: &super::ClaimLine,
) -> bool {
    let is_of_work = definitions.get(&claimed.definition).is_some_and(|definition| {
        matches!(
            definition.counts,
            Counts::JobStart | Counts::WeeksInWork { .. } | Counts::WeeksInWindow { .. } | Counts::Earnings { .. }
        )
    });
    let employed = |id: &String| {
        participation.spells.iter().any(|spell| spell.id == *id && spell.kind == SpellKind::Employee)
            || participation.pay.iter().any(|pay| pay.id == *id)
    };
    is_of_work && claimed.spells.iter().any(employed)
}

fn is_of_earnings(definitions: &IndexMap<String, OutcomeDefinition>, claimed: &super::ClaimLine) -> bool {
    definitions.get(&claimed.definition).is_some_and(|definition| matches!(definition.counts, Counts::Earnings { .. }))
}

/// The participation with nothing but what the feed has: a spell for every pay period.
fn as_the_feed_has_it(participation: &Participation, pay: &[PayPeriod]) -> Participation {
    let spell = |pay: &PayPeriod| {
        let days = kernel::completed_days(pay.from, pay.until) + 1;
        Spell {
            id: pay.id.clone(),
            employer: pay.employer.clone(),
            kind: SpellKind::Employee,
            period: Period { from: pay.from, until: Some(pay.until) },
            hours_per_week: None,
            earnings_pence_week: Some(Pence(pay.earned.0.saturating_mul(7) / days.max(1))),
        }
    };
    Participation {
        spells: pay.iter().map(spell).collect(),
        pay: pay.to_vec(),
        evidence: Vec::new(),
        ..participation.clone()
    }
}

/// The definitions without a least number of hours, and whenever the work began: a feed tells of neither, and a month of
/// pay may begin before the job does.
fn as_a_feed_can_tell(definitions: &IndexMap<String, OutcomeDefinition>) -> IndexMap<String, OutcomeDefinition> {
    let mut definitions = definitions.clone();
    for definition in definitions.values_mut() {
        definition.work_from = WorkFrom::Start;
        if let Counts::WeeksInWork { least, .. } | Counts::WeeksInWindow { least, .. } = &mut definition.counts {
            *least = LeastWork { hours_per_week: None, ..*least };
        }
    }
    definitions
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use super::{
        super::claim_lines::tests::{contract, dated},
        *,
    };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn definitions() -> IndexMap<String, OutcomeDefinition> {
        let least = LeastWork { hours_per_week: Some(16), pence_week: None };
        let kinds = [
            ("start", Counts::Start),
            ("13-weeks", Counts::WeeksInWork { weeks: 13, longest_break_days: 0, all_breaks_days: 0, least }),
            ("earnings", Counts::Earnings { hours_per_week: 16, weeks: 4 }),
        ];
        let definition = |(id, counts): (&str, Counts)| {
            let (name, says, source) = (id.to_owned(), id.to_owned(), "a test".to_owned());
            (
                id.to_owned(),
                OutcomeDefinition { id: id.to_owned(), name, says, counts, work_from: WorkFrom::NewWork, source },
            )
        };
        kinds.into_iter().map(definition).collect()
    }

    fn pay(from: &str, until: &str, pence: i64) -> PayPeriod {
        let (from, until) = (day(from), day(until));
        PayPeriod { id: format!("pay-{from}"), employer: "A Baker".into(), from, until, earned: Pence(pence) }
    }

    fn feed(as_of: &str, pay: Option<Vec<PayPeriod>>) -> FeedRecord {
        FeedRecord { as_of: day(as_of), pay }
    }

    /// What the feed says to the claim of an outcome; work by the records since 1 March 2021, at £250 and 30 hours a week.
    fn check(outcome: &str, feed: Option<&FeedRecord>) -> FeedCheck {
        let price = |outcome| (outcome, vec![dated("2010-01-01", None, 1_000)]);
        let outcomes = ["start", "13-weeks", "earnings"];
        let contract = contract(&outcomes.map(|id| (id, id, None)), outcomes.into_iter().map(price).collect());
        let spell = Spell {
            id: "job".into(),
            employer: "A Baker".into(),
            kind: SpellKind::Employee,
            period: Period { from: day("2021-03-01"), until: None },
            hours_per_week: Some(30),
            earnings_pence_week: Some(Pence(25_000)),
        };
        let participation = Participation {
            id: "one".into(),
            started_on: Some(day("2021-02-01")),
            spells: vec![spell],
            ..Participation::default()
        };
        let lines = claim_lines(&contract, &definitions(), &participation, day("2021-12-31"));
        let claimed = lines.iter().find(|line| line.outcome() == outcome).unwrap().owed().unwrap();
        feed_check(&contract, &definitions(), &participation, claimed, feed)
    }

    /// Monthly pay from March to June 2021.
    fn months() -> Vec<PayPeriod> {
        [
            ("2021-03-01", "2021-03-31"),
            ("2021-04-01", "2021-04-30"),
            ("2021-05-01", "2021-05-31"),
            ("2021-06-01", "2021-06-30"),
        ]
        .map(|(from, until)| pay(from, until, 100_000))
        .to_vec()
    }

    #[test]
    fn each_answer_is_its_own() {
        let borne_out = feed("2021-07-05", Some(months()));
        // Thirteen weeks from 1 March are complete on 30 May.
        assert_eq!(check("13-weeks", Some(&borne_out)), FeedCheck::BorneOut { on: day("2021-05-30") });
        // £570.24 are passed on the last day of the first period.
        assert_eq!(check("earnings", Some(&borne_out)), FeedCheck::BorneOut { on: day("2021-03-31") });
        assert_eq!(check("start", Some(&borne_out)), FeedCheck::NotAsked);
        assert_eq!(check("13-weeks", None), FeedCheck::NoFeed);
        assert_eq!(
            check("13-weeks", Some(&feed("2021-05-29", Some(months())))),
            FeedCheck::Stale { as_of: day("2021-05-29") }
        );
        assert_eq!(check("13-weeks", Some(&feed("2021-07-05", None))), FeedCheck::NoSuchPerson);
        assert_eq!(check("13-weeks", Some(&feed("2021-07-05", Some(Vec::new())))), FeedCheck::NoEmploymentFound);
        let before = vec![pay("2021-01-01", "2021-01-31", 100_000)];
        assert_eq!(check("13-weeks", Some(&feed("2021-07-05", Some(before)))), FeedCheck::NoEmploymentFound);
        let gap = vec![pay("2021-03-01", "2021-03-31", 100_000), pay("2021-05-01", "2021-05-31", 100_000)];
        assert_eq!(check("13-weeks", Some(&feed("2021-07-05", Some(gap)))), FeedCheck::WorkTooShort);
        let little = vec![pay("2021-03-01", "2021-03-31", 5_000)];
        assert_eq!(
            check("earnings", Some(&feed("2021-07-05", Some(little)))),
            FeedCheck::EarningsShort { found: Pence(5_000) }
        );
    }

    #[test]
    fn a_feed_that_ends_on_the_claimed_day_is_new_enough_and_pay_may_be_told_a_month_late() {
        // Thirteen weeks from 1 March are complete on 30 May.
        let to_the_day = vec![pay("2021-03-01", "2021-05-30", 300_000)];
        assert_eq!(
            check("13-weeks", Some(&feed("2021-05-30", Some(to_the_day)))),
            FeedCheck::BorneOut { on: day("2021-05-30") }
        );
        // Three months of pay told on 30 June count on that day; a day later is more than 31 days after the claim.
        let late = |until: &str| vec![pay("2021-04-01", until, 900_000)];
        let earned = |until: &str| check("earnings", Some(&feed("2021-12-31", Some(late(until)))));
        // By the records £570.24 were passed on 16 March; 31 days later is 16 April.
        assert_eq!(earned("2021-04-16"), FeedCheck::NoEmploymentFound, "it begins after the claimed day");
        let from_the_day = |until: &str| {
            let pay = vec![pay("2021-03-16", until, 900_000)];
            check("earnings", Some(&feed("2021-12-31", Some(pay))))
        };
        assert_eq!(from_the_day("2021-04-16"), FeedCheck::BorneOut { on: day("2021-04-16") });
        assert_eq!(from_the_day("2021-04-17"), FeedCheck::EarningsShort { found: Pence(900_000) });
        // The feed's own last day cuts off too.
        let cut = vec![pay("2021-03-16", "2021-04-10", 900_000)];
        assert_eq!(
            check("earnings", Some(&feed("2021-04-09", Some(cut)))),
            FeedCheck::EarningsShort { found: Pence(900_000) }
        );
    }

    #[test]
    fn pay_counts_from_the_start_to_the_claimed_day_both_included() {
        let found = |from: &str, until: &str| {
            let pay = vec![pay(from, until, 100)];
            check("earnings", Some(&feed("2021-12-31", Some(pay))))
        };
        let short = FeedCheck::EarningsShort { found: Pence(100) };
        assert_eq!(found("2021-01-01", "2021-01-31"), FeedCheck::NoEmploymentFound, "the day before the start");
        assert_eq!(found("2021-01-01", "2021-02-01"), short, "the day of the start");
        assert_eq!(found("2021-03-16", "2021-03-31"), short, "the claimed day");
        assert_eq!(found("2021-03-17", "2021-03-31"), FeedCheck::NoEmploymentFound, "the day after");
        let two = vec![pay("2021-02-10", "2021-02-20", 7), pay("2021-06-01", "2021-06-30", 1_000)];
        assert_eq!(
            check("earnings", Some(&feed("2021-12-31", Some(two)))),
            FeedCheck::EarningsShort { found: Pence(7) },
            "what came after the claimed day is not told as found"
        );
    }

    /// A claim that rests on spells with these ids, of a participation with an employed spell, one of self-employment, and pay.
    fn rests(definition: &str, spells: &[&str]) -> bool {
        let spell = |id: &str, kind| Spell {
            id: id.into(),
            employer: "A Baker".into(),
            kind,
            period: Period { from: day("2021-03-01"), until: None },
            hours_per_week: None,
            earnings_pence_week: None,
        };
        let participation = Participation {
            spells: vec![spell("own", SpellKind::SelfEmployed), spell("job", SpellKind::Employee)],
            pay: vec![pay("2021-03-01", "2021-03-31", 1), pay("2021-04-01", "2021-04-30", 1)],
            ..Participation::default()
        };
        let claimed = crate::payment::ClaimLine {
            outcome: definition.into(),
            occurrence: 1,
            definition: definition.into(),
            reached_on: day("2021-05-30"),
            amount: Pence(1),
            example_price: false,
            claim_from: None,
            claim_by: None,
            in_window: true,
            reasons: Vec::new(),
            spells: spells.iter().map(|id| (*id).to_owned()).collect(),
        };
        rests_on_employers(&definitions(), &participation, &claimed)
    }

    #[test]
    fn a_feed_is_asked_of_what_rests_on_an_employed_spell_or_on_pay() {
        assert!(rests("13-weeks", &["job"]));
        assert!(rests("13-weeks", &["own", "job"]));
        assert!(rests("13-weeks", &["pay-2021-04-01"]));
        assert!(!rests("13-weeks", &["own"]));
        assert!(!rests("13-weeks", &["elsewhere"]));
        assert!(!rests("13-weeks", &[]));
        assert!(!rests("start", &["job"]), "a start is no outcome of work");
        assert!(!rests("unknown", &["job"]));
    }

    /// What the feed has is laid out day by day: £100 a day for three days are £700 a week.
    #[test]
    fn a_pay_period_of_the_feed_is_work_at_what_it_comes_to_in_a_week() {
        let by_feed = as_the_feed_has_it(&Participation::default(), &[pay("2021-03-01", "2021-03-03", 30_000)]);
        let [spell] = by_feed.spells.as_slice() else { panic!("{by_feed:?}") };
        assert_eq!(spell.earnings_pence_week, Some(Pence(70_000)));
        assert_eq!(spell.period.until, Some(day("2021-03-03")));
        // A period that ends before it begins has no days to divide by.
        let turned = as_the_feed_has_it(&Participation::default(), &[pay("2021-03-02", "2021-03-01", 30_000)]);
        assert_eq!(turned.spells.first().and_then(|spell| spell.earnings_pence_week), Some(Pence(210_000)));
    }

    /// A month of pay that begins before the start is pay all the same; that a job was held before is for the records to say.
    #[test]
    fn a_month_that_begins_before_the_start_bears_out_new_work() {
        let first = vec![pay("2021-01-15", "2021-02-14", 1), pay("2021-02-15", "2021-06-14", 500_000)];
        assert_eq!(
            check("13-weeks", Some(&feed("2021-06-14", Some(first)))),
            FeedCheck::BorneOut { on: day("2021-05-02") }
        );
    }

    #[test]
    fn every_answer_has_its_words() {
        let answers = [
            (FeedCheck::BorneOut { on: day("2021-05-30") }, "reached by 30 May 2021."),
            (FeedCheck::NotAsked, "no earnings feed is asked."),
            (FeedCheck::NoFeed, "so it was not checked."),
            (FeedCheck::Stale { as_of: day("2021-05-30") }, "ends on 30 May 2021"),
            (FeedCheck::NoSuchPerson, "is the reference right?"),
            (FeedCheck::NoEmploymentFound, "no employer who paid them then."),
            (FeedCheck::EarningsShort { found: Pence(570) }, "£5.70 since the start"),
            (FeedCheck::WorkTooShort, "not for as long as is needed."),
        ];
        for (answer, words) in answers {
            assert!(answer.in_words().contains(words), "{}", answer.in_words());
        }
    }

    #[test]
    fn what_is_not_known_does_not_speak_against() {
        assert!(FeedCheck::NoSuchPerson.speaks_against() && FeedCheck::WorkTooShort.speaks_against());
        assert!(!FeedCheck::NoFeed.speaks_against() && !FeedCheck::Stale { as_of: day("2021-01-01") }.speaks_against());
    }
}
