//! Streams as text, with a second one beside each that must not pay, must not be told of, or must be left alone.

use super::*;

const YEAR: &str = "[[year]]\nfrom = 2026-01-01\nuntil = 2026-12-31\npence = ";

/// A policy with an area of these streams: each with its id and what its text says beside id, name and source.
fn policy_of(streams: &[(&str, &str)]) -> Policy {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let spine = [
        file("spine/facts.toml", include_str!("../../../../../spine/facts.toml")),
        file("spine/levels.toml", include_str!("../../../../../spine/levels.toml")),
        file(
            "spine/programmes/restart.toml",
            "id = \"restart\"\nname = \"Restart\"\nsays = \"Help\"\nfunder = \"dwp\"\nsource = \"a test\"\n",
        ),
        file(
            "areas/example/area.toml",
            "id = \"example\"\nname = \"Example\"\nnation = \"england\"\nlevel = \"core\"\nsource = \"a test\"\n[places]\n\
             [[body]]\nid = \"good-work\"\nname = \"Good Work\"\nkind = \"provider\"\n\
             [[body]]\nid = \"jobcentre\"\nname = \"Jobcentre\"\nkind = \"jobcentre\"\n",
        ),
    ];
    let stream = |(id, says): &(&str, &str)| {
        let path = format!("areas/example/funding/{id}.toml");
        (path, format!("id = \"{id}\"\nname = \"{id}\"\nfunder = \"somebody\"\nsource = \"a test\"\n{says}\n"))
    };
    let text = PolicyText::new(spine.into_iter().chain(streams.iter().map(stream)));
    let loaded = policy::load(&text, &Gazetteer::default());
    let faults: Vec<String> = loaded.faults.iter().filter(|fault| fault.is_error()).map(ToString::to_string).collect();
    loaded.policy.unwrap_or_else(|| panic!("{faults:?}"))
}

/// Asks of streams and of lines, each for a person of whom nothing is known.
fn asked<T>(texts: &[(&str, String)], lines: &[CostLine], of: impl Fn(&Streams<'_>, Costs<'_>, &Braid) -> T) -> T {
    asked_for(texts, lines, &vec![0; lines.len()], of)
}

/// The same for people as [`people`] has them.
fn asked_for<T>(
    texts: &[(&str, String)],
    lines: &[CostLine],
    who: &[usize],
    of: impl Fn(&Streams<'_>, Costs<'_>, &Braid) -> T,
) -> T {
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (*id, text.as_str())).collect();
    let policy = policy_of(&texts);
    let streams = Streams::new(&policy, policy.area("example").unwrap());
    let people = people(&policy, who);
    let costs = Costs { lines, people: &people };
    let braid = streams.attribute(costs).unwrap();
    of(&streams, costs, &braid)
}

fn cost(id: &str, pence: i64, needs: &[&str]) -> CostLine {
    line(id, "2026-05-03", pence, needs, None)
}

/// What each stream pays of each line: the stream by its id, and pence.
fn parts(texts: &[(&str, String)], lines: &[CostLine]) -> Vec<(usize, String, i64)> {
    asked(texts, lines, |streams, _, braid| {
        let part = |part: &Part| (part.line, streams.all()[part.stream].id.to_string(), part.amount.0);
        braid.parts.iter().map(part).collect()
    })
}

fn part(line: usize, stream: &str, pence: i64) -> (usize, String, i64) {
    (line, stream.to_owned(), pence)
}

#[test]
fn a_stream_that_pays_a_share_pays_it_of_every_line_and_never_a_penny_more() {
    let half = format!("share_percent = 50\n{YEAR}100_000");
    let lines = [cost("a", 101, &[]), cost("b", 99, &[]), cost("c", 1, &[])];
    assert_eq!(parts(&[("half", half.clone())], &lines), [part(0, "half", 50), part(1, "half", 49)]);
    // The rest comes from others; of a penny there is no half.
    let both = [("half", half), ("rest", format!("{YEAR}100_000"))];
    let expected =
        [part(0, "half", 50), part(0, "rest", 51), part(1, "half", 49), part(1, "rest", 50), part(2, "rest", 1)];
    assert_eq!(parts(&both, &lines), expected);
}

#[test]
fn pennies_that_no_line_can_take_within_the_shares_stay_unpaid_and_are_left() {
    // Each may pay three fifths of a line: 5 of the 9, and none of the 1. Together they could pay 10 of 10.
    let fifths = |id: &'static str| (id, format!("share_percent = 60\n{YEAR}100_000"));
    let lines = [cost("a", 1, &[]), cost("b", 9, &[])];
    let (unpaid, left, paid) = asked(&[fifths("one"), fifths("other")], &lines, |_, _, braid| {
        let left: i64 = braid.years.iter().map(|year| year.left.0).sum();
        (braid.unpaid, left, braid.parts.iter().map(|part| (part.line, part.amount.0)).collect::<Vec<_>>())
    });
    assert_eq!(paid.iter().map(|(_, pence)| pence).sum::<i64>(), 9);
    assert!(paid.iter().all(|(line, pence)| *line == 1 && *pence <= 5), "{paid:?}");
    assert_eq!((unpaid.ran_out.0, left), (1, 200_000 - 9));
}

#[test]
fn lines_stand_in_their_order_each_with_its_streams() {
    // Only the second line may be paid by both: it is a group of its own, worked out after the other.
    let texts = [("narrow", format!("pays = [\"training\"]\n{YEAR}40")), ("wide", format!("{YEAR}1000"))];
    let lines = [cost("a", 10, &["job-search"]), cost("b", 100, &["training"]), cost("c", 10, &["job-search"])];
    let expected = [part(0, "wide", 10), part(1, "narrow", 40), part(1, "wide", 60), part(2, "wide", 10)];
    assert_eq!(parts(&texts, &lines), expected);
}

#[test]
fn what_nobody_pays_is_told_by_why_and_comes_to_the_whole() {
    let texts = [
        ("known", format!("pays = [\"training\"]\n{YEAR}30")),
        (
            "asks",
            format!(
                "pays = [\"job-search\"]\n{YEAR}100_000\n[[criterion]]\nid = \"out\"\nsays = \"Out\"\nwhen = \"employment != 'employee'\""
            ),
        ),
    ];
    // Nobody may pay childcare; of job search it is not known; of training there is too little.
    let lines = [cost("a", 5, &["childcare"]), cost("b", 70, &["job-search"]), cost("c", 1_030, &["training"])];
    let (unpaid, total) = asked(&texts, &lines, |_, _, braid| (braid.unpaid, braid.unpaid.total()));
    assert_eq!((unpaid.nobody_may.0, unpaid.not_known.0, unpaid.ran_out.0), (5, 70, 1_000));
    assert_eq!(total.0, 1_075);
    // Where it is known that the person is out of work, it is paid.
    let paid = asked_for(&texts, &lines, &[0, 2, 0], |_, _, braid| braid.unpaid);
    assert_eq!((paid.nobody_may.0, paid.not_known.0), (5, 0));
}

#[test]
fn a_year_tells_what_was_carried_over_and_what_became_of_all_its_money() {
    let years = "[[year]]\nfrom = 2025-01-01\nuntil = 2025-12-31\npence = 1_000\ncarry_over_percent = 10\n\
                 [[year]]\nfrom = 2026-01-01\nuntil = 2026-12-31\npence = 1_000\n";
    let lines = [line("a", "2025-05-03", 300, &[], None), cost("b", 1_050, &[])];
    asked(&[("one", years.to_owned())], &lines, |_, _, braid| {
        let told: Vec<[i64; 5]> = braid
            .years
            .iter()
            .map(|year| [year.amount, year.carried_in, year.carried_out, year.used, year.left].map(|pence| pence.0))
            .collect();
        assert_eq!(told, [[1_000, 0, 100, 300, 600], [1_000, 100, 0, 1_050, 50]]);
    });
}

#[test]
fn a_year_tells_what_was_moved_within_the_settlement() {
    let pool = |says: &str, pence: i64| format!("{says}\npool = \"Settlement\"\nvirement_percent = 10\n{YEAR}{pence}");
    let texts = [("from", pool("pays = [\"training\"]", 1_000)), ("to", pool("pays = [\"job-search\"]", 500))];
    let lines = [cost("a", 570, &["job-search"]), cost("b", 100, &["training"])];
    asked(&texts, &lines, |streams, costs, braid| {
        let told: Vec<[i64; 5]> = braid
            .years
            .iter()
            .map(|year| [year.amount, year.moved_in, year.moved_out, year.used, year.left].map(|pence| pence.0))
            .collect();
        assert_eq!(told, [[1_000, 0, 70, 100, 830], [500, 70, 0, 570, 0]]);
        // Of the hundred that may move seventy have: thirty are left for the months to come.
        let forecast = streams.forecast(costs, braid, day("2026-08-01"), 1).unwrap();
        assert_eq!((forecast.months[0].costs.0, forecast.months[0].unpaid.0), (670, 570 - 30));
    });
}

#[test]
fn a_stream_says_why_it_pays_keeps_its_money_or_has_none_left() {
    let says = |wide: i64, lines: &[CostLine]| -> Vec<(StreamSays, i64, i64)> {
        let texts = [
            ("early", "[[year]]\nfrom = 2024-01-01\nuntil = 2024-12-31\npence = 7\n[[year]]\nfrom = 2026-01-01\nuntil = 2026-12-31\npence = 0".to_owned()),
            ("narrow", format!("pays = [\"training\"]\n{YEAR}100")),
            ("wide", format!("{YEAR}{wide}")),
        ];
        asked(&texts, lines, |streams, costs, braid| {
            let answer = streams.explain(costs, braid, 0).unwrap();
            answer.streams.iter().map(|one| (one.says, one.pays.0, answer.unpaid.0)).collect()
        })
    };
    let training = |pence| cost("a", pence, &["training"]);
    // A stream without money of the year is used up, whatever is left of another year.
    assert_eq!(
        says(500, &[training(100)]),
        [(StreamSays::UsedUp, 0, 0), (StreamSays::Pays, 100, 0), (StreamSays::Kept, 0, 0)]
    );
    assert_eq!(says(500, &[training(101)])[2], (StreamSays::Pays, 1, 0), "a penny is paying");
    // Another line has all of the wide money.
    let beside = cost("b", 500, &["job-search"]);
    assert_eq!(says(500, &[training(100), beside])[2], (StreamSays::UsedUp, 0, 0));
    assert_eq!(says(0, &[training(130)])[1..], [(StreamSays::Pays, 100, 30), (StreamSays::UsedUp, 0, 30)]);
}

#[test]
fn a_cap_on_management_uses_up_what_may_be_spent_so() {
    let texts = [("one", format!("management_percent = 10\n{YEAR}1_000"))];
    let office = |id: &str| CostLine { kind: CostKind::Management, ..cost(id, 100, &[]) };
    asked(&texts, &[office("a"), office("b")], |streams, costs, braid| {
        let says = |at| streams.explain(costs, braid, at).unwrap().streams[0].says;
        assert_eq!((says(0), says(1)), (StreamSays::Pays, StreamSays::UsedUp));
    });
    asked(&texts, &[cost("a", 1_000, &[])], |streams, costs, braid| {
        assert!(streams.explain(costs, braid, 1).is_none())
    });
}

#[test]
fn of_more_than_sixty_four_streams_each_is_itself() {
    let mut texts: Vec<(String, String)> =
        (0..70).map(|number| (format!("s{number:03}"), format!("pays = [\"training\"]\n{YEAR}1"))).collect();
    texts[3].1 = format!("pays = [\"job-search\"]\n{YEAR}10");
    texts[67].1 = format!("pays = [\"childcare\"]\n{YEAR}10");
    let texts: Vec<(&str, String)> = texts.iter().map(|(id, text)| (id.as_str(), text.clone())).collect();
    let lines = [cost("a", 5, &["childcare"]), cost("b", 5, &["job-search"]), cost("c", 100, &["training"])];
    let found = parts(&texts, &lines);
    assert_eq!(found[..2], [part(0, "s067", 5), part(1, "s003", 5)]);
    assert_eq!(found.len(), 2 + 68);
    // Everybody says no for certain to what none pays for: it is not open.
    asked(&texts, &[cost("a", 5, &["english"])], |_, _, braid| assert_eq!(braid.unpaid.nobody_may.0, 5));
}

#[test]
fn days_of_different_years_are_paid_from_their_own() {
    let texts = [
        ("one", "[[year]]\nfrom = 2025-01-01\nuntil = 2025-12-31\npence = 10\n[[year]]\nfrom = 2026-01-01\nuntil = 2026-12-31\npence = 20".to_owned()),
        ("two", "pays = [\"training\"]\n[[year]]\nfrom = 2026-01-01\nuntil = 2026-12-31\npence = 5".to_owned()),
    ];
    let lines = [
        line("a", "2025-12-31", 15, &[], None),
        line("b", "2026-01-01", 15, &[], None),
        line("c", "2025-06-01", 5, &[], None),
        line("d", "2027-01-01", 4, &[], None),
    ];
    let (years, unpaid) = asked(&texts, &lines, |_, _, braid| {
        (braid.years.iter().map(|year| year.used.0).collect::<Vec<_>>(), braid.unpaid)
    });
    assert_eq!(years, [10, 15, 0]);
    assert_eq!((unpaid.ran_out.0, unpaid.nobody_may.0), (10, 4));
}

#[test]
fn only_a_rule_that_stands_alone_and_would_free_something_is_told_most_first() {
    let texts = [
        ("coach", format!("pays = [\"work-coaching\"]\nbodies = [\"jobcentre\"]\n{YEAR}1_000")),
        ("empty", format!("pays = [\"childcare\"]\n{YEAR}0")),
        ("train", format!("pays = [\"training\"]\n{YEAR}300")),
        ("years", "pays = [\"english\"]\n[[year]]\nfrom = 2024-01-01\nuntil = 2024-12-31\npence = 9_999".to_owned()),
    ];
    let lines = [
        // One rule: the body is not the jobcentre. With it, £10 could be paid.
        cost("a", 1_500, &["work-coaching"]),
        // Two rules of `coach`; one each of `empty`, which has nothing, and of `train`.
        cost("b", 200, &["english"]),
        // Paid already.
        cost("c", 50, &["training"]),
    ];
    let told = asked(&texts, &lines, |streams, costs, braid| {
        streams.freed(costs, braid).into_iter().map(|one| (one.stream, one.code, one.amount.0)).collect::<Vec<_>>()
    });
    let of =
        |stream: &str, key: &str, pence| (stream.to_owned(), format!("areas/example/funding/{stream}#{key}"), pence);
    // Of `train` £250 are left: all of `b` could be paid, or that much of `a`; both stand behind the one rule.
    assert_eq!(told, [of("coach", "bodies", 1_000), of("train", "pays", 250)]);
}

#[test]
fn rules_that_would_free_as_much_stand_by_their_code() {
    let texts = [
        ("b-fund", format!("pays = [\"training\"]\n{YEAR}100")),
        ("a-fund", format!("pays = [\"training\"]\n{YEAR}100")),
    ];
    let codes = asked(&texts, &[cost("a", 70, &["english"])], |streams, costs, braid| {
        streams.freed(costs, braid).into_iter().map(|one| (one.stream, one.amount.0)).collect::<Vec<_>>()
    });
    assert_eq!(codes, [("a-fund".to_owned(), 70), ("b-fund".to_owned(), 70)]);
}

#[test]
fn a_person_beside_a_funder_is_stopped_by_one_rule_also_where_the_cost_is_for_its_programme() {
    let texts = [("fund", format!("not_beside = [\"dwp\"]\n{YEAR}1_000"))];
    let beside = CostLine { programme: Some("restart".into()), ..cost("a", 80, &[]) };
    let freed = |lines: &[CostLine], who: &[usize]| {
        asked_for(&texts, lines, who, |streams, costs, braid| {
            streams.freed(costs, braid).into_iter().map(|one| (one.code, one.amount.0)).collect::<Vec<_>>()
        })
    };
    let code = "areas/example/funding/fund#not-beside".to_owned();
    assert_eq!(freed(std::slice::from_ref(&beside), &[1]), [(code.clone(), 80)], "both are said by one key");
    assert_eq!(freed(&[cost("a", 80, &[])], &[1]), [(code.clone(), 80)], "of the person alone");
    assert_eq!(freed(&[beside], &[2]), [(code, 80)], "of the cost alone");
}

#[test]
fn a_stream_and_a_criterion_that_both_say_no_are_two_rules() {
    let criterion = "[[criterion]]\nid = \"working\"\nsays = \"Is in work\"\nwhen = \"employment == 'employee'\"";
    let texts = [("fund", format!("bodies = [\"jobcentre\"]\n{YEAR}1_000\n{criterion}"))];
    let freed = |body: &str| {
        let line = CostLine { body: Some(body.into()), ..cost("a", 80, &[]) };
        asked_for(&texts, &[line], &[2], |streams, costs, braid| streams.freed(costs, braid).len())
    };
    assert_eq!((freed("good-work"), freed("jobcentre")), (0, 1));
    // Of management nobody's work is asked.
    let office = CostLine { kind: CostKind::Management, ..cost("a", 80, &[]) };
    let codes = asked_for(
        &[("fund", format!("management_percent = 0\n{YEAR}1_000\n{criterion}"))],
        &[office],
        &[2],
        |streams, costs, braid| streams.freed(costs, braid).into_iter().map(|one| one.code).collect::<Vec<_>>(),
    );
    assert!(codes.iter().all(|code| !code.ends_with("#working")), "{codes:?}");
}

#[test]
fn the_ten_rules_that_stop_most_are_worked_out() {
    let texts: Vec<(String, String)> = (0..12)
        .map(|number| (format!("f{number:02}"), format!("bodies = [\"jobcentre\"]\n{YEAR}{}", 100 + number)))
        .collect();
    let texts: Vec<(&str, String)> = texts.iter().map(|(id, text)| (id.as_str(), text.clone())).collect();
    let freed = asked(&texts, &[cost("a", 1_000, &[])], |streams, costs, braid| {
        streams.freed(costs, braid).into_iter().map(|one| one.amount.0).collect::<Vec<_>>()
    });
    assert_eq!(freed.len(), 10);
    assert!(freed.is_sorted_by(|one, other| one >= other), "{freed:?}");
}

#[test]
fn a_stream_that_ended_in_the_month_before_is_told_of_in_that_month_alone() {
    let until = |last: &str| format!("[[year]]\nfrom = 2026-01-01\nuntil = {last}\npence = 10");
    let texts = [
        ("a", until("2026-04-30")),
        ("b", until("2026-05-01")),
        ("c", until("2026-05-31")),
        ("d", until("2026-06-01")),
    ];
    asked(&texts, &[cost("x", 5, &[])], |streams, costs, braid| {
        let forecast = streams.forecast(costs, braid, day("2026-05-15"), 4).unwrap();
        let ended: Vec<Vec<&str>> =
            forecast.months.iter().map(|month| month.ended.iter().map(AsRef::as_ref).collect()).collect();
        assert_eq!(ended, [vec!["a"], vec!["b", "c"], vec!["d"], vec![]]);
    });
}

#[test]
fn a_forecast_repeats_the_last_three_months_and_carries_over_no_more_than_is_left_to_carry() {
    let years = "[[year]]\nfrom = 2026-01-01\nuntil = 2026-12-31\npence = 1_000\ncarry_over_percent = 10\n\
                 [[year]]\nfrom = 2027-01-01\nuntil = 2027-12-31\npence = 0\n";
    let on = |id: &str, day: &str, pence| line(id, day, pence, &[], None);
    // £1 a month from September; £50 in August is too long ago to be repeated, and 60p of January were carried over.
    let lines = [
        on("aug", "2026-08-05", 5_000),
        on("sep", "2026-09-05", 1),
        on("oct", "2026-10-05", 2),
        on("nov", "2026-11-05", 3),
    ];
    asked(&[("one", years.to_owned())], &lines, |streams, costs, braid| {
        let forecast = streams.forecast(costs, braid, day("2026-12-10"), 4).unwrap();
        let costs: Vec<i64> = forecast.months.iter().map(|month| month.costs.0).collect();
        assert_eq!(costs, [1, 2, 3, 1]);
    });
    let lines = [on("nov", "2026-11-05", 10), on("jan", "2027-01-05", 60)];
    asked(&[("one", years.to_owned())], &lines, |streams, costs, braid| {
        let forecast = streams.forecast(costs, braid, day("2027-02-01"), 2).unwrap();
        let months: Vec<(i64, i64)> = forecast.months.iter().map(|month| (month.costs.0, month.unpaid.0)).collect();
        // November and January come again in February and April; of the 100 that may be carried 60 have been.
        assert_eq!(months, [(10, 0), (0, 0)]);
        let more = streams.forecast(costs, braid, day("2027-02-01"), 3).unwrap();
        assert_eq!((more.months[2].costs.0, more.months[2].unpaid.0), (60, 30));
    });
}

#[test]
fn what_a_stream_asks_of_a_cost_is_said_and_answered_to_the_day() {
    let asks = Stream {
        pays: vec!["work-coaching".into(), "job-search".into()],
        programmes: vec!["restart".into()],
        bodies: vec!["good-work".into(), "jobcentre".into(), "council".into()],
        started: (Some(day("2026-04-01")), Some(day("2026-09-30"))),
        management_percent: 1,
        ..stream("one", 1_000)
    };
    let answers = |line: &CostLine| -> Vec<policy::Truth> { lawful(&asks, line).map(|(_, truth)| truth).collect() };
    use policy::Truth::{Met, NotMet, Unknown};
    let fits = |started: Option<&str>| CostLine {
        programme: Some("restart".into()),
        started_on: started.map(day),
        ..cost("a", 1, &["job-search"])
    };
    for (started, answer) in [
        (Some("2026-03-31"), NotMet),
        (Some("2026-04-01"), Met),
        (Some("2026-09-30"), Met),
        (Some("2026-10-01"), NotMet),
        (None, Unknown),
    ] {
        assert_eq!(answers(&fits(started)), [Met, Met, Met, Met, Met, Met, answer], "{started:?}");
    }
    let other =
        CostLine { body: None, activities: cost("a", 1, &[]).activities, programme: None, ..fits(Some("2026-05-01")) };
    assert_eq!(answers(&other), [Met, Met, Unknown, NotMet, Unknown, Met, Met]);
    let partly = CostLine { body: Some("mill".into()), ..cost("a", 1, &["job-search", "training"]) };
    assert_eq!(answers(&partly)[2..5], [NotMet, NotMet, NotMet], "a need beside, no programme, another body");
    let office = CostLine { kind: CostKind::Management, ..other };
    assert_eq!(answers(&office), [Met, Met, Met, Met, Unknown, Met, Met]);
    let none = Stream { management_percent: 0, ..asks.clone() };
    assert_eq!(lawful(&none, &office).nth(1).unwrap().1, NotMet);
    use Test::{Body, Needs, Programme, Started};
    let says = |test: Test, stream: &Stream| test.says(stream);
    assert_eq!(says(Needs, &asks), "The cost is for nothing but work coaching or job search");
    assert_eq!(says(Programme, &asks), "The cost is for the programme restart");
    assert_eq!(says(Body, &asks), "The cost is one of good work, jobcentre or council");
    assert_eq!(says(Started, &asks), "The person started between 1 April 2026 and 30 September 2026");
    let from = Stream { started: (Some(day("2026-04-01")), None), ..asks.clone() };
    assert_eq!(says(Started, &from), "The person started on 1 April 2026 or later");
    let until = Stream { started: (None, Some(day("2026-04-01"))), ..asks };
    assert_eq!(says(Started, &until), "The person started on 1 April 2026 or before");
    assert!(lawful(&until, &fits(Some("2026-04-02"))).any(|(test, truth)| test == Started && truth == NotMet));
}
