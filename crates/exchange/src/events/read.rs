//! The whole table: the header, every line, then the lines together.

use super::line::{self, EventLine};
use super::together;
use crate::message::shortened;
use csv::{ReaderBuilder, StringRecord};
use std::fmt;

/// The header of the table, exactly.
pub const HEADER: &str = "participant,event,from,until,employer,kind,hours_per_week,earnings_pence_week";
/// The header of a table with pay periods, hours of learning and evidence, exactly.
pub const LONG_HEADER: &str =
    "participant,event,from,until,employer,kind,hours_per_week,earnings_pence_week,hours,amount_pence,evidence";
/// The most faults that are told one by one; the rest are counted.
const MAX_FAULTS: usize = 1_000;

/// One thing that is wrong with the table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct EventFault {
    /// The line of the file, from 1.
    pub line: u64,
    /// What is wrong.
    pub why: String,
}

/// All that is wrong with the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventsFault {
    /// The first 1,000 faults, in order of line.
    pub faults: Vec<EventFault>,
    /// How many there are in all.
    pub count: usize,
}

impl fmt::Display for EventsFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(formatter, "{fault}")?;
        }
        let more = self.count.saturating_sub(self.faults.len());
        if more > 0 {
            writeln!(formatter, "and {more} more")?;
        }
        Ok(())
    }
}

impl std::error::Error for EventsFault {}

impl EventsFault {
    pub(super) fn add(&mut self, line: u64, why: String) {
        self.count = self.count.saturating_add(1);
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(EventFault { line, why });
        }
    }
}

/// Reads the table. Empty lines are passed over.
///
/// # Errors
/// All that is wrong with it; then nothing of it is given.
///
/// ```
/// use exchange::events::{HEADER, read_events};
/// let table = format!("{HEADER}\n1,start,2021-09-01,,,,,\n2,start,1 May,,,,,\n");
/// let faults = read_events(table.as_bytes()).unwrap_err();
/// assert_eq!(faults.to_string(), "line 3: `from` is `1 May`, not a day from 1900 to 2199 written YYYY-MM-DD\n");
/// ```
pub fn read_events(table: &[u8]) -> Result<Vec<EventLine>, EventsFault> {
    let mut faults = EventsFault::default();
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(table);
    let mut fields = StringRecord::new();
    let mut lines = Vec::new();
    let mut header_seen = false;
    let mut columns = HEADER.split(',').count();
    loop {
        let before = reader.position().line();
        match reader.read_record(&mut fields) {
            Ok(false) => break,
            Ok(true) if !header_seen => {
                header_seen = true;
                columns = fields.len();
                if let Some(why) = wrong_header(&fields) {
                    faults.add(1, why);
                    return Err(faults);
                }
            }
            Ok(true) => {
                let at = fields.position().map_or(before, |position| line_of(table, position));
                match line::read(at, &fields, columns) {
                    Ok(line) => lines.push(line),
                    Err(reasons) => reasons.into_iter().for_each(|why| faults.add(at, why)),
                }
            }
            Err(error) => {
                header_seen = true;
                let at = error.position().map_or(before, csv::Position::line);
                faults.add(at, "it is not UTF-8 text".to_owned());
            }
        }
    }
    if !header_seen {
        faults.add(1, format!("the table is empty; it begins with the line `{HEADER}`"));
    }
    together::check(&lines, faults.count > 0, &mut |line, why| faults.add(line, why));
    if faults.count == 0 {
        Ok(lines)
    } else {
        faults.faults.sort();
        Err(faults)
    }
}

/// The line that a record begins on. The reader's own count stands before any empty lines that it
/// passed over on the way to the record.
fn line_of(table: &[u8], position: &csv::Position) -> u64 {
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let ends = table.get(from..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + ends.filter(|byte| **byte == b'\n').count() as u64
}

fn wrong_header(fields: &StringRecord) -> Option<String> {
    let names: Vec<&str> = fields.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
    let found = names.join(",");
    (found != HEADER && found != LONG_HEADER).then(|| {
        let long = names.len() > HEADER.split(',').count();
        let header = if long { LONG_HEADER } else { HEADER };
        let wanted: Vec<&str> = header.split(',').collect();
        let absent: Vec<&str> = wanted.iter().filter(|name| !names.contains(name)).copied().collect();
        let strange: Vec<String> =
            names.iter().filter(|name| !wanted.contains(name)).map(|name| shortened(name)).collect();
        let mut why = format!("the header should be `{header}`");
        if !absent.is_empty() {
            why.push_str(&format!("; missing: {}", absent.join(", ")));
        }
        if !strange.is_empty() {
            why.push_str(&format!("; not known: {}", shortened(&strange.join(", "))));
        }
        why
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::events::{Event, SpellKind};
    use proptest::prelude::*;

    fn read(lines: &str) -> Result<Vec<EventLine>, Vec<String>> {
        read_events(format!("{HEADER}\n{lines}").as_bytes())
            .map_err(|faults| faults.faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_good_table_is_read_whole() {
        let lines = read(
            "1,start,2021-09-01,,,,,\n\n\
             1,spell,2021-10-04,2022-04-08,\"A Baker, Ltd\",employee,37.5,28500\n\
             1,spell,2022-05-01,,,self-employed,,\n\
             1,end,2022-09-01,,,,,\n",
        )
        .unwrap();
        let numbers: Vec<u64> = lines.iter().map(|line| line.line).collect();
        assert_eq!(numbers, [2, 4, 5, 6]);
        let Event::Spell(spell) = &lines[1].event else { unreachable!() };
        assert_eq!(spell.employer.as_deref(), Some("A Baker, Ltd"));
        assert_eq!((spell.hours_per_week, spell.earnings_week.unwrap().0), (Some(37.5), 28_500));
        let Event::Spell(spell) = &lines[2].event else { unreachable!() };
        assert_eq!((spell.kind, spell.until, spell.hours_per_week), (SpellKind::SelfEmployed, None, None));
    }

    #[test]
    fn pay_benefit_and_what_was_recorded_stand_in_the_long_table() {
        let table = format!(
            "{LONG_HEADER}\n1,start,2021-09-01,,,jsa-18-24,,,,,\n1,pay,2021-10-01,2021-10-31,A Baker,,,,,123456,payslip\n\
             1,benefit,2021-09-01,2021-09-30,,,,,,,\n2,start,2021-09-01,,,,,,,,\n2,benefit-known,2021-09-01,,,,,,,,\n\
             2,recorded,2021-11-05,,,learning-day,,,3,,attendance-record\n"
        );
        let lines = read_events(table.as_bytes()).unwrap();
        assert_eq!(lines.len(), 6);
        assert!(matches!(&lines[0].event, Event::Start { group: Some(group), .. } if group == "jsa-18-24"));
        assert!(matches!(&lines[1].event, Event::Pay(pay) if pay.earned.0 == 123_456));
        assert_eq!(lines[1].evidence.as_deref(), Some("payslip"));
        assert!(matches!(&lines[5].event, Event::Recorded { kind, hours: Some(3), .. } if kind == "learning-day"));
        let wrong = format!(
            "{LONG_HEADER}\n1,start,2021-09-01,,,,,,,,\n1,pay,2021-10-01,2021-09-30,A Baker,,,,,-1,\n\
             1,recorded,2021-10-01,,,,,,25,,\n1,benefit,2021-10-01,,A Baker,,,,,,\n"
        );
        let faults = read_events(wrong.as_bytes()).unwrap_err().to_string();
        assert_eq!(
            faults,
            "line 3: `amount_pence` is `-1`, not a whole number of pence, 0 or more\nline 3: `until` is before `from`\n\
             line 4: `hours` is `25`, not a whole number of hours, from 0 to 24\n\
             line 4: `kind` is empty: it says what was recorded, such as training-complete\n\
             line 5: a line of `benefit` has no `employer`\n"
        );
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = read(
            ",start,2021-02-30,,,,,\n\
             2,spell,2021-10-04,2021-10-03,,boss,0,1.5\n\
             3,sick,2021-10-04,,,,,\n\
             4,start,2021-10-04,2021-10-05,,,,\n\
             5,start,2021-10-04\n",
        )
        .unwrap_err();
        assert_eq!(
            faults,
            [
                "line 2: `from` is `2021-02-30`, not a day from 1900 to 2199 written YYYY-MM-DD",
                "line 2: `participant` is empty",
                "line 3: `earnings_pence_week` is `1.5`, not a whole number of pence, 0 or more",
                "line 3: `hours_per_week` is `0`, not a number of hours above 0 and up to 168",
                "line 3: `kind` is `boss`, not one of employee, self-employed",
                "line 3: `until` is before `from`",
                "line 4: `event` is `sick`, not one of start, spell, end, pay, benefit, benefit-known, recorded",
                "line 5: a line of `start` has no `until`",
                "line 6: 8 fields are needed, there are 3",
            ]
        );
    }

    #[test]
    fn lines_that_do_not_fit_together_are_told() {
        let faults = read(
            "1,start,2021-09-01,,,,,\n1,start,2021-09-02,,,,,\n1,end,2021-08-31,,,,,\n\
             2,spell,2021-10-04,,,employee,,\n2,spell,2021-10-04,,,employee,,\n3,end,2021-10-04,,,,,\n",
        )
        .unwrap_err();
        assert_eq!(
            faults,
            [
                "line 3: a second `start` of this participant; the first is on line 2",
                "line 4: `end` is before the start",
                "line 5: `spell` of a participant who has no start",
                "line 6: the same spell as on line 5",
                "line 7: `end` of a participant who has no start",
            ]
        );
    }

    /// What is told of a second spell beside one from 4 October 2021 to 1 April 2022 at £285 a week.
    fn beside(second: &str) -> Option<String> {
        let first = "1,start,2021-09-01,,,,,\n1,spell,2021-10-04,2022-04-01,A Baker,employee,30,28500\n";
        read(&format!("{first}1,spell,{second}\n")).err().map(|faults| faults.join("; "))
    }

    #[test]
    fn a_job_that_looks_like_one_already_there_is_told() {
        let told = |second: &str| beside(second).unwrap_or_default();
        assert_eq!(told("2021-10-04,2022-04-01,A Baker,employee,30,28500"), "line 4: the same spell as on line 3");
        // Written differently; a day or a penny apart; only the last day shared.
        for second in [
            "2021-10-04,2022-04-01,a  BAKER.,employee,30,28500",
            "2021-10-05,2022-04-01,A Baker,employee,30,28500",
            "2021-10-04,2022-04-01,A Baker,employee,30,28501",
            "2022-04-01,,A Baker,employee,10,90000",
        ] {
            assert!(told(second).starts_with("line 4: looks like the job on line 3: the same employer"), "{second}");
        }
        for second in [
            "2021-10-04,2022-04-01,A Bakker,employee,30,90000",
            "2021-10-18,2022-04-15,A Bakker,employee,30,90000",
            "2022-03-01,,A Bakker,employee,30,31600",
            "2021-10-04,2022-04-01,,employee,,",
        ] {
            assert!(told(second).starts_with("line 4: looks like the job on line 3: nearly the same"), "{second}");
        }
    }

    #[test]
    fn a_second_job_and_a_job_that_follows_are_no_fault() {
        for second in [
            "2022-04-02,,A Baker,employee,30,28500",
            "2021-10-04,2022-04-01,B Mill,employee,30,28500",
            "2021-10-04,2022-04-01,A Baker,self-employed,30,28500",
            // Nearly the name, but neither the days nor the pay.
            "2021-10-19,2022-04-01,A Bakker,employee,30,90000",
            "2021-10-04,2022-04-16,A Bakker,employee,30,90000",
            "2022-03-01,,A Bakker,employee,30,31700",
        ] {
            assert_eq!(beside(second), None, "{second}");
        }
    }

    #[test]
    fn a_person_with_more_jobs_at_once_than_anybody_has_is_told_once() {
        let jobs: String =
            (0..60).map(|job| format!("1,spell,2021-10-04,,{},employee,,\n", "x".repeat(job * 3 + 1))).collect();
        let faults = read(&format!("1,start,2021-09-01,,,,,\n{jobs}")).unwrap_err();
        assert_eq!(faults.last().unwrap(), "line 53: more than 50 spells of this participant at the same time");
    }

    #[test]
    fn a_start_that_could_not_be_read_is_not_called_absent() {
        let faults = read("1,start,yesterday,,,,,\n1,spell,2021-10-04,,,employee,,\n").unwrap_err();
        assert_eq!(faults, ["line 2: `from` is `yesterday`, not a day from 1900 to 2199 written YYYY-MM-DD"]);
    }

    #[test]
    fn a_wrong_header_is_named() {
        let faults = read_events(b"participant,event,date\n1,start,2021-09-01\n").unwrap_err();
        assert_eq!(faults.count, 1);
        let told = faults.to_string();
        assert!(told.contains("missing: from, until, employer") && told.contains("not known: date"), "{told}");
        assert!(read_events(b"").unwrap_err().to_string().starts_with("line 1: the table is empty"));
        assert!(read_events(format!("\u{feff}{HEADER}\r\n").as_bytes()).unwrap().is_empty());
    }

    #[test]
    fn a_flood_of_faults_is_counted() {
        let faults = read_events(format!("{HEADER}\n{}", "x\n".repeat(2_500)).as_bytes()).unwrap_err();
        assert_eq!((faults.faults.len(), faults.count), (1_000, 2_500));
        assert!(faults.to_string().ends_with("and 1500 more\n"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read_events(&bytes);
            let mut table = format!("{HEADER}\n").into_bytes();
            table.extend(bytes);
            let _ = read_events(&table);
        }
    }
}
