#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use super::{lanes::Path, *};
use crate::{
    Answer, Area, Assessment, Criterion, Facts, Gazetteer, KnownUntil, Place, Policy, PolicyText, PriorityGroup,
    Programme, Standing, StandingKind, Truth, Value, Verdict, Wording, assess,
    expression::{
        Expression,
        tests::{answers, areas, book, booleans, expression},
    },
    facts::Known,
    holds, load,
};
use kernel::{Day, Pence};
use proptest::{prelude::*, sample::Index};
use std::{collections::BTreeSet, sync::Arc};

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn criterion(number: usize, when: Expression, from: Option<Day>) -> Criterion {
    let says = Wording::new("says", BTreeSet::new(), |_| "says".to_owned());
    Criterion {
        id: format!("c{number}").into(),
        code: format!("spine/programmes/p#c{number}").into(),
        says,
        when,
        from,
        until: None,
        source: None,
        known_until: None,
        widened: None,
    }
}

fn programme(id: &str, criteria: Vec<Criterion>, standing: Option<bool>) -> Programme {
    let standing = standing.map(|_| Standing { code: "p#open".into(), says: "open".into(), kind: StandingKind::Open });
    Programme {
        id: id.into(),
        path: id.into(),
        name: id.into(),
        says: String::new(),
        funder: String::new(),
        gives: Vec::new(),
        may_refer: Vec::new(),
        excludes: Vec::new(),
        nations: Vec::new(),
        from: standing.is_some().then(|| day("2023-01-01")),
        until: None,
        known_until: None,
        incomplete: None,
        parameters: Vec::new(),
        criteria,
        source: "test".into(),
        layer: None,
        cites: Wording::new("test", BTreeSet::new(), |_| "test".to_owned()),
        standing: standing.into_iter().collect(),
    }
}

/// A policy of programmes with the facts that random expressions read; half of them are good for 30 days.
pub(crate) fn policy(programmes: Vec<Programme>) -> Policy {
    let text = PolicyText::new([
        ("spine/facts.toml".to_owned(), "category = [{ id = \"all\", says = \"All\" }]".to_owned()),
        (
            "spine/levels.toml".to_owned(),
            "level = [{ id = \"core\", name = \"Core\", says = \"All\", source = \"test\" }]".to_owned(),
        ),
    ]);
    let loaded = load(&text, &Gazetteer::new());
    assert!(loaded.faults.is_empty(), "{:#?}", loaded.faults);
    let mut policy = loaded.policy.unwrap();
    policy.facts = book();
    for (position, definition) in policy.facts.definitions.values_mut().enumerate() {
        definition.good_for_days = (position % 2 == 0).then_some(30);
    }
    policy.areas = areas();
    policy.programmes = programmes.into_iter().map(|programme| (programme.id.to_string(), programme)).collect();
    policy
}

/// The value of what is known of a fact.
fn value(policy: &Policy, position: usize, known: &Known<'_>) -> Value {
    let definition = policy.facts.definitions.get_index(position).unwrap().1;
    let code = |code: &usize| definition.codes()[*code].code.to_string();
    match known {
        Known::YesNo(yes) => Value::YesNo(*yes),
        Known::Number(pence) if definition.id.as_ref() == "money" => Value::Pence(Pence(*pence)),
        Known::Number(number) => Value::Whole(*number),
        Known::Day(day) => Value::Date(*day),
        Known::Code(one) => Value::OneOf(code(one)),
        Known::Codes(some) => Value::AnyOf(some.iter().map(code).collect()),
        Known::Lsoa(lsoa) => Value::Place(Place { lsoa: (*lsoa).to_owned(), ward: None, district: None, nation: None }),
        other => panic!("{other:?} is not a value"),
    }
}

/// A person: for each fact, what is known, and whether and since when.
pub(crate) type Person = (Vec<Known<'static>>, Vec<(bool, Option<Day>)>);

pub(crate) fn people(most: usize) -> impl Strategy<Value = Vec<Person>> {
    let since =
        prop_oneof![Just(None), (0..100_u64).prop_map(|days| Some(day("2024-01-01") + chrono::Days::new(days)))];
    let person = (answers(), proptest::collection::vec((prop::bool::weighted(0.75), since), 16));
    proptest::collection::vec(person, 0..most)
}

pub(crate) fn facts(policy: &Policy, (known, held): &Person) -> Facts {
    let mut facts = Facts::new();
    for ((position, known), (held, known_on)) in known.iter().enumerate().zip(held) {
        if *held && *known != Known::Unknown {
            let id = policy.facts.definitions.get_index(position).unwrap().0;
            let value = value(policy, position, known);
            facts.set(id, Answer { value, source: String::new(), known_on: *known_on });
        }
    }
    facts
}

/// Random texts of criteria, each perhaps with a first day, and perhaps a standing criterion; and until when the
/// programme and its first criterion are known.
type Texts = (Vec<(String, Option<Day>)>, Option<bool>, [Option<Day>; 2]);

pub(crate) fn programmes() -> impl Strategy<Value = Vec<Programme>> {
    let from = proptest::option::weighted(0.3, Just(day("2024-02-01")));
    let criteria = proptest::collection::vec((booleans(), from), 0..5);
    let known =
        || proptest::option::weighted(0.4, (0..140_u64).prop_map(|days| day("2023-12-10") + chrono::Days::new(days)));
    let texts = (criteria, proptest::option::of(any::<bool>()), [known(), known()]);
    proptest::collection::vec(texts, 1..5).prop_map(|programmes| programmes.into_iter().enumerate().map(made).collect())
}

fn made((number, (criteria, standing, [of_all, of_first])): (usize, Texts)) -> Programme {
    let criteria = criteria.into_iter().enumerate();
    let criteria = criteria.map(|(at, (text, from))| criterion(at, expression(&text).0.unwrap(), from));
    let mut made = programme(&format!("p{number}"), criteria.collect(), standing);
    let known = |day: Option<Day>| {
        day.map(|day| Arc::new(KnownUntil { day, source: "test".into(), example: false, confirmed_by: None }))
    };
    made.known_until = known(of_all);
    if let Some(first) = made.criteria.first_mut() {
        first.known_until = known(of_first);
    }
    made
}

/// What is counted of people asked one at a time.
fn counted(assessments: &[Assessment], programme: usize, criterion: usize) -> (u64, u64) {
    let mut counts = (0, 0);
    for assessment in assessments {
        let criteria = &assessment.programmes[programme].criteria;
        let fails = criteria.iter().filter(|criterion| criterion.result == Truth::NotMet).count();
        if criteria[criterion].result == Truth::NotMet {
            counts.0 += 1;
            counts.1 += u64::from(fails == 1);
        }
    }
    counts
}

/// Compares a screening of everybody with people asked one at a time.
fn same_answers(screening: &Screening, assessments: &[Assessment]) {
    assert_eq!(screening.people, assessments.len() as u64);
    for (at, programme) in screening.programmes.iter().enumerate() {
        let each = || assessments.iter().map(|assessment| &assessment.programmes[at]);
        let verdicts: Vec<Verdict> = (0..assessments.len()).map(|row| programme.verdict(row)).collect();
        assert_eq!(verdicts, each().map(|one| one.verdict).collect::<Vec<_>>());
        let count = |wanted| each().filter(|one| one.verdict == wanted).count() as u64;
        let counts = VerdictCounts {
            eligible: count(Verdict::Eligible),
            not_eligible: count(Verdict::NotEligible),
            undetermined: count(Verdict::Undetermined),
        };
        assert_eq!(programme.counts, counts);
        for (number, barrier) in programme.barriers.iter().enumerate() {
            let results: Vec<Truth> = each().map(|one| one.criteria[number].result).collect();
            assert!(each().all(|one| one.criteria[number].code == barrier.code));
            assert_eq!((barrier.fails, barrier.alone), counted(assessments, at, number));
            if let Some(rows) = &barrier.rows {
                let truth = |row| match (rows.met.get(row), rows.fails.get(row)) {
                    (true, false) => Truth::Met,
                    (false, true) => Truth::NotMet,
                    _ => Truth::Unknown,
                };
                assert_eq!((0..results.len()).map(truth).collect::<Vec<_>>(), results);
                assert_eq!((rows.fails.count(), rows.alone.count()), (barrier.fails, barrier.alone));
            }
        }
        if let Some(one) = each().next().filter(|_| !programme.barriers.is_empty()) {
            assert_eq!(one.criteria.len(), programme.barriers.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn many_at_once_get_the_answers_of_one_at_a_time(
        programmes in programmes(), people in people(80), days in 0..120_u64, detail in 0..3_usize,
    ) {
        let policy = policy(programmes);
        let area = policy.area("here").unwrap();
        let on = day("2023-12-15") + chrono::Days::new(days);
        let people: Vec<Facts> = people.iter().map(|person| facts(&policy, person)).collect();
        let assessments: Vec<Assessment> = people.iter().map(|facts| assess(&policy, area, facts, on)).collect();
        let population = Population::from_facts(&policy.facts, &people, on);
        let detail = [Detail::Verdicts, Detail::Barriers, Detail::Rows][detail];
        let screening = Plan::new(&policy, area, on).screen(&population, detail);
        prop_assert_eq!(screening.programmes.len(), policy.programmes.len());
        same_answers(&screening, &assessments);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    /// People are repeated until there are as many as blocks of rows have edges at, in one piece or in two.
    #[test]
    fn edges_of_blocks_make_no_difference(programmes in programmes(), people in people(8), split in any::<Index>()) {
        let policy = policy(programmes);
        let area = policy.area("here").unwrap();
        let on = day("2024-03-01");
        let people: Vec<Facts> = people.iter().map(|person| facts(&policy, person)).chain([Facts::new()]).collect();
        let assessments: Vec<Assessment> = people.iter().map(|facts| assess(&policy, area, facts, on)).collect();
        let plan = Plan::new(&policy, area, on);
        for rows in [0, 1, 63, 64, 65, 127, 128, 129, 4095, 4096, 4097] {
            let many = people.iter().cycle().take(rows);
            let assessments: Vec<Assessment> = assessments.iter().cycle().take(rows).cloned().collect();
            let population = Population::from_facts(&policy.facts, many, on);
            let whole = plan.screen(&population, Detail::Rows);
            same_answers(&whole, &assessments);
            let middle = split.index(rows + 1) / 64 * 64;
            let mut parts = plan.screen_rows(&population, 0..middle, Detail::Rows);
            parts.append(&plan.screen_rows(&population, middle..rows, Detail::Rows));
            prop_assert_eq!(&parts, &whole);
            for path in Path::available() {
                let along = plan.screen_along(path, &population, 0..rows, Detail::Rows);
                prop_assert_eq!(&along, &whole, "{:?}", path);
            }
        }
    }
}

#[test]
fn a_column_that_is_not_of_the_fact_is_refused() {
    let policy = policy(Vec::new());
    let mut population = Population::new(&policy.facts, 3);
    let set = |population: &mut Population, fact: &str, column| population.set(fact, column).unwrap_err().to_string();
    let hours = |numbers: &[i64]| Column::numbers(numbers, Bits::all(numbers.len()));
    assert_eq!(set(&mut population, "hour", hours(&[1, 2, 3])), "there is no fact `hour`");
    assert_eq!(
        set(&mut population, "hours", hours(&[1, 2])),
        "the column of fact `hours` has 2 rows, and the population has 3"
    );
    assert_eq!(set(&mut population, "hours", hours(&[1, 2, 21])), "fact `hours`: row 2 has 21, and 0 to 20 is allowed");
    assert_eq!(
        set(&mut population, "money", hours(&[-1, 2, 21])),
        "fact `money`: row 0 has -1, and 0 or more is allowed"
    );
    assert_eq!(
        set(&mut population, "yes", hours(&[1, 0, 1])),
        "fact `yes` is yes or no, and the column holds whole numbers"
    );
    let codes = Column::codes(&[0_i64, 3, 1], Bits::all(3));
    assert_eq!(set(&mut population, "code", codes), "fact `code`: row 1 has 3, and 0 to 2 is allowed");
    let unknown = Column::numbers(&[99_i64, 3, 1], Bits::from_words(vec![0b110], 3));
    assert_eq!(population.set("hours", unknown), Ok(()));
    assert_eq!(population.column("hours").unwrap().number(0), None);
    assert_eq!(population.column("hours").unwrap().number(1), Some(3));
    assert_eq!(population.set("hours", hours(&[1, 2, 3])), Ok(()));
}

#[test]
fn a_place_past_the_dictionary_is_not_known() {
    let lsoas: Arc<[Arc<str>]> = [Arc::from("E01000001")].into();
    let column = Column::places(lsoas, &[0_i64, 1, -1, 0], Bits::from_words(vec![0b0111], 4));
    assert_eq!(column.known().iter().collect::<Vec<_>>(), [true, false, false, false]);
    assert_eq!((column.lsoa(0), column.lsoa(1), column.lsoa(3)), (Some("E01000001"), None, None));
}

#[test]
fn answers_past_their_days_are_dropped_from_a_column() {
    let policy = policy(Vec::new());
    let definition = policy.facts.get("yes").unwrap();
    assert_eq!(definition.good_for_days, Some(30));
    let known_on = [Some(day("2024-01-01")), Some(day("2024-01-02")), None];
    let column = Column::yes_no(Bits::all(3), Bits::all(3)).good_on(definition, &known_on, day("2024-02-01"));
    assert_eq!(column.known().iter().collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(column.yes().unwrap(), column.known());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever was answered before the newest answer, and whoever was put first.
    #[test]
    fn answers_gathered_one_at_a_time_are_the_same_people(people in people(40), earlier in people(40), days in 0..120_u64) {
        let policy = policy(Vec::new());
        let on = day("2023-12-15") + chrono::Days::new(days);
        let newest: Vec<Facts> = people.iter().map(|person| facts(&policy, person)).collect();
        let before: Vec<Facts> = earlier.iter().map(|person| facts(&policy, person)).collect();
        let mut gathered = Gathered::new(&policy.facts);
        for (row, facts) in newest.iter().enumerate().rev() {
            for definition in policy.facts.iter() {
                for facts in before.get(row).into_iter().chain([facts]) {
                    let answer = facts.get(&definition.id);
                    let known_on = answer.and_then(|answer| answer.known_on);
                    gathered.put(row, &definition.id, answer.map(|answer| &answer.value), known_on);
                }
            }
        }
        gathered.put(0, "no_such_fact", Some(&Value::YesNo(true)), None);
        gathered.grow(newest.len());
        let expected = Population::from_facts(&policy.facts, newest.iter(), on);
        let population = gathered.population_on(on);
        for definition in policy.facts.iter() {
            let [ours, theirs] = [&population, &expected].map(|people| people.column(&definition.id).unwrap());
            for row in 0..newest.len() {
                prop_assert_eq!(ours.read(row), theirs.read(row), "{} of {}", definition.id, row);
            }
        }
    }

    #[test]
    fn who_is_in_a_group_is_asked_as_of_one_person(text in booleans(), people in people(40)) {
        let policy = policy(Vec::new());
        let when = expression(&text).0.unwrap();
        let group = PriorityGroup { id: "g".into(), code: "areas/here/area#g".into(), says: "Some".into(), when };
        let area = Area { priority_groups: vec![group.clone()], ..policy.area("here").unwrap().clone() };
        let on = day("2024-01-20");
        let people: Vec<Facts> = people.iter().map(|person| facts(&policy, person)).collect();
        let population = Population::from_facts(&policy.facts, &people, on);
        let found = Questions::of_priority_groups(&policy, &area).screen(&population, on, Detail::Verdicts).programmes;
        for (row, facts) in people.iter().enumerate() {
            let expected = match holds(&policy, &area, &group.when, facts, on) {
                Truth::Met => Verdict::Eligible,
                Truth::NotMet => Verdict::NotEligible,
                Truth::Unknown => Verdict::Undetermined,
            };
            prop_assert_eq!(found[0].verdict(row), expected);
        }
    }
}
