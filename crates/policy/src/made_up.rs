//! People made up at the boundaries of a programme's rules: for showing what they ask.

use crate::{Answer, Area, Facts, Policy, Programme, Value, Verdict, assess_one, layer::prove::World};
use kernel::Day;

/// What would be known of somebody who may join `programme`, as `area` has it, on the day `on`. Numbers and days lie on
/// the boundaries of the rules where they can, and facts that decide nothing are left out. The same text gives the
/// same person. `None` when the programme takes nobody on that day, when it does not run there, or when nobody was
/// found within the limits of the search.
#[must_use]
pub fn somebody_eligible(policy: &Policy, area: &Area, programme: &Programme, on: Day) -> Option<Facts> {
    somebody(policy, area, programme, None, on, Verdict::Eligible)
}

/// What would be known of somebody whom one rule of `programme` alone keeps out: the first rule for which there is such
/// a person. `None` when there is nobody like that, or when nobody was found within the limits of the search.
#[must_use]
pub fn somebody_kept_out(policy: &Policy, area: &Area, programme: &Programme, on: Day) -> Option<Facts> {
    let rules = programme.criteria.iter().filter(|criterion| criterion.in_force_on(on)).count();
    (0..rules).find_map(|rule| somebody(policy, area, programme, Some(rule), on, Verdict::NotEligible))
}

fn somebody(
    policy: &Policy,
    area: &Area,
    programme: &Programme,
    fails: Option<usize>,
    on: Day,
    wanted: Verdict,
) -> Option<Facts> {
    let world = World { facts: &policy.facts, areas: &policy.areas };
    let mut facts = world.somebody(programme, fails, on)?.facts(&policy.facts);
    let answers = |facts: &Facts| assess_one(policy, area, programme, facts, on).verdict == wanted;
    if !answers(&facts) {
        return None;
    }
    // Of somebody kept out all is of interest that lets the person through elsewhere.
    if wanted == Verdict::Eligible {
        forget_what_decides_nothing(policy, &mut facts, answers);
    }
    Some(facts)
}

/// Makes the person as ordinary as may be while `holds`: a *yes* becomes a *no* where either will do, and what was
/// tried on the way and decides nothing is forgotten, the last facts of the spine first.
fn forget_what_decides_nothing(policy: &Policy, facts: &mut Facts, holds: impl Fn(&Facts) -> bool) {
    let ids: Vec<&str> = policy.facts.iter().map(|definition| definition.id.as_ref()).collect();
    let try_instead = |facts: &mut Facts, id: &str, other: Option<Value>| {
        let Some(answer) = facts.remove(id) else { return };
        if let Some(value) = other {
            facts.set(id, Answer { value, ..answer.clone() });
        }
        if !holds(facts) {
            facts.set(id, answer);
        }
    };
    for id in ids.iter().rev() {
        if facts.get(id).is_some_and(|answer| answer.value == Value::YesNo(true)) {
            try_instead(facts, id, Some(Value::YesNo(false)));
        }
    }
    for id in ids.iter().rev() {
        try_instead(facts, id, None);
    }
}
