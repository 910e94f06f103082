//! Unit costs from a workbook in the layout of the Greater Manchester Unit Cost Database.
//!
//! *Authority*: the layout of GMCA's Unit Cost Database, version 3.0: theme sheets; column C the code, D what it is, E for
//! what, F and G whose, H the original fiscal value in pounds, I its price year.
//! *Applies*: to every row of every sheet whose column C is a code such as `E&E1.0`. Rows of headings are passed over.
//! *Simplified*: no other column is read; values are not brought to another year here.
//! *Example*: the code `E&E1.0` with its value, its price year, and the sheet it stands on.
//!
//! No value is shipped: whoever uses one loads the workbook.

use calamine::{Data, Reader, Xlsx, XlsxError, open_workbook_from_rs};
use indexmap::IndexMap;
use std::{
    collections::BTreeMap,
    io::{self, Cursor, Read},
};
use zip::ZipArchive;

/// The longest workbook that is read, in bytes.
pub const MAX_WORKBOOK_BYTES: u64 = 50_000_000;
/// The most bytes that its parts may come to once they are unpacked.
const MAX_UNPACKED_BYTES: u64 = 500_000_000;
/// The most cells of all sheets that hold something.
const MAX_CELLS: usize = 5_000_000;
/// The largest value, in pounds.
const MAX_POUNDS: f64 = 1e12;

/// A unit cost.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitCost {
    /// The code: `E&E1.0`.
    pub code: String,
    /// What it is.
    pub says: String,
    /// For what it is: `per person, a year`.
    pub unit: String,
    /// Whose cost or saving it is.
    pub agency: String,
    /// The original fiscal value in pence; `None` when the workbook gives none.
    pub pence: Option<f64>,
    /// The year of its prices, as the workbook writes it.
    pub price_year: String,
    /// The sheet it stands on.
    pub sheet: String,
}

/// Why a workbook cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitCostsFault {
    /// It is no workbook, or too large.
    #[error("it is no .xlsx workbook that can be read: {0}")]
    NoWorkbook(String),
    /// No row has a code in column C.
    #[error("no sheet has a code such as E&E1.0 in column C: it is not laid out as a unit cost database")]
    NoCodes,
    /// A code stands there twice with different values.
    #[error("the code {code} stands on `{first}` and `{second}` with different values")]
    Twice {
        /// The code.
        code: String,
        /// The first sheet.
        first: String,
        /// The second sheet.
        second: String,
    },
}

/// Every unit cost of a workbook by its code, in the order of the sheets.
///
/// # Errors
/// When it is no workbook, has no codes, or a code twice with different values.
pub fn read_unit_costs(workbook: &[u8]) -> Result<IndexMap<String, UnitCost>, UnitCostsFault> {
    refuse_too_large(workbook)?;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(workbook)).map_err(unreadable)?;
    let mut found: IndexMap<String, UnitCost> = IndexMap::new();
    let mut cells_left = MAX_CELLS;
    for sheet in book.sheet_names() {
        for row in rows(&mut book, &sheet, &mut cells_left)?.values() {
            let Some(cost) = unit_cost(&sheet, |column| row.get(&column)) else { continue };
            match found.get(&cost.code) {
                Some(earlier) if (earlier.pence, &earlier.price_year) != (cost.pence, &cost.price_year) => {
                    let (code, first) = (cost.code, earlier.sheet.clone());
                    return Err(UnitCostsFault::Twice { code, first, second: sheet });
                }
                Some(_) => {}
                None => drop(found.insert(cost.code.clone(), cost)),
            }
        }
    }
    if found.is_empty() { Err(UnitCostsFault::NoCodes) } else { Ok(found) }
}

fn unreadable(error: XlsxError) -> UnitCostsFault {
    UnitCostsFault::NoWorkbook(error.to_string())
}

/// Refuses a workbook whose parts unpack to more than [`MAX_UNPACKED_BYTES`], whatever they say of their own length:
/// they are unpacked once and thrown away, so that nothing large is held.
fn refuse_too_large(workbook: &[u8]) -> Result<(), UnitCostsFault> {
    if u64::try_from(workbook.len()).is_ok_and(|length| length > MAX_WORKBOOK_BYTES) {
        return Err(UnitCostsFault::NoWorkbook("it is longer than 50 million bytes".to_owned()));
    }
    let unreadable = |error: &dyn std::error::Error| UnitCostsFault::NoWorkbook(error.to_string());
    let mut parts = ZipArchive::new(Cursor::new(workbook)).map_err(|error| unreadable(&error))?;
    let mut left = MAX_UNPACKED_BYTES;
    for index in 0..parts.len() {
        let part = parts.by_index(index).map_err(|error| unreadable(&error))?;
        let unpacked = io::copy(&mut part.take(left.saturating_add(1)), &mut io::sink());
        let unpacked = unpacked.map_err(|error| unreadable(&error))?;
        left = left.checked_sub(unpacked).ok_or_else(|| {
            UnitCostsFault::NoWorkbook("what is packed in it is longer than 500 million bytes".to_owned())
        })?;
    }
    Ok(())
}

/// The cells of a sheet that hold something, by row and column from 0: no more is held than there is, however far
/// apart the cells stand.
fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    cells_left: &mut usize,
) -> Result<BTreeMap<u32, BTreeMap<u32, Data>>, UnitCostsFault> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, Data>> = BTreeMap::new();
    let mut cells = match book.worksheet_cells_reader(sheet) {
        // A sheet of another kind, such as a chart, has no cells.
        Err(XlsxError::WorksheetNotFound(_)) => return Ok(rows),
        other => other.map_err(unreadable)?,
    };
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        *cells_left = cells_left
            .checked_sub(1)
            .ok_or_else(|| UnitCostsFault::NoWorkbook("it has more than 5 million cells".to_owned()))?;
        let (row, column) = cell.get_position();
        if (CODE..=LAST).contains(&column) {
            rows.entry(row).or_default().insert(column, cell.get_value().clone().into());
        }
    }
    Ok(rows)
}

/// Column C, counted from 0.
const CODE: u32 = 2;
/// Column I, the last that is read.
const LAST: u32 = 8;

fn unit_cost<'d>(sheet: &str, cell: impl Fn(u32) -> Option<&'d Data>) -> Option<UnitCost> {
    let text = |column: u32| cell(column).map(|data| data.to_string().trim().to_owned()).unwrap_or_default();
    let code = text(CODE);
    is_code(&code).then(|| {
        let agencies = [text(5), text(6)];
        UnitCost {
            says: text(3),
            unit: text(4),
            agency: agencies.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", "),
            pence: cell(7).and_then(pounds).map(|pounds| pounds * 100.0),
            price_year: text(8),
            sheet: sheet.to_owned(),
            code,
        }
    })
}

/// Capital letters, perhaps with `&` between, and a number with points: `E&E1.0.1`, `H12`.
fn is_code(text: &str) -> bool {
    let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (letters, number) = text.split_at(digits);
    let mut parts = number.split('.');
    (1..=6).contains(&letters.len())
        && letters.starts_with(|c: char| c.is_ascii_uppercase())
        && letters.chars().all(|c| c.is_ascii_uppercase() || c == '&')
        && parts.all(|part| !part.is_empty() && part.len() <= 3 && part.chars().all(|c| c.is_ascii_digit()))
}

/// A number of pounds: a number, or one written out, such as `£1,234`.
fn pounds(data: &Data) -> Option<f64> {
    let number = match data {
        Data::Float(number) => *number,
        #[expect(clippy::cast_precision_loss, reason = "bounded below")]
        Data::Int(number) => *number as f64,
        Data::String(text) => text.replace(['£', ',', ' '], "").parse().ok()?,
        _ => return None,
    };
    (number.is_finite() && number.abs() <= MAX_POUNDS).then_some(number)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_xlsxwriter::Workbook;

    /// A sheet: its name, and the code, value and price year of each row.
    type Sheet<'a> = (&'a str, &'a [(&'a str, f64, &'a str)]);

    /// A workbook in the layout.
    fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
        let mut book = Workbook::new();
        for (name, rows) in sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(*name).unwrap();
            sheet.write(0, 0, "A made-up workbook").unwrap();
            sheet.write(2, 2, "Code").unwrap();
            for (row, (code, value, year)) in (3..).zip(*rows) {
                sheet.write(row, 2, *code).unwrap();
                sheet.write(row, 3, format!("What {code} is")).unwrap();
                sheet.write(row, 4, "Per person, a year").unwrap();
                sheet.write(row, 5, "Government").unwrap();
                sheet.write(row, 7, *value).unwrap();
                sheet.write(row, 8, *year).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn codes_are_read_from_every_sheet() {
        let sheets: [Sheet<'_>; 2] = [
            ("Employment", &[("E&E1.0", 1234.5, "2011/12"), ("E&E1.0.1", 7.0, "2012/13")]),
            ("Health", &[("H12", 100.0, "2020/21")]),
        ];
        let found = read_unit_costs(&workbook(&sheets)).unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["E&E1.0", "E&E1.0.1", "H12"]);
        let one = &found["E&E1.0"];
        assert_eq!((one.pence, one.price_year.as_str()), (Some(123_450.0), "2011/12"));
        assert_eq!((one.unit.as_str(), one.agency.as_str()), ("Per person, a year", "Government"));
        assert_eq!(found["H12"].sheet, "Health");
    }

    #[test]
    fn what_is_wrong_is_told() {
        let twice: [Sheet<'_>; 2] = [("A", &[("E&E1.0", 1.0, "2011/12")]), ("B", &[("E&E1.0", 2.0, "2011/12")])];
        let told = read_unit_costs(&workbook(&twice)).unwrap_err().to_string();
        assert_eq!(told, "the code E&E1.0 stands on `A` and `B` with different values");
        assert_eq!(read_unit_costs(&workbook(&[("A", &[])])), Err(UnitCostsFault::NoCodes));
        assert!(matches!(read_unit_costs(b"code,value"), Err(UnitCostsFault::NoWorkbook(_))));
        let none: [Sheet<'_>; 1] = [("A", &[("E&E1.0", f64::NAN, "2011/12")])];
        assert!(read_unit_costs(&workbook(&none)).map_or(true, |found| found["E&E1.0"].pence.is_none()));
    }

    #[test]
    fn a_cell_at_the_far_end_of_a_sheet_takes_no_room() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "here").unwrap();
        sheet.write(1, 2, "H12").unwrap();
        sheet.write(1, 7, 3.0).unwrap();
        sheet.write(1_048_575, 16_383, "far away").unwrap();
        let found = read_unit_costs(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(found["H12"].pence, Some(300.0));
    }

    #[test]
    fn a_workbook_that_unpacks_to_much_more_than_it_is_is_refused() {
        use std::io::Write;
        let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        packed.start_file("xl/sharedStrings.xml", options).unwrap();
        let spaces = vec![b' '; 1_000_000];
        for _ in 0..=MAX_UNPACKED_BYTES / 1_000_000 {
            packed.write_all(&spaces).unwrap();
        }
        let bytes = packed.finish().unwrap().into_inner();
        assert!(bytes.len() < 1_000_000);
        let told = read_unit_costs(&bytes).unwrap_err().to_string();
        assert!(told.ends_with("what is packed in it is longer than 500 million bytes"), "{told}");
    }

    #[test]
    fn codes_are_told_from_headings() {
        for code in ["E&E1.0", "E&E10.1", "H12", "HO1.2.3"] {
            assert!(is_code(code), "{code}");
        }
        for other in ["Code", "", "E&E", "1.0", "E&E1.", "e1", "E&E 1", "YEAR2011"] {
            assert!(!is_code(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read_unit_costs(&bytes);
        }
    }
}
