//! Asking one question after the other: which comes next, and which were skipped.

use crate::{Application, access::SeenPerson, web::forms::Form};
use policy::{Answer, FactDefinition, Facts, Value};
use std::collections::BTreeSet;

/// The run of questions that this one is asked in.
pub(super) struct Flow {
    /// Whether the next question follows.
    pub(super) on: bool,
    /// Ids of questions skipped in this run, with commas between.
    pub(super) skipped: String,
    /// Where skipping this question leads.
    pub(super) skip_href: String,
    /// For how many undecided programmes the answer counts.
    pub(super) decides: Option<usize>,
}

impl Flow {
    /// The run that the address or the form says.
    pub(super) fn read(app: &Application, seen: &SeenPerson, definition: &FactDefinition, form: &Form) -> Self {
        let on = form.text("next") == "1";
        let known = |id: &&str| app.policy.facts.get(id).is_some();
        let skipped: BTreeSet<&str> = form.text("skipped").split(',').filter(known).collect();
        let mut with_this = skipped.clone();
        with_this.insert(&definition.id);
        let words = |ids: &BTreeSet<&str>| ids.iter().copied().collect::<Vec<_>>().join(",");
        let next = next_question(app, seen, seen.all_facts(), &with_this);
        let skip_href = next.map_or_else(
            || format!("/people/{}#options", seen.id()),
            |fact| format!("/people/{}/facts/{fact}?next=1&skipped={}", seen.id(), words(&with_this)),
        );
        let open = assess(app, seen, seen.all_facts());
        let decides = open.into_iter().find(|asked| asked.fact == definition.id).map(|asked| asked.decides);
        Self { on, skipped: words(&skipped), skip_href, decides }
    }

    /// Whether the next question follows.
    pub(super) fn asks_on(&self) -> bool {
        self.on
    }

    /// Where to go once the answer is saved; `None` when no question follows.
    pub(super) fn after(
        &self,
        app: &Application,
        seen: &SeenPerson,
        definition: &FactDefinition,
        value: Option<&Value>,
    ) -> Option<String> {
        if !self.on {
            return None;
        }
        let mut facts = seen.all_facts().clone();
        facts.remove(&definition.id);
        if let Some(value) = value {
            let known_on = Some(app.today_in(&seen.person.area));
            facts.set(&definition.id, Answer { value: value.clone(), source: String::new(), known_on });
        }
        let mut left_out: BTreeSet<&str> = self.skipped.split(',').filter(|id| !id.is_empty()).collect();
        left_out.insert(&definition.id);
        let next = next_question(app, seen, &facts, &left_out)?;
        let skipped = if self.skipped.is_empty() { String::new() } else { format!("&skipped={}", self.skipped) };
        Some(format!("/people/{}/facts/{next}?next=1{skipped}", seen.id()))
    }
}

fn assess(app: &Application, seen: &SeenPerson, facts: &Facts) -> Vec<policy::AskNext> {
    let area = app.policy.area(&seen.person.area);
    area.map(|area| policy::assess(&app.policy, area, facts, app.today_in(&seen.person.area)).ask_next)
        .unwrap_or_default()
}

/// The open question that would settle most, without those left out and those said today not to be known.
fn next_question(app: &Application, seen: &SeenPerson, facts: &Facts, left_out: &BTreeSet<&str>) -> Option<String> {
    let today = app.today_in(&seen.person.area);
    let not_known: BTreeSet<&str> = seen
        .answers()
        .filter(|answer| answer.value.is_none() && app.zone_in(&seen.person.area).day(answer.recorded_at) == today)
        .map(|answer| answer.fact.as_str())
        .collect();
    let mut open = assess(app, seen, facts).into_iter().map(|asked| asked.fact.to_string());
    open.find(|fact| !left_out.contains(fact.as_str()) && !not_known.contains(fact.as_str()))
}
