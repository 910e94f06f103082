//! Verdicts as the numbers 0, 1 and 2 in Parquet's hybrid of runs and packed bits.
//!
//! *Authority*: Apache Parquet format, "Run Length Encoding / Bit-Packing Hybrid". Written here and not by
//! the `parquet` crate, because the bits of a screening are nearly that form already: the crate would be
//! handed a text for every verdict, and look each up again.

use policy::population::Bits;

/// Bits of a number.
const WIDTH: u8 = 2;
/// Rows to a word of bits, and groups of eight rows.
const WORD: usize = 64;
const GROUP: usize = 8;

/// The width, then the numbers: 0 where `eligible`, 1 where `not_eligible`, 2 where neither.
pub(super) fn of(eligible: &Bits, not_eligible: &Bits) -> Vec<u8> {
    let rows = eligible.len();
    let mut out = Runs { bytes: vec![WIDTH], packed: Vec::new(), constant: None };
    for (at, (eligible, not_eligible)) in eligible.words().iter().zip(not_eligible.words()).enumerate() {
        let here = rows.saturating_sub(at * WORD).min(WORD);
        let within = u64::MAX >> (WORD - here);
        let undetermined = !(eligible | not_eligible) & within;
        let constant = [*eligible, *not_eligible, undetermined].iter().position(|plane| *plane == within);
        match constant.and_then(|number| u8::try_from(number).ok()) {
            Some(number) => out.run(number, here),
            None => out.pack(*not_eligible, undetermined, here),
        }
    }
    out.finish()
}

struct Runs {
    bytes: Vec<u8>,
    /// Groups of eight numbers, two bytes each, that are not written yet.
    packed: Vec<u8>,
    /// A number and how often it is to be repeated, not written yet.
    constant: Option<(u8, usize)>,
}

impl Runs {
    fn run(&mut self, number: u8, rows: usize) {
        self.end_packed();
        match &mut self.constant {
            Some((same, count)) if *same == number => *count += rows,
            _ => {
                self.end_constant();
                self.constant = Some((number, rows));
            }
        }
    }

    fn pack(&mut self, low: u64, high: u64, rows: usize) {
        self.end_constant();
        let numbers = u128::from(spread(low)) | u128::from(spread(high)) << 1;
        let upper = u128::from(spread(low >> 32)) | u128::from(spread(high >> 32)) << 1;
        let bytes = (numbers | upper << 64).to_le_bytes();
        self.packed.extend(bytes.iter().take(rows.div_ceil(GROUP) * usize::from(WIDTH)));
    }

    fn end_packed(&mut self) {
        let groups = self.packed.len() / usize::from(WIDTH);
        if groups > 0 {
            self.number(groups << 1 | 1);
            self.bytes.append(&mut self.packed);
        }
    }

    fn end_constant(&mut self) {
        if let Some((number, rows)) = self.constant.take() {
            self.number(rows << 1);
            self.bytes.push(number);
        }
    }

    /// A number of seven bits to a byte, the lowest first.
    fn number(&mut self, mut number: usize) {
        while number > 0x7f {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn finish(mut self) -> Vec<u8> {
        self.end_packed();
        self.end_constant();
        self.bytes
    }
}

/// The low 32 bits with a zero after each.
fn spread(bits: u64) -> u64 {
    let mut bits = bits & 0xffff_ffff;
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}
