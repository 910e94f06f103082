//! People made up to show the rules are what they are said to be.
#![expect(clippy::unwrap_used, reason = "tests")]

mod repository;

use policy::{Truth, Verdict, assess_one, somebody_eligible, somebody_kept_out};

#[test]
fn the_one_may_join_and_one_rule_keeps_the_other_out() {
    let policy = repository::loaded().policy.unwrap();
    let (mut joined, mut kept_out) = (0, 0);
    for day in ["2021-12-31", "2026-11-23"] {
        let on = day.parse().unwrap();
        for area in policy.areas.values() {
            for programme in policy.programmes_in(area) {
                if let Some(facts) = somebody_eligible(&policy, area, programme, on) {
                    let found = assess_one(&policy, area, programme, &facts, on);
                    assert_eq!(found.verdict, Verdict::Eligible, "{} in {} on {on}", programme.id, area.id);
                    assert_eq!(Some(&facts), somebody_eligible(&policy, area, programme, on).as_ref());
                    joined += 1;
                }
                if let Some(facts) = somebody_kept_out(&policy, area, programme, on) {
                    let found = assess_one(&policy, area, programme, &facts, on);
                    let no = found.criteria.iter().filter(|criterion| criterion.result == Truth::NotMet);
                    assert!(no.count() >= 1, "{} in {} on {on}", programme.id, area.id);
                    kept_out += 1;
                }
            }
        }
    }
    assert!(joined >= 50 && kept_out >= 50, "{joined} joined, {kept_out} kept out");
}
