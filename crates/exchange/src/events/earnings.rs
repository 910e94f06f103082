//! A feed of earnings as employers told them: who was paid by whom, for which days, how much.

use super::read::EventsFault;
use csv::{ReaderBuilder, StringRecord};
use kernel::{Day, Pence};

/// The header of the table, exactly.
pub const EARNINGS_HEADER: &str = "person,employer,from,until,amount_pence";
/// The longest name, in characters.
const MAX_NAME_LENGTH: usize = 200;

/// A line of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarningsLine {
    /// The person's reference, as both sides hold it.
    pub person: String,
    /// What was paid; `None`: the feed has the person, and nobody paid them.
    pub paid: Option<EarningsPaid>,
}

/// What an employer paid for some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarningsPaid {
    /// The employer.
    pub employer: String,
    /// The first day it is for, included.
    pub from: Day,
    /// The last day it is for, included.
    pub until: Day,
    /// Pay before tax, not negative.
    pub amount: Pence,
}

/// Reads a feed. A line with nothing but `person` says that the feed has the person.
///
/// # Errors
/// All that is wrong with it, by line; then nothing of it is given.
///
/// ```
/// use exchange::events::{EARNINGS_HEADER, read_earnings};
/// let feed = format!("{EARNINGS_HEADER}\nAB-1,A Baker,2026-05-01,2026-05-31,120000\nAB-2,,,,\n");
/// assert_eq!(read_earnings(feed.as_bytes()).unwrap().len(), 2);
/// ```
pub fn read_earnings(table: &[u8]) -> Result<Vec<EarningsLine>, EventsFault> {
    let mut faults = EventsFault::default();
    let table = table.strip_prefix("\u{feff}".as_bytes()).unwrap_or(table);
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(table);
    let mut fields = StringRecord::new();
    let (mut lines, mut header_seen) = (Vec::new(), false);
    loop {
        let at = reader.position().line();
        match reader.read_record(&mut fields) {
            Ok(false) => break,
            Ok(true) if !header_seen => {
                header_seen = true;
                if !fields.iter().map(str::trim).eq(EARNINGS_HEADER.split(',')) {
                    faults.add(1, format!("the first line must be `{EARNINGS_HEADER}`"));
                    return Err(faults);
                }
            }
            Ok(true) => match line(&fields) {
                Ok(line) => lines.push(line),
                Err(reasons) => reasons.into_iter().for_each(|why| faults.add(at, why)),
            },
            Err(_) => faults.add(at, "it is not UTF-8 text".to_owned()),
        }
    }
    if !header_seen {
        faults.add(1, format!("the table is empty; it begins with the line `{EARNINGS_HEADER}`"));
    }
    if faults.count == 0 { Ok(lines) } else { Err(faults) }
}

fn line(fields: &StringRecord) -> Result<EarningsLine, Vec<String>> {
    let all: Vec<&str> = fields.iter().map(str::trim).collect();
    let [person, employer, from, until, amount] = all.as_slice() else {
        return Err(vec![format!("5 fields are needed, there are {}", fields.len())]);
    };
    let mut faults = Vec::new();
    let mut need = |is: bool, why: &str| {
        if !is {
            faults.push(why.to_owned());
        }
    };
    let name =
        |text: &str| !text.is_empty() && text.chars().count() <= MAX_NAME_LENGTH && !text.chars().any(char::is_control);
    need(name(person), "`person` is empty, too long, or not plain text");
    if [employer, from, until, amount].iter().all(|field| field.is_empty()) {
        return if faults.is_empty() {
            Ok(EarningsLine { person: (*person).to_owned(), paid: None })
        } else {
            Err(faults)
        };
    }
    let day = |text: &str| text.parse::<Day>().ok().filter(|day| text.len() == 10 && kernel::is_likely(*day));
    let (first, last) = (day(from), day(until));
    let pence = amount.parse::<i64>().ok().filter(|pence| *pence >= 0);
    need(name(employer), "`employer` is empty, too long, or not plain text");
    need(first.is_some(), "`from` is not a day from 1900 to 2199 written YYYY-MM-DD");
    need(last.is_some(), "`until` is not a day from 1900 to 2199 written YYYY-MM-DD");
    need(first.zip(last).is_none_or(|(first, last)| first <= last), "`until` is before `from`");
    need(pence.is_some(), "`amount_pence` is not a whole number of pence, 0 or more");
    match (first, last, pence) {
        (Some(from), Some(until), Some(pence)) if faults.is_empty() => {
            let paid = EarningsPaid { employer: (*employer).to_owned(), from, until, amount: Pence(pence) };
            Ok(EarningsLine { person: (*person).to_owned(), paid: Some(paid) })
        }
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_fault_is_told_by_line() {
        let feed = format!(
            "{EARNINGS_HEADER}\nA,B,2026-05-01,2026-05-31,1\nA,B,2026-05-31,2026-05-01,-1\n,B,x,2026-05-01,1.5\nA,B\n"
        );
        let told = read_earnings(feed.as_bytes()).unwrap_err().to_string();
        let expected = [
            "line 3: `until` is before `from`",
            "line 3: `amount_pence` is not a whole number of pence, 0 or more",
            "line 4: `person` is empty, too long, or not plain text",
            "line 4: `from` is not a day from 1900 to 2199 written YYYY-MM-DD",
            "line 4: `amount_pence` is not a whole number of pence, 0 or more",
            "line 5: 5 fields are needed, there are 2",
        ];
        assert_eq!(told.lines().collect::<Vec<_>>(), expected);
        assert!(read_earnings(b"").unwrap_err().to_string().contains("the table is empty"));
        assert!(read_earnings(b"who,what\n").unwrap_err().to_string().contains("the first line must be"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_earnings(&bytes);
            let _ = read_earnings(&[EARNINGS_HEADER.as_bytes(), b"\n", &bytes].concat());
        }
    }
}
