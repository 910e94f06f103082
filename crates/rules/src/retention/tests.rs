#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use kernel::Day;
use policy::Keep;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn keep(id: &str, months: i64) -> Keep {
    let (says, source) = ("a test".to_owned(), "a test".to_owned());
    Keep { id: id.to_owned(), path: format!("spine/retention#{id}").into(), says, months, example: true, source }
}

const LEFT: Standing = Standing {
    last_done_on: match Day::from_ymd_opt(2024, 5, 10) {
        Some(day) => day,
        None => Day::MIN,
    },
    being_helped: false,
    claim_open: false,
    paid_on: None,
    alert_open: false,
    longer_until: None,
};

#[test]
fn the_last_day_is_kept_and_the_next_is_due() {
    let health = keep("health", 24);
    let on = |day: Day| by_schedule(Some(&health), &LEFT, day);
    assert_eq!(on(day("2026-05-10")), Due::KeptUntil(day("2026-05-10")));
    assert_eq!(on(day("2026-05-11")), Due::Since(day("2026-05-11")));
    assert_eq!(on(day("2030-01-01")), Due::Since(day("2026-05-11")));
    // From 31 January a month goes to the last of February.
    let left = Standing { last_done_on: day("2026-01-31"), ..LEFT };
    assert_eq!(by_schedule(Some(&keep("health", 1)), &left, day("2026-02-01")), Due::KeptUntil(day("2026-02-28")));
}

#[test]
fn what_the_text_does_not_say_is_not_due() {
    assert_eq!(by_schedule(None, &LEFT, day("2090-01-01")), Due::NotSaid);
    // Asked for by the person it goes all the same.
    assert_eq!(when_asked("health", None, &LEFT, day("2024-06-01")), Due::Since(day("2024-06-01")));
}

#[test]
fn each_hold_stands_in_the_way_of_what_it_is_about() {
    let on = day("2040-01-01");
    let held = |kind: &str, standing: &Standing| match by_schedule(Some(&keep(kind, 12)), standing, on) {
        Due::Held(holds) => holds,
        _ => Vec::new(),
    };
    for kind in ["health", "identity", "payment", "words"] {
        assert_eq!(held(kind, &Standing { being_helped: true, ..LEFT }), [Hold::BeingHelped], "{kind}");
        assert_eq!(held(kind, &Standing { longer_until: Some(on), ..LEFT }), [Hold::Longer(on)], "{kind}");
        assert!(held(kind, &Standing { longer_until: on.pred_opt(), ..LEFT }).is_empty(), "{kind}");
    }
    let claimed = Standing { claim_open: true, ..LEFT };
    let alarmed = Standing { alert_open: true, ..LEFT };
    for (kind, claim, alert) in
        [("health", false, false), ("identity", true, true), ("payment", true, false), ("words", false, true)]
    {
        assert_eq!(held(kind, &claimed) == [Hold::ClaimOpen], claim, "{kind}");
        assert_eq!(held(kind, &alarmed) == [Hold::AlertOpen], alert, "{kind}");
    }
}

#[test]
fn who_asks_keeps_only_what_money_was_paid_for() {
    let (payment, soon) = (keep("payment", 84), day("2024-06-01"));
    let asked = |kind: &str, standing: &Standing, on: Day| when_asked(kind, Some(&payment), standing, on);
    assert_eq!(asked("payment", &LEFT, soon), Due::Since(soon));
    let paid = Standing { paid_on: Some(day("2024-09-10")), ..LEFT };
    assert_eq!(asked("health", &paid, soon), Due::Since(soon));
    for kind in ["payment", "identity"] {
        assert_eq!(asked(kind, &paid, soon), Due::KeptUntil(day("2031-09-10")), "{kind}");
        assert_eq!(asked(kind, &paid, day("2031-09-11")), Due::Since(day("2031-09-11")), "{kind}");
    }
    // An alert stands in the way of who it is, not of what was paid for.
    let alarmed = Standing { alert_open: true, ..paid };
    assert_eq!(asked("payment", &alarmed, day("2031-09-11")), Due::Since(day("2031-09-11")));
    assert_eq!(asked("identity", &alarmed, day("2031-09-11")), Due::Held(vec![Hold::AlertOpen]));
    assert_eq!(asked("health", &Standing { being_helped: true, ..LEFT }, soon), Due::Held(vec![Hold::BeingHelped]));
}
