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
    /// Days from 1 January 1970.
    Day,
    /// Parts of a second from 1 January 1970; so many to a day.
    Moment(i64),
    Text,
    /// Lists of text; the definition level at which a list is there but has nothing in it.
    TextList(i16),
}

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
    let other = || {
        Err(logical
            .map_or_else(|| format!("{:?} values", descriptor.physical_type()), |kind| format!("{kind:?} values")))
    };
    match (descriptor.physical_type(), logical, converted) {
        (Physical::BOOLEAN, ..) => Ok(Stored::Boolean),
        (Physical::FLOAT | Physical::DOUBLE, ..) => Ok(Stored::Float),
        (Physical::BYTE_ARRAY, None | Some(LogicalType::String | LogicalType::Enum), _) => Ok(Stored::Text),
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

impl Stored {
    /// Whether what the column stands for can be read from it; else what is needed, in words.
    pub(super) fn serves(self, role: &Role, facts: &FactBook) -> Result<(), &'static str> {
        let (good, needed) = match role {
            Role::PassedOver => (true, ""),
            Role::Person => {
                (matches!(self, Stored::Text | Stored::Whole | Stored::WholeUnsigned), "text or whole numbers")
            }
            Role::KnownOn(_) => (matches!(self, Stored::Text | Stored::Day | Stored::Moment(_)), "dates"),
            Role::Fact(fact) => match facts.get(fact).map(|definition| &definition.kind) {
                None => (true, ""),
                Some(FactType::YesNo) => (
                    matches!(
                        self,
                        Stored::Boolean | Stored::Text | Stored::Whole | Stored::WholeUnsigned | Stored::Float
                    ),
                    "Booleans",
                ),
                Some(FactType::Whole { .. } | FactType::Pence { .. }) => (
                    matches!(self, Stored::Whole | Stored::WholeUnsigned | Stored::Float | Stored::Text),
                    "whole numbers",
                ),
                Some(FactType::Date) => (matches!(self, Stored::Day | Stored::Moment(_) | Stored::Text), "dates"),
                Some(FactType::OneOf(_)) => (self == Stored::Text, "text or a dictionary"),
                Some(FactType::AnyOf(_)) => {
                    (matches!(self, Stored::Text | Stored::TextList(_)), "lists of text, or text")
                }
                Some(FactType::Place) => (self == Stored::Text, "text: LSOA codes or postcodes"),
            },
        };
        if good { Ok(()) } else { Err(needed) }
    }

    /// What it is, in words.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Stored::Boolean => "Booleans",
            Stored::Whole | Stored::WholeUnsigned => "whole numbers",
            Stored::Float => "floating point numbers",
            Stored::Day => "dates",
            Stored::Moment(_) => "timestamps",
            Stored::Text => "text",
            Stored::TextList(_) => "lists of text",
        }
    }
}
