//! Starts and work of many people from two tables, as what `rules` reads.

use crate::{
    failure::Failure,
    output,
    people_table::{self, Table},
};
use exchange::tables::{Columns, Ids, ROWS_AT_ONCE, Reading, UnknownColumns, columns_of_starts, columns_of_work};
use kernel::{Day, Pence};
use policy::{
    Contract, FactBook, Gazetteer,
    population::{Column, Population},
};
use rules::payment::run::{StartGroup, Starts, Work};
use std::{collections::HashMap, path::Path};

/// The most faults that are told one by one; the rest are counted.
const MAX_FAULTS: usize = 1_000;

/// What a table calls somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name {
    Number(i64),
    Text(Box<str>),
}

/// The people of the table of starts, in its order.
pub(super) struct People {
    names: Vec<Name>,
    numbers: HashMap<Name, u32>,
    pub(super) starts: Starts,
}

impl People {
    /// What the table calls somebody, by their position.
    pub(super) fn name(&self, participant: u32) -> String {
        match self.names.get(participant as usize) {
            Some(Name::Number(number)) => number.to_string(),
            Some(Name::Text(text)) => text.to_string(),
            None => String::new(),
        }
    }
}

/// Everybody who started: columns `person`, `started_on`, and `group` where the contract has groups.
pub(super) fn starts(path: &Path, contract: &Contract) -> Result<People, Failure> {
    let book = columns_of_starts(contract.groups.iter().map(|group| group.id.as_ref()));
    let mut people = People { names: Vec::new(), numbers: HashMap::new(), starts: Starts::default() };
    each_batch(path, &book, &["started_on"], |first, names, rows, faults| {
        let (days, groups) = (rows.column("started_on"), rows.column("group"));
        for (row, name) in names.into_iter().enumerate() {
            let at = first + row as u64 + 1;
            let Some(name) = name else {
                faults.add(at, "`person` is empty");
                continue;
            };
            let number = u32::try_from(people.names.len()).unwrap_or(u32::MAX);
            if people.numbers.insert(name.clone(), number).is_some() {
                faults.add(at, "this person is in the table twice");
            }
            people.names.push(name);
            let group = groups.and_then(|groups| groups.number(row));
            people.starts.push(day(days, row), group_of(group, contract));
        }
    })?;
    Ok(people)
}

/// The group of a start, by its position among the codes of the column; the last of them is none.
fn group_of(position: Option<i64>, contract: &Contract) -> StartGroup {
    let position = position.and_then(|position| usize::try_from(position).ok());
    match position {
        Some(position) if position < contract.groups.len() => {
            u8::try_from(position).map_or(StartGroup::Unknown, StartGroup::At)
        }
        None if !contract.groups.is_empty() => StartGroup::Unknown,
        _ => StartGroup::None,
    }
}

/// The work of those people: columns `person`, `from`, `until`, `hours_per_week`, `earnings_pence_week`.
pub(super) fn work(path: &Path, people: &People) -> Result<Work, Failure> {
    let mut work = Work::default();
    each_batch(path, &columns_of_work(), &["from", "until"], |first, names, rows, faults| {
        let [from, until, hours, pay] =
            ["from", "until", "hours_per_week", "earnings_pence_week"].map(|column| rows.column(column));
        for (row, name) in names.into_iter().enumerate() {
            let at = first + row as u64 + 1;
            let Some(participant) = name.and_then(|name| people.numbers.get(&name)) else {
                faults.add(at, "`person` is not in the table of starts");
                continue;
            };
            let number = |column: Option<&Column>| column.and_then(|column| column.number(row));
            match (day(from, row), day(until, row)) {
                (None, _) => faults.add(at, "`from` is empty"),
                (Some(from), Some(until)) if until < from => faults.add(at, "`until` is before `from`"),
                (Some(from), until) => {
                    let hours = number(hours).and_then(|hours| u16::try_from(hours).ok());
                    work.push(*participant, (from, until), hours, number(pay).map(Pence));
                }
            }
        }
    })?;
    Ok(work)
}

fn day(column: Option<&Column>, row: usize) -> Option<Day> {
    Day::from_num_days_from_ce_opt(i32::try_from(column?.number(row)?).ok()?)
}

/// What is wrong, by row.
#[derive(Default)]
struct Faults {
    told: Vec<String>,
    count: usize,
}

impl Faults {
    fn add(&mut self, row: u64, why: &str) {
        self.count += 1;
        if self.told.len() < MAX_FAULTS {
            self.told.push(format!("row {row}: {why}"));
        }
    }
}

/// Reads a table batch by batch: the row of the first, the names, and the columns. Tells every fault, and then fails.
fn each_batch(
    path: &Path,
    book: &FactBook,
    needed: &[&str],
    mut take: impl FnMut(u64, Vec<Option<Name>>, &Population, &mut Faults),
) -> Result<(), Failure> {
    let mut table = Table::open(path, ROWS_AT_ONCE)?;
    let found = Columns::find(book, table.names().iter().map(String::as_str), UnknownColumns::Refuse);
    let columns = found.map_err(|wrong| {
        let all: Vec<&str> = book.iter().map(|column| column.id.as_ref()).collect();
        output::note(&format!("The columns of this table are person, {}.", all.join(", ")));
        people_table::fault(path, &wrong.into())
    })?;
    let missing = columns.without(needed);
    if !columns.has_person() || !missing.is_empty() {
        let person = (!columns.has_person()).then_some("person");
        let all: Vec<&str> = person.into_iter().chain(missing).collect();
        return Err(Failure::because(format!("{} has no column {}", path.display(), all.join(", "))));
    }
    table.choose(book, &columns).map_err(|wrong| people_table::fault(path, &wrong))?;
    let places = Gazetteer::new();
    let reading = Reading { facts: book, places: &places, columns: &columns, on: Day::MAX, told_on: None };
    let mut faults = Faults::default();
    while let Some(rows) = table.next_rows().map_err(|wrong| people_table::fault(path, &wrong))? {
        let people = reading.people(&rows).map_err(|wrong| people_table::fault(path, &wrong))?;
        take(people.first, names(people.ids), &people.population, &mut faults);
    }
    if faults.count == 0 {
        return Ok(());
    }
    let more = faults.count - faults.told.len();
    let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
    output::note(&format!(
        "{}: nothing was worked out, because of these faults:\n{}{more}",
        path.display(),
        faults.told.join("\n")
    ));
    Err(Failure::Said)
}

fn names(ids: Ids) -> Vec<Option<Name>> {
    match ids {
        Ids::Rows => Vec::new(),
        Ids::Numbers(numbers) => numbers.into_iter().map(|number| number.map(Name::Number)).collect(),
        Ids::Texts(texts) => {
            texts.into_iter().map(|one| one.map(|one| name_of(&String::from_utf8_lossy(one.data())))).collect()
        }
    }
}

/// The same person whether one table writes `12` as text and the other as a number.
fn name_of(text: &str) -> Name {
    match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => Name::Number(number),
        _ => Name::Text(text.into()),
    }
}
