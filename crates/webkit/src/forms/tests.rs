#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

/// Typed, the rule, and the day or the message with its wrong boxes.
type DateCase = (DateBoxes, DateRule, Result<&'static str, (&'static str, &'static [&'static str])>);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn date(day: &str, month: &str, year: &str) -> DateBoxes {
    DateBoxes { day: day.into(), month: month.into(), year: year.into() }
}

#[test]
fn dates_in_the_words_of_the_pattern() {
    let today = day("2026-11-23");
    let cases: [DateCase; 17] = [
        (date("27", "3", "2001"), DateRule::Any, Ok("2001-03-27")),
        (date(" 7 ", "03", "2001"), DateRule::Any, Ok("2001-03-07")),
        (date("7", "Mar", "2001"), DateRule::Any, Ok("2001-03-07")),
        (date("29", "2", "2024"), DateRule::Any, Ok("2024-02-29")),
        (date("", " ", ""), DateRule::Any, Err(("Enter date of birth", &["day", "month", "year"]))),
        (date("27", "", "2001"), DateRule::Any, Err(("Date of birth must include a month", &["month"]))),
        (date("", "", "2001"), DateRule::Any, Err(("Date of birth must include a day and month", &["day", "month"]))),
        (date("29", "2", "2023"), DateRule::Any, Err(("Date of birth must be a real date", &["day", "month", "year"]))),
        (date("41", "2", "2023"), DateRule::Any, Err(("Date of birth must be a real date", &["day"]))),
        (date("1", "13", "2023"), DateRule::Any, Err(("Date of birth must be a real date", &["month"]))),
        (date("1", "1", "99"), DateRule::Any, Err(("Date of birth must include a year of 4 numbers", &["year"]))),
        (
            date("23", "11", "0226"),
            DateRule::Any,
            Err(("Date of birth must include a year from 1900 to 2199", &["year"])),
        ),
        (
            date("1", "5", "0084"),
            DateRule::Past(today),
            Err(("Date of birth must include a year from 1900 to 2199", &["year"])),
        ),
        (
            date("31", "12", "1899"),
            DateRule::Any,
            Err(("Date of birth must include a year from 1900 to 2199", &["year"])),
        ),
        (date("22", "11", "2026"), DateRule::Past(today), Ok("2026-11-22")),
        (
            date("23", "11", "2026"),
            DateRule::Past(today),
            Err(("Date of birth must be in the past", &["day", "month", "year"])),
        ),
        (
            date("22", "11", "2026"),
            DateRule::TodayOrFuture(today),
            Err(("Date of birth must be today or in the future", &["day", "month", "year"])),
        ),
    ];
    for (boxes, rule, expect) in cases {
        let got = boxes.parse("Date of birth", rule);
        let expect = expect
            .map(day)
            .map_err(|(message, parts)| DateFault { message: message.into(), wrong_boxes: parts.to_vec() });
        assert_eq!(got, expect, "{boxes:?}");
    }
}

#[test]
fn amounts() {
    let most = Pence(100_000_000);
    let parse = |typed| PenceBox::new(typed).parse("amount", most).map(|pence| pence.0);
    let money = "Amount must be an amount of money, like 12.50";
    for (typed, expect) in [
        ("£12.50", Ok(1250)),
        ("12.5", Ok(1250)),
        ("1,250", Ok(125_000)),
        (" £ 1 250.05 ", Ok(125_005)),
        ("0", Ok(0)),
        ("1000000.00", Ok(100_000_000)),
        ("1000000.01", Err("Amount must be £1,000,000.00 or less")),
        ("99999999999999999999", Err("Amount must be £1,000,000.00 or less")),
        ("12.505", Err("Amount must have no more than 2 decimal places")),
        ("-1", Err(money)),
        ("1e3", Err(money)),
        (".50", Err(money)),
        ("12.", Err(money)),
        ("  ", Err("Enter amount")),
    ] {
        assert_eq!(parse(typed), expect.map_err(str::to_owned), "{typed:?}");
    }
}

#[test]
fn whole_numbers() {
    let parse = |typed| WholeBox::new(typed).parse("Hours a week", 0..=168);
    for (typed, expect) in [
        ("16", Ok(16)),
        ("0", Ok(0)),
        ("168", Ok(168)),
        ("169", Err("Hours a week must be 168 or less")),
        ("-1", Err("Hours a week must be 0 or more")),
        ("99999999999999999999", Err("Hours a week must be 168 or less")),
        ("1.5", Err("Hours a week must be a whole number, like 12")),
        ("", Err("Enter hours a week")),
    ] {
        assert_eq!(parse(typed), expect.map_err(str::to_owned), "{typed:?}");
    }
}

#[test]
fn text_is_cleaned_and_bounded() {
    assert_eq!(required(" Jo\u{0} \t Bloggs\u{202E} ", "Full name", 9), Ok("Jo Bloggs".to_owned()));
    assert_eq!(required("Jo Bloggs", "Full name", 8), Err("Full name must be 8 characters or fewer".to_owned()));
    assert_eq!(required("\u{0}", "Full name", 8), Err("Enter full name".to_owned()));
    assert_eq!(clean_lines("\r\none\r\n two \r\n"), "one\ntwo");
    assert_eq!(optional(" \r\n", "the note", 5), Ok(None));
    assert_eq!(required("", "UC award", 5), Err("Enter UC award".to_owned()));
}

#[test]
fn a_form_keeps_what_was_typed_and_says_what_is_wrong_in_order() {
    let mut form = Form::read(b"name=+Jo+&born-day=31&born-month=2&born-year=1990&need=digital&need=other&paid=abc");
    let needs = [Choice::new("english", "English"), Choice::new("digital", "Digital")];
    assert_eq!(form.required("name", "Full name", 100).as_deref(), Some("Jo"));
    assert_eq!(form.date("born", "Date of birth", DateRule::Any), None);
    assert_eq!(form.pence("paid", "Amount", Pence(100)), None);
    assert_eq!(form.choice("need", &needs, "Select a need").as_deref(), Some("digital"));
    assert_eq!(form.choices("need", &needs), ["digital"]);
    form.errors.push("paid", "a second message about the same field");
    let anchors: Vec<_> = form.errors.iter().map(|error| error.anchor.as_str()).collect();
    assert_eq!(anchors, ["born-day", "paid"]);
    assert_eq!((form.text("name"), form.text("paid"), form.text("nothing")), (" Jo ", "abc", ""));
    assert!(form.is_faulty() && form.errors.is_wrong_box("born", "day"));
    assert_eq!(form.described_by("born", "For example"), "born-hint born-error");
}

proptest! {
    #[test]
    fn no_form_breaks_a_reader(bytes in proptest::collection::vec(any::<u8>(), 0..300), typed in any::<String>()) {
        let _ = Form::read(&bytes);
        let mut form = Form::blank().with("x", &typed).with("x-day", &typed).with("x-month", &typed).with("x-year", &typed);
        let _ = (form.pence("x", &typed, Pence(i64::MAX)), form.whole("x", &typed, i64::MIN..=i64::MAX));
        let _ = (form.date("x", &typed, DateRule::Any), form.required_lines("x", &typed, 10), form.optional("x", &typed, 10));
        prop_assert_eq!(form.text("x"), typed);
    }

    #[test]
    fn real_dates_come_back(days in 0..109_573_u64) {
        // From 1 January 1900 to 31 December 2199.
        let day = Day::from_ymd_opt(1900, 1, 1).unwrap() + chrono::Days::new(days);
        let form = Form::blank().with_date("x", Some(day));
        prop_assert_eq!(form.boxes("x").parse("Date", DateRule::Any), Ok(day));
    }

    #[test]
    fn amounts_come_back(pence in 0..i64::MAX) {
        let typed = Pence(pence).to_string();
        prop_assert_eq!(PenceBox::new(&typed).parse("Amount", Pence(i64::MAX)), Ok(Pence(pence)));
    }

    #[test]
    fn clean_text_has_no_control_characters(typed in any::<String>()) {
        let line = clean_line(&typed);
        prop_assert!(!line.chars().any(char::is_control));
        prop_assert_eq!(clean_line(&line), line.clone());
        prop_assert!(!clean_lines(&typed).chars().any(|letter| letter.is_control() && letter != '\n'));
    }
}
