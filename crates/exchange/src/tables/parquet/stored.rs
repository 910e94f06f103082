//! How a column of a Parquet file stores its values, and whether a fact can be read from it.

use super::super::Role;
use ::parquet::{
    basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical},
    schema::types::{ColumnDescriptor, SchemaDescriptor},
};
use policy::{FactBook, FactType};

/// How values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    Boolean,
    /// Whole numbers of 32 or 64 bits.
    Whole,
    /// The same without a sign.
    WholeUnsigned,
    Float,
    /// Decimal numbers: whole numbers of this many places after the point.
    Decimal(u32),
    /// Days from 1 January 1970.
    Day,
    /// Parts of a second since 1 January 1970; the number is how many there are in a day.
    Moment(i64),
    /// The older form of a moment: nanoseconds of a day, and its Julian day.
    OlderMoment,
    Text,
    /// Lists of text; the definition level at which a list is there but has nothing in it.
    TextList(i16),
}

/// The most places after the point that a decimal number may have: Parquet's widest in common use has 38 digits.
const MAX_PLACES: u32 = 38;
/// Milliseconds of a day.
const MILLISECONDS: i64 = 86_400_000;

/// Where the values of a column of the table are stored, and how.
///
/// # Errors
/// What it holds, in words, when no fact can be read from it.
pub(super) fn stored(schema: &SchemaDescriptor, root: usize) -> Result<(usize, Stored), String> {
    let field = schema.root_schema().get_fields().get(root).ok_or("nothing")?;
    let mut leaves = (0..schema.num_columns()).filter(|leaf| schema.get_column_root_idx(*leaf) == root);
    let leaf = match (leaves.next(), leaves.next()) {
        (Some(leaf), None) => leaf,
        _ => return Err("several columns in one".to_owned()),
    };
    let descriptor = schema.column(leaf);
    if descriptor.max_rep_level() == 0 && field.is_primitive() {
        return primitive(&descriptor).map(|stored| (leaf, stored));
    }
    let info = field.get_basic_info();
    let present = i16::from(info.has_repetition() && info.repetition() == Repetition::OPTIONAL);
    let is_list = descriptor.max_rep_level() == 1 && descriptor.max_def_level() <= present + 2;
    match primitive(&descriptor) {
        Ok(Stored::Text) if is_list => Ok((leaf, Stored::TextList(present))),
        _ => Err("nested values".to_owned()),
    }
}

fn primitive(descriptor: &ColumnDescriptor) -> Result<Stored, String> {
    let (logical, converted) = (descriptor.logical_type_ref(), descriptor.converted_type());
    if let Some(scale) = decimal_places(descriptor) {
        return scale.map(Stored::Decimal);
    }
    let other = || Err(in_words(descriptor));
    match (descriptor.physical_type(), logical, converted) {
        (Physical::BOOLEAN, ..) => Ok(Stored::Boolean),
        (Physical::FLOAT | Physical::DOUBLE, ..) => Ok(Stored::Float),
        (Physical::INT96, ..) => Ok(Stored::OlderMoment),
        (Physical::BYTE_ARRAY, Some(LogicalType::String | LogicalType::Enum), _)
        | (Physical::BYTE_ARRAY, None, ConvertedType::NONE | ConvertedType::UTF8 | ConvertedType::ENUM) => {
            Ok(Stored::Text)
        }
        (Physical::INT32, Some(LogicalType::Date), _) | (Physical::INT32, None, ConvertedType::DATE) => Ok(Stored::Day),
        (Physical::INT64, Some(LogicalType::Timestamp(kind)), _) => Ok(Stored::Moment(match kind.unit {
            TimeUnit::MILLIS => MILLISECONDS,
            TimeUnit::MICROS => MILLISECONDS * 1_000,
            TimeUnit::NANOS => MILLISECONDS * 1_000_000,
        })),
        (Physical::INT64, None, ConvertedType::TIMESTAMP_MILLIS) => Ok(Stored::Moment(MILLISECONDS)),
        (Physical::INT64, None, ConvertedType::TIMESTAMP_MICROS) => Ok(Stored::Moment(MILLISECONDS * 1_000)),
        (Physical::INT32 | Physical::INT64, Some(LogicalType::Integer(kind)), _) => {
            Ok(if kind.is_signed { Stored::Whole } else { Stored::WholeUnsigned })
        }
        (Physical::INT32 | Physical::INT64, None, converted) => match converted {
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                Ok(Stored::WholeUnsigned)
            }
            ConvertedType::NONE
            | ConvertedType::INT_8
            | ConvertedType::INT_16
            | ConvertedType::INT_32
            | ConvertedType::INT_64 => Ok(Stored::Whole),
            _ => other(),
        },
        _ => other(),
    }
}

/// The places after the point of a column of decimal numbers; `None` for another column.
///
/// # Errors
/// In words, when the column claims more places than a number here can have.
fn decimal_places(descriptor: &ColumnDescriptor) -> Option<Result<u32, String>> {
    let scale = match (descriptor.logical_type_ref(), descriptor.converted_type()) {
        (Some(LogicalType::Decimal(kind)), _) => kind.scale,
        (None, ConvertedType::DECIMAL) => descriptor.type_scale(),
        _ => return None,
    };
    let places = u32::try_from(scale).ok().filter(|places| *places <= MAX_PLACES);
    Some(places.ok_or_else(|| format!("decimal numbers with {scale} places after the point")))
}

/// What a column holds that no fact can be read from, in words.
fn in_words(descriptor: &ColumnDescriptor) -> String {
    let words = match (descriptor.logical_type_ref(), descriptor.converted_type()) {
        (Some(LogicalType::Time(_)), _) | (None, ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS) => {
            "times of day without a day"
        }
        (_, ConvertedType::INTERVAL) => "lengths of time",
        (Some(LogicalType::Uuid), _) => "identifiers (UUID) as 16 bytes each",
        (Some(LogicalType::Float16), _) => "floating point numbers of 16 bits",
        (Some(LogicalType::Json), _) | (None, ConvertedType::JSON) => "JSON",
        (Some(LogicalType::Bson), _) | (None, ConvertedType::BSON) => "BSON",
        (Some(LogicalType::Unknown), _) => "nothing but missing values, of no type",
        (Some(LogicalType::Geometry(_) | LogicalType::Geography(_)), _) => "shapes on a map",
        (Some(LogicalType::Variant(_)), _) => "values of changing types",
        _ => "plain bytes",
    };
    words.to_owned()
}

/// What a column may hold for the part it plays: what can be read, and how that is said.
pub(super) fn needed(role: &Role, facts: &FactBook) -> (fn(Stored) -> bool, &'static str) {
    let kind = match role {
        Role::PassedOver => return (|_| true, ""),
        Role::Person => {
            let good = |stored| matches!(stored, Stored::Text | Stored::Whole | Stored::WholeUnsigned);
            return (good, "text or whole numbers");
        }
        Role::KnownOn(_) => return (is_day, DATES),
        Role::Fact(fact) => facts.get(fact).map(|definition| &definition.kind),
    };
    match kind {
        None => (|_| true, ""),
        Some(FactType::YesNo) => {
            (|stored| stored == Stored::Boolean || stored == Stored::Text || is_number(stored), "true or false")
        }
        Some(FactType::Whole { .. } | FactType::Pence { .. }) => {
            (|stored| stored == Stored::Text || is_number(stored), "whole numbers")
        }
        Some(FactType::Date) => (is_day, DATES),
        Some(FactType::OneOf(_)) => (|stored| stored == Stored::Text, "text or a dictionary"),
        Some(FactType::AnyOf(_)) => {
            (|stored| matches!(stored, Stored::Text | Stored::TextList(_)), "lists of text, or text")
        }
        Some(FactType::Place) => (|stored| stored == Stored::Text, "text: LSOA codes or postcodes"),
    }
}

const DATES: &str = "dates";

fn is_day(stored: Stored) -> bool {
    matches!(stored, Stored::Text | Stored::Day | Stored::Moment(_) | Stored::OlderMoment)
}

fn is_number(stored: Stored) -> bool {
    matches!(stored, Stored::Whole | Stored::WholeUnsigned | Stored::Float | Stored::Decimal(_))
}

impl Stored {
    /// What it is, in words.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Stored::Boolean => "true and false",
            Stored::Whole | Stored::WholeUnsigned => "whole numbers",
            Stored::Float => "floating point numbers",
            Stored::Decimal(_) => "decimal numbers",
            Stored::Day => "dates",
            Stored::Moment(_) | Stored::OlderMoment => "timestamps",
            Stored::Text => "text",
            Stored::TextList(_) => "lists of text",
        }
    }
}
