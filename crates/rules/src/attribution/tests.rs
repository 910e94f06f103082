#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod by_text;

use super::{
    flow::{flow, full_purse},
    lawful::lawful,
    sets::{Allotment, Group},
    share::{in_proportion, in_turn},
    *,
};
use kernel::{Day, Pence, Period};
use policy::{Answer, Facts, Gazetteer, Policy, PolicyText, Pool, Stream, StreamYear, Value, population::Population};
use proptest::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A stream of the year 2026 that asks nothing.
fn stream(id: &str, pence: i64) -> Stream {
    Stream {
        id: id.into(),
        path: format!("areas/example/funding/{id}").into(),
        name: id.into(),
        funder: "somebody".into(),
        pays: Vec::new(),
        programmes: Vec::new(),
        bodies: Vec::new(),
        not_beside: Vec::new(),
        started: (None, None),
        share_percent: 100,
        management_percent: 0,
        pool: None,
        years: vec![year("2026-01-01", "2026-12-31", pence, 0)],
        criteria: Vec::new(),
        example: true,
        source: "a test".into(),
    }
}

fn year(from: &str, until: &str, pence: i64, carry_over_percent: i64) -> StreamYear {
    let period = Period { from: day(from), until: Some(day(until)) };
    StreamYear { period, amount: Pence(pence), carry_over_percent }
}

fn group(streams: &[usize], pence: i64) -> Group {
    Group {
        kind: CostKind::Delivery,
        calendar: Arc::from(vec![Some(0); 8]),
        allotments: streams.iter().map(|stream| Allotment { stream: *stream, year: 0 }).collect(),
        open: false,
        amount: Pence(pence),
        shares: BTreeMap::new(),
        short: 0,
    }
}

fn paid(streams: &[Stream], groups: &[Group]) -> Vec<Vec<(usize, usize, i64)>> {
    let streams: Vec<&Stream> = streams.iter().collect();
    let flow = flow(&streams, &full_purse(&streams), groups);
    flow.paid
        .into_iter()
        .map(|paid| paid.into_iter().map(|(from, amount)| (from.stream, from.year, amount)).collect())
        .collect()
}

#[test]
fn restricted_money_pays_first_and_makes_room_where_it_must() {
    // Both may pay the first group; only the second stream the other.
    let streams = [stream("narrow", 1_000), stream("wide", 1_000)];
    let groups = [group(&[0, 1], 1_000), group(&[1], 1_000)];
    assert_eq!(paid(&streams, &groups), [vec![(0, 0, 1_000)], vec![(1, 0, 1_000)]]);
    // With less to pay, the narrow money goes first, whatever the order of the text.
    assert_eq!(paid(&streams, &[group(&[0, 1], 400), group(&[1], 100)]), [vec![(0, 0, 400)], vec![(1, 0, 100)]]);
    let turned = [stream("wide", 1_000), stream("narrow", 1_000)];
    assert_eq!(paid(&turned, &[group(&[0, 1], 400), group(&[0], 100)]), [vec![(1, 0, 400)], vec![(0, 0, 100)]]);
}

#[test]
fn a_share_leaves_the_rest_to_others_or_to_nobody() {
    let half = Stream { share_percent: 50, ..stream("half", 10_000) };
    let streams = [half, stream("match", 300)];
    assert_eq!(paid(&streams, &[group(&[0, 1], 1_001)]), [vec![(0, 0, 500), (1, 0, 300)]]);
}

#[test]
fn management_is_paid_up_to_its_percent() {
    let streams = [Stream { management_percent: 4, ..stream("one", 10_050) }];
    let management = Group { kind: CostKind::Management, ..group(&[0], 1_000) };
    // Four percent of £100.50, rounded down.
    assert_eq!(paid(&streams, &[management, group(&[0], 9_000)]), [vec![(0, 0, 402)], vec![(0, 0, 9_000)]]);
}

#[test]
fn money_is_carried_over_once_and_used_before_that_of_the_year() {
    let years = vec![
        year("2025-01-01", "2025-12-31", 1_000, 10),
        year("2026-01-01", "2026-12-31", 1_000, 10),
        year("2027-01-01", "2027-12-31", 0, 0),
    ];
    let streams = [Stream { years, ..stream("one", 0) }];
    let of_year =
        |year: usize, pence: i64| Group { allotments: vec![Allotment { stream: 0, year }], ..group(&[], pence) };
    // Nothing in 2025: a tenth goes on to 2026; of what is left of 2026, a tenth to 2027, and nothing of 2025.
    let streams: Vec<&Stream> = streams.iter().collect();
    let found = flow(&streams, &full_purse(&streams), &[of_year(1, 500), of_year(2, 500)]);
    let amounts: Vec<i64> = found.paid.iter().flatten().map(|(_, amount)| *amount).collect();
    assert_eq!(amounts, [500, 100]);
    let carried: Vec<i64> = found.carried.values().copied().collect();
    assert_eq!(carried, [100, 100]);
}

#[test]
fn money_moves_within_a_settlement_up_to_its_percent_and_last() {
    let pool = |virement_percent| Some(Pool { name: "settlement".into(), virement_percent });
    let streams = [
        Stream { pool: pool(10), ..stream("skills", 1_000) },
        Stream { pool: pool(0), ..stream("work", 500) },
        stream("elsewhere", 1_000),
    ];
    assert_eq!(paid(&streams, &[group(&[1], 700)]), [vec![(1, 0, 600)]]);
    let found = paid(&streams, &[group(&[1, 2], 700), group(&[2], 100)]);
    assert_eq!(found, [vec![(1, 0, 600), (2, 0, 100)], vec![(2, 0, 100)]]);
}

proptest! {
    /// The largest that any way to pay can come to, by the cut of a net: for each set of streams, what they have and what
    /// others than they could be asked for.
    #[test]
    fn as_much_is_paid_as_can_be_and_narrow_money_first(
        has in proptest::collection::vec(0_i64..500, 1..5),
        asked in proptest::collection::vec((proptest::collection::btree_set(0_usize..5, 0..4), 1_i64..400), 1..7),
    ) {
        let streams: Vec<Stream> = has.iter().enumerate().map(|(at, pence)| stream(&format!("s{at}"), *pence)).collect();
        let groups: Vec<Group> = asked
            .iter()
            .map(|(may, pence)| group(&may.iter().copied().filter(|stream| *stream < has.len()).collect::<Vec<_>>(), *pence))
            .collect();
        let found = paid(&streams, &groups);
        let total: i64 = found.iter().flatten().map(|(_, _, amount)| amount).sum();
        let cut = |set: u32| -> i64 {
            let cut_off: i64 = has.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, pence)| pence).sum();
            let reached = groups.iter().filter(|group| group.allotments.iter().any(|from| set >> from.stream & 1 == 0));
            cut_off + reached.map(|group| group.amount.0).sum::<i64>()
        };
        prop_assert_eq!(total, (0..1 << has.len()).map(cut).min().unwrap());

        let mut used = vec![0; has.len()];
        for (group, paid) in groups.iter().zip(&found) {
            let whole: i64 = paid.iter().map(|(_, _, amount)| amount).sum();
            prop_assert!(whole <= group.amount.0);
            for (stream, _, amount) in paid {
                prop_assert!(group.allotments.iter().any(|from| from.stream == *stream));
                used[*stream] += amount;
            }
        }
        let reach = |stream: usize| -> i64 {
            let may = groups.iter().filter(|group| group.allotments.iter().any(|from| from.stream == stream));
            may.map(|group| group.amount.0).sum()
        };
        for (stream, used) in used.iter().enumerate() {
            prop_assert!(*used <= has[stream]);
        }
        // Nobody who may pay less and has money left stands aside while a wider one pays.
        for (group, paid) in groups.iter().zip(&found) {
            for (wide, _, _) in paid {
                for narrow in group.allotments.iter().map(|from| from.stream) {
                    prop_assert!(reach(narrow) >= reach(*wide) || used[narrow] == has[narrow]);
                }
            }
        }
    }

    /// Of no line does a stream pay more than its share of it, rounded down, and nothing is lost on the way.
    #[test]
    fn no_line_gets_more_of_a_stream_than_its_share(
        amounts in proptest::collection::vec(1_i64..130, 1..12),
        streams in proptest::collection::vec((1_i64..=100, 0_i64..700), 1..4),
    ) {
        let mut room = amounts.iter().sum::<i64>();
        let most = |percent: i64| amounts.iter().map(|amount| amount * percent / 100).sum::<i64>();
        let percents: Vec<i64> = streams.iter().map(|(percent, _)| *percent).collect();
        let paid: Vec<i64> = streams
            .iter()
            .map(|(percent, pence)| { let part = (*pence).min(room).min(most(*percent)); room -= part; part })
            .collect();
        let (shares, left) = in_proportion(&amounts, &paid, &percents);
        let mut given = 0;
        for (amount, shares) in amounts.iter().zip(&shares) {
            prop_assert!(shares.iter().map(|(_, part)| part).sum::<i64>() <= *amount);
            for (at, part) in shares {
                prop_assert!(*part * 100 <= amount * percents[*at], "{part} of {amount} at {}%", percents[*at]);
                given += part;
            }
        }
        prop_assert_eq!(given + left, paid.iter().sum::<i64>());
    }

    #[test]
    fn shares_come_to_what_was_given_and_no_line_gets_more_than_it_costs(
        amounts in proptest::collection::vec(1_i64..300, 1..20),
        given in proptest::collection::vec(0_i64..2_000, 1..5),
    ) {
        let whole: i64 = amounts.iter().sum();
        // Cut down to what the lines cost.
        let mut room = whole;
        let paid: Vec<i64> = given.into_iter().map(|part| { let part = part.min(room); room -= part; part }).collect();
        let whole_lines = vec![100; paid.len()];
        let (proportional, left) = in_proportion(&amounts, &paid, &whole_lines);
        prop_assert_eq!(left, 0);
        for shares in [in_turn(&amounts, &paid), proportional.clone()] {
            let mut sums = vec![0; paid.len()];
            for (amount, shares) in amounts.iter().zip(&shares) {
                prop_assert!(shares.iter().map(|(_, part)| part).sum::<i64>() <= *amount);
                for (at, part) in shares {
                    prop_assert!(*part > 0);
                    sums[*at] += part;
                }
            }
            prop_assert_eq!(&sums, &paid);
        }
        // In proportion, each gets its part of each one rounded down, or a penny more.
        for (amount, shares) in amounts.iter().zip(proportional) {
            for (at, paid) in paid.iter().enumerate() {
                let part = shares.iter().find(|(of, _)| *of == at).map_or(0, |(_, part)| *part);
                let exact = paid * amount / whole;
                prop_assert!(part == exact || part == exact + 1, "{part} for {exact}");
            }
        }
    }
}

/// A policy with an area of three streams.
fn policy() -> Policy {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let text = PolicyText::new([
        file("spine/facts.toml", include_str!("../../../../spine/facts.toml")),
        file("spine/levels.toml", include_str!("../../../../spine/levels.toml")),
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
        file(
            "areas/example/funding/prosperity.toml",
            "id = \"prosperity\"\nname = \"Prosperity Fund\"\nfunder = \"ministry\"\nsource = \"a test\"\n\
             pays = [\"work-coaching\", \"job-search\"]\nnot_beside = [\"dwp\"]\nstarted_from = 2026-04-01\n\
             management_percent = 5\n[[year]]\nfrom = 2026-04-01\nuntil = 2027-03-31\npence = 100_000\n\
             [[criterion]]\nid = \"not-working\"\nsays = \"Is not in work\"\nwhen = \"employment != 'employee'\"\n",
        ),
        file(
            "areas/example/funding/skills.toml",
            "id = \"skills\"\nname = \"Skills Fund\"\nfunder = \"department\"\nsource = \"a test\"\npays = [\"training\"]\n\
             [[year]]\nfrom = 2026-08-01\nuntil = 2027-07-31\npence = 50_000\n",
        ),
        file(
            "areas/example/funding/council.toml",
            "id = \"council\"\nname = \"Council money\"\nfunder = \"council\"\nsource = \"a test\"\n\
             [[year]]\nfrom = 2026-04-01\nuntil = 2027-03-31\npence = 20_000\n",
        ),
    ]);
    let loaded = policy::load(&text, &Gazetteer::default());
    let faults: Vec<String> = loaded.faults.iter().filter(|fault| fault.is_error()).map(ToString::to_string).collect();
    loaded.policy.unwrap_or_else(|| panic!("{faults:?}"))
}

fn line(id: &str, on: &str, pence: i64, needs: &[&str], started: Option<&str>) -> CostLine {
    CostLine {
        id: id.into(),
        on: day(on),
        amount: Pence(pence),
        kind: CostKind::Delivery,
        activities: needs.iter().map(|need| Arc::from(*need)).collect(),
        programme: None,
        body: Some("good-work".into()),
        started_on: started.map(day),
    }
}

/// People: nobody knows about the first, the second is on Restart, the third on nothing and out of work.
fn people(policy: &Policy, who: &[usize]) -> Population {
    let known = |facts: &[(&str, Value)]| {
        let mut all = Facts::new();
        for (fact, value) in facts {
            all.set(fact, Answer { value: value.clone(), known_on: None, source: "a test".to_owned() });
        }
        all
    };
    let on = |programmes: &[&str]| Value::AnyOf(programmes.iter().map(|id| (*id).to_owned()).collect());
    let out_of_work = ("employment", Value::OneOf("not-working".to_owned()));
    let kinds = [
        known(&[]),
        known(&[("current_programmes", on(&["restart"])), out_of_work.clone()]),
        known(&[("current_programmes", on(&[])), out_of_work]),
    ];
    Population::from_facts(&policy.facts, who.iter().map(|at| &kinds[*at]), day("2026-05-01"))
}

#[test]
fn each_line_is_explained() {
    let policy = policy();
    let streams = Streams::new(&policy, policy.area("example").unwrap());
    let lines = [
        line("coaching", "2026-05-03", 30_000, &["work-coaching"], Some("2026-04-12")),
        line("beside-dwp", "2026-05-03", 15_000, &["work-coaching"], Some("2026-04-12")),
        line("unknown", "2026-05-03", 8_000, &["work-coaching"], Some("2026-04-12")),
        line("early", "2026-07-01", 4_000, &["training"], None),
        CostLine { kind: CostKind::Management, ..line("office", "2026-05-03", 9_000, &[], None) },
    ];
    let people = people(&policy, &[2, 1, 0, 0, 0]);
    let costs = Costs { lines: &lines, people: &people };
    let braid = streams.attribute(costs).unwrap();
    let answer = |at: usize, stream: usize| {
        let answer = streams.explain(costs, &braid, at).unwrap().streams.swap_remove(stream);
        let codes: Vec<String> = answer.reasons.into_iter().map(|(code, _)| code).collect();
        (answer.says, answer.pays.0, codes)
    };
    // In the order of the text: council, prosperity, skills.
    let prosperity = |key: &str| format!("areas/example/funding/prosperity#{key}");
    let met = ["pays", "started", "not-working", "not-beside"].map(prosperity).to_vec();
    assert_eq!(answer(0, 1), (StreamSays::Pays, 30_000, met));
    assert_eq!(answer(0, 2).0, StreamSays::MayNot);
    assert_eq!(answer(1, 1), (StreamSays::MayNot, 0, vec![prosperity("not-beside")]));
    assert_eq!(answer(2, 1).0, StreamSays::NotKnown);
    assert_eq!(answer(3, 2), (StreamSays::MayNot, 0, vec!["areas/example/funding/skills#year".to_owned()]));
    assert_eq!((answer(4, 1).0, answer(4, 1).1), (StreamSays::Pays, 5_000));
    assert_eq!(answer(4, 0).2, ["areas/example/funding/council#management_percent"]);
    // The council's money pays what nobody else may: £200 of £270.
    assert_eq!((braid.unpaid.ran_out.0, braid.unpaid.nobody_may.0), (27_000 - 20_000 + 4_000, 0));
    assert_eq!(braid.total.0 - braid.unpaid.total().0, braid.parts.iter().map(|part| part.amount.0).sum::<i64>());
    for (year, given) in braid.years.iter().zip([20_000, 100_000, 50_000]) {
        assert_eq!((year.amount.0, year.used.0 + year.left.0), (given, given), "{year:?}");
    }
}

#[test]
fn the_rule_that_would_free_most_is_found() {
    let policy = policy();
    let streams = Streams::new(&policy, policy.area("example").unwrap());
    let lines = [
        line("one", "2026-05-03", 30_000, &["work-coaching"], Some("2026-04-12")),
        line("two", "2026-05-04", 12_000, &["work-coaching"], Some("2026-03-12")),
    ];
    let people = people(&policy, &[1, 2]);
    let costs = Costs { lines: &lines, people: &people };
    let braid = streams.attribute(costs).unwrap();
    assert_eq!(braid.unpaid.total().0, 22_000);
    let freed: Vec<(String, i64)> =
        streams.freed(costs, &braid).into_iter().map(|freed| (freed.code, freed.amount.0)).collect();
    // Without the first rule £300 could be paid by the Prosperity Fund, and the council's £200 pay the other line.
    let of = |key: &str, pence| (format!("areas/example/funding/prosperity#{key}"), pence);
    assert_eq!(freed, [of("not-beside", 22_000), of("started", 12_000)]);
}

#[test]
fn the_cliff_is_the_first_month_in_which_something_is_not_paid() {
    let policy = policy();
    let streams = Streams::new(&policy, policy.area("example").unwrap());
    let lines: Vec<CostLine> = ["2026-10-05", "2026-11-05", "2026-12-05"]
        .into_iter()
        .map(|on| line(on, on, 10_000, &["job-search"], Some("2026-09-01")))
        .collect();
    let people = people(&policy, &[2, 2, 2]);
    let costs = Costs { lines: &lines, people: &people };
    let braid = streams.attribute(costs).unwrap();
    let forecast = streams.forecast(costs, &braid, day("2027-01-20"), 6).unwrap();
    let unpaid: Vec<(String, i64)> =
        forecast.months.iter().map(|month| (month.month.to_string(), month.unpaid.0)).collect();
    let month = |month: &str, pence| (format!("2027-{month}-01"), pence);
    assert_eq!(
        unpaid,
        [month("01", 0), month("02", 0), month("03", 0), month("04", 10_000), month("05", 10_000), month("06", 10_000)]
    );
    assert_eq!(forecast.cliff, Some(day("2027-04-01")));
    assert_eq!(forecast.months[3].ended.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["council", "prosperity"]);
}

#[test]
fn a_forecast_spends_no_more_on_management_than_is_left_of_the_percent() {
    let policy = policy();
    let streams = Streams::new(&policy, policy.area("example").unwrap());
    // Of the fund's £50 a year for management, £40 are spent by then.
    let lines = [CostLine { kind: CostKind::Management, ..line("office", "2026-10-05", 4_000, &[], None) }];
    let people = people(&policy, &[0]);
    let costs = Costs { lines: &lines, people: &people };
    let braid = streams.attribute(costs).unwrap();
    let forecast = streams.forecast(costs, &braid, day("2027-01-01"), 3).unwrap();
    let unpaid: Vec<i64> = forecast.months.iter().map(|month| month.unpaid.0).collect();
    assert_eq!((braid.unpaid.total().0, unpaid), (0, vec![3_000, 0, 0]));
}

#[test]
fn what_cannot_be_attributed_is_told() {
    let policy = policy();
    let streams = Streams::new(&policy, policy.area("example").unwrap());
    let lines = [line("one", "2026-05-03", 0, &[], None)];
    let nobody = people(&policy, &[]);
    let wrong = streams.attribute(Costs { lines: &lines, people: &nobody }).unwrap_err();
    assert_eq!(wrong.to_string(), "there are 1 lines of cost and 0 rows of people: each line needs one");
    let somebody = people(&policy, &[0]);
    let wrong = streams.attribute(Costs { lines: &lines, people: &somebody }).unwrap_err();
    assert_eq!(wrong.to_string(), "the cost `one` is £0.00; only amounts above zero can be attributed");
}
