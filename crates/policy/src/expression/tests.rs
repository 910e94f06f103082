#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::{check::read, parse::parse, reason::Domains, *};
use crate::{
    Area, Code, DatedValue, FactBook, FactDefinition, FactType, LsoaVintage, Nation, Place, PlaceRecord, Truth,
    facts::Known,
    fault::{Faults, SourceFile},
};
use indexmap::IndexMap;
use kernel::{Coordinates, Day, Period};
use proptest::prelude::*;

fn codes(list: &[&str]) -> Vec<Code> {
    list.iter().map(|code| Code { code: Arc::from(*code), says: (*code).to_owned() }).collect()
}

/// Facts of every type, in an order that [`answers`] follows.
pub(crate) fn book() -> FactBook {
    let kinds = [
        ("yes", FactType::YesNo),
        ("sure", FactType::YesNo),
        ("hours", FactType::Whole { minimum: Some(0), maximum: Some(20) }),
        ("any_number", FactType::Whole { minimum: None, maximum: None }),
        ("money", FactType::Pence { minimum: Some(0), maximum: None }),
        ("date_of_birth", FactType::Date),
        ("since", FactType::Date),
        ("code", FactType::OneOf(codes(&["x", "y", "z"]))),
        ("set", FactType::AnyOf(codes(&["p", "q", "r"]))),
        ("home", FactType::Place),
    ];
    let mut book = FactBook::default();
    for (id, kind) in kinds {
        let definition = FactDefinition {
            id: Arc::from(id),
            kind,
            says: String::new(),
            question: Arc::from(""),
            why: String::new(),
            category: String::new(),
            good_for_days: None,
            days: crate::DayBounds::default(),
            hint: None,
            unit: None,
            source: String::new(),
            small_areas: Arc::default(),
        };
        book.definitions.insert(Arc::clone(&definition.id), definition);
    }
    book
}

/// What may be known of each fact of [`book`], in its order.
pub(crate) fn answers() -> impl Strategy<Value = Vec<Known<'static>>> {
    let day = || (0..40_000_i32).prop_map(|days| Day::from_num_days_from_ce_opt(715_000 + days).unwrap());
    let parts = (
        any::<bool>(),
        any::<bool>(),
        0..=20_i64,
        prop_oneof![-30..30_i64, any::<i64>()],
        0..5_000_i64,
        day(),
        day(),
        0..3_usize,
        proptest::sample::subsequence(vec![0_usize, 1, 2], 0..=3),
        proptest::sample::select(vec!["E01000001", "E01000002"]),
    );
    parts.prop_map(|(yes, sure, hours, number, money, born, since, code, set, home)| {
        vec![
            Known::YesNo(yes),
            Known::YesNo(sure),
            Known::Number(hours),
            Known::Number(number),
            Known::Number(money),
            Known::Day(born),
            Known::Day(since),
            Known::Code(code),
            Known::Codes(set),
            Known::Lsoa(home),
        ]
    })
}

pub(crate) fn parameters() -> Arc<[Parameter]> {
    let value = |from: &str, is| DatedValue {
        period: Period { from: from.parse().unwrap(), until: None },
        is,
        source: None,
        example: false,
        set_by: None,
    };
    Arc::from([Parameter {
        id: Arc::from("limit"),
        says: String::new(),
        unit: String::new(),
        values: vec![value("2020-01-01", 5), value("2024-01-01", 9)],
        local_range: Default::default(),
    }])
}

pub(crate) fn areas() -> IndexMap<String, Area> {
    let area = Area {
        id: Arc::from("here"),
        name: String::new(),
        nation: Nation::England,
        time_zone: None,
        level: String::new(),
        lsoas: ["E01000001".to_owned()].into(),
        lsoas_of: LsoaVintage::Y2011,
        bodies: IndexMap::new(),
        priority_groups: Vec::new(),
        programmes: IndexMap::new(),
        layered: IndexMap::new(),
        standards: Vec::new(),
        agreements: IndexMap::new(),
        funders: IndexMap::new(),
        published: Vec::new(),
        keeps: IndexMap::new(),
        contracts: IndexMap::new(),
        funding: IndexMap::new(),
        source: String::new(),
    };
    IndexMap::from([("here".to_owned(), area)])
}

/// Text of random well-typed yes-no expressions.
pub(crate) fn booleans() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("yes".to_owned()),
        Just("sure".to_owned()),
        Just("true".to_owned()),
        Just("!sure".to_owned()),
        Just("home in area('here')".to_owned()),
        proptest::sample::select(vec!["x", "y", "z"]).prop_map(|code| format!("code == '{code}'")),
        proptest::sample::select(vec!["x", "y", "z"]).prop_map(|code| format!("code != '{code}'")),
        Just("code in ['x', 'z']".to_owned()),
        proptest::sample::select(vec!["p", "q", "r"]).prop_map(|code| format!("'{code}' in set")),
        (numbers(), comparison(), numbers()).prop_map(|(left, sign, right)| format!("{left} {sign} {right}")),
        (days(), comparison(), days()).prop_map(|(left, sign, right)| format!("{left} {sign} {right}")),
        numbers().prop_map(|number| format!("{number} in [1, limit, 12]")),
        texts(),
        proptest::sample::select(vec!["yes", "hours", "money", "since", "code", "set", "home"])
            .prop_map(|fact| format!("has({fact})")),
        Just("distance_km(home, 'NE1 1AD') <= 5".to_owned()),
        Just("distance_km(home, 'office') > any_number".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} && {right})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(left, middle, right)| format!("({left} || {middle} || {right})")),
            inner.clone().prop_map(|inner| format!("!({inner} && true)")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("(({left}) == ({right}))")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(condition, yes, no)| format!("(({condition} && true) ? ({yes}) : ({no}))")),
            (inner.clone(), proptest::sample::select(vec!["exists", "all", "exists_one"])).prop_map(|(body, name)| {
                // A longer body has another name for its items, so that one may stand in another.
                let item = format!("item{}", body.len());
                format!("set.{name}({item}, {item} != 'q' || {body})")
            }),
            (inner.clone(), inner.clone())
                .prop_map(|(one, other)| format!("([{one}, {other}, yes].filter(it, it).size() > 1)")),
            (inner.clone(), numbers(), numbers())
                .prop_map(|(condition, yes, no)| format!("((({condition} && true) ? {yes} : {no}) > hours)")),
        ]
    })
}

/// Questions about texts.
fn texts() -> impl Strategy<Value = String> {
    proptest::sample::select(vec![
        "code.startsWith('x')",
        "code.endsWith('z')",
        "code.contains('y')",
        "code.upperAscii() in ['X', 'Y']",
        "size(code) == 1",
        "set.exists(one, one.startsWith('p') && hours > 3)",
        "set.all(one, one in ['p', 'q'])",
        "set.filter(one, one != 'p').size() == 1",
        "[hours, any_number].exists(one, one > 10)",
        "code in set.filter(one, yes)",
    ])
    .prop_map(str::to_owned)
}

fn comparison() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["==", "!=", "<", "<=", ">", ">="])
}

fn numbers() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (-2..25_i64).prop_map(|number| number.to_string()),
        Just("hours".to_owned()),
        Just("any_number".to_owned()),
        Just("money".to_owned()),
        Just("limit".to_owned()),
        Just("size(set)".to_owned()),
        (proptest::sample::select(vec!["years_since", "months_since", "weeks_since", "days_since", "age_on"]), days())
            .prop_map(|(function, day)| format!("{function}({day})"))
            // Refused: it is always zero.
            .prop_filter("age at birth", |text| text != "age_on(date_of_birth)"),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), proptest::sample::select(vec!["+", "-", "*"]), inner.clone())
                .prop_map(|(left, sign, right)| format!("({left} {sign} {right})")),
            (inner.clone(), proptest::sample::select(vec!["/", "%"]), proptest::sample::select(vec!["3", "limit"]))
                .prop_map(|(left, sign, right)| format!("({left} {sign} {right})")),
            inner.prop_map(|inner| format!("(-{inner})")),
        ]
    })
}

fn days() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("today".to_owned()),
        Just("since".to_owned()),
        Just("date_of_birth".to_owned()),
        Just("date('2024-08-31')".to_owned()),
        Just("funding_year_start()".to_owned()),
        (-1000..1000_i32).prop_map(|number| format!("days_after(since, {number})")),
        Just("days_after(today, any_number)".to_owned()),
        Just("(yes ? since : today)".to_owned()),
    ]
}

/// Two small areas of which the middle of one is known.
fn gazetteer() -> Gazetteer {
    let mut gazetteer = Gazetteer::new();
    let rows = [("NE1 1AD", "E01000001", Some((54.9675, -1.6154))), ("NE6 1AH", "E01000002", None)];
    for (postcode, lsoa, point) in rows {
        let place = Place { lsoa: lsoa.to_owned(), ward: None, district: None, nation: None };
        let coordinates = point.map(|(latitude, longitude)| Coordinates { latitude, longitude });
        gazetteer.insert(postcode.parse().unwrap(), PlaceRecord { place, coordinates, imd_decile: None });
    }
    gazetteer
}

/// Reads an expression, whatever can never be so in it.
pub(crate) fn expression(text: &str) -> (Option<Expression>, Vec<Fault>) {
    let (faults, book, parameters) = (Faults::default(), book(), parameters());
    let contents = format!("when = \"{text}\"");
    let file = SourceFile { path: Arc::from("test.toml"), contents: Arc::from(contents.as_str()) };
    let gazetteer = gazetteer();
    let bodies = vec![("office".to_owned(), "NE1 1AD".parse().unwrap())];
    let landmarks = Landmarks { gazetteer: &gazetteer, bodies };
    let scope = Scope { facts: &book, parameters: &parameters, areas: &[Arc::from("here")], landmarks: &landmarks };
    let written = Written { file: &file, faults: &faults, text, span: 7..contents.len() };
    let expression = read(&scope, &written);
    (expression, faults.into_inner())
}

pub(super) fn truth(expression: &Expression, known: &[Known<'static>], areas: &IndexMap<String, Area>) -> Truth {
    let situation = Situation { known: known.to_vec(), on: "2024-06-03".parse().unwrap(), areas, lies_in: Vec::new() };
    Evaluation { situation: &situation, parameters: expression.parameters() }.truth(expression.root())
}

fn masked(known: &[Known<'static>], keep: &[bool]) -> Vec<Known<'static>> {
    known.iter().zip(keep).map(|(known, keep)| if *keep { known.clone() } else { Known::Unknown }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever else becomes known, met stays met and not met stays not met.
    #[test]
    fn a_fact_that_becomes_known_never_turns_a_definite_answer_around(
        text in booleans(), known in answers(),
        some in proptest::collection::vec(any::<bool>(), 10),
        more in proptest::collection::vec(any::<bool>(), 10),
    ) {
        let (expression, faults) = expression(&text);
        prop_assert!(expression.is_some(), "{text}: {faults:?}");
        let (expression, areas) = (expression.unwrap(), areas());
        let before = truth(&expression, &masked(&known, &some), &areas);
        let either: Vec<bool> = some.iter().zip(&more).map(|(left, right)| *left || *right).collect();
        let after = truth(&expression, &masked(&known, &either), &areas);
        if before != Truth::Unknown {
            prop_assert_eq!(before, after, "{}", text);
        }
    }

    /// Facts that `needs` leaves out cannot settle anything by themselves, and what it lists is unknown.
    #[test]
    fn needs_leaves_out_only_what_cannot_settle_the_answer(
        text in booleans(), known in answers(), some in proptest::collection::vec(any::<bool>(), 10),
    ) {
        let (expression, areas) = (expression(&text).0.unwrap(), areas());
        let partly = masked(&known, &some);
        if truth(&expression, &partly, &areas) == Truth::Unknown {
            let situation = Situation { known: partly, on: "2024-06-03".parse().unwrap(), areas: &areas, lies_in: Vec::new() };
            let evaluation = Evaluation { situation: &situation, parameters: expression.parameters() };
            let mut needs = Vec::new();
            evaluation.needs(expression.root(), &mut needs);
            for fact in &needs {
                prop_assert!(!some[fact.0], "{}: {:?} is known", text, fact);
            }
            let others: Vec<bool> =
                (0..10).map(|fact| some[fact] || !needs.contains(&FactIndex(fact))).collect();
            prop_assert_eq!(truth(&expression, &masked(&known, &others), &areas), Truth::Unknown, "{}", text);
        }
    }

    /// What is reported as never so is never so, and likewise always.
    #[test]
    fn what_cannot_be_is_not(text in booleans(), known in answers()) {
        let expression = expression(&text).0.unwrap();
        let (book, areas) = (book(), areas());
        let domains = Domains { facts: &book, parameters: expression.parameters() };
        let found = truth(&expression, &known, &areas);
        if !could_be(&domains, expression.root(), true) {
            prop_assert_ne!(found, Truth::Met, "{}", &text);
        }
        if !could_be(&domains, expression.root(), false) {
            prop_assert_ne!(found, Truth::NotMet, "{}", &text);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z0-9 ()&|!=<>+*/%?:,.'\\[\\]{}\"\\\\\n-]{0,60}") {
        let _ = expression(&text);
    }

    #[test]
    fn any_unicode_text_is_read_or_refused(text in ".{0,80}") {
        let _ = expression(&text);
    }

    /// A valid text with something taken out or put in.
    #[test]
    fn a_damaged_expression_is_read_or_refused(
        text in booleans(), at in any::<prop::sample::Index>(), length in 0..6_usize, with in "[(){}&|=!<>'a-z0-9 é]{0,3}",
    ) {
        let mut characters: Vec<char> = text.chars().collect();
        let start = at.index(characters.len());
        let end = (start + length).min(characters.len());
        characters.splice(start..end, with.chars());
        let damaged: String = characters.into_iter().collect();
        for fault in expression(&damaged).1 {
            prop_assert!(fault.code().starts_with("policy/"));
        }
    }
}

#[test]
fn deep_or_long_text_is_refused_and_does_not_exhaust_the_stack() {
    for (one, closing) in [("(", ")"), ("size(", ")"), ("!(1 + ", ")"), ("(yes ? sure : ", ")"), ("[", "]")] {
        for depth in [1, 32, 64, 65, 600] {
            let text = format!("{}yes{}", one.repeat(depth), closing.repeat(depth));
            let refused = expression(&text).0.is_none();
            assert!(refused || depth <= 64, "{one} {depth}");
        }
    }
    for one in ["hours + ", "yes == ", "yes ? sure : ", "!", "-", "hours in ", "yes && ", "yes || ", "hours < "] {
        for times in [1, 100, 190, 1000, 100_000] {
            let _ = expression(&format!("{}yes", one.repeat(times)));
        }
    }
    assert!(expression(&"yes && ".repeat(571)).0.is_none());
    assert!(expression(&format!("{}yes", "yes && ".repeat(500))).0.is_some());
}

fn only_fault(text: &str) -> (String, String, String) {
    let faults = expression(text).1;
    assert_eq!(faults.len(), 1, "{text}: {faults:?}");
    let fault = &faults[0];
    let label = miette::Diagnostic::labels(fault).unwrap().next().unwrap();
    let underlined = format!("when = \"{text}\"").get(label.offset()..label.offset() + label.len()).unwrap().to_owned();
    (fault.code().to_owned(), underlined, fault.help_text().unwrap_or_default().to_owned())
}

#[test]
fn faults_underline_what_they_mean() {
    let cases = [
        ("yes && hourz > 3", "policy/unknown-fact", "hourz"),
        ("code == 'w'", "policy/unknown-code", "'w'"),
        ("code in ['x', 'w']", "policy/unknown-code", "'w'"),
        ("'w' in set", "policy/unknown-code", "'w'"),
        ("sure || years_sinse(since) > 2", "policy/unknown-function", "years_sinse(since)"),
        ("home in area('there')", "policy/unknown-area", "'there'"),
        ("since > '2024-01-01'", "policy/wrong-type", "since > '2024-01-01'"),
        ("hours", "policy/not-yes-or-no", "hours"),
        ("hours > 20 || yes", "policy/unreachable", "hours > 20"),
        ("hours / any_number > 2", "policy/divisor", "any_number"),
        ("!has(yes)", "policy/has", "has(yes)"),
        ("has(hours) ? hours > 3 : yes", "policy/has", "has(hours)"),
        ("has(limit)", "policy/has", "has(limit)"),
        ("code.startsWith('q')", "policy/unreachable", "code.startsWith('q')"),
        ("code.beginsWith('x')", "policy/unknown-function", "code.beginsWith('x')"),
        ("set.exists(hours, hours == 'p')", "policy/name-taken", "hours"),
        ("set.exists(one, one == 3)", "policy/wrong-type", "one == 3"),
        ("since.year > 3", "policy/syntax", "."),
        ("hours > 9223372036854775808", "policy/syntax", "9223372036854775808"),
        ("hours > 9223372036854775807 + 1", "policy/out-of-range", "9223372036854775807 + 1"),
        ("distance_km(home, 'ofice') < 3", "policy/unknown-place", "'ofice'"),
        ("distance_km(since, 'office') < 3", "policy/wrong-type", "since"),
        ("yes = sure", "policy/syntax", "="),
        ("yes and sure", "policy/syntax", "and"),
        ("hours > 2.5", "policy/syntax", "2.5"),
        ("(yes && sure", "policy/syntax", "("),
        ("yes sure", "policy/syntax", "s"),
        ("since > date('2023-02-29')", "policy/wrong-type", "'2023-02-29'"),
    ];
    for (text, code, underlined) in cases {
        let (found, place, _) = only_fault(text);
        assert_eq!((found.as_str(), place.as_str()), (code, underlined), "{text}");
    }
    assert_eq!(only_fault("yes && hourz > 3").2, "did you mean `hours`?");
    assert_eq!(only_fault("since > '2024-01-01'").2, "write the date as `date('2024-01-31')`");
}

#[test]
fn contradictions_are_found() {
    let book = book();
    let decided = |text: &str| {
        let expression = expression(text).0.unwrap();
        let domains = Domains { facts: &book, parameters: expression.parameters() };
        (could_be(&domains, expression.root(), true), could_be(&domains, expression.root(), false))
    };
    let never = [
        "hours > 12 && hours < 10",
        "hours < 0",
        "code == 'x' && code == 'y'",
        "code != 'x' && code != 'y' && code != 'z'",
        "yes && !yes",
        "years_since(date_of_birth) >= 25 && years_since(date_of_birth) < limit",
        "hours > limit && hours < 5",
        "since < date('2024-01-01') && since > date('2024-06-01')",
        "'p' in set && !('p' in set)",
        "size(set) > 3",
        "(hours < 3 || hours > 18) && hours >= 3 && hours <= 18",
        "hours > hours",
        "false",
    ];
    for text in never {
        assert_eq!(decided(text), (false, true), "{text}");
    }
    for text in ["hours >= 0", "code in ['x', 'y', 'z']", "yes || !yes", "money > -1", "true"] {
        assert_eq!(decided(text), (true, false), "{text}");
    }
    for text in ["hours > 12 || hours < 10", "limit > 5", "years_since(date_of_birth) >= 25", "any_number * 2 == 4"] {
        assert_eq!(decided(text), (true, true), "{text}");
    }
}

#[test]
fn missing_is_not_no() {
    let areas = areas();
    let nothing = vec![Known::Unknown; 10];
    let answer = |text: &str| truth(&expression(text).0.unwrap(), &nothing, &areas);
    assert_eq!(answer("yes"), Truth::Unknown);
    assert_eq!(answer("yes && hours > 3"), Truth::Unknown);
    assert_eq!(answer("!yes"), Truth::Unknown);
    assert_eq!(answer("yes && limit < 5"), Truth::NotMet);
    assert_eq!(answer("yes || limit == 9"), Truth::Met);
    assert_eq!(answer("(yes ? 3 : 3) == 3"), Truth::Met);
    assert_eq!(answer("yes ? limit == 9 : limit == 9"), Truth::Met);
    for fact in ["yes", "hours", "money", "since", "code", "set", "home"] {
        assert_eq!(answer(&format!("has({fact})")), Truth::Unknown, "{fact}");
    }
}

#[test]
fn a_number_too_large_to_hold_is_unknown_and_needs_nothing() {
    let mut known = vec![Known::Unknown; 10];
    known[3] = Known::Number(i64::MAX);
    let (expression, areas) = (expression("any_number * 2 > 3").0.unwrap(), areas());
    assert_eq!(truth(&expression, &known, &areas), Truth::Unknown);
}

#[test]
fn the_parser_gives_places_in_bytes() {
    let tree = parse("yes  &&\n sure").unwrap();
    assert_eq!(tree.own_span(&tree.root), 5..7);
}
