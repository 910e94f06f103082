//! What happened with a person, when, and who did it: the newest first.

use super::referrals::Made;
use crate::{
    Application,
    access::SeenPerson,
    account,
    action::ActionError,
    delivery,
    person::{
        caseload::programme_name,
        store::{self, Recorded},
    },
    referral::store as referrals,
    wording,
};
use kernel::{AccountId, Moment, Zone, in_words};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// One thing that happened.
pub(super) struct Event {
    pub(super) title: String,
    pub(super) machine: String,
    pub(super) when: String,
    pub(super) who: String,
    /// More about it; may be empty.
    pub(super) more: String,
}

/// An event before the name of who did it is known.
struct Happened {
    at: Moment,
    by: AccountId,
    title: String,
    more: String,
}

pub(super) async fn load(app: &Application, seen: &SeenPerson, made: &Made) -> Result<Vec<Event>, ActionError> {
    let connection = app.db.reader();
    let answers = store::answers(connection, seen.id()).await?;
    let spells = delivery::store::of_person(connection, seen.id()).await?;
    let mut all = vec![Happened {
        at: seen.person.registered_at,
        by: AccountId(seen.person.registered_by),
        title: "Registered".to_owned(),
        more: String::new(),
    }];
    all.extend(of_answers(app, seen, &answers));
    all.extend(made.rows.iter().flat_map(|row| of_referral(app, row, made)));
    all.extend(made.blocked_rows.iter().map(|row| Happened {
        at: row.attempted_at,
        by: AccountId(row.attempted_by),
        title: format!("Referral to {} stopped", programme_name(app, &row.area, &row.programme)),
        more: row.provider_id.and_then(|id| made.organisations.get(&id)).cloned().unwrap_or_default(),
    }));
    all.extend(spells.iter().map(|spell| Happened {
        at: spell.recorded_at,
        by: AccountId(spell.recorded_by),
        title: format!("Work recorded: {}", spell.employer),
        more: format!(
            "From {} {}{}",
            in_words(spell.from_day),
            spell.until_day.map_or_else(|| "until now".to_owned(), |until| format!("until {}", in_words(until))),
            if spell.replaced_at.is_some() { ". Corrected since" } else { "" }
        ),
    }));
    // The newest first; of the same moment, what was put in last first.
    all.reverse();
    all.sort_by_key(|happened| std::cmp::Reverse(happened.at));
    let names = account::account_names(connection, all.iter().map(|happened| happened.by.0)).await?;
    let zone = app.zone_in(&seen.person.area);
    Ok(all.into_iter().map(|happened| event(happened, &names, zone)).collect())
}

fn event(happened: Happened, names: &HashMap<Uuid, String>, zone: Zone) -> Event {
    Event {
        title: happened.title,
        machine: wording::machine_moment(happened.at),
        when: wording::day_of(happened.at, zone),
        who: names.get(&happened.by.0).cloned().unwrap_or_else(|| "Tapestry".to_owned()),
        more: happened.more,
    }
}

/// Answers recorded at one moment are one event.
fn of_answers(app: &Application, seen: &SeenPerson, answers: &[Recorded]) -> Vec<Happened> {
    let mut together: BTreeMap<(Moment, AccountId), Vec<String>> = BTreeMap::new();
    for answer in answers {
        let Some(definition) = app.policy.facts.get(&answer.fact) else { continue };
        if seen.decision.shows(&definition.category) {
            together.entry((answer.recorded_at, answer.recorded_by)).or_default().push(definition.says.clone());
        }
    }
    let events = together.into_iter().map(|((at, by), labels)| Happened {
        at,
        by,
        title: format!("{} recorded", wording::count(labels.len(), "answer", "answers")),
        more: labels.join(", "),
    });
    events.collect()
}

fn of_referral(app: &Application, row: &crate::db::entities::referral::Model, made: &Made) -> Vec<Happened> {
    let events = referrals::events(row);
    let programme = programme_name(app, &row.area, &row.programme);
    let provider = made.organisations.get(&row.provider_id).cloned().unwrap_or_default();
    let stamped = [
        events.sent.map(|stamp| (stamp, format!("Referred to {programme}"), provider)),
        events.accepted.map(|stamp| (stamp, format!("{programme}: referral accepted"), String::new())),
        events.declined.map(|done| (done.stamp, format!("{programme}: referral declined"), done.reason)),
        events.withdrawn.map(|done| (done.stamp, format!("{programme}: referral withdrawn"), done.reason)),
        events
            .started
            .map(|start| (start.stamp, format!("{programme}: started"), format!("Started on {}", in_words(start.on)))),
        events.ended.map(|end| {
            (end.stamp, format!("{programme}: ended"), format!("Ended on {}. {}", in_words(end.on), end.reason))
        }),
    ];
    let happened = |(stamp, title, more): (rules::referral::Stamp, String, String)| Happened {
        at: stamp.at,
        by: stamp.by,
        title,
        more,
    };
    stamped.into_iter().flatten().map(happened).collect()
}
