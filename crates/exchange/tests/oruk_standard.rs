//! What is read from the standard's own examples and feeds is served again in its own shape.
//! Passed over, saying so, when the standards are not beside the workspace.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod shared;

use exchange::oruk::{
    ApiDetails, Organization, Page, Record, RecordFault, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm, read_page,
};
use serde_json::Value;
use std::path::Path;

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn assert_valid(standards: &Path, schema: &str, instance: &Value) {
    let path = standards.join("oruk/oruk-validator-schemas-2025/Schemas/V3.0-UK").join(schema);
    let validator = jsonschema::options().should_validate_formats(true).build(&json(&path)).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(instance).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{schema}: {faults:#?}");
}

/// Reads the example, serves it as the only record of a page and by itself, and checks both.
fn serve<T: Record>(standards: &Path, feed: &str, example: &str, list_schema: Option<&str>, schema: &str) {
    let path = standards.join("oruk").join(feed).join(example);
    let read = read_page::<T>(&std::fs::read(&path).unwrap()).unwrap();
    assert!(read.faults.is_empty(), "{}: {:?}", path.display(), read.faults);
    let record = &read.records[0];
    let served = serde_json::to_value(record).unwrap();
    assert_valid(standards, schema, &served);
    let came = match json(&path) {
        Value::Object(object) if object.contains_key("contents") => object["contents"][0].clone(),
        other => other,
    };
    assert_eq!(served, came, "{} is served as it came", path.display());
    if let Some(list_schema) = list_schema {
        let page = Page::of(vec![record.summary()], 1, 1, 10);
        assert_valid(standards, list_schema, &serde_json::to_value(&page).unwrap());
    }
}

#[test]
fn examples_are_served_as_they_came_and_pass_the_schemas() {
    let Some(standards) = shared::standards() else {
        return;
    };
    for feed in ["uk-profile-3.0/examples", "oruk-validator-mocks/V3.0-UK-Default"] {
        serve::<Service>(&standards, feed, "service_full.json", Some("service_list.json"), "service.json");
        serve::<ServiceAtLocation>(
            &standards,
            feed,
            "service_at_location_full.json",
            Some("service_at_location_list.json"),
            "service_at_location.json",
        );
        serve::<Taxonomy>(&standards, feed, "taxonomy.json", Some("taxonomy_list.json"), "taxonomy.json");
        serve::<TaxonomyTerm>(
            &standards,
            feed,
            "taxonomy_term.json",
            Some("taxonomy_term_list.json"),
            "taxonomy_term.json",
        );
    }
    let organization = "organization_full.json";
    serve::<Organization>(&standards, "uk-profile-3.0/examples", organization, None, "organization.json");
}

#[test]
fn an_organisation_in_a_list_passes_the_schema_of_its_list() {
    let Some(standards) = shared::standards() else {
        return;
    };
    let path = standards.join("oruk/uk-profile-3.0/examples/organization_full.json");
    let read = read_page::<Organization>(&std::fs::read(path).unwrap()).unwrap();
    let summary = serde_json::to_value(read.records[0].summary()).unwrap();
    assert_valid(&standards, "organization_list.json", &summary);
}

#[test]
fn the_root_passes_its_schema() {
    let Some(standards) = shared::standards() else {
        return;
    };
    let details = ApiDetails::described_at("https://directory.example/oruk/openapi.json");
    assert_valid(&standards, "api_details.json", &serde_json::to_value(details).unwrap());
}

#[test]
fn a_whole_feed_is_read_and_a_failing_one_is_read_in_part() {
    let Some(standards) = shared::standards() else {
        return;
    };
    let mocks = standards.join("oruk/oruk-validator-mocks");
    let read = |feed: &str| {
        let path = mocks.join(feed).join("service_list.json");
        read_page::<Service>(&std::fs::read(path).unwrap()).unwrap()
    };
    let test = read("V3.0-UK-Test");
    assert_eq!((test.records.len(), test.faults.len()), (128, 0));
    assert_eq!(test.numbers.total_items, Some(31), "it says 31 and holds 128: numbers may lie");
    assert!(test.records[0].is_summary());
    let fail = read("V3.0-UK-Fail");
    let reasons = |faults: &[RecordFault]| faults.iter().map(|fault| fault.why.clone()).collect::<Vec<_>>();
    assert_eq!(reasons(&fail.faults), ["`name` is missing"; 4]);
}

/// The wider international standard has fields that the UK profile leaves out; they are kept.
#[test]
fn fields_beyond_the_profile_survive() {
    let Some(standards) = shared::standards() else {
        return;
    };
    let path = standards.join("oruk/hsds-3.1/examples/service_full.json");
    let read = read_page::<Service>(&std::fs::read(&path).unwrap()).unwrap();
    let served = serde_json::to_value(&read.records[0]).unwrap();
    assert_eq!(without_empty_lists(served), without_empty_lists(json(&path)));
}

fn without_empty_lists(value: Value) -> Value {
    match value {
        Value::Object(object) => object
            .into_iter()
            .filter(|(_, value)| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()))
            .map(|(name, value)| (name, without_empty_lists(value)))
            .collect(),
        Value::Array(list) => list.into_iter().map(without_empty_lists).collect(),
        other => other,
    }
}
