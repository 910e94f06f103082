//! Rows made sense of: the facts of some people.

use super::{
    Columns, CsvRows, ParquetRows, Role, RowFaults, TableFault,
    cell::{Cell, FactReader, day_written_in_full, is_likely, known_day_needed},
    filling::Filling,
};
use ::parquet::data_type::ByteArray;
use kernel::Day;
use policy::{
    FactBook, Gazetteer,
    population::{Column, ColumnError, Population},
};

/// The longest name of a person, in bytes.
const MAX_NAME_BYTES: usize = 200;

/// Rows of a table, not yet made sense of.
#[derive(Debug)]
pub enum Rows {
    /// Of a CSV file.
    Csv(CsvRows),
    /// Of a Parquet file.
    Parquet(ParquetRows),
}

/// Some people of a table.
#[derive(Debug)]
pub struct People {
    /// The row of the table that the first of them is, counted from zero.
    pub first: u64,
    /// What the table calls them.
    pub ids: Ids,
    /// What is known of them.
    pub population: Population,
    /// Postcodes among them that are in none of the tables held; these places count as unknown.
    pub unlisted: u64,
}

/// What a table calls people.
#[derive(Debug, Clone, PartialEq)]
pub enum Ids {
    /// Nothing: they go by the number of their row.
    Rows,
    /// Texts.
    Texts(Vec<Option<ByteArray>>),
    /// Whole numbers.
    Numbers(Vec<Option<i64>>),
}

/// All that is needed to make sense of rows: the facts, the places, the columns and the day.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The facts of the policy.
    pub facts: &'a FactBook,
    /// The postcodes that are known.
    pub places: &'a Gazetteer,
    /// What the columns of the table hold.
    pub columns: &'a Columns,
    /// The day asked about: an answer that is not good any more on it is not known.
    pub on: Day,
    /// The day on which what the table says was written down: how far from it days can lie is the facts' to say. `None` where
    /// that is not known: then no such bound holds.
    pub told_on: Option<Day>,
}

/// The facts of some people, as they are put together column by column.
pub(super) struct Assembly<'a> {
    reading: Reading<'a>,
    first: u64,
    population: Population,
    days: Vec<(String, Vec<Option<Day>>)>,
    columns: Vec<(String, Column)>,
    pub(super) ids: Ids,
    pub(super) unlisted: u64,
    pub(super) faults: RowFaults,
}

impl Reading<'_> {
    /// The people of some rows.
    ///
    /// # Errors
    /// Every value that its fact does not allow, by row and column, the first twenty in words.
    pub fn people(&self, rows: &Rows) -> Result<People, TableFault> {
        match rows {
            Rows::Csv(rows) => self.of_csv(rows),
            Rows::Parquet(rows) => rows.people(self),
        }
    }

    fn of_csv(&self, rows: &CsvRows) -> Result<People, TableFault> {
        let mut assembly = Assembly::new(*self, rows.first, rows.len());
        for (at, (name, role)) in self.columns.iter().enumerate() {
            assembly.take_texts(name, role, rows.column(at).map(Ok));
        }
        assembly.finish()
    }
}

impl<'a> Assembly<'a> {
    pub(super) fn new(reading: Reading<'a>, first: u64, rows: usize) -> Self {
        Self {
            reading,
            first,
            population: Population::new(reading.facts, rows),
            days: Vec::new(),
            columns: Vec::new(),
            ids: Ids::Rows,
            unlisted: 0,
            faults: RowFaults::default(),
        }
    }

    /// A reader of the values of a fact.
    pub(super) fn reader(&self, fact: &str) -> Option<FactReader<'a>> {
        self.reading
            .facts
            .get(fact)
            .map(|definition| FactReader::new(definition, self.reading.places, self.reading.told_on))
    }

    pub(super) fn fault(&mut self, row: usize, column: &str, why: &str) {
        self.faults.add(self.first + row as u64 + 1, column, || why.to_owned());
    }

    /// Takes a column of texts; `None` is empty, and an error says why there is no text.
    pub(super) fn take_texts<'t>(
        &mut self,
        name: &str,
        role: &Role,
        texts: impl Iterator<Item = Result<Option<&'t [u8]>, String>>,
    ) {
        let texts = texts.map(|text| match text?.map(std::str::from_utf8).transpose() {
            Ok(text) => Ok(text.unwrap_or_default()),
            Err(_) => Err("it is not text in UTF-8".to_owned()),
        });
        match role {
            Role::Fact(fact) => {
                let Some(reader) = self.reader(fact) else { return };
                let cells = texts.map(|text| text.and_then(|text| reader.read(text)));
                self.take_cells(name, &reader, cells);
            }
            Role::Person => {
                let texts: Vec<Result<&str, String>> = texts.collect();
                let ids = texts.into_iter().enumerate().map(|(row, text)| match text.and_then(name_of) {
                    Ok(name) => name.map(|name| ByteArray::from(name.as_bytes().to_vec())),
                    Err(why) => {
                        self.fault(row, name, &why);
                        None
                    }
                });
                self.ids = Ids::Texts(ids.collect());
            }
            Role::KnownOn(fact) => {
                let day = |text: Result<&str, String>| match text?.trim() {
                    "" => Ok(None),
                    text => {
                        day_written_in_full(text).filter(|day| is_likely(*day)).map(Some).ok_or_else(known_day_needed)
                    }
                };
                let days: Vec<_> = texts.map(day).collect();
                self.take_days(name, fact, days);
            }
            Role::PassedOver => {}
        }
    }

    /// Takes the answers to a fact, each read or at fault.
    pub(super) fn take_cells(
        &mut self,
        name: &str,
        reader: &FactReader<'_>,
        cells: impl Iterator<Item = Result<Cell, String>>,
    ) {
        let mut filling = Filling::new(&reader.definition.kind, self.population.len());
        for (row, cell) in cells.enumerate() {
            filling.push(cell.as_ref().unwrap_or(&Cell::Unknown));
            if let Err(why) = cell {
                self.fault(row, name, &why);
            }
        }
        self.unlisted += filling.unlisted;
        self.take_column(name, filling.finish());
    }

    /// Takes the answers to the fact that a column is named after.
    pub(super) fn take_column(&mut self, fact: &str, column: Column) {
        self.columns.push((fact.to_owned(), column));
    }

    /// Takes the days on which the answers to a fact were known to be so.
    pub(super) fn take_days(&mut self, name: &str, fact: &str, days: Vec<Result<Option<i32>, String>>) {
        let mut known_on = Vec::with_capacity(days.len());
        for (row, day) in days.into_iter().enumerate() {
            if let Err(why) = &day {
                self.fault(row, name, why);
            }
            known_on.push(day.ok().flatten().and_then(Day::from_num_days_from_ce_opt));
        }
        self.days.push((fact.to_owned(), known_on));
    }

    pub(super) fn finish(mut self) -> Result<People, TableFault> {
        for (fact, mut column) in std::mem::take(&mut self.columns) {
            let known_on = self.days.iter().find(|(other, _)| *other == fact).map(|(_, days)| days);
            let definition = self.reading.facts.get(&fact);
            if let (Some(known_on), Some(definition)) = (known_on, definition) {
                column = column.good_on(definition, known_on, self.reading.on);
            }
            match self.population.set(&fact, column) {
                Err(ColumnError::Outside { row, allowed, .. }) => self.fault(row, &fact, &allowed),
                Err(other) => self.fault(0, &fact, &other.to_string()),
                Ok(()) => {}
            }
        }
        self.faults.found()?;
        Ok(People { first: self.first, ids: self.ids, population: self.population, unlisted: self.unlisted })
    }
}

/// What the table calls a person; `None` when it is empty.
fn name_of(text: &str) -> Result<Option<&str>, String> {
    if text.len() > MAX_NAME_BYTES || text.chars().any(char::is_control) {
        Err(format!("at most {MAX_NAME_BYTES} bytes without control characters are needed"))
    } else {
        Ok(Some(text).filter(|text| !text.is_empty()))
    }
}
