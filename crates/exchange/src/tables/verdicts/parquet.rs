//! Verdicts as a Parquet file.

use super::{super::Ids, Subject, WORDS, first_column};
use ::parquet::{
    basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical},
    column::{
        page::{CompressedPage, Page, PageWriter},
        writer::ColumnCloseResult,
    },
    data_type::{ByteArray, ByteArrayType, Int64Type},
    errors::Result,
    file::{
        metadata::{ColumnChunkMetaData, KeyValue},
        properties::{EnabledStatistics, WriterProperties},
        writer::{SerializedFileWriter, SerializedPageWriter, SerializedRowGroupWriter, TrackedWrite},
    },
    schema::types::{ColumnDescPtr, Type},
};
use bytes::Bytes;
use std::{
    io::{self, Write},
    sync::Arc,
};

/// Rows to a group: what is held in memory until it is written.
const ROWS_OF_A_GROUP: usize = 262_144;

/// A Parquet file of verdicts that is being written.
pub(super) struct ParquetVerdicts<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    batches: Vec<Batch>,
    rows: usize,
}

struct Batch {
    first: u64,
    ids: Ids,
    rows: usize,
    programmes: Vec<Bytes>,
}

impl<W: Write + Send> ParquetVerdicts<W> {
    pub(super) fn new(sink: W, ids: &Ids, subject: &Subject) -> io::Result<Self> {
        let said_of = subject.said_of.iter().map(|(name, value)| KeyValue::new(name.clone(), value.clone()));
        let properties = WriterProperties::builder()
            .set_created_by(format!("Tapestry {}", env!("CARGO_PKG_VERSION")))
            .set_compression(Compression::SNAPPY)
            .set_dictionary_enabled(false)
            .set_statistics_enabled(EnabledStatistics::None)
            .set_offset_index_disabled(true)
            .set_key_value_metadata(Some(said_of.collect()))
            .build();
        let schema = schema(ids, subject).map_err(io::Error::other)?;
        let writer = SerializedFileWriter::new(sink, Arc::new(schema), Arc::new(properties)).map_err(io_error)?;
        Ok(Self { writer, batches: Vec::new(), rows: 0 })
    }

    pub(super) fn write(&mut self, first: u64, ids: Ids, rows: usize, programmes: Vec<Vec<u8>>) -> io::Result<()> {
        if self.rows + rows > ROWS_OF_A_GROUP {
            self.end_group().map_err(io_error)?;
        }
        self.batches.push(Batch { first, ids, rows, programmes: programmes.into_iter().map(Bytes::from).collect() });
        self.rows += rows;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.end_group().map_err(io_error)?;
        self.writer.into_inner().map_err(io_error)
    }

    fn end_group(&mut self) -> Result<()> {
        let (batches, rows) = (std::mem::take(&mut self.batches), std::mem::take(&mut self.rows));
        if rows == 0 {
            return Ok(());
        }
        let columns = self.writer.schema_descr().columns().to_vec();
        let mut group = self.writer.next_row_group()?;
        write_ids(&mut group, &batches)?;
        for (programme, descriptor) in columns.iter().skip(1).enumerate() {
            let pages = batches.iter().filter_map(|batch| Some((batch.rows, batch.programmes.get(programme)?.clone())));
            let (bytes, close) = chunk(descriptor, pages, rows)?;
            group.append_column(&bytes, close)?;
        }
        group.close()?;
        Ok(())
    }
}

fn schema(ids: &Ids, subject: &Subject) -> Result<Type> {
    let text = |name: &str, repetition| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::String))
            .build()
    };
    let number = |name: &str, repetition| {
        Type::primitive_type_builder(name, Physical::INT64).with_repetition(repetition).build()
    };
    let first = match ids {
        Ids::Rows => number(first_column(false), Repetition::REQUIRED)?,
        Ids::Numbers(_) => number(first_column(true), Repetition::OPTIONAL)?,
        Ids::Texts(_) => text(first_column(true), Repetition::OPTIONAL)?,
    };
    let programmes = subject.programmes.iter().map(|programme| text(programme, Repetition::REQUIRED));
    let fields = std::iter::once(Ok(first)).chain(programmes).map(|field| field.map(Arc::new));
    Type::group_type_builder("verdicts").with_fields(fields.collect::<Result<_>>()?).build()
}

fn write_ids<W: Write + Send>(group: &mut SerializedRowGroupWriter<'_, W>, batches: &[Batch]) -> Result<()> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    for batch in batches {
        match &batch.ids {
            Ids::Rows => {
                let numbers: Vec<i64> =
                    (0..batch.rows as u64).filter_map(|row| i64::try_from(batch.first + row + 1).ok()).collect();
                column.typed::<Int64Type>().write_batch(&numbers, None, None)?;
            }
            Ids::Numbers(numbers) => {
                let (levels, numbers) = (levels(numbers), numbers.iter().copied().flatten().collect::<Vec<_>>());
                column.typed::<Int64Type>().write_batch(&numbers, Some(&levels), None)?;
            }
            Ids::Texts(texts) => {
                let (levels, texts) = (levels(texts), texts.iter().flatten().cloned().collect::<Vec<ByteArray>>());
                column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?;
            }
        }
    }
    column.close()
}

fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|value| i16::from(value.is_some())).collect()
}

/// The chunk of a column: a dictionary of the words, and a page to a batch.
fn chunk(
    descriptor: &ColumnDescPtr,
    pages: impl Iterator<Item = (usize, Bytes)>,
    rows: usize,
) -> Result<(Bytes, ColumnCloseResult)> {
    let mut sink = TrackedWrite::new(Vec::new());
    let mut writer = SerializedPageWriter::new(&mut sink);
    let dictionary = writer.write_page(dictionary())?;
    let mut data_offset = None;
    for (rows, bytes) in pages {
        let length = bytes.len();
        let page = Page::DataPage {
            buf: bytes,
            num_values: u32::try_from(rows)?,
            encoding: Encoding::RLE_DICTIONARY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let written = writer.write_page(CompressedPage::new(page, length))?;
        data_offset.get_or_insert(written.offset);
    }
    writer.close()?;
    let bytes = Bytes::from(sink.into_inner()?);
    let (length, rows) = (i64::try_from(bytes.len())?, rows as u64);
    let metadata = ColumnChunkMetaData::builder(Arc::clone(descriptor))
        .set_compression(Compression::UNCOMPRESSED)
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
        .set_num_values(i64::try_from(rows)?)
        .set_total_compressed_size(length)
        .set_total_uncompressed_size(length)
        .set_dictionary_page_offset(Some(i64::try_from(dictionary.offset)?))
        .set_data_page_offset(i64::try_from(data_offset.unwrap_or_default())?)
        .build()?;
    let bytes_written = bytes.len() as u64;
    let close = ColumnCloseResult {
        bytes_written,
        rows_written: rows,
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    };
    Ok((bytes, close))
}

/// The words, each after its length in four bytes.
fn dictionary() -> CompressedPage {
    let words = WORDS.iter().flat_map(|(_, word)| {
        let length = u32::try_from(word.len()).unwrap_or_default().to_le_bytes();
        length.into_iter().chain(word.bytes())
    });
    let buf: Bytes = words.collect();
    let length = buf.len();
    let num_values = u32::try_from(WORDS.len()).unwrap_or_default();
    CompressedPage::new(Page::DictionaryPage { buf, num_values, encoding: Encoding::PLAIN, is_sorted: false }, length)
}

/// The failure of the sink, where it is one.
fn io_error(error: ::parquet::errors::ParquetError) -> io::Error {
    match error {
        ::parquet::errors::ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
