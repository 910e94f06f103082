//! `tapestry policy ahead`: what begins, ends or changes in the coming months?

use crate::{
    arguments::{DatabaseAddress, PolicyFolder, day},
    edge,
    failure::Failure,
    output, policy_source, web,
};
use clap::Args;
use kernel::{Day, in_words};
use policy::Area;
use serde_json::json;
use service::{
    Mode,
    ahead::{Ahead, AheadItem, look_ahead, look_ahead_in_text},
    db::Database,
};
use std::fmt::Write;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only this area; every area when left out
    #[arg(long)]
    area: Option<String>,
    /// How many months
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=1200))]
    months: u32,
    /// The first day, today when left out
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<Day>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let folder = arguments.policy.policy.as_deref();
    let looked = match arguments.database.known() {
        Some(url) => {
            let db = Database::open(&url).await?;
            let in_force = if folder.is_none() { web::text_in_force(&db).await? } else { None };
            let places = service::places::all(&db).await?;
            let ready = match in_force {
                Some(source) => policy_source::load_source(source, web::IN_FORCE, places)?,
                None => policy_source::load_source(
                    policy_source::source(folder)?,
                    &policy_source::from_in_words(folder),
                    places,
                )?,
            };
            let areas = areas(&arguments, ready.policy.areas.keys())?;
            let app = web::application(db, ready, Mode::Live)?;
            let mut looked = Vec::new();
            for area in areas {
                let from = arguments.from.unwrap_or_else(|| app.today_in(&area));
                looked.push(look_ahead(&app, &area, from, arguments.months).await.map_err(anyhow::Error::from)?);
            }
            looked
        }
        None => {
            let ready = policy_source::load(arguments.policy.policy.as_deref())?;
            let areas = areas(&arguments, ready.policy.areas.keys())?;
            let areas = areas.iter().filter_map(|id| ready.policy.area(id));
            let from = |area: &Area| arguments.from.unwrap_or_else(|| edge::today(ready.policy.zone(&area.id)));
            areas.map(|area| look_ahead_in_text(&ready.policy, area, from(area), arguments.months)).collect()
        }
    };
    if arguments.json { output::print_json(&json!(looked)) } else { output::print(&as_text(&looked)) }
}

/// The ids of the areas to look at.
fn areas<'a>(arguments: &Arguments, known: impl Iterator<Item = &'a String>) -> Result<Vec<String>, Failure> {
    let known: Vec<String> = known.cloned().collect();
    match &arguments.area {
        None => Ok(known),
        Some(area) if known.contains(area) => Ok(vec![area.clone()]),
        Some(area) => Err(Failure::because(format!("there is no area `{area}`; there are {}", known.join(", ")))),
    }
}

fn as_text(looked: &[Ahead]) -> String {
    let mut text = String::new();
    // Writing to a String does not fail.
    for ahead in looked {
        let _ = writeln!(text, "{}: {} months from {}", ahead.area, ahead.months, in_words(ahead.from));
        if ahead.calendar.is_empty() {
            let _ = writeln!(text, "  Nothing begins, ends or changes.");
        }
        for month in &ahead.calendar {
            let _ = writeln!(text, "\n  {}", month.month.format("%B %Y"));
            if let Some(people) = month.cliff {
                let _ = writeln!(text, "  ! Several things end together: {people} people are touched by two or more");
            }
            for item in &month.items {
                let _ =
                    writeln!(text, "  {}  {}: {}\n      {}{}", item.on, item.what, item.name, item.says, people(item));
                let _ = writeln!(text, "      [{}]", item.code);
            }
        }
        text.push('\n');
    }
    text
}

fn people(item: &AheadItem) -> String {
    match (item.people_on, item.people_eligible) {
        (Some(on), Some(could)) => format!(" On it or referred: {on}. Could join today: {could}."),
        _ => String::new(),
    }
}
