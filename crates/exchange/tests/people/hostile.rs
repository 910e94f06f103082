//! Parquet that is damaged, on purpose or not: an error and nothing worse.

use crate::support::{Column, parquet, policy, read};
use ::parquet::basic::Compression;
use exchange::tables::{Format, UnknownColumns};
use policy::Policy;
use std::sync::LazyLock;

/// Random numbers from a seed, so that a failure can be repeated.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

fn good(packed: Compression) -> Vec<u8> {
    let rows = 120;
    let texts =
        |all: &[&str]| (0..rows).map(|row| all.get(row % (all.len() + 1)).map(|text| (*text).to_owned())).collect();
    let lists = (0..rows).map(|row| (row % 3 > 0).then(|| vec!["english".to_owned(); row % 4])).collect();
    parquet(
        &[
            ("person", Column::Texts((0..rows).map(|row| Some(format!("p{row}"))).collect())),
            ("carer", Column::Booleans((0..rows).map(|row| (row % 5 > 0).then_some(row % 2 == 0)).collect())),
            ("hours", Column::Short((0..rows).map(|row| (row % 4 > 0).then_some((row % 40) as i32)).collect())),
            ("savings", Column::Doubles((0..rows).map(|row| Some(row as f64)).collect())),
            ("born", Column::Days((0..rows).map(|row| Some(row as i32 * 90)).collect())),
            ("benefit", Column::Texts(texts(&["UC", "ESA", "none"]))),
            ("needs", Column::Lists(lists)),
            ("home", Column::Texts(texts(&["E01000001", "B9 5QT"]))),
        ],
        rows,
        70,
        packed,
    )
}

/// Read once, for thousands of files.
static POLICY: LazyLock<Policy> = LazyLock::new(policy);

fn try_it(bytes: Vec<u8>) -> Result<usize, String> {
    let people =
        read(&POLICY, bytes, Format::Parquet, 50, UnknownColumns::PassOver).map_err(|fault| fault.to_string())?;
    Ok(people.iter().map(|batch| batch.population.len()).sum())
}

#[track_caller]
fn says(bytes: Vec<u8>, words: &str) {
    let said = try_it(bytes).unwrap_err();
    assert!(said.contains(words), "`{words}` is not in: {said}");
}

#[test]
fn what_is_no_parquet_is_told_in_words() {
    let whole = good(Compression::SNAPPY);
    assert_eq!(try_it(whole.clone()), Ok(120));
    for cut in [0, 1, 4, 7, 8, 11, whole.len() / 2, whole.len() - 1] {
        says(whole[..cut].to_vec(), "not a Parquet file, or was cut short");
    }
    says(b"person,hours\n1,2\n".to_vec(), "not a Parquet file");
    says([b"PAR1", &[0xff, 0xff, 0xff, 0x7f][..], b"PAR1"].concat(), "its footer is longer than the file");
    says([b"PAR1", &[0; 4][..], b"PAR1"].concat(), "damaged");
    says([b"PAR1", &[0; 4][..], b"PARE"].concat(), "encrypted");
    let mut without_middle = whole.clone();
    without_middle.drain(4..400);
    assert!(try_it(without_middle).is_err());
}

/// A file that is nothing but a footer.
fn footer(fields: &[u8]) -> Vec<u8> {
    let length = (fields.len() as u32).to_le_bytes();
    [b"PAR1", fields, &length[..], b"PAR1"].concat()
}

#[test]
fn claims_that_cannot_be_are_not_believed() {
    // Version 1; no columns but the root; then the number of rows, as the format packs it.
    let begin: &[u8] = &[0x15, 0x02, 0x19, 0x1c, 0x48, 0x01, b's', 0x15, 0x00, 0x00];
    let billions = [begin, &[0x16, 0x80, 0xd0, 0xac, 0xf3, 0x0e, 0x19, 0x0c, 0x00]].concat();
    says(footer(&billions), "it claims 2000000000 rows");
    let fewer_than_none = [begin, &[0x16, 0x01, 0x19, 0x0c, 0x00]].concat();
    says(footer(&fewer_than_none), "it claims -1 rows");
    let groups = [begin, &[0x16, 0x00, 0x19, 0xfc, 0xff, 0xff, 0xff, 0x7f]].concat();
    says(footer(&groups), "groups of rows");
    // A root that claims two thousand million columns.
    let columns = [0x15, 0x02, 0x19, 0x1c, 0x48, 0x01, b's', 0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0x00, 0x00];
    says(footer(&columns), "its columns are damaged, more than");
    // Columns that stand in one another, five thousand deep.
    let mut deep = vec![0x15, 0x02, 0x19, 0xfc, 0x88, 0x27];
    for _ in 0..5_000 {
        deep.extend([0x35, 0x00, 0x18, 0x01, b's', 0x15, 0x02, 0x00]);
    }
    says(footer(&deep), "deep in one another");
    let rows_without_groups = [begin, &[0x16, 0x14, 0x19, 0x0c, 0x00]].concat();
    says(footer(&rows_without_groups), "damaged");
}

#[test]
fn a_page_that_claims_to_unpack_to_much_more_is_refused() {
    let whole = good(Compression::ZSTD(Default::default()));
    // The first page begins after the magic: its type, then its size unpacked and packed.
    assert_eq!((whole[4], whole[6]), (0x15, 0x15));
    let mut bomb = whole.clone();
    let end = (7..).find(|at| whole[*at] & 0x80 == 0).unwrap();
    let size: Vec<u8> = vec![0xfe, 0xff, 0xff, 0xff, 0x0f];
    bomb.splice(7..=end, size);
    assert!(try_it(bomb).unwrap_err().contains("a page claims more than"));
}

#[test]
fn packing_that_is_not_read_is_named() {
    // The number of the codec in the footer of a small file.
    let whole = parquet(&[("hours", Column::Short(vec![Some(1); 3]))], 3, 3, Compression::SNAPPY);
    let codecs: Vec<usize> = (0..whole.len() - 4)
        .filter(|at| {
            whole[*at..].starts_with(b"\x18\x05hours\x15\x02") || whole[*at..].starts_with(b"\x05hours\x15\x02")
        })
        .collect();
    let at = *codecs.last().unwrap();
    let mut brotli = whole.clone();
    let codec = (at..whole.len()).find(|at| whole[*at] == 0x15 && whole[*at + 1] == 0x02).unwrap() + 1;
    brotli[codec] = 0x08;
    says(brotli, "column `hours` is packed with");
}

#[test]
fn thousands_of_damaged_files_are_errors_and_nothing_worse() {
    // Panics inside are caught; what they would print is of no use here.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let here = std::thread::current().name().is_some_and(|name| name.contains("thousands_of_damaged"));
        if !here {
            usual(panic);
        }
    }));
    let rounds = std::env::var("TAPESTRY_FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(2_000);
    let mut chance = Seeded(0x9e37_79b9_7f4a_7c15);
    let (mut fine, mut refused) = (0, 0);
    for whole in
        [good(Compression::UNCOMPRESSED), good(Compression::SNAPPY), good(Compression::ZSTD(Default::default()))]
    {
        for _ in 0..rounds {
            let mut bytes = whole.clone();
            for _ in 0..=chance.next(6) {
                // Half of the damage goes to the footer, where the claims are.
                let from = if chance.next(2) == 0 { bytes.len() / 2 } else { 0 };
                let at = from + chance.next(bytes.len() - from);
                match chance.next(5) {
                    0 => bytes[at] ^= 1 << chance.next(8),
                    1 => bytes[at] = [0x00, 0x7f, 0x80, 0xff][chance.next(4)],
                    2 => bytes[at] = chance.next(256) as u8,
                    3 => {
                        let length = chance.next(9).min(bytes.len() - at);
                        bytes.drain(at..at + length);
                    }
                    _ => {
                        bytes.splice(at..at, vec![0xff; chance.next(6)]);
                    }
                }
            }
            match try_it(bytes) {
                Ok(_) => fine += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(fine > 0 && refused > fine / 10, "{fine} fine, {refused} refused");
}
