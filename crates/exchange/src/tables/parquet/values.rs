//! The values of one column for some rows, as they are stored.

use super::stored::Stored;
use ::parquet::{
    column::reader::{ColumnReader, ColumnReaderImpl},
    data_type::{ByteArray, DataType, FixedLenByteArray, Int96},
    errors::{ParquetError, Result},
};
use policy::population::Bits;

/// Values of one column. Only what is not null is there; the levels say where.
#[derive(Debug)]
pub(super) struct Values {
    pub(super) stored: Stored,
    pub(super) values: Kept,
    /// For each row (for each element of a list), how much of it is there.
    pub(super) definition: Vec<i16>,
    /// For each element of a list, 0 where a row begins.
    pub(super) repetition: Vec<i16>,
    /// The definition level of a value.
    pub(super) whole: i16,
    pub(super) rows: usize,
}

#[derive(Debug)]
pub(super) enum Kept {
    Booleans(Vec<bool>),
    Short(Vec<i32>),
    Long(Vec<i64>),
    Single(Vec<f32>),
    Double(Vec<f64>),
    Texts(Vec<ByteArray>),
    /// Bytes of one length each.
    Fixed(Vec<FixedLenByteArray>),
    /// Moments in the older form.
    Older(Vec<Int96>),
}

/// Reads the next rows of a column.
///
/// # Errors
/// When they cannot be read, or there are fewer.
pub(super) fn read(reader: &mut ColumnReader, stored: Stored, whole: i16, rows: usize) -> Result<Values> {
    let mut levels = Levels { definition: Vec::new(), repetition: Vec::new(), rows };
    let values = match reader {
        ColumnReader::BoolColumnReader(reader) => Kept::Booleans(levels.read(reader)?),
        ColumnReader::Int32ColumnReader(reader) => Kept::Short(levels.read(reader)?),
        ColumnReader::Int64ColumnReader(reader) => Kept::Long(levels.read(reader)?),
        ColumnReader::FloatColumnReader(reader) => Kept::Single(levels.read(reader)?),
        ColumnReader::DoubleColumnReader(reader) => Kept::Double(levels.read(reader)?),
        ColumnReader::ByteArrayColumnReader(reader) => Kept::Texts(levels.read(reader)?),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => Kept::Fixed(levels.read(reader)?),
        ColumnReader::Int96ColumnReader(reader) => Kept::Older(levels.read(reader)?),
    };
    Ok(Values { stored, values, definition: levels.definition, repetition: levels.repetition, whole, rows })
}

struct Levels {
    definition: Vec<i16>,
    repetition: Vec<i16>,
    rows: usize,
}

impl Levels {
    fn read<T: DataType>(&mut self, reader: &mut ColumnReaderImpl<T>) -> Result<Vec<T::T>> {
        let mut values = Vec::new();
        let (rows, ..) =
            reader.read_records(self.rows, Some(&mut self.definition), Some(&mut self.repetition), &mut values)?;
        if rows == self.rows {
            Ok(values)
        } else {
            Err(ParquetError::EOF("a column has fewer rows than the file claims".to_owned()))
        }
    }
}

impl Values {
    /// Which rows have a value.
    pub(super) fn known(&self) -> Bits {
        if self.whole == 0 {
            Bits::all(self.rows)
        } else {
            self.definition.iter().map(|level| *level == self.whole).collect()
        }
    }

    /// A value for each row: what is not there is zero.
    pub(super) fn spread<T: Copy + Default>(&self, values: &[T]) -> Vec<T> {
        let mut values = values.iter().copied();
        if self.whole == 0 {
            return values.collect();
        }
        let value = |level: &i16| if *level == self.whole { values.next() } else { None };
        self.definition.iter().map(value).map(Option::unwrap_or_default).collect()
    }

    /// What `read` makes of the value of each row; `None` where there is none.
    pub(super) fn each<T, V>(&self, values: &[T], read: impl Fn(&T) -> Option<V>) -> Vec<Option<V>> {
        let mut values = values.iter();
        (0..self.rows)
            .map(|row| match self.definition.get(row) {
                Some(level) if *level != self.whole => None,
                _ => values.next().and_then(&read),
            })
            .collect()
    }

    /// A text for each row, with its position among the texts.
    pub(super) fn texts<'a>(&'a self, texts: &'a [ByteArray]) -> impl Iterator<Item = Option<&'a ByteArray>> {
        let mut texts = texts.iter();
        (0..self.rows).map(move |row| match self.definition.get(row) {
            Some(level) if *level != self.whole => None,
            _ => texts.next(),
        })
    }

    /// For each row, the elements of its list; `None` where there is no list. `present` is the definition
    /// level at which a list is there but has nothing in it. An element that is null is passed over.
    pub(super) fn lists<'a>(&self, texts: &'a [ByteArray], present: i16) -> Vec<Option<Vec<&'a ByteArray>>> {
        let mut lists: Vec<Option<Vec<&ByteArray>>> = Vec::with_capacity(self.rows);
        let mut texts = texts.iter();
        for (definition, repetition) in self.definition.iter().zip(&self.repetition) {
            if *repetition == 0 {
                lists.push((*definition >= present).then(Vec::new));
            }
            if *definition == self.whole
                && let (Some(Some(list)), Some(text)) = (lists.last_mut(), texts.next())
            {
                list.push(text);
            }
        }
        lists.resize(self.rows, None);
        lists
    }
}
