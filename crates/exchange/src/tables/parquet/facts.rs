//! From stored values to the answers to a fact.

use super::{
    super::{
        Ids, Role,
        cell::{Cell, FactReader, is_likely, known_day_needed},
        people::Assembly,
    },
    stored::Stored,
    values::{Kept, Values},
};
use ::parquet::data_type::{ByteArray, Int96};
use policy::{
    FactType,
    population::{Bits, Column},
};

/// 1 January 1970, counted from 1 January of the year 1.
const EPOCH: i64 = 719_163;
/// Slots of the memory of texts: enough for the codes of a fact.
const SLOTS: usize = 1024;
const WHOLE_NEEDED: &str = "a whole number is needed";

/// Puts the values of a column with the rest.
pub(super) fn take(assembly: &mut Assembly<'_>, name: &str, role: &Role, values: &Values) {
    if *role == Role::PassedOver {
        return;
    }
    if let (Kept::Texts(texts), Stored::Text) = (&values.values, values.stored) {
        return take_texts(assembly, name, role, values, texts);
    }
    match role {
        Role::Person => assembly.ids = Ids::Numbers(optional(&numbers(assembly, name, values))),
        Role::KnownOn(fact) => {
            let days = optional(&days(assembly, name, values, (&is_likely, &known_day_needed())));
            let days = days.into_iter().map(|day| Ok(day.and_then(|day| i32::try_from(day).ok()))).collect();
            assembly.take_days(name, fact, days);
        }
        Role::Fact(fact) => take_fact(assembly, name, fact, values),
        Role::PassedOver => {}
    }
}

fn take_fact(assembly: &mut Assembly<'_>, name: &str, fact: &str, values: &Values) {
    let Some(reader) = assembly.reader(fact) else { return };
    let column = match (&reader.definition.kind, &values.values) {
        (FactType::YesNo, Kept::Booleans(yes)) => {
            Column::yes_no(values.spread(yes).into_iter().collect(), values.known())
        }
        (FactType::YesNo, _) => yes_no(assembly, name, values),
        (FactType::Whole { .. } | FactType::Pence { .. }, Kept::Short(short)) if values.stored == Stored::Whole => {
            Column::numbers(&values.spread(short), values.known())
        }
        (FactType::Whole { .. } | FactType::Pence { .. }, _) => {
            let (numbers, known) = numbers(assembly, name, values);
            Column::numbers(&numbers, known)
        }
        (FactType::Date, _) => {
            let within = |day: i32| reader.is_within(day);
            let (days, known) = days(assembly, name, values, (&within, &reader.day_needed()));
            let days: Vec<i32> = days.into_iter().map(|day| i32::try_from(day).unwrap_or_default()).collect();
            Column::days(&days, known)
        }
        (_, Kept::Texts(texts)) => {
            let Stored::TextList(present) = values.stored else { return };
            let lists = values.lists(texts, present);
            let cells = lists.iter().map(|list| list.as_ref().map_or(Ok(Cell::Unknown), |list| set(&reader, list)));
            return assembly.take_cells(name, &reader, cells);
        }
        _ => return,
    };
    assembly.take_column(fact, column);
}

fn set(reader: &FactReader<'_>, list: &[&ByteArray]) -> Result<Cell, String> {
    let code = |text: &&ByteArray| std::str::from_utf8(text.data()).ok().and_then(|text| reader.code(text));
    list.iter().map(code).collect::<Option<_>>().map(Cell::Codes).ok_or_else(|| reader.codes("any of"))
}

/// What the text that stands in one place of memory says.
#[derive(Debug, Clone)]
struct Remembered {
    address: usize,
    length: usize,
    cell: Result<Cell, String>,
}

/// Texts of a dictionary come as the same bytes in the same place, so each is made sense of once.
fn take_texts(assembly: &mut Assembly<'_>, name: &str, role: &Role, values: &Values, texts: &[ByteArray]) {
    let reader = if let Role::Fact(fact) = role { assembly.reader(fact) } else { None };
    let Some(reader) = reader else {
        let texts = values.texts(texts).map(|text| Ok(text.map(ByteArray::data)));
        return assembly.take_texts(name, role, texts);
    };
    let mut remembered: Vec<Option<Remembered>> = vec![None; SLOTS];
    let cells = values.texts(texts).map(|text| {
        let Some(bytes) = text.map(ByteArray::data) else { return Ok(Cell::Unknown) };
        let read = || {
            let text = std::str::from_utf8(bytes).map_err(|_| "it is not text in UTF-8".to_owned());
            text.and_then(|text| reader.read(text))
        };
        let address = bytes.as_ptr().addr();
        let Some(slot) = remembered.get_mut((address ^ address >> 10) % SLOTS) else { return read() };
        match slot {
            Some(known) if known.address == address && known.length == bytes.len() => known.cell.clone(),
            _ => {
                let cell = read();
                *slot = Some(Remembered { address, length: bytes.len(), cell: cell.clone() });
                cell
            }
        }
    });
    assembly.take_cells(name, &reader, cells);
}

fn yes_no(assembly: &mut Assembly<'_>, name: &str, values: &Values) -> Column {
    let (numbers, known) = numbers(assembly, name, values);
    if let Some(row) = (0..numbers.len()).find(|row| known.get(*row) && !matches!(numbers.get(*row), Some(0 | 1))) {
        assembly.fault(row, name, "true or false is needed, or 1 or 0");
    }
    Column::yes_no(numbers.iter().map(|number| *number == 1).collect(), known)
}

/// A whole number for each row, and which are known. What is no whole number is told and not known.
fn numbers(assembly: &mut Assembly<'_>, name: &str, values: &Values) -> (Vec<i64>, Bits) {
    let unsigned = values.stored == Stored::WholeUnsigned;
    let known = values.known();
    let read: Vec<Option<i64>> = match &values.values {
        kept if let Stored::Decimal(places) = values.stored => decimals(values, kept, places),
        Kept::Short(short) => {
            let whole = |short: i32| if unsigned { i64::from(short.cast_unsigned()) } else { i64::from(short) };
            return (values.spread(short).into_iter().map(whole).collect(), known);
        }
        Kept::Long(long) if unsigned => {
            values.spread(long).into_iter().map(|long| Some(long).filter(|long| *long >= 0)).collect()
        }
        Kept::Long(long) => return (values.spread(long), known),
        Kept::Single(single) => values.spread(single).into_iter().map(|number| whole(f64::from(number))).collect(),
        Kept::Double(double) => values.spread(double).into_iter().map(whole).collect(),
        Kept::Booleans(_) | Kept::Texts(_) | Kept::Fixed(_) | Kept::Older(_) => vec![None; values.rows],
    };
    let missing = missing(&values.values, values);
    let mut kept = Vec::with_capacity(read.len());
    for (row, number) in read.into_iter().enumerate() {
        if number.is_none() && known.get(row) && !missing.get(row) {
            assembly.fault(row, name, WHOLE_NEEDED);
        }
        kept.push(number.unwrap_or_default());
    }
    let known = (0..values.rows).map(|row| known.get(row) && !missing.get(row)).collect();
    (kept, known)
}

/// The whole number that each decimal number is; `None` where it has a part after the point, or is too large.
fn decimals(values: &Values, kept: &Kept, places: u32) -> Vec<Option<i64>> {
    let part = 10_i128.checked_pow(places);
    let whole = |unscaled: i128| {
        let part = part?;
        (unscaled % part == 0).then(|| i64::try_from(unscaled / part).ok()).flatten()
    };
    match kept {
        Kept::Short(short) => values.each(short, |short| whole(i128::from(*short))),
        Kept::Long(long) => values.each(long, |long| whole(i128::from(*long))),
        Kept::Texts(bytes) => values.each(bytes, |bytes| whole(unscaled(bytes.data())?)),
        Kept::Fixed(bytes) => values.each(bytes, |bytes| whole(unscaled(bytes.data())?)),
        _ => vec![None; values.rows],
    }
}

/// The number that bytes are: two's complement, the first byte the highest. `None` above 16 bytes that matter.
fn unscaled(bytes: &[u8]) -> Option<i128> {
    let sign = if bytes.first()? & 0x80 == 0 { 0x00 } else { 0xFF };
    let matter = bytes.len().min(16);
    let (more, last) = bytes.split_at(bytes.len() - matter);
    let mut number = [sign; 16];
    number.get_mut(16 - matter..)?.copy_from_slice(last);
    let read = i128::from_be_bytes(number);
    let is_whole = more.iter().all(|byte| *byte == sign) && (read < 0) == (sign == 0xFF);
    is_whole.then_some(read)
}

/// Rows whose floating point number is none (NaN), which programs write where a value is missing.
fn missing(kept: &Kept, values: &Values) -> Bits {
    match kept {
        Kept::Single(single) => values.spread(single).into_iter().map(f32::is_nan).collect(),
        Kept::Double(double) => values.spread(double).into_iter().map(f64::is_nan).collect(),
        _ => Bits::none(values.rows),
    }
}

/// The whole number that a floating point number is.
fn whole(number: f64) -> Option<i64> {
    /// Up to here every whole number has a floating point number of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    // It has no fraction and lies within the exact range.
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

/// A day for each row, and which are known. What is no day, or one that it cannot be, is said and not known.
fn days(
    assembly: &mut Assembly<'_>,
    name: &str,
    values: &Values,
    (is_within, needed): (&dyn Fn(i32) -> bool, &str),
) -> (Vec<i64>, Bits) {
    let known = values.known();
    let days: Vec<Option<i64>> = match (&values.values, values.stored) {
        (Kept::Short(days), Stored::Day) => values.spread(days).into_iter().map(|day| Some(i64::from(day))).collect(),
        (Kept::Long(moments), Stored::Moment(to_a_day)) => {
            let day = |moment: i64| (moment.rem_euclid(to_a_day) == 0).then(|| moment.div_euclid(to_a_day));
            values.spread(moments).into_iter().map(day).collect()
        }
        (Kept::Older(moments), Stored::OlderMoment) => values.each(moments, older_day),
        _ => vec![None; values.rows],
    };
    let mut kept = Vec::with_capacity(days.len());
    for (row, day) in days.into_iter().enumerate() {
        let likely = day.map(|day| day + EPOCH).filter(|day| i32::try_from(*day).is_ok_and(is_within));
        if likely.is_none() && known.get(row) {
            let why = if day.is_none() { "a day without a time of day is needed" } else { needed };
            assembly.fault(row, name, why);
        }
        kept.push(likely.unwrap_or_default());
    }
    (kept, known)
}

/// Days from 1 January 1970 of a moment in the older form, when it is the beginning of a day.
fn older_day(moment: &Int96) -> Option<i64> {
    /// The Julian day of 1 January 1970.
    const JULIAN_EPOCH: i64 = 2_440_588;
    match moment.data() {
        [0, 0, julian] => Some(i64::from(*julian) - JULIAN_EPOCH),
        _ => None,
    }
}

fn optional((numbers, known): &(Vec<i64>, Bits)) -> Vec<Option<i64>> {
    numbers.iter().enumerate().map(|(row, number)| Some(*number).filter(|_| known.get(row))).collect()
}
