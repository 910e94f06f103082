//! Going through a table of postcodes, line by line.

use super::fields::{self, Unread};
use super::layout::{Columns, HeaderFault, Layout};
use crate::line_limit::{LineLimit, MAX_LINE_BYTES};
use csv::{Reader, ReaderBuilder, StringRecord, Terminator};
use kernel::Postcode;
use policy::places::PlaceRecord;
use std::io::{self, Read};

/// A line that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct LineFault {
    /// The line of the file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

/// A line that is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotKept {
    /// The table says itself that the postcode lies in no small area: those of the Channel Islands and the Isle of Man, and
    /// those whose place is not known. To be expected of every whole directory.
    InNoArea,
    /// Something is wrong with the line.
    Fault(LineFault),
}

/// The lines of a table of postcodes, good and bad, in order. Made by [`postcodes`].
pub struct Postcodes<R> {
    reader: Reader<LineLimit<R>>,
    columns: Columns,
    line: StringRecord,
    ended: bool,
}

/// Reads a table of postcodes in any [`Layout`] that is known.
///
/// Line by line, so that a table of millions needs little memory. A line that cannot be kept is given as
/// [`NotKept`] and does not stop the reading.
///
/// # Errors
/// When the header is of no layout that is known.
///
/// ```
/// let table = "postcode,lsoa11,ward,district,nation,latitude,longitude,imd2019_decile\n\
///              B9 5QT,E01008985,Bordesley Green,Birmingham,england,52.478,-1.847,1\n";
/// let mut lines = exchange::places::postcodes(table.as_bytes()).unwrap();
/// let (postcode, record) = lines.next().unwrap().unwrap();
/// assert_eq!((postcode.as_str(), record.imd_decile), ("B9 5QT", Some(1)));
/// ```
pub fn postcodes<R: Read>(table: R) -> Result<Postcodes<R>, HeaderFault> {
    // Lines end in `\n` alone, so that the count of lines is right for files that end them in
    // `\r\n` too; what is left of the `\r` is trimmed with the field.
    let mut reader =
        ReaderBuilder::new().flexible(true).terminator(Terminator::Any(b'\n')).from_reader(LineLimit::new(table));
    let header = reader.headers().map_err(|error| HeaderFault::Unreadable(error.to_string()))?;
    let columns = Columns::of(header)?;
    Ok(Postcodes { reader, columns, line: StringRecord::new(), ended: false })
}

/// A whole table of postcodes in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct PostcodeTable {
    /// The layout that the header told.
    pub layout: Layout,
    /// The good lines, in order.
    pub records: Vec<(Postcode, PlaceRecord)>,
    /// The bad ones, in order.
    pub faults: Vec<LineFault>,
    /// How many lines name a postcode that lies in no small area: [`NotKept::InNoArea`].
    pub in_no_area: usize,
}

/// Reads a whole table at once; [`postcodes`] is for tables too large for that.
///
/// # Errors
/// When the header is of no layout that is known.
pub fn read<R: Read>(table: R) -> Result<PostcodeTable, HeaderFault> {
    let lines = postcodes(table)?;
    let mut read = PostcodeTable { layout: lines.layout(), records: Vec::new(), faults: Vec::new(), in_no_area: 0 };
    for line in lines {
        match line {
            Ok(record) => read.records.push(record),
            Err(NotKept::Fault(fault)) => read.faults.push(fault),
            Err(NotKept::InNoArea) => read.in_no_area += 1,
        }
    }
    Ok(read)
}

impl<R> Postcodes<R> {
    /// The layout that the header told.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.columns.layout
    }
}

impl<R: Read> Postcodes<R> {
    /// The line that the record just read begins on. Empty lines before it are passed over by the
    /// reader, so it is counted back from the end.
    fn line_begins(&self, before: u64) -> u64 {
        let within = self.line.iter().flat_map(str::bytes).filter(|byte| *byte == b'\n').count();
        let after = self.reader.position().line();
        after.saturating_sub(1).saturating_sub(within as u64).max(before)
    }
}

impl<R: Read> Iterator for Postcodes<R> {
    type Item = Result<(Postcode, PlaceRecord), NotKept>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let before = self.reader.position().line();
            self.reader.get_mut().begin_line();
            match self.reader.read_record(&mut self.line) {
                Ok(false) => self.ended = true,
                Ok(true) if self.line.iter().all(|field| field.trim().is_empty()) => {}
                Ok(true) => {
                    let line = self.line_begins(before);
                    let read = fields::read(&self.columns, &self.line);
                    return Some(read.map_err(|unread| match unread {
                        Unread::InNoArea => NotKept::InNoArea,
                        Unread::Wrong(why) => NotKept::Fault(LineFault { line, why }),
                    }));
                }
                Err(error) => {
                    self.ended = error.is_io_error();
                    return Some(Err(NotKept::Fault(unreadable(&error, before))));
                }
            }
        }
        None
    }
}

fn unreadable(error: &csv::Error, before: u64) -> LineFault {
    let line = error.position().map_or(before, csv::Position::line);
    let why = match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
            format!("it is longer than {MAX_LINE_BYTES} bytes; is a quotation mark not closed?")
        }
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8 text".to_owned(),
        _ => format!("it cannot be read: {error}"),
    };
    LineFault { line, why }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::places::OUR_HEADER;
    use proptest::prelude::*;

    #[test]
    fn bad_lines_are_told_and_good_ones_kept() {
        let table = format!(
            "{OUR_HEADER}\n\
             b95qt,E01008985,Bordesley Green,Birmingham,England,52.478,-1.847,1\n\
             B9,E01008985,,,england,,,\n\
             B9 5QU,,,,england,,,\n\
             B9 5QV,E01008985,,,ireland,,,\n\
             B9 5QW,E01008985,,,england,north,-1,\n\
             B9 5QX,E01008985,,,england,95,-1,\n\
             B9 5QY,E01008985,,,england,,,11\n\
             B9 5QZ,E01008985,,,,,,\n"
        );
        let PostcodeTable { records: good, faults, .. } = read(table.as_bytes()).unwrap();
        assert_eq!(good.len(), 2);
        assert_eq!(good[0].0.as_str(), "B9 5QT");
        assert_eq!(good[0].1.place.nation.as_deref(), Some("england"));
        assert_eq!(good[1].1.coordinates, None);
        assert_eq!(good[1].1.place.nation.as_deref(), Some("england"));
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "line 3: `B9` is not a postcode",
                "line 4: its LSOA of 2011 is missing",
                "line 5: `ireland` is not one of england, wales, scotland, northern-ireland",
                "line 6: `north` is not a number of degrees",
                "line 7: 95, -1 is not a point on the Earth",
                "line 8: `11` is not a decile from 1 to 10",
            ]
        );
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n"] {
            let table = [OUR_HEADER, "x", "", "y", "z"].join(end);
            let told: Vec<u64> = read(table.as_bytes()).unwrap().faults.iter().map(|fault| fault.line).collect();
            assert_eq!(told, [2, 4, 5]);
        }
    }

    #[test]
    fn the_header_tells_the_layout() {
        let layout = |header: &str| postcodes(header.as_bytes()).map(|lines| lines.layout());
        assert_eq!(layout(OUR_HEADER), Ok(Layout::Ours));
        assert_eq!(layout("postcode,lat,long,lad_code,lsoa11_derived"), Ok(Layout::CodePoint));
        assert_eq!(layout("\u{feff}\"pcds\",lad26cd,lsoa11cd,lat,long"), Ok(Layout::Onspd));
        assert_eq!(layout("pcd,oslaua,lsoa11"), Ok(Layout::Onspd));
        assert_eq!(layout("pcds,lsoa21cd"), Err(HeaderFault::OnlyLsoa2021));
        assert_eq!(layout("name,price"), Err(HeaderFault::Unknown));
        assert_eq!(layout(""), Err(HeaderFault::Empty));
    }

    #[test]
    fn onspd_pseudo_codes_mean_nothing_there() {
        let table = "pcds,doterm,lad25cd,wd25cd,ctry25cd,lsoa11cd,lsoa21cd,lat,long\n\
                     BT1 1AA,,N09000003,N99999999,N92000002,95GG01S1,N21000001,99.999999,0.0\n\
                     IM1 1AA,199912,M99999999,M99999999,M83000003,M99999999,M99999999,99.999999,0.0\n";
        let lines: Vec<_> = postcodes(table.as_bytes()).unwrap().collect();
        let (_, record) = lines[0].as_ref().unwrap();
        assert_eq!((record.place.ward.as_deref(), record.coordinates), (None, None));
        assert_eq!(record.place.nation.as_deref(), Some("northern-ireland"));
        assert_eq!(lines[1].as_ref().unwrap_err(), &NotKept::InNoArea);
        let whole = read(table.as_bytes()).unwrap();
        assert_eq!((whole.records.len(), whole.faults.len(), whole.in_no_area), (1, 0, 1));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(lines) = postcodes(bytes.as_slice()) {
                let _ = lines.count();
            }
            let mut table = format!("{OUR_HEADER}\n").into_bytes();
            table.extend(bytes);
            let _ = postcodes(table.as_slice()).unwrap().count();
        }
    }
}
