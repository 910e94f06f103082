//! Whom a question is about: the people registered in an area, or those of a file.

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    edge,
    failure::Failure,
    output,
    people_table::{self, Table},
    policy_source::{self, Ready},
    web,
};
use clap::Args;
use exchange::tables::{Reading, UnknownColumns};
use kernel::Day;
use policy::population::Population;
use service::{
    App, Mode,
    db::Database,
    evidence::{self, Among, Records},
};
use statistics::{Keys, Rule};
use std::path::{Path, PathBuf};

/// People of a file that a question takes at once, in memory.
const MAX_PEOPLE_OF_A_FILE: usize = 1_000_000;

#[derive(Debug, Args)]
pub(crate) struct Whom {
    /// The area's id, such as newcastle
    #[arg(long)]
    pub(crate) area: String,
    /// Ask about the people of this table, a column to a fact (.parquet or .csv), and not about those of a database
    #[arg(long, value_name = "FILE", conflicts_with = "database_url")]
    people: Option<PathBuf>,
    /// Pass over columns that are not facts, in place of refusing them
    #[arg(long, requires = "people")]
    ignore_unknown_columns: bool,
    /// Postcode table to use besides the one built in, for the people of a file; may be repeated
    #[arg(long, value_name = "FILE", requires = "people")]
    places: Vec<PathBuf>,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

/// Whom a question is about.
pub(crate) enum Found {
    /// Everybody registered in the area.
    Register(App),
    /// The people of a file.
    File(Box<FilePeople>),
}

/// The people of a file, and the text they are asked about under.
pub(crate) struct FilePeople {
    ready: Ready,
    area: String,
    population: Population,
    keys: Keys,
    rule: Rule,
    records: Records,
}

impl FilePeople {
    /// The same as a question takes it.
    pub(crate) fn among(&self) -> Result<Among<'_>, Failure> {
        Ok(Among {
            policy: &self.ready.policy,
            area: self.ready.area(&self.area)?,
            places: &self.ready.places,
            population: &self.population,
            keys: &self.keys,
            rule: &self.rule,
            records: &self.records,
        })
    }
}

impl Whom {
    /// Opens the database or reads the file, and the day asked about. Where `on` says none, it is that of the count of the
    /// register, and for a file today in the area. What is known of people of a file is taken as it is good on the day.
    pub(crate) async fn find(&self, on: Option<Day>) -> Result<(Found, Day), Failure> {
        if let Some(path) = &self.people {
            let (people, on) = self.of_file(path, on)?;
            return Ok((Found::File(Box::new(people)), on));
        }
        let db = Database::open(&self.database.needed()?).await?;
        let (app, _) = web::open(db, self.policy.policy.as_deref(), Mode::Live).await?;
        if app.policy.area(&self.area).is_none() {
            return Err(policy_source::no_area(&app.policy, web::IN_FORCE, &self.area));
        }
        output::note(&policy_source::which(&app.policy, web::IN_FORCE));
        let on = match on {
            Some(on) => on,
            None => evidence::days_of(&app, &self.area).await.map_err(anyhow::Error::from)?.1,
        };
        Ok((Found::Register(app), on))
    }

    fn of_file(&self, path: &Path, on: Option<Day>) -> Result<(FilePeople, Day), Failure> {
        let mut ready = policy_source::load(self.policy.policy.as_deref())?;
        ready.add_places(&self.places)?;
        ready.say_which();
        let area = ready.area(&self.area)?;
        let today = edge::today(ready.policy.zone(&area.id));
        let on = on.unwrap_or(today);
        let mut table = Table::open(path, MAX_PEOPLE_OF_A_FILE)?;
        let unknown = if self.ignore_unknown_columns { UnknownColumns::PassOver } else { UnknownColumns::Refuse };
        let columns = people_table::columns(&mut table, path, &ready.policy.facts, unknown)?;
        let fault = |wrong| people_table::fault(path, &wrong);
        let rows = table.next_rows().map_err(fault)?;
        if table.next_rows().map_err(fault)?.is_some() {
            return Err(Failure::because(format!(
                "{} has more than {MAX_PEOPLE_OF_A_FILE} people. `tapestry screen --summary` counts any number",
                path.display()
            )));
        }
        let reading = Reading {
            facts: &ready.policy.facts,
            places: &ready.places,
            columns: &columns,
            on,
            told_on: Some(on.max(today)),
        };
        let population = match rows {
            None => Population::new(&ready.policy.facts, 0),
            Some(rows) => {
                let people = reading.people(&rows).map_err(fault)?;
                people_table::tell_unlisted(people.unlisted);
                people.population
            }
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let counted = evidence::counted_as_of_a_file(&ready.policy, population.len());
        let (keys, rule) = counted.ok_or_else(|| {
            Failure::because(
                "the policy text does not say how counts of people are told: add spine/counting.toml to it",
            )
        })?;
        Ok((FilePeople { ready, area: self.area.clone(), population, keys, rule, records: Records::File { name } }, on))
    }
}
