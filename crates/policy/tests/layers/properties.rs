//! What holds of every layer that `check` accepts.

use crate::text::{day, files_and, load, person};
use policy::{Facts, Policy, Verdict, assess_one};
use proptest::prelude::*;
use serde_json::json;

const PATH: &str = "areas/town/layers/restart.toml";

/// Conditions such as people write, with the facts and numbers of the small policy.
fn condition() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("care_leaver".to_owned()),
        Just("benefit == 'JSA'".to_owned()),
        Just("benefit in ['UC', 'none']".to_owned()),
        (0..30_i64).prop_map(|months| format!("months_since(benefit_since) >= {months}")),
        (0..40_i64).prop_map(|hours| format!("hours_per_week <= {hours}")),
        (0..40_i64).prop_map(|hours| format!("hours_per_week * 2 > {hours}")),
        Just("months_since(benefit_since) >= months_on_benefit".to_owned()),
        Just("hours_per_week <= most_hours".to_owned()),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left}) && ({right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left}) || ({right})")),
            inner.prop_map(|inner| format!("!({inner})")),
        ]
    })
}

/// A layer with a widening, added or written anew, and numbers set.
fn layer() -> impl Strategy<Value = String> {
    let criterion = prop::option::of(prop::sample::select(vec!["on-benefit", "long-enough", "works-little"]));
    (condition(), criterion, any::<bool>(), prop::option::of(3..15_i64), prop::option::of(8..22_i64)).prop_map(
        |(condition, criterion, anew, months, hours)| {
            let set = |parameter: &str, is: Option<i64>| {
                is.map(|is| {
                    format!("[[set]]\nparameter = \"{parameter}\"\nvalues = [{{ from = 2022-03-01, is = {is} }}]\n")
                })
                .unwrap_or_default()
            };
            let key = if anew && criterion.is_some() { "when" } else { "also_when" };
            let criterion = criterion.map(|id| format!("criterion = \"{id}\"\n")).unwrap_or_default();
            format!(
                "programme = \"restart\"\nsource = \"Deal\"\n{}{}[[widen]]\nid = \"more\"\n{criterion}says = \"More\"\n\
                 {key} = \"\"\"{condition}\"\"\"\npays = \"dwp\"\n",
                set("months_on_benefit", months),
                set("most_hours", hours)
            )
        },
    )
}

/// What is known of somebody, some of it not.
fn somebody() -> impl Strategy<Value = serde_json::Value> {
    let benefit = prop::option::of(prop::sample::select(vec!["UC", "JSA", "none"]));
    let months = prop::option::of(0..30_u32);
    (benefit, months, prop::option::of(any::<bool>()), prop::option::of(0..60_i64)).prop_map(
        |(benefit, months, care_leaver, hours)| {
            let since = months.and_then(|months| day("2022-06-15").checked_sub_months(chrono::Months::new(months)));
            json!({
                "benefit": benefit, "benefit_since": since.map(|day| day.to_string()),
                "care_leaver": care_leaver, "hours_per_week": hours,
            })
        },
    )
}

fn verdict(policy: &Policy, area: &str, facts: &Facts) -> Verdict {
    let area = policy.area(area).unwrap();
    assess_one(policy, area, policy.programme(area, "restart").unwrap(), facts, day("2022-06-15")).verdict
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    /// Nobody who is eligible under the spine alone is anything else where an accepted layer lies over it.
    #[test]
    fn nobody_loses_by_a_layer_that_is_accepted(layer in layer(), people in prop::collection::vec(somebody(), 40)) {
        let Some(policy) = load(files_and(PATH, &layer)).policy else { return Ok(()) };
        for facts in people {
            let facts = person(&policy, facts);
            if verdict(&policy, "village", &facts) == Verdict::Eligible {
                prop_assert_eq!(verdict(&policy, "town", &facts), Verdict::Eligible, "{}\n{:?}", layer, facts);
            }
        }
    }

    /// Whoever `check` shows as a loser loses: what it refuses as narrowing does narrow.
    #[test]
    fn what_is_refused_as_narrowing_narrows(is in 6..=12_i64) {
        let set = format!("programme = \"restart\"\nsource = \"Deal\"\n[[set]]\nparameter = \"months_on_benefit\"\nvalues = [{{ from = 2022-03-01, is = {is} }}]\n");
        let loaded = load(files_and(PATH, &set));
        prop_assert_eq!(loaded.faults.iter().any(|fault| fault.code() == "policy/narrows"), is > 9);
        let meant = load(files_and(PATH, &set.replace("[[set]]\n", "[[set]]\nnarrows = true\n")));
        prop_assert!(meant.policy.is_some());
        prop_assert_eq!(meant.faults.iter().any(|fault| fault.code() == "policy/narrows-nobody"), is <= 9);
    }

    /// The order of widenings in a file, and of files, decides nothing.
    #[test]
    fn the_order_of_widenings_is_irrelevant(
        conditions in prop::collection::vec(condition(), 3), people in prop::collection::vec(somebody(), 20),
    ) {
        let widening = |(number, condition): (usize, &String)| {
            format!("[[widen]]\nid = \"w{number}\"\nsays = \"More\"\nalso_when = \"\"\"{condition}\"\"\"\npays = \"dwp\"\n")
        };
        let head = "programme = \"restart\"\nsource = \"Deal\"\n";
        let tables: Vec<String> = conditions.iter().enumerate().map(widening).collect();
        let turned: String = tables.iter().rev().cloned().collect();
        let one = load(files_and(PATH, &format!("{head}{}", tables.concat())));
        let other = load(files_and(PATH, &format!("{head}{turned}")));
        prop_assert_eq!(one.policy.is_some(), other.policy.is_some());
        let (Some(one), Some(other)) = (one.policy, other.policy) else { return Ok(()) };
        for facts in people {
            let facts = person(&one, facts);
            prop_assert_eq!(verdict(&one, "town", &facts), verdict(&other, "town", &facts));
        }
    }
}
