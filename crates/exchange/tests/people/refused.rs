//! What is wrong with a table is told by column and row, and never by value.

use crate::support::{Column, parquet, policy, read};
use exchange::tables::{Format, UnknownColumns};
use parquet::basic::{Compression, LogicalType};

fn csv(text: &[u8]) -> Result<usize, String> {
    read_as(Format::Csv, text.to_vec())
}

fn read_as(format: Format, bytes: Vec<u8>) -> Result<usize, String> {
    let people = read(&policy(), bytes, format, 3, UnknownColumns::Refuse).map_err(|fault| fault.to_string())?;
    Ok(people.iter().map(|batch| batch.population.len()).sum())
}

fn of(columns: &[(&str, Column)], rows: usize) -> Result<usize, String> {
    read_as(Format::Parquet, parquet(columns, rows, 10, Compression::SNAPPY))
}

#[track_caller]
fn says(found: Result<usize, String>, words: &[&str]) {
    let said = found.unwrap_err();
    for word in words {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
}

#[test]
fn every_odd_column_is_named_with_the_fact_that_may_be_meant() {
    says(
        csv(b"person,benefitt,homes,zebra\n"),
        &["`benefitt`", "`benefit`?", "`homes`", "`home`?", "column `zebra`: there is no such fact"],
    );
    says(csv(b"hours,hours\n1,2\n"), &["`hours` is there twice"]);
    says(csv(b"person,id,hours\n1,2,3\n"), &["`id` is there twice, or stands beside another"]);
    says(csv(b"hours_known_on\n2024-01-01\n"), &["`hours_known_on`: there is no column with the answers"]);
    let passed_over = read(&policy(), b"zebra,hours\nx,3\n".to_vec(), Format::Csv, 9, UnknownColumns::PassOver);
    assert_eq!(passed_over.unwrap()[0].population.column("hours").unwrap().number(0), Some(3));
}

#[test]
fn a_value_is_told_by_row_and_column_and_what_would_be_right() {
    let table = "person,carer,hours,savings,born,benefit,needs,home\n\
                 Ann Secret,maybe-secret,1.5secret,1e3secret,secret-day,secret-code,english;secret,nowhere secret\n\
                 Bob,yes,169,-1,1850-01-01,UC,none,B9 5QT\n";
    let said = csv(table.as_bytes()).unwrap_err();
    assert!(!said.contains("secret") && !said.contains("Secret") && !said.contains("169"), "{said}");
    for word in [
        "row 1, column `carer`: true or false is needed",
        "row 1, column `hours`: a whole number is needed",
        "row 1, column `savings`: a whole number of pence is needed",
        "row 1, column `born`: a day from 1900 to 2199 is needed, written like 2024-01-31",
        "row 1, column `benefit`: one of `UC`, `ESA`, `none` is needed",
        "row 1, column `needs`: any of `english`, `maths`, `it` is needed",
        "row 1, column `home`: an LSOA code or a postcode is needed",
        "row 2, column `hours`: 0 to 168 is allowed",
        "row 2, column `savings`: 0 or more is allowed",
        "row 2, column `born`: a day from 1900",
    ] {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
    let many = format!("hours\n{}", "x\n".repeat(3));
    says(csv(many.as_bytes()), &["row 1,", "row 2,", "row 3,"]);
    let very_many =
        read(&policy(), format!("hours\n{}", "x\n".repeat(50)).into(), Format::Csv, 40, UnknownColumns::Refuse);
    assert!(very_many.unwrap_err().to_string().contains("and 20 more in the rows that were read"));
}

#[test]
fn odd_csv_is_refused_by_line() {
    says(csv(b""), &["the table is empty"]);
    says(csv(b"\n\n"), &["the table is empty"]);
    says(csv(b"hours,carer\n1\n"), &["row 1: there are 1 fields, and the header names 2"]);
    says(csv(b"hours\n1\n2,3\n"), &["row 2: there are 2 fields"]);
    says(csv(b"hours\n\xff\xfe\n"), &["row 1, column `hours`: it is not text in UTF-8"]);
    says(csv(b"ho\xffrs\n1\n"), &["the header is not text in UTF-8"]);
    says(csv(b"hours\n1\0\n"), &["row 1, column `hours`: a whole number"]);
    says(csv(b"hou\0rs\n1\n"), &["the header is not text"]);
    says(csv(b"person,hours\nAnn\0,1\n"), &["row 1, column `person`: at most 200 bytes without control"]);
    says(csv(format!("person,hours\n{},1\n", "a".repeat(201)).as_bytes()), &["row 1, column `person`"]);
    says(
        csv(format!("hours\n1\n\"{}\n", "a".repeat(3_000_000)).as_bytes()),
        &["row 2: the line is longer than", "quotation mark"],
    );
    says(csv("h".repeat(3_000_000).as_bytes()), &["row 0: the line is longer"]);
    says(csv(format!("hours{}\n", ",x".repeat(900_000)).as_bytes()), &["longer than"]);
    assert_eq!(csv(b"\xef\xbb\xbfhours,person\r\n1,Ann\r\n,\r\n"), Ok(2));
    assert_eq!(csv(b"hours\n"), Ok(0));
    // A postcode that is well made but in no table held is not known, and no fault.
    assert_eq!(csv(b"person,home\n1,E01000001\n2,\n3,ZZ9 9ZZ\n"), Ok(3));
}

#[test]
fn parquet_columns_of_another_type_are_all_named() {
    let some = |number: i32| vec![Some(number); 4];
    says(
        of(
            &[
                ("carer", Column::Days(some(1))),
                ("hours", Column::Booleans(vec![None; 4])),
                ("born", Column::Short(some(3))),
                ("benefit", Column::Short(some(4))),
                ("needs", Column::Doubles(vec![None; 4])),
                ("home", Column::Lists(vec![None; 4])),
                ("person", Column::Doubles(vec![None; 4])),
            ],
            4,
        ),
        &[
            "column `carer` holds dates, which its answers cannot be read from: write it as true or false",
            "column `hours` holds true and false, which its answers cannot be read from: write it as whole numbers",
            "column `born` holds whole numbers, which its answers cannot be read from: write it as dates",
            "column `benefit` holds whole numbers, which its answers cannot be read from: write it as text or a dictionary",
            "column `needs` holds floating point numbers, which its answers cannot be read from: write it as lists of text",
            "column `home` holds lists of text, which its answers cannot be read from: write it as text: LSOA codes",
            "column `person` holds floating point numbers, which its answers cannot be read from: write it as text or whole numbers",
        ],
    );
}

#[test]
fn what_common_writers_make_and_no_fact_can_be_read_from_is_named_in_words() {
    let bytes = |length| vec![Some(vec![1_u8; length]), None];
    says(
        of(
            &[
                ("person", Column::Fixed(Some(LogicalType::Uuid), bytes(16))),
                ("hours", Column::Fixed(Some(LogicalType::Float16), bytes(2))),
                ("home", Column::Fixed(None, bytes(9))),
                ("needs", Column::Bytes(Some(LogicalType::Json), bytes(2))),
                ("benefit", Column::ShortDecimals(9, 2, vec![Some(1), None])),
                ("carer", Column::Older(vec![Some([0, 0, 2_440_588]), None])),
            ],
            2,
        ),
        &[
            "column `person` holds identifiers (UUID) as 16 bytes each, which",
            "write it as text or whole numbers",
            "column `hours` holds floating point numbers of 16 bits, which",
            "column `home` holds plain bytes, which its answers cannot be read from: write it as text: LSOA codes or postcodes",
            "column `needs` holds JSON, which",
            "column `benefit` holds decimal numbers, which its answers cannot be read from: write it as text or a dictionary",
            "column `carer` holds timestamps, which its answers cannot be read from: write it as true or false",
        ],
    );
}

#[test]
fn decimal_numbers_and_the_older_moments_are_read_where_they_are_whole() {
    let whole = [
        ("hours", Column::ShortDecimals(9, 2, vec![Some(1_600), None])),
        ("savings", Column::FixedDecimals(38, 4, vec![Some(9_000_000_000_000), Some(0)])),
        ("born", Column::Older(vec![Some([0, 0, 2_440_588 + 365]), None])),
    ];
    let people =
        read(&policy(), parquet(&whole, 2, 10, Compression::SNAPPY), Format::Parquet, 9, UnknownColumns::Refuse);
    let people = &people.unwrap()[0].population;
    let number = |fact: &str, row| people.column(fact).unwrap().number(row);
    assert_eq!((number("hours", 0), number("hours", 1)), (Some(16), None));
    assert_eq!((number("savings", 0), number("savings", 1)), (Some(900_000_000), Some(0)));
    let bytes = [("savings", Column::ByteDecimals(9, 1, vec![Some(vec![0x00, 0xFA]), Some(vec![])]))];
    says(of(&bytes, 2), &["row 2, column `savings`: a whole number is needed"]);
    says(
        of(&[("hours", Column::ShortDecimals(9, 2, vec![Some(1_650)]))], 1),
        &["row 1, column `hours`: a whole number"],
    );
    let negative = Column::ByteDecimals(9, 0, vec![Some(vec![0xFF, 0xFF, 0xFF])]);
    says(of(&[("savings", negative)], 1), &["row 1, column `savings`: 0 or more is allowed"]);
    says(of(&[("savings", Column::FixedDecimals(38, 0, vec![Some(i128::MAX)]))], 1), &["a whole number is needed"]);
    says(
        of(&[("born", Column::Older(vec![Some([1, 0, 2_440_588])]))], 1),
        &["row 1, column `born`: a day without a time"],
    );
    says(of(&[("born", Column::Older(vec![Some([0, 0, 0])]))], 1), &["row 1, column `born`: a day from 1900"]);
}

#[test]
fn parquet_values_are_told_by_row_too() {
    says(of(&[("hours", Column::Doubles(vec![Some(3.0), Some(2.5)]))], 2), &["row 2, column `hours`: a whole number"]);
    says(of(&[("hours", Column::Long(vec![Some(3), None, Some(1_000)]))], 3), &["row 3, column `hours`: 0 to 168"]);
    says(of(&[("carer", Column::Short(vec![Some(0), Some(2)]))], 2), &["row 2, column `carer`: true or false"]);
    says(of(&[("born", Column::Microseconds(vec![Some(1)]))], 1), &["row 1, column `born`: a day without a time"]);
    says(of(&[("born", Column::Days(vec![Some(-40_000)]))], 1), &["row 1, column `born`: a day from 1900"]);
    says(of(&[("born", Column::Days(vec![Some(i32::MAX)]))], 1), &["row 1, column `born`: a day from 1900"]);
    let text = |texts: &[&str]| Column::Texts(texts.iter().map(|text| Some((*text).to_owned())).collect());
    says(of(&[("benefit", text(&["UC", "secret"]))], 2), &["row 2, column `benefit`: one of `UC`"]);
    let lists = vec![Some(vec!["it".to_owned()]), Some(vec!["secret".to_owned()])];
    says(of(&[("needs", Column::Lists(lists))], 2), &["row 2, column `needs`: any of"]);
    // The rows of a later group go on counting.
    let late = (0..25).map(|row| Some(if row == 24 { 999 } else { 1 })).collect();
    says(of(&[("hours", Column::Long(late))], 25), &["row 25, column `hours`"]);
}
