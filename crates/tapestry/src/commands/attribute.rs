//! `tapestry attribute`: which stream of money pays which line of cost, and why?

mod words;
mod written;

use crate::{
    arguments::{PolicyFolder, day},
    edge,
    failure::Failure,
    input, output,
    people_table::{fault, tell_unlisted},
    policy_source::{self, Ready},
};
use anyhow::Context;
use clap::Args;
use exchange::costs::{Cost, CostTable, Words, read_costs};
use kernel::Day;
use policy::{Area, NEEDS};
use rules::attribution::{CostKind, CostLine, Costs, Streams};
use service::places::Imported;
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
};

/// Months that are forecast when nobody says how many.
const USUAL_MONTHS: u32 = 12;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The area's id, such as newcastle [default: that of --funding areas/AREA/funding]
    #[arg(long, required_unless_present = "funding")]
    area: Option<String>,
    /// Table of costs: line,on,pence and more (docs/attribute.md)
    #[arg(long, value_name = "FILE.csv")]
    costs: PathBuf,
    /// Folder of streams in place of those of the area's text, each a TOML file as in areas/…/funding
    #[arg(long, value_name = "DIR")]
    funding: Option<PathBuf>,
    /// Write what each stream pays of each line here, whole or not at all
    #[arg(long, value_name = "FILE.csv")]
    out: Option<PathBuf>,
    /// Explain this line: what each stream says to it; may be repeated
    #[arg(long, value_name = "LINE")]
    explain: Vec<String>,
    /// How many months to look ahead if costs go on as in the last three
    #[arg(long, default_value_t = USUAL_MONTHS, value_parser = clap::value_parser!(u32).range(0..=120))]
    months: u32,
    /// The first day looked ahead to; its month is the first [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<Day>,
    /// Print everything but the single lines as JSON
    #[arg(long)]
    json: bool,
    /// Postcode table to use besides the one built in; may be repeated
    #[arg(long, value_name = "FILE")]
    places: Vec<PathBuf>,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let id = area_asked(arguments)?;
    let ready = ready(arguments, &id)?;
    let area = ready.area(&id)?;
    if area.funding.is_empty() {
        return Err(Failure::because(format!(
            "{} has no streams of money: write areas/{}/funding/NAME.toml, or give a folder of them with --funding DIR",
            area.name, area.id
        )));
    }
    let table = costs(arguments, &ready, area)?;
    tell_unlisted(table.unlisted);
    let lines: Vec<CostLine> = table.costs.into_iter().map(cost_line).collect();
    let costs = Costs { lines: &lines, people: &table.people };
    let streams = Streams::new(&ready.policy, area);
    let braid = streams.attribute(costs).map_err(|error| Failure::because(error.to_string()))?;
    let from = arguments.from.unwrap_or_else(|| edge::today(ready.policy.zone(&area.id)));
    // The table is as long as the costs: it is written while the rest is worked out.
    let (written, forecast, freed) = thread::scope(|scope| {
        let written = scope.spawn(|| match &arguments.out {
            Some(path) => written::beside(&lines, streams.all(), &braid, path).map(Some),
            None => Ok(None),
        });
        let forecast = streams.forecast(costs, &braid, from, arguments.months);
        let freed = streams.freed(costs, &braid);
        (written.join(), forecast, freed)
    });
    let written =
        written.map_err(|_| Failure::because("the table could not be written: a fault of Tapestry itself"))??;
    let forecast = forecast.map_err(|error| Failure::because(error.to_string()))?;
    let explained = arguments.explain.iter().map(|id| {
        let at = lines.iter().position(|line| *line.id == **id);
        let answer = at.and_then(|at| streams.explain(costs, &braid, at));
        answer.ok_or_else(|| Failure::because(format!("there is no line `{id}` in {}", arguments.costs.display())))
    });
    let answer = words::Answer {
        area,
        streams: streams.all(),
        lines: lines.len(),
        explained: explained.collect::<Result<_, _>>()?,
        freed,
        braid,
        forecast,
    };
    if let (Some(path), Some(written)) = (&arguments.out, written) {
        output::put_in_place(written, path)?;
    }
    ready.say_which();
    if arguments.json { output::print_json(&answer.to_json()) } else { output::print(&answer.in_words()) }
}

/// The area named, or that of the folder of streams.
fn area_asked(arguments: &Arguments) -> Result<String, Failure> {
    let of_folder = || {
        let folders: Vec<&str> = arguments.funding.as_deref()?.iter().filter_map(|part| part.to_str()).collect();
        match folders.as_slice() {
            [.., "areas", area, "funding"] => Some((*area).to_owned()),
            _ => None,
        }
    };
    let area = arguments.area.clone().or_else(of_folder);
    area.ok_or_else(|| Failure::Usage("say whose streams these are: --area AREA".to_owned()))
}

/// The policy, with the streams of a folder in place of the area's where one is given.
fn ready(arguments: &Arguments, area: &str) -> Result<Ready, Failure> {
    let folder = arguments.policy.policy.as_deref();
    let mut source = policy_source::source(folder)?;
    if let Some(streams) = &arguments.funding {
        let place = format!("areas/{area}/funding/");
        source = source.without(&place);
        for (name, text) in texts(streams)? {
            source = source.with_file(&format!("{place}{name}"), text);
        }
    }
    let mut ready = policy_source::load_source(source, &policy_source::from_in_words(folder), Imported::default())?;
    ready.add_places(&arguments.places)?;
    Ok(ready)
}

/// The TOML files of a folder, by name.
fn texts(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let cannot = || format!("cannot read the folder {}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text = input::text(&path)?;
            found.push((path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(), text));
        }
    }
    if found.is_empty() {
        return Err(Failure::because(format!("there is no stream (NAME.toml) in {}", folder.display())));
    }
    found.sort();
    Ok(found)
}

fn costs(arguments: &Arguments, ready: &Ready, area: &Area) -> Result<CostTable, Failure> {
    let path = &arguments.costs;
    let file = input::stream(path)?;
    let words = Words {
        needs: NEEDS.into_iter().collect(),
        programmes: ready.policy.programmes_in(area).map(|programme| programme.id.as_ref()).collect(),
        bodies: area.bodies.keys().map(String::as_str).collect(),
    };
    read_costs(file, &ready.policy.facts, &ready.places, &words).map_err(|wrong| {
        let failure = fault(path, &wrong);
        output::note("Nothing was worked out.");
        failure
    })
}

fn cost_line(cost: Cost) -> CostLine {
    CostLine {
        id: cost.id,
        on: cost.on,
        amount: cost.amount,
        kind: if cost.is_management { CostKind::Management } else { CostKind::Delivery },
        activities: cost.needs,
        programme: cost.programme,
        body: cost.body,
        started_on: cost.started_on,
    }
}
