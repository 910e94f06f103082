//! A small policy, made-up people, and the files that hold them.

use exchange::tables::{
    Columns, CsvReader, Encoded, Format, Ids, ParquetReader, People, Reading, Rows, Subject, TableFault,
    UnknownColumns, VerdictWriter, encode,
};
use kernel::{Day, Postcode};
use parquet::{
    basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical},
    data_type::{
        BoolType, ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, Int32Type, Int64Type,
        Int96, Int96Type,
    },
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::types::{Type, TypePtr},
};
use policy::{
    Gazetteer, Place, PlaceRecord, Policy, PolicyText, load,
    population::{Detail, Plan},
};
use std::{
    io::Cursor,
    sync::{Arc, LazyLock},
};

const FACTS: &str = r#"
category = [{ id = "all", says = "All" }]
[[fact]]
id = "carer"
type = "yes-no"
good_for_days = 30
[[fact]]
id = "hours"
type = "whole-number"
minimum = 0
maximum = 168
[[fact]]
id = "savings"
type = "pence"
minimum = 0
[[fact]]
id = "born"
type = "date"
[[fact]]
id = "benefit"
type = "one-of"
codes = [{ code = "UC", says = "UC" }, { code = "ESA", says = "ESA" }, { code = "none", says = "None" }]
[[fact]]
id = "needs"
type = "any-of"
codes = [{ code = "english", says = "English" }, { code = "maths", says = "Maths" }, { code = "it", says = "IT" }]
[[fact]]
id = "home"
type = "place"
"#;

const PROGRAMMES: [(&str, &[&str]); 4] = [
    ("one", &["carer || hours < 16", "benefit in ['UC', 'ESA']"]),
    ("two", &["years_since(born) >= 25", "savings <= 1600000", "home in area('here')"]),
    ("three", &["'english' in needs || !carer", "hours >= 30 && benefit != 'none'"]),
    ("four", &["!('maths' in needs)"]),
];

/// A policy that reads facts of every type.
pub(crate) fn policy() -> Policy {
    let more = "says = \"x\"\nquestion = \"x?\"\nwhy = \"x\"\ncategory = \"all\"\nsource = \"x\"\n[[fact]]";
    let facts = format!("{FACTS}[[fact]]").replacen("[[fact]]", "@", 1).replace("[[fact]]", more);
    let facts = facts.replacen('@', "[[fact]]", 1).trim_end_matches("[[fact]]").to_owned();
    let mut files = vec![
        ("spine/facts.toml".to_owned(), facts),
        (
            "spine/levels.toml".to_owned(),
            "level = [{ id = \"core\", name = \"Core\", says = \"x\", source = \"x\" }]".to_owned(),
        ),
        (
            "areas/here/area.toml".to_owned(),
            "id = \"here\"\nname = \"Here\"\nnation = \"england\"\nlevel = \"core\"\nsource = \"x\"\n\
             places = { lsoas_of = 2011, lsoas = [\"E01000001\", \"E01000002\"] }\n"
                .to_owned(),
        ),
    ];
    for (id, criteria) in PROGRAMMES {
        let mut text = format!("id = \"{id}\"\nname = \"{id}\"\nsays = \"x\"\nfunder = \"x\"\nsource = \"x\"\n");
        for (number, when) in criteria.iter().enumerate() {
            text += &format!("[[criterion]]\nid = \"c{number}\"\nsays = \"x\"\nwhen = \"{when}\"\n");
        }
        files.push((format!("spine/programmes/{id}.toml"), text));
    }
    let loaded = load(&PolicyText::new(files), places());
    assert!(loaded.faults.is_empty(), "{:#?}", loaded.faults);
    loaded.policy.unwrap()
}

/// The small areas from `E01000000` on, each with a postcode of its own: more than people may be grouped by.
pub(crate) fn places() -> &'static Gazetteer {
    static PLACES: LazyLock<Gazetteer> = LazyLock::new(|| {
        let mut places = Gazetteer::new();
        let letters: Vec<char> = "ABDEFGHJLN".chars().collect();
        for number in 0..=10_000 {
            let [one, two] = [number / 10 % 10, number / 100 % 10].map(|at: usize| letters[at]);
            let postcode = format!("SW{} {}{one}{two}", 1 + number / 1_000, number % 10);
            let postcode = if number == 2 { "B9 5QT".to_owned() } else { postcode };
            let place = Place { lsoa: format!("E01{number:06}"), ward: None, district: None, nation: None };
            let record = PlaceRecord { place, coordinates: None, imd_decile: None };
            places.insert(postcode.parse::<Postcode>().unwrap(), record);
        }
        places
    });
    &PLACES
}

pub(crate) fn on() -> Day {
    "2025-03-01".parse().unwrap()
}

/// A column of a Parquet file.
#[derive(Debug, Clone)]
pub(crate) enum Column {
    Booleans(Vec<Option<bool>>),
    Short(Vec<Option<i32>>),
    Long(Vec<Option<i64>>),
    Doubles(Vec<Option<f64>>),
    /// Days from 1970.
    Days(Vec<Option<i32>>),
    Microseconds(Vec<Option<i64>>),
    /// The older form of a moment: nanoseconds of a day in two halves, and the Julian day.
    Older(Vec<Option<[u32; 3]>>),
    /// Decimal numbers in whole numbers of 32 bits; digits, and places after the point.
    ShortDecimals(i32, i32, Vec<Option<i32>>),
    /// The same in bytes, the highest first.
    ByteDecimals(i32, i32, Vec<Option<Vec<u8>>>),
    /// The same in bytes of one length: 16.
    FixedDecimals(i32, i32, Vec<Option<i128>>),
    /// Bytes of one length each, which stand for what the type says.
    Fixed(Option<LogicalType>, Vec<Option<Vec<u8>>>),
    /// Bytes, which stand for what the type says.
    Bytes(Option<LogicalType>, Vec<Option<Vec<u8>>>),
    Texts(Vec<Option<String>>),
    Lists(Vec<Option<Vec<String>>>),
}

impl Column {
    fn kind(&self, name: &str) -> TypePtr {
        let plain = |physical, logical| {
            let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
            Arc::new(builder.with_logical_type(logical).build().unwrap())
        };
        let decimal = |physical, length, precision, scale| {
            let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
            let builder = builder.with_logical_type(Some(LogicalType::decimal(scale, precision)));
            Arc::new(builder.with_length(length).with_precision(precision).with_scale(scale).build().unwrap())
        };
        match self {
            Column::Older(_) => plain(Physical::INT96, None),
            Column::ShortDecimals(precision, scale, _) => decimal(Physical::INT32, -1, *precision, *scale),
            Column::ByteDecimals(precision, scale, _) => decimal(Physical::BYTE_ARRAY, -1, *precision, *scale),
            Column::FixedDecimals(precision, scale, _) => {
                decimal(Physical::FIXED_LEN_BYTE_ARRAY, 16, *precision, *scale)
            }
            Column::Fixed(logical, all) => {
                let length = all.iter().flatten().map(Vec::len).max().unwrap();
                let builder = Type::primitive_type_builder(name, Physical::FIXED_LEN_BYTE_ARRAY);
                let builder = builder.with_repetition(Repetition::OPTIONAL).with_logical_type(logical.clone());
                Arc::new(builder.with_length(i32::try_from(length).unwrap()).build().unwrap())
            }
            Column::Bytes(logical, _) => plain(Physical::BYTE_ARRAY, logical.clone()),
            Column::Booleans(_) => plain(Physical::BOOLEAN, None),
            Column::Short(_) => plain(Physical::INT32, None),
            Column::Long(_) => plain(Physical::INT64, None),
            Column::Doubles(_) => plain(Physical::DOUBLE, None),
            Column::Days(_) => plain(Physical::INT32, Some(LogicalType::Date)),
            Column::Microseconds(_) => plain(Physical::INT64, Some(LogicalType::timestamp(false, TimeUnit::MICROS))),
            Column::Texts(_) => plain(Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Column::Lists(_) => {
                let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY);
                let element =
                    element.with_repetition(Repetition::OPTIONAL).with_logical_type(Some(LogicalType::String));
                let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED);
                let list = list.with_fields(vec![Arc::new(element.build().unwrap())]).build().unwrap();
                let outer = Type::group_type_builder(name).with_repetition(Repetition::OPTIONAL);
                let outer = outer.with_logical_type(Some(LogicalType::List)).with_fields(vec![Arc::new(list)]);
                Arc::new(outer.build().unwrap())
            }
        }
    }
}

fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|value| i16::from(value.is_some())).collect()
}

fn there<T: Clone>(values: &[Option<T>]) -> Vec<T> {
    values.iter().flatten().cloned().collect()
}

fn fixed(bytes: Vec<u8>) -> FixedLenByteArray {
    ByteArray::from(bytes).into()
}

/// A Parquet file with the columns given, a given number of rows to a group.
pub(crate) fn parquet(columns: &[(&str, Column)], rows: usize, to_a_group: usize, packed: Compression) -> Vec<u8> {
    let fields = columns.iter().map(|(name, column)| column.kind(name)).collect();
    let schema = Arc::new(Type::group_type_builder("people").with_fields(fields).build().unwrap());
    let properties = WriterProperties::builder().set_compression(packed).set_data_page_row_count_limit(50);
    // Only between two small writes is a page ended: without this a column would have a single page.
    let properties = properties.set_write_batch_size(10);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    for start in (0..rows).step_by(to_a_group.max(1)) {
        let these = start..(start + to_a_group).min(rows);
        let mut group = writer.next_row_group().unwrap();
        for (_, column) in columns {
            let mut out = group.next_column().unwrap().unwrap();
            match column {
                Column::Booleans(all) => {
                    let all = &all[these.clone()];
                    out.typed::<BoolType>().write_batch(&there(all), Some(&levels(all)), None).unwrap();
                }
                Column::Older(all) => {
                    let all = &all[these.clone()];
                    let moments = there(all).iter().map(|parts| Int96::from(parts.to_vec())).collect::<Vec<_>>();
                    out.typed::<Int96Type>().write_batch(&moments, Some(&levels(all)), None).unwrap();
                }
                Column::FixedDecimals(_, _, all) => {
                    let all = &all[these.clone()];
                    let bytes =
                        there(all).iter().map(|number| fixed(number.to_be_bytes().to_vec())).collect::<Vec<_>>();
                    out.typed::<FixedLenByteArrayType>().write_batch(&bytes, Some(&levels(all)), None).unwrap();
                }
                Column::Fixed(_, all) => {
                    let all = &all[these.clone()];
                    let bytes = there(all).into_iter().map(fixed).collect::<Vec<_>>();
                    out.typed::<FixedLenByteArrayType>().write_batch(&bytes, Some(&levels(all)), None).unwrap();
                }
                Column::ByteDecimals(_, _, all) | Column::Bytes(_, all) => {
                    let all = &all[these.clone()];
                    let bytes = there(all).into_iter().map(ByteArray::from).collect::<Vec<_>>();
                    out.typed::<ByteArrayType>().write_batch(&bytes, Some(&levels(all)), None).unwrap();
                }
                Column::Short(all) | Column::Days(all) | Column::ShortDecimals(_, _, all) => {
                    let all = &all[these.clone()];
                    out.typed::<Int32Type>().write_batch(&there(all), Some(&levels(all)), None).unwrap();
                }
                Column::Long(all) | Column::Microseconds(all) => {
                    let all = &all[these.clone()];
                    out.typed::<Int64Type>().write_batch(&there(all), Some(&levels(all)), None).unwrap();
                }
                Column::Doubles(all) => {
                    let all = &all[these.clone()];
                    out.typed::<DoubleType>().write_batch(&there(all), Some(&levels(all)), None).unwrap();
                }
                Column::Texts(all) => {
                    let all = &all[these.clone()];
                    let texts: Vec<ByteArray> = there(all).iter().map(|text| ByteArray::from(text.as_str())).collect();
                    out.typed::<ByteArrayType>().write_batch(&texts, Some(&levels(all)), None).unwrap();
                }
                Column::Lists(all) => {
                    let (mut texts, mut definition, mut repetition) = (Vec::new(), Vec::new(), Vec::new());
                    for list in &all[these.clone()] {
                        let elements = list.as_deref().unwrap_or_default();
                        texts.extend(elements.iter().map(|text| ByteArray::from(text.as_str())));
                        let level = if list.is_none() { 0 } else { 1 };
                        definition.extend(if elements.is_empty() { vec![level] } else { vec![3; elements.len()] });
                        repetition.extend((0..elements.len().max(1)).map(|at| i16::from(at > 0)));
                    }
                    let writer = out.typed::<ByteArrayType>();
                    writer.write_batch(&texts, Some(&definition), Some(&repetition)).unwrap();
                }
            }
            out.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

/// Everything that is read from a table: batches of people.
pub(crate) fn read(
    policy: &Policy,
    bytes: Vec<u8>,
    format: Format,
    rows_at_once: usize,
    unknown: UnknownColumns,
) -> Result<Vec<People>, TableFault> {
    let places = places();
    let mut people = Vec::new();
    match format {
        Format::Csv => {
            let mut reader = CsvReader::open(Cursor::new(bytes), rows_at_once)?;
            let columns = Columns::find(&policy.facts, reader.names().iter().map(String::as_str), unknown)?;
            let reading = Reading { facts: &policy.facts, places, columns: &columns, on: on(), told_on: Some(on()) };
            reader.choose(&columns);
            while let Some(rows) = reader.next_rows()? {
                people.push(reading.people(&Rows::Csv(rows))?);
            }
        }
        Format::Parquet => {
            let mut reader = ParquetReader::open(bytes::Bytes::from(bytes), rows_at_once)?;
            let columns = Columns::find(&policy.facts, reader.names().iter().map(String::as_str), unknown)?;
            let reading = Reading { facts: &policy.facts, places, columns: &columns, on: on(), told_on: Some(on()) };
            reader.choose(&policy.facts, &columns)?;
            while let Some(rows) = reader.next_rows()? {
                people.push(reading.people(&Rows::Parquet(rows))?);
            }
        }
    }
    Ok(people)
}

/// The file of the verdicts of some people.
pub(crate) fn verdicts(policy: &Policy, people: Vec<People>, format: Format) -> Vec<u8> {
    let area = policy.area("here").unwrap();
    let plan = Plan::new(policy, area, on());
    let programmes = policy.programmes_in(area).map(|programme| programme.id.to_string()).collect();
    let names_people = people.first().is_none_or(|batch| batch.ids != Ids::Rows);
    let subject = Subject { programmes, names_people, said_of: vec![("tapestry.area".to_owned(), "here".to_owned())] };
    let mut writer = VerdictWriter::new(format, Vec::new(), subject);
    for batch in people {
        let screening = plan.screen(&batch.population, Detail::Verdicts);
        let encoded: Encoded = encode(format, batch.first, batch.ids, &screening);
        writer.write(encoded).unwrap();
    }
    writer.finish().unwrap()
}
