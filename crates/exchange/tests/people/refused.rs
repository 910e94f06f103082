//! What is wrong with a table is told by column and row, and never by value.

use crate::support::{Column, parquet, policy, read};
use exchange::tables::{Format, UnknownColumns};
use parquet::basic::Compression;

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
            "column `carer` holds dates, and Booleans is needed",
            "column `hours` holds Booleans, and whole numbers is needed",
            "column `born` holds whole numbers, and dates",
            "column `benefit` holds whole numbers, and text or a dictionary",
            "column `needs` holds floating point numbers, and lists of text",
            "column `home` holds lists of text, and text: LSOA codes",
            "column `person` holds floating point numbers, and text or whole numbers",
        ],
    );
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
