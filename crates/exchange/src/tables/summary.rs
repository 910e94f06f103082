//! The counts of a screening, as a table and as JSON.
//!
//! The table has a line for each programme and, under it, one for each criterion; with groups, all of that
//! again for every group. A field that does not apply to a line is empty: a programme has verdicts, a
//! criterion has people who fail it and people whom it alone stops.

use super::groups::{Grouped, Groups};
use policy::population::{Screening, VerdictCounts};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Stands for "everybody" in the columns of groups.
const EVERYBODY: &str = "(everybody)";
/// Stands for a value that is not known in the columns of groups.
pub(super) const NOT_KNOWN: &str = "(not known)";

/// The counts of a screening.
#[derive(Debug, Clone)]
pub struct Summary<'a> {
    /// All people together.
    pub screening: &'a Screening,
    /// By what people are grouped.
    pub groups: &'a Groups<'a>,
    /// The counts by group.
    pub grouped: &'a Grouped,
}

/// What is counted for one programme: the verdicts, and of each criterion who fails it and whom it alone stops.
type Counted<'a> = (VerdictCounts, Vec<(u64, u64)>);

impl Summary<'_> {
    /// Writes the table as CSV.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_csv(&self, sink: impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(sink);
        let counts = ["people", "eligible", "not_eligible", "undetermined", "fails", "alone"];
        writer.write_record(self.groups.facts().chain(["programme", "criterion", "says"]).chain(counts))?;
        let everybody: Vec<String> = self.groups.facts().map(|_| EVERYBODY.to_owned()).collect();
        self.lines(&mut writer, &everybody, self.screening.people, &self.everybody())?;
        for (group, tally) in self.groups.told(self.grouped).filter(|_| !self.groups.is_empty()) {
            self.lines(&mut writer, &group, tally.people, &tally.programmes)?;
        }
        writer.flush()
    }

    fn everybody(&self) -> Vec<Counted<'_>> {
        let programmes = self.screening.programmes.iter();
        let barriers =
            programmes.map(|one| (one.counts, one.barriers.iter().map(|barrier| (barrier.fails, barrier.alone))));
        barriers.map(|(counts, barriers)| (counts, barriers.collect())).collect()
    }

    fn lines(
        &self,
        writer: &mut csv::Writer<impl Write>,
        group: &[String],
        people: u64,
        counted: &[Counted<'_>],
    ) -> io::Result<()> {
        let group = || group.iter().cloned();
        for (programme, (counts, barriers)) in self.screening.programmes.iter().zip(counted) {
            let verdicts =
                [people, counts.eligible, counts.not_eligible, counts.undetermined].map(|count| count.to_string());
            let named = [programme.id.to_string(), String::new(), programme.name.to_string()];
            writer.write_record(group().chain(named).chain(verdicts).chain([String::new(), String::new()]))?;
            for (barrier, (fails, alone)) in programme.barriers.iter().zip(barriers) {
                let named = [programme.id.to_string(), barrier.code.to_string(), barrier.says.to_string()];
                let empty = [people.to_string(), String::new(), String::new(), String::new()];
                writer.write_record(group().chain(named).chain(empty).chain([fails.to_string(), alone.to_string()]))?;
            }
        }
        Ok(())
    }

    /// The same as JSON: `people`, `programmes`, and `groups` where people are grouped.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        let mut json = Map::new();
        json.insert("people".to_owned(), self.screening.people.into());
        json.insert("programmes".to_owned(), self.programmes(&self.everybody(), true));
        if !self.groups.is_empty() {
            let group = |(values, tally): (Vec<String>, &super::Tally)| {
                let facts = self.groups.facts().map(str::to_owned);
                let by: Map<String, Value> = facts.zip(values.into_iter().map(Value::from)).collect();
                json!({"by": by, "people": tally.people, "programmes": self.programmes(&tally.programmes, false)})
            };
            json.insert("groups".to_owned(), self.groups.told(self.grouped).map(group).collect());
        }
        json
    }

    fn programmes(&self, counted: &[Counted<'_>], with_words: bool) -> Value {
        let programmes = self.screening.programmes.iter().zip(counted).map(|(programme, (counts, barriers))| {
            let criteria = programme.barriers.iter().zip(barriers).map(|(barrier, (fails, alone))| {
                let mut criterion = json!({"code": barrier.code, "fails": fails, "alone": alone});
                if let Some(criterion) = criterion.as_object_mut().filter(|_| with_words) {
                    criterion.insert("says".to_owned(), barrier.says.as_ref().into());
                }
                criterion
            });
            json!({
                "id": programme.id, "name": programme.name, "eligible": counts.eligible,
                "not_eligible": counts.not_eligible, "undetermined": counts.undetermined,
                "criteria": criteria.collect::<Vec<_>>(),
            })
        });
        programmes.collect()
    }
}
