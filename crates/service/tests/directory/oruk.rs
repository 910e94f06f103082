//! The open interface: the standard's shapes, parameters and manners.

use crate::support::World;
use crate::{ask, get, with_example};
use axum::body::Body;
use axum::http::Request;
use serde_json::Value;
use std::path::PathBuf;

async fn json(world: &World, path: &str) -> Value {
    let (status, body) = get(world, path).await;
    assert_eq!(status, 200, "{path}: {body}");
    serde_json::from_str(&body).unwrap()
}

async fn total(world: &World, path: &str) -> u64 {
    json(world, path).await["total_items"].as_u64().unwrap()
}

/// The folder of the validator's schemas, when the shared standards lie beside the workspace.
fn schemas() -> Option<PathBuf> {
    let shared = std::env::var_os("TAPESTRY_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let schemas = shared.join("standards/oruk/oruk-validator-schemas-2025/Schemas/V3.0-UK");
    if schemas.is_dir() {
        return Some(schemas);
    }
    eprintln!("SKIPPED: no schemas at {} (set TAPESTRY_SHARED)", schemas.display());
    None
}

fn faults(schema: &Value, instance: &Value) -> Vec<String> {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    validator.iter_errors(instance).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

/// What the standard asks of a page, and its validator's schema leaves out.
fn is_a_page(page: &Value) -> bool {
    ["total_items", "total_pages", "page_number", "size"].iter().all(|name| page[name].is_u64())
        && ["first_page", "last_page", "empty"].iter().all(|name| page[name].is_boolean())
        && page["contents"].is_array()
}

#[tokio::test]
async fn every_answer_has_the_shape_of_the_standard() {
    let world = with_example().await;
    let Some(schemas) = schemas() else { return };
    let schema = |name: &str| -> Value {
        serde_json::from_slice(&std::fs::read(schemas.join(format!("{name}.json"))).unwrap()).unwrap()
    };
    assert_eq!(faults(&schema("api_details"), &json(&world, "/oruk/").await), Vec::<String>::new());
    for (list, list_schema, one_schema) in [
        ("services", Some("service_list"), "service"),
        ("service_at_locations", Some("service_at_location_list"), "service_at_location"),
        ("taxonomies", Some("taxonomy_list"), "taxonomy"),
        ("taxonomy_terms", Some("taxonomy_term_list"), "taxonomy_term"),
        ("organizations", None, "organization"),
    ] {
        let page = json(&world, &format!("/oruk/{list}?per_page=100")).await;
        assert!(is_a_page(&page), "{list}: {page}");
        if let Some(list_schema) = list_schema {
            assert_eq!(faults(&schema(list_schema), &page), Vec::<String>::new(), "{list}");
        }
        let records = page["contents"].as_array().unwrap();
        assert!(!records.is_empty(), "{list}");
        for record in records {
            let one = json(&world, &format!("/oruk/{list}/{}", record["id"].as_str().unwrap())).await;
            assert_eq!(faults(&schema(one_schema), &one), Vec::<String>::new(), "{list}");
            assert_eq!(one["id"], record["id"]);
        }
    }
}

#[tokio::test]
async fn pages_follow_one_another() {
    let world = with_example().await;
    let mut ids = Vec::new();
    for number in 1..=5 {
        let page = json(&world, &format!("/oruk/services?page={number}&per_page=10")).await;
        assert_eq!((page["total_items"].as_u64(), page["total_pages"].as_u64()), (Some(41), Some(5)));
        assert_eq!((page["first_page"] == true, page["last_page"] == true), (number == 1, number == 5));
        ids.extend(page["contents"].as_array().unwrap().iter().map(|one| one["id"].to_string()));
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 41);
    let beyond = json(&world, "/oruk/services?page=18446744073709551615&per_page=1000").await;
    assert_eq!((beyond["empty"] == true, beyond["size"].as_u64()), (true, Some(0)));
}

#[tokio::test]
async fn parameters_narrow_and_add_up() {
    let world = with_example().await;
    let terms = json(&world, "/oruk/taxonomy_terms").await;
    let term = |says: &str| {
        let terms = terms["contents"].as_array().unwrap();
        let term = terms.iter().find(|term| term["term"] == says).unwrap();
        term["id"].as_str().unwrap().to_owned()
    };
    let (english, maths) = (term("english"), term("maths"));
    let of_english = total(&world, &format!("/oruk/services?taxonomy_term_id={english}")).await;
    let of_both = total(&world, &format!("/oruk/services?taxonomy_term_id={english}&taxonomy_term_id={maths}")).await;
    assert_eq!((of_english, of_both), (3, 1));
    let taxonomy = json(&world, "/oruk/taxonomies").await["contents"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(total(&world, &format!("/oruk/services?taxonomy_id={taxonomy}")).await, 41);
    assert_eq!(total(&world, "/oruk/services?taxonomy_id=none").await, 0);
    assert_eq!(total(&world, "/oruk/services?search=lorry").await, 1);
    assert_eq!(total(&world, "/oruk/services?text=lorry&maximum_age=20").await, 0);
    assert_eq!(total(&world, "/oruk/services?maximum_age=24").await, 2);
    assert!(
        total(&world, "/oruk/services?minimum_age=19").await < total(&world, "/oruk/services?minimum_age=18").await
    );
    assert_eq!(total(&world, "/oruk/services?day=SA&start_time=17:00&end_time=21:00").await, 1);
    assert_eq!(total(&world, "/oruk/services?day=Saturday&start_time=17:01").await, 0);
    assert_eq!(total(&world, "/oruk/services?modified_after=2026-10-01").await, 41);
    assert_eq!(total(&world, "/oruk/services?modified_after=2026-10-01T10:00:00%2B01:00").await, 41);
    assert_eq!(total(&world, "/oruk/services?modified_after=2026-10-01T09:00:01Z").await, 0);
    let full = json(&world, "/oruk/services?search=lorry&full=true").await;
    assert!(full["contents"][0]["schedules"].is_array());
    assert!(json(&world, "/oruk/services?search=lorry").await["contents"][0]["schedules"].is_null());
}

#[tokio::test]
async fn what_is_near_comes_first_and_what_is_far_is_left_out() {
    let world = with_example().await;
    let near = json(&world, "/oruk/service_at_locations?postcode=B9%205HP&proximity=2000").await;
    let near = near["contents"].as_array().unwrap();
    assert_eq!(near[0]["location"]["name"], "Heartlands Works");
    assert!(near.len() > 2 && near.len() < 20, "{}", near.len());
    assert_eq!(total(&world, "/oruk/services?postcode=B95HP&proximity=0").await, 2);
    assert_eq!(total(&world, "/oruk/services?postcode=B95HP").await, 41);
    assert_eq!(total(&world, "/oruk/service_at_locations").await, 41);
}

#[tokio::test]
async fn what_cannot_be_read_or_is_not_there_is_said_in_json() {
    let world = with_example().await;
    for query in [
        "page=0",
        "page=-1",
        "page=one",
        "page=99999999999999999999",
        "per_page=0",
        "per_page=1001",
        "minimum_age=old",
        "maximum_age=-1",
        "minimum_age=NaN",
        "day=someday",
        "start_time=nine",
        "end_time=25:00",
        "postcode=B9",
        "postcode=ZE1+0AA",
        "proximity=100",
        "postcode=B95HP&proximity=far",
        "modified_after=yesterday",
        "full=maybe",
        "taxonomy_id=%00",
    ] {
        for list in ["services", "service_at_locations"] {
            let (status, body) = get(&world, &format!("/oruk/{list}?{query}")).await;
            assert_eq!(status, 400, "{query}: {body}");
            let problem: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(problem["error"], "directory/bad-parameter", "{query}");
            assert!(query.contains(problem["parameter"].as_str().unwrap()), "{query}: {body}");
        }
    }
    let long = "x".repeat(501);
    assert_eq!(get(&world, &format!("/oruk/services?search={long}")).await.0, 400);
    for path in [
        "services/x",
        "services/%00",
        "service_at_locations/x",
        "organizations/x",
        "taxonomies/x",
        "taxonomy_terms/x",
        "locations",
        "services/x/y",
    ] {
        let (status, body) = get(&world, &format!("/oruk/{path}")).await;
        assert_eq!(status, 404, "{path}: {body}");
        assert!(serde_json::from_str::<Value>(&body).unwrap()["error"].is_string(), "{path}: {body}");
    }
}

#[tokio::test]
async fn any_site_may_read_and_none_may_write() {
    let world = with_example().await;
    for (method, path, status) in [
        ("GET", "/oruk", 200),
        ("GET", "/oruk/services/none", 404),
        ("GET", "/oruk/services?page=0", 400),
        ("GET", "/oruk/none", 404),
        ("HEAD", "/oruk/services", 200),
        ("OPTIONS", "/oruk/services", 204),
        ("DELETE", "/oruk/services", 405),
    ] {
        let request = Request::builder().method(method).uri(path).header("origin", "https://elsewhere.example");
        let (response, body) = ask(&world, request.body(Body::empty()).unwrap()).await;
        let is_refused_as_a_form = method == "DELETE" && response.status() == 403;
        assert!(response.status() == status || is_refused_as_a_form, "{method} {path}: {} {body}", response.status());
        if !is_refused_as_a_form {
            assert_eq!(response.headers()["access-control-allow-origin"], "*", "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_interface_says_what_it_is() {
    let world = with_example().await;
    let details = json(&world, "/oruk").await;
    assert_eq!(details["version"], "HSDS-UK-3.0");
    assert_eq!(details["openapi_url"], "http://directory.example/oruk/openapi.json");
    let openapi = json(&world, "/oruk/openapi.json").await;
    assert!(openapi["paths"]["/services/{id}"]["get"].is_object());
    let request = Request::get("/oruk").header("host", "evil.example/\"<script>").body(Body::empty()).unwrap();
    let (_, body) = ask(&world, request).await;
    assert!(body.contains("http://localhost/oruk/openapi.json"), "{body}");
}
