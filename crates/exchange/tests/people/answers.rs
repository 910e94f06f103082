//! The same people as CSV and as Parquet, in batches of any size, get the answers of one at a time.

use crate::support::{Column, on, parquet, places, policy, read, verdicts};
use ::parquet::{
    basic::Compression,
    file::reader::{FileReader, SerializedFileReader},
    record::Field,
};
use exchange::tables::{Format, Grouped, Groups, People, Summary, UnknownColumns};
use kernel::Day;
use policy::{
    Answer, Facts, Policy, Value, Verdict, assess,
    population::{Detail, Plan, Screening},
};
use proptest::prelude::*;

/// A made-up person: what the table says of them.
#[derive(Debug, Clone)]
struct Person {
    carer: Option<bool>,
    carer_known_on: Option<Day>,
    hours: Option<i32>,
    savings: Option<i64>,
    born: Option<Day>,
    benefit: Option<&'static str>,
    needs: Option<Vec<&'static str>>,
    home: Option<&'static str>,
}

fn day(number: i64) -> Day {
    "2025-03-01".parse::<Day>().unwrap() - chrono::Days::new(number.unsigned_abs())
}

fn person() -> impl Strategy<Value = Person> {
    let codes = || prop::option::weighted(0.8, prop::sample::select(vec!["UC", "ESA", "none"]));
    let needs = prop::option::weighted(0.8, prop::sample::subsequence(vec!["english", "maths", "it"], 0..=3));
    let homes = vec!["E01000001", "E01000003", "b95qt", "M1 1AA"];
    (
        (prop::option::weighted(0.8, any::<bool>()), prop::option::of((0..60_i64).prop_map(day))),
        prop::option::weighted(0.8, 0..=168),
        prop::option::weighted(0.8, 0..3_000_000_i64),
        prop::option::weighted(0.8, (5_000..20_000_i64).prop_map(day)),
        codes(),
        needs,
        prop::option::weighted(0.8, prop::sample::select(homes)),
    )
        .prop_map(|((carer, carer_known_on), hours, savings, born, benefit, needs, home)| Person {
            carer,
            carer_known_on,
            hours,
            savings,
            born,
            benefit,
            needs,
            home,
        })
}

fn csv(people: &[Person]) -> Vec<u8> {
    let mut text = "person,carer,carer_known_on,hours,savings,born,benefit,needs,home\n".to_owned();
    for (row, person) in people.iter().enumerate() {
        let needs =
            person.needs.as_ref().map(|needs| if needs.is_empty() { "none".to_owned() } else { needs.join("; ") });
        let fields = [
            Some(format!("p{row}")),
            person.carer.map(|yes| ["no", "yes", "False", "TRUE", "0", "1"][row % 3 * 2 + usize::from(yes)].to_owned()),
            person.carer_known_on.map(|day| day.to_string()),
            person.hours.map(|hours| if row % 2 == 0 { hours.to_string() } else { format!("{hours}.0") }),
            person.savings.map(|pence| pence.to_string()),
            person.born.map(|born| if row % 2 == 0 { born.to_string() } else { born.format("%d/%m/%Y").to_string() }),
            person.benefit.map(str::to_owned),
            needs,
            person.home.map(str::to_owned),
        ];
        text += &(fields.map(Option::unwrap_or_default).join(",") + "\n");
    }
    text.into()
}

fn since_1970(day: Day) -> i32 {
    chrono::Datelike::num_days_from_ce(&day) - 719_163
}

/// The people as Parquet, in types that programs choose: `plain` ones, or those of a table with gaps.
fn as_parquet(people: &[Person], plain: bool, to_a_group: usize, packed: Compression) -> Vec<u8> {
    let text = |read: &dyn Fn(&Person) -> Option<String>| Column::Texts(people.iter().map(read).collect());
    let days =
        |read: &dyn Fn(&Person) -> Option<Day>| people.iter().map(|person| read(person).map(since_1970)).collect();
    let microseconds = |day: Option<i32>| day.map(|day| i64::from(day) * 86_400_000_000);
    let born: Vec<Option<i32>> = days(&|person| person.born);
    let lists = people
        .iter()
        .map(|person| person.needs.as_ref().map(|needs| needs.iter().map(|need| (*need).to_owned()).collect()));
    let columns = [
        ("home", text(&|person| person.home.map(str::to_owned))),
        (
            "hours",
            match plain {
                true => Column::Short(people.iter().map(|person| person.hours).collect()),
                false => Column::Doubles(
                    people.iter().map(|person| Some(person.hours.map_or(f64::NAN, f64::from))).collect(),
                ),
            },
        ),
        (
            "born",
            match plain {
                true => Column::Days(born),
                false => Column::Microseconds(born.into_iter().map(microseconds).collect()),
            },
        ),
        (
            "carer",
            match plain {
                true => Column::Booleans(people.iter().map(|person| person.carer).collect()),
                false => Column::Short(people.iter().map(|person| person.carer.map(i32::from)).collect()),
            },
        ),
        ("carer_known_on", Column::Days(days(&|person| person.carer_known_on))),
        (
            "needs",
            match plain {
                true => Column::Lists(lists.collect()),
                false => text(&|person| {
                    person
                        .needs
                        .as_ref()
                        .map(|needs| if needs.is_empty() { "none".to_owned() } else { needs.join(";") })
                }),
            },
        ),
        ("savings", Column::Long(people.iter().map(|person| person.savings).collect())),
        ("person", text(&|_| None)),
        ("benefit", text(&|person| person.benefit.map(str::to_owned))),
    ];
    let mut columns = columns;
    columns[7].1 = Column::Texts((0..people.len()).map(|row| Some(format!("p{row}"))).collect());
    parquet(&columns, people.len(), to_a_group, packed)
}

fn facts(policy: &Policy, person: &Person) -> Facts {
    let places = places();
    let mut facts = Facts::new();
    let mut know = |fact: &str, value: Option<serde_json::Value>, known_on: Option<Day>| {
        let definition = policy.facts.get(fact).unwrap();
        if let Some(value) = value.and_then(|value| definition.from_json(&value, places).ok()) {
            facts.set(fact, Answer { value, source: String::new(), known_on });
        }
    };
    know("carer", person.carer.map(Into::into), person.carer_known_on);
    know("hours", person.hours.map(Into::into), None);
    know("savings", person.savings.map(Into::into), None);
    know("born", person.born.map(|born| born.to_string().into()), None);
    know("benefit", person.benefit.map(Into::into), None);
    know("needs", person.needs.clone().map(|needs| needs.into_iter().collect()), None);
    know("home", person.home.map(Into::into), None);
    facts
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible => "eligible",
        Verdict::NotEligible => "not-eligible",
        Verdict::Undetermined => "undetermined",
    }
}

/// The lines that the verdicts of one at a time make.
fn expected(policy: &Policy, people: &[Person]) -> Vec<Vec<String>> {
    let area = policy.area("here").unwrap();
    let line = |(row, person): (usize, &Person)| {
        let assessment = assess(policy, area, &facts(policy, person), on());
        let words = assessment.programmes.iter().map(|programme| word(programme.verdict).to_owned());
        std::iter::once(format!("p{row}")).chain(words).collect()
    };
    people.iter().enumerate().map(line).collect()
}

fn lines_of_csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    assert_eq!(reader.headers().unwrap(), vec!["person", "four", "one", "three", "two"]);
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn lines_of_parquet(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
    let said = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert!(said.iter().any(|said| said.key == "tapestry.area" && said.value.as_deref() == Some("here")));
    let text = |(_, field): (&String, &Field)| match field {
        Field::Str(text) => text.clone(),
        Field::Null => String::new(),
        other => other.to_string(),
    };
    reader.get_row_iter(None).unwrap().map(|row| row.unwrap().get_column_iter().map(text).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_table_gets_the_answers_of_one_at_a_time(
        people in prop::collection::vec(person(), 0..300),
        rows_at_once in prop::sample::select(vec![1_usize, 7, 64, 65, 1_000]),
        to_a_group in prop::sample::select(vec![1_usize, 50, 1_000]),
        plain in any::<bool>(),
    ) {
        let policy = policy();
        let expected = expected(&policy, &people);
        let packed = if plain { Compression::SNAPPY } else { Compression::ZSTD(Default::default()) };
        for (format, bytes) in [(Format::Csv, csv(&people)), (Format::Parquet, as_parquet(&people, plain, to_a_group, packed))] {
            let batches = || read(&policy, bytes.clone(), format, rows_at_once, UnknownColumns::Refuse).unwrap();
            if people.is_empty() {
                prop_assert!(batches().is_empty());
                continue;
            }
            prop_assert_eq!(&lines_of_csv(&verdicts(&policy, batches(), Format::Csv)), &expected);
            prop_assert_eq!(&lines_of_parquet(verdicts(&policy, batches(), Format::Parquet)), &expected);
            let unlisted: u64 = batches().iter().map(|batch| batch.unlisted).sum();
            prop_assert_eq!(unlisted, people.iter().filter(|person| person.home == Some("M1 1AA")).count() as u64);
        }
    }

    #[test]
    fn groups_add_up_however_the_table_is_cut(people in prop::collection::vec(person(), 1..200), rows_at_once in 1_usize..90) {
        let policy = policy();
        let by = ["benefit".to_owned(), "carer".to_owned(), "home".to_owned()];
        let groups = Groups::by(&policy.facts, &by).unwrap();
        let whole = counted(&policy, &groups, read(&policy, csv(&people), Format::Csv, 1_000, UnknownColumns::Refuse).unwrap());
        let cut = counted(&policy, &groups, read(&policy, csv(&people), Format::Csv, rows_at_once, UnknownColumns::Refuse).unwrap());
        prop_assert_eq!(&whole, &cut);
        let (screening, grouped) = whole;
        let told: Vec<_> = groups.told(&grouped).collect();
        prop_assert_eq!(told.iter().map(|(_, tally)| tally.people).sum::<u64>(), people.len() as u64);
        for (position, programme) in screening.programmes.iter().enumerate() {
            let sum = |read: &dyn Fn(&exchange::tables::Tally) -> u64| told.iter().map(|(_, tally)| read(tally)).sum::<u64>();
            prop_assert_eq!(sum(&|tally| tally.programmes[position].0.eligible), programme.counts.eligible);
            prop_assert_eq!(sum(&|tally| tally.programmes[position].0.undetermined), programme.counts.undetermined);
            for (at, barrier) in programme.barriers.iter().enumerate() {
                prop_assert_eq!(sum(&|tally| tally.programmes[position].1[at].0), barrier.fails);
                prop_assert_eq!(sum(&|tally| tally.programmes[position].1[at].1), barrier.alone);
            }
        }
        let area = policy.area("here").unwrap();
        let first = &told[0].0;
        let alike = |person: &Person| {
            let known = facts(&policy, person);
            let carer = known.get("carer").filter(|answer| policy.facts.get("carer").unwrap().is_good_on(answer, on()));
            let carer = carer.map_or("(not known)", |answer| if answer.value == Value::YesNo(true) { "yes" } else { "no" });
            let home = known.get("home").map_or("(not known)".to_owned(), |answer| answer.value.to_json().as_str().unwrap().to_owned());
            [person.benefit.unwrap_or("(not known)"), carer, &home] == [&first[0], &first[1], &first[2]]
        };
        let these: Vec<&Person> = people.iter().filter(|person| alike(person)).collect();
        prop_assert_eq!(these.len() as u64, told[0].1.people);
        let eligible = these.iter().filter(|person| {
            assess(&policy, area, &facts(&policy, person), on()).programmes[0].verdict == Verdict::Eligible
        });
        prop_assert_eq!(eligible.count() as u64, told[0].1.programmes[0].0.eligible);
    }
}

fn counted(policy: &Policy, groups: &Groups<'_>, batches: Vec<People>) -> (Screening, Grouped) {
    let plan = Plan::new(policy, policy.area("here").unwrap(), on());
    let mut grouped = Grouped::default();
    let mut all: Option<Screening> = None;
    for batch in batches {
        let screening = plan.screen(&batch.population, Detail::Rows);
        grouped.add(groups.count(&batch.population, &screening).unwrap()).unwrap();
        let counts = screening.into_counts();
        match &mut all {
            Some(all) => all.add_counts(&counts),
            None => all = Some(counts),
        }
    }
    (all.unwrap(), grouped)
}

#[test]
fn the_summary_says_what_was_counted() {
    let policy = policy();
    let table = b"carer,hours,benefit\nyes,20,UC\nno,20,UC\nno,10,none\n,,\n".to_vec();
    let groups = Groups::by(&policy.facts, &["carer".to_owned()]).unwrap();
    let (screening, grouped) =
        counted(&policy, &groups, read(&policy, table, Format::Csv, 3, UnknownColumns::Refuse).unwrap());
    let summary = Summary { screening: &screening, groups: &groups, grouped: &grouped };
    let mut bytes = Vec::new();
    summary.write_csv(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.starts_with("carer,programme,criterion,says,people,eligible,not_eligible,undetermined,fails,alone\n"),
        "{text}"
    );
    for line in [
        "(everybody),one,,one,4,1,2,1,,",
        "(everybody),one,spine/programmes/one#c0,x,4,,,,1,1",
        "(everybody),one,spine/programmes/one#c1,x,4,,,,1,1",
        "no,one,,one,2,0,2,0,,",
        "yes,one,,one,1,1,0,0,,",
        "(not known),one,,one,1,0,0,1,,",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    let json = summary.to_json();
    assert_eq!(json["people"], 4);
    assert_eq!(json["programmes"][1]["criteria"][0]["code"], "spine/programmes/one#c0");
    assert_eq!(json["groups"][2]["by"]["carer"], "(not known)");
    assert_eq!(json["groups"][0]["programmes"][1]["not_eligible"], 2);
}

#[test]
fn people_cannot_be_grouped_by_just_anything() {
    let policy = policy();
    let by = |facts: &[&str]| {
        let facts: Vec<String> = facts.iter().map(|fact| (*fact).to_owned()).collect();
        Groups::by(&policy.facts, &facts).map(|groups| groups.facts().count()).map_err(|fault| fault.to_string())
    };
    assert_eq!(by(&["carer", "benefit", "hours", "home"]), Ok(4));
    assert!(by(&["born"]).unwrap_err().contains("only by yes-no"));
    assert!(by(&["carers"]).unwrap_err().contains("did you mean `carer`?"));
    assert!(by(&["carer", "carer"]).unwrap_err().contains("twice"));
    let many: String = (0..10_001).map(|row| format!("E01{row:06}\n")).collect();
    let people = read(&policy, format!("home\n{many}").into(), Format::Csv, 100_000, UnknownColumns::Refuse).unwrap();
    let groups = Groups::by(&policy.facts, &["home".to_owned()]).unwrap();
    let plan = Plan::new(&policy, policy.area("here").unwrap(), on());
    let screening = plan.screen(&people[0].population, Detail::Rows);
    assert!(groups.count(&people[0].population, &screening).is_err());
}

#[test]
fn people_go_by_their_row_or_number_where_they_have_no_name() {
    let policy = policy();
    let first_lines = |bytes: Vec<u8>, format| {
        let people = read(&policy, bytes, format, 2, UnknownColumns::Refuse).unwrap();
        let csv = String::from_utf8(verdicts(&policy, people, Format::Csv)).unwrap();
        csv.lines().map(|line| line.split(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(first_lines(b"hours\n1\n2\n3\n".to_vec(), Format::Csv), ["row", "1", "2", "3"]);
    let ids = ("id", Column::Long(vec![Some(70), None, Some(-1)]));
    let file = parquet(&[ids, ("hours", Column::Short(vec![None; 3]))], 3, 3, Compression::UNCOMPRESSED);
    assert_eq!(first_lines(file.clone(), Format::Parquet), ["person", "70", "", "-1"]);
    let people = read(&policy, file, Format::Parquet, 2, UnknownColumns::Refuse).unwrap();
    let back = lines_of_parquet(verdicts(&policy, people, Format::Parquet));
    assert_eq!(back.iter().map(|line| line[0].as_str()).collect::<Vec<_>>(), ["70", "", "-1"]);
}
