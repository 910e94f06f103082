//! The whole table: the header, every cost, then the people.

use crate::{
    message::shortened,
    tables::{
        Columns, CsvReader, CsvRows, HeaderFault, HeaderFaults, Reading, Role, RowFaults, Rows, TableFault,
        UnknownColumns,
    },
};
use kernel::{Day, Pence};
use policy::{FactBook, Gazetteer, population::Population};
use std::{
    collections::{HashMap, HashSet},
    io::Read,
    sync::Arc,
};

/// The longest name of a cost, in characters.
const MAX_NAME_LENGTH: usize = 200;
/// Columns that must be there.
const NEEDED: [&str; 3] = ["line", "on", "pence"];
/// Columns that may be there besides facts.
const OWN: [&str; 8] = ["line", "on", "pence", "kind", "needs", "programme", "body", "started_on"];

/// A line of cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// What it is called; no two are called the same.
    pub id: Arc<str>,
    /// The day on which it was incurred.
    pub on: Day,
    /// How much, above zero.
    pub amount: Pence,
    /// Whether it is a cost of running it, for nobody in particular.
    pub is_management: bool,
    /// The needs it serves.
    pub needs: Arc<[Arc<str>]>,
    /// The id of the programme.
    pub programme: Option<Arc<str>>,
    /// The id of the body.
    pub body: Option<Arc<str>>,
    /// The day on which the person started.
    pub started_on: Option<Day>,
}

/// Lines of cost, and the person of each.
#[derive(Debug)]
pub struct CostTable {
    /// The lines, in the order of the table.
    pub costs: Vec<Cost>,
    /// The people, row by row.
    pub people: Population,
    /// Postcodes among them that are in none of the tables held; these places count as unknown.
    pub unlisted: u64,
}

/// The words that columns may hold.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    /// Needs.
    pub needs: HashSet<&'a str>,
    /// Ids of programmes.
    pub programmes: HashSet<&'a str>,
    /// Ids of bodies.
    pub bodies: HashSet<&'a str>,
}

/// Reads a table of costs.
///
/// # Errors
/// Every column that is no fact and none of those above, or missing; else every value that is not what its column
/// holds, by row (the first cost is row 1), the first twenty in words.
pub fn read_costs(
    source: impl Read,
    facts: &FactBook,
    places: &Gazetteer,
    words: &Words<'_>,
) -> Result<CostTable, TableFault> {
    let mut reader = CsvReader::open(source, usize::MAX)?;
    let columns = columns(facts, reader.names())?;
    reader.choose(&columns);
    let Some(rows) = reader.next_rows()? else {
        return Ok(CostTable { costs: Vec::new(), people: Population::new(facts, 0), unlisted: 0 });
    };
    let costs = Taking::new(&rows, reader.names(), words).costs();
    // Facts are read as they were written down for the day of the cost: the day asked about decides nothing.
    let reading = Reading { facts, places, columns: &columns, on: Day::default(), told_on: None };
    match (costs, reading.people(&Rows::Csv(rows))) {
        (Ok(costs), Ok(people)) => Ok(CostTable { costs, people: people.population, unlisted: people.unlisted }),
        (Err(faults), Ok(_)) => Err(faults.into()),
        (Ok(_), Err(fault)) => Err(fault),
        (Err(mut faults), Err(TableFault::Rows(more))) => {
            faults.join(more);
            Err(faults.into())
        }
        (Err(_), Err(fault)) => Err(fault),
    }
}

fn columns(facts: &FactBook, names: &[String]) -> Result<Columns, HeaderFaults> {
    let clean: Vec<&str> = names.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
    let mut faults: Vec<HeaderFault> = NEEDED
        .iter()
        .filter(|needed| !clean.contains(needed))
        .map(|needed| HeaderFault::Missing((*needed).to_owned()))
        .collect();
    let twice = clean
        .iter()
        .enumerate()
        .filter(|(at, name)| OWN.contains(name) && clean.iter().take(*at).any(|other| other == *name));
    faults.extend(twice.map(|(_, name)| HeaderFault::Twice((*name).to_owned())));
    let columns = Columns::find(facts, clean.iter().copied(), UnknownColumns::PassOver);
    let unknown = columns.iter().flat_map(Columns::iter).filter(|(name, role)| match role {
        Role::Fact(_) => false,
        Role::PassedOver | Role::Person | Role::KnownOn(_) => !OWN.contains(name),
    });
    faults.extend(unknown.map(|(name, _)| {
        let near = facts.nearest(name).map(str::to_owned);
        HeaderFault::NoSuchFact { column: shortened(name), hint: near }
    }));
    match columns {
        Ok(columns) if faults.is_empty() => Ok(columns),
        Ok(_) => Err(HeaderFaults(faults)),
        Err(more) => Err(HeaderFaults(faults.into_iter().chain(more.0).collect())),
    }
}

/// Costs on their way from rows.
struct Taking<'a> {
    rows: &'a CsvRows,
    words: &'a Words<'a>,
    /// Where each of [`OWN`] is among the columns.
    places: [Option<usize>; OWN.len()],
    faults: RowFaults,
    known: HashMap<&'a str, Arc<str>>,
    known_needs: HashMap<&'a str, Arc<[Arc<str>]>>,
}

impl<'a> Taking<'a> {
    fn new(rows: &'a CsvRows, names: &[String], words: &'a Words<'a>) -> Self {
        let place = |own: &str| names.iter().position(|name| name.trim_start_matches('\u{feff}').trim() == own);
        Self {
            rows,
            words,
            places: OWN.map(place),
            faults: RowFaults::default(),
            known: HashMap::new(),
            known_needs: HashMap::new(),
        }
    }

    fn costs(mut self) -> Result<Vec<Cost>, RowFaults> {
        let rows = self.rows;
        let column = |at: Option<usize>| at.map(|at| rows.column(at));
        let mut columns = self.places.map(column);
        let mut costs = Vec::with_capacity(rows.len());
        let mut ids: HashSet<&str> = HashSet::with_capacity(rows.len());
        for row in 1..=rows.len() as u64 {
            let mut fields: [&str; OWN.len()] = [""; OWN.len()];
            for ((field, column), name) in fields.iter_mut().zip(&mut columns).zip(OWN) {
                let bytes = column.as_mut().and_then(Iterator::next).flatten().unwrap_or_default();
                match std::str::from_utf8(bytes) {
                    Ok(text) => *field = text.trim(),
                    Err(_) => self.faults.add(row, name, || "it is not text in UTF-8".to_owned()),
                }
            }
            let [id, ..] = fields;
            if !id.is_empty() && !ids.insert(id) {
                self.faults.add(row, "line", || "another row has this name already".to_owned());
            }
            costs.extend(self.cost(row, fields));
        }
        self.faults.found()?;
        Ok(costs)
    }

    fn cost(&mut self, row: u64, fields: [&'a str; OWN.len()]) -> Option<Cost> {
        let [id, on, pence, kind, needs, programme, body, started_on] = fields;
        if id.is_empty() || id.chars().count() > MAX_NAME_LENGTH || id.chars().any(char::is_control) {
            self.faults.add(row, "line", || {
                format!("a name of at most {MAX_NAME_LENGTH} characters without control characters is needed")
            });
        }
        let amount = pence.parse::<i64>().ok().filter(|pence| *pence > 0);
        if amount.is_none() {
            self.faults.add(row, "pence", || "a whole number of pence above zero is needed, such as 61250".to_owned());
        }
        if !matches!(kind, "" | "delivery" | "management") {
            self.faults.add(row, "kind", || "`delivery` or `management` is needed".to_owned());
        }
        let on = self.day(row, "on", on);
        let started_on = if started_on.is_empty() { None } else { self.day(row, "started_on", started_on) };
        // Everything is read before the first fault ends it.
        let needs = self.needs(row, needs);
        let programme = self.word(row, "programme", programme, |words| &words.programmes);
        let body = self.word(row, "body", body, |words| &words.bodies);
        Some(Cost {
            id: Arc::from(id),
            on: on?,
            amount: Pence(amount?),
            is_management: kind == "management",
            needs,
            programme,
            body,
            started_on,
        })
    }

    fn day(&mut self, row: u64, column: &str, text: &str) -> Option<Day> {
        let day = text.parse().ok().filter(|day| text.len() == 10 && kernel::is_likely(*day));
        if day.is_none() {
            self.faults.add(row, column, || "a day from 1900 to 2199 written YYYY-MM-DD is needed".to_owned());
        }
        day
    }

    /// The needs of a row; the same list is held once.
    fn needs(&mut self, row: u64, text: &'a str) -> Arc<[Arc<str>]> {
        if let Some(known) = self.known_needs.get(text) {
            return Arc::clone(known);
        }
        let words = text.split(';').map(str::trim).filter(|word| !word.is_empty());
        let needs: Arc<[Arc<str>]> =
            words.filter_map(|word| self.word(row, "needs", word, |words| &words.needs)).collect();
        if needs.len() == text.split(';').filter(|word| !word.trim().is_empty()).count() {
            self.known_needs.insert(text, Arc::clone(&needs));
        }
        needs
    }

    /// A word that must be one of those known; the same word is held once.
    fn word(
        &mut self,
        row: u64,
        column: &str,
        text: &'a str,
        among: impl FnOnce(&'a Words<'a>) -> &'a HashSet<&'a str>,
    ) -> Option<Arc<str>> {
        if text.is_empty() {
            return None;
        }
        if !among(self.words).contains(text) {
            self.faults.add(row, column, || format!("there is no `{}`", shortened(text)));
            return None;
        }
        Some(Arc::clone(self.known.entry(text).or_insert_with(|| Arc::from(text))))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

    use super::*;
    use policy::PolicyText;
    use proptest::prelude::*;

    fn facts() -> FactBook {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let text = PolicyText::new([
            file("spine/facts.toml", include_str!("../../../../spine/facts.toml")),
            file("spine/levels.toml", include_str!("../../../../spine/levels.toml")),
        ]);
        policy::load(&text, &Gazetteer::default()).policy.unwrap().facts
    }

    fn read(facts: &FactBook, table: &[u8]) -> Result<CostTable, String> {
        let words = Words {
            needs: HashSet::from(["training", "job-search"]),
            programmes: HashSet::from(["restart"]),
            bodies: HashSet::from(["good-work"]),
        };
        read_costs(table, facts, &Gazetteer::default(), &words).map_err(|fault| fault.to_string())
    }

    #[test]
    fn costs_and_people_are_read_in_one_order() {
        let table = "\u{feff}line,lone_parent,on,pence,kind,needs,programme,body,started_on\n\
                     a,yes,2026-05-03,61250,,job-search;training,restart,good-work,2026-04-12\n\
                     b,,2026-05-04,1,management,,,,\n";
        let read = read(&facts(), table.as_bytes()).unwrap();
        let [one, other] = read.costs.as_slice() else { panic!("{read:?}") };
        assert_eq!((one.amount, one.is_management, one.needs.len()), (Pence(61_250), false, 2));
        assert_eq!((one.programme.as_deref(), one.body.as_deref()), (Some("restart"), Some("good-work")));
        assert_eq!(one.started_on, "2026-04-12".parse().ok());
        assert!(other.is_management && other.needs.is_empty() && other.started_on.is_none());
        let lone_parent = read.people.column("lone_parent").unwrap();
        assert_eq!((lone_parent.known().get(0), lone_parent.known().get(1)), (true, false));
    }

    #[test]
    fn every_fault_is_told_by_row_and_column() {
        let table = "line,on,pence,kind,needs,body,started_on,lone_parent\n\
                     a,2026-02-30,0,gift,job-serch,bad-work,soon,maybe\n\
                     a,2026-05-03,1.5,,training,good-work,,yes\n\
                     ,2026-05-03,5,,,,,\n";
        let told = read(&facts(), table.as_bytes()).unwrap_err();
        let begins: Vec<String> = told.lines().map(|line| line.split(':').next().unwrap().to_owned()).collect();
        let columns = |row: u64, columns: &[&str]| -> Vec<String> {
            columns.iter().map(|column| format!("row {row}, column `{column}`")).collect()
        };
        let expected = [
            columns(1, &["pence", "kind", "on", "started_on", "needs", "body", "lone_parent"]),
            columns(2, &["line", "pence"]),
            columns(3, &["line"]),
        ];
        assert_eq!(begins, expected.concat());
    }

    #[test]
    fn columns_that_are_missing_or_strange_are_told_at_once() {
        let told = read(&facts(), b"line,on,shoe_size,on,lone_parent_known_on,lone_parent\n").unwrap_err();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.len(), 4, "{told}");
        assert_eq!(lines[0], "there is no column `pence`");
        assert!(lines[1].contains("`on` is there twice"), "{told}");
        assert!(lines[2].contains("`shoe_size`") && lines[3].contains("`lone_parent_known_on`"), "{told}");
        assert!(read(&facts(), b"").unwrap_err().contains("empty"));
        assert!(read(&facts(), b"line,on,pence\n").unwrap().costs.is_empty());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let facts = facts();
            let _ = read(&facts, &bytes);
            let _ = read(&facts, &[b"line,on,pence,needs,home\n".as_slice(), &bytes].concat());
        }
    }
}
