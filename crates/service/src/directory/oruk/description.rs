//! What the interface says of itself: the root, and its OpenAPI description.

use super::parameters::{FARTHEST_METRES, MAX_PER_PAGE, OLDEST_YEARS};
use axum::Json;
use axum::http::{HeaderMap, header};
use exchange::oruk::{ApiDetails, PROFILE_URL};
use serde_json::{Value, json};

/// Schemas of the UK profile, by the name of a record.
const SCHEMAS: &str = "https://raw.githubusercontent.com/OpenReferralUK/uk-profile/main/schema/compiled";

/// `/oruk`: which standard this is, and where it is described.
pub(super) async fn details(headers: HeaderMap) -> Json<ApiDetails> {
    Json(ApiDetails::described_at(format!("{}/oruk/openapi.json", own_address(&headers))))
}

/// `/oruk/openapi.json`
pub(super) async fn openapi(headers: HeaderMap) -> Json<Value> {
    Json(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Directory of services, Open Referral UK",
            "version": "3.0",
            "description": format!("Read-only, open to all. Follows the UK profile: {PROFILE_URL}"),
        },
        "servers": [{ "url": format!("{}/oruk", own_address(&headers)) }],
        "paths": paths(),
    }))
}

/// The address that the request was sent to, when the header has one of the right form.
fn own_address(headers: &HeaderMap) -> String {
    let header = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header(header::HOST).unwrap_or_default();
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
    let host = if host.is_empty() || !host.bytes().all(is_host) { "localhost" } else { host };
    let forwarded = header(header::HeaderName::from_static("x-forwarded-proto"));
    let scheme = if forwarded == Some("https") { "https" } else { "http" };
    format!("{scheme}://{host}")
}

fn paths() -> Value {
    let paging = ["page", "per_page"];
    let services = [
        "page",
        "per_page",
        "search",
        "text",
        "taxonomy_term_id",
        "taxonomy_id",
        "organization_id",
        "minimum_age",
        "maximum_age",
        "start_time",
        "end_time",
        "day",
        "postcode",
        "proximity",
        "modified_after",
        "full",
    ];
    let mut paths = serde_json::Map::new();
    paths.insert("/".to_owned(), operation("Which standard this is", &[], None));
    for (name, schema, parameters) in [
        ("services", Some("service"), services.as_slice()),
        ("service_at_locations", Some("service_at_location"), services.as_slice()),
        ("organizations", Some("organization"), paging.as_slice()),
        ("taxonomies", None, paging.as_slice()),
        ("taxonomy_terms", None, &["page", "per_page", "taxonomy_id"]),
    ] {
        let words = name.replace('_', " ");
        paths.insert(format!("/{name}"), operation(&format!("A page of {words}"), parameters, None));
        let mut one = operation(&format!("One of the {words}"), &[], schema);
        if let Some(object) = one.as_object_mut() {
            let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
            object.insert("parameters".to_owned(), json!([id]));
        }
        paths.insert(format!("/{name}/{{id}}"), one);
    }
    Value::Object(paths)
}

fn operation(summary: &str, parameters: &[&str], schema: Option<&str>) -> Value {
    let parameters: Vec<Value> = parameters.iter().map(|name| parameter(name)).collect();
    let schema = schema
        .map_or_else(|| json!({ "type": "object" }), |schema| json!({ "$ref": format!("{SCHEMAS}/{schema}.json") }));
    json!({ "get": {
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": { "description": summary, "content": { "application/json": { "schema": schema } } },
            "400": { "description": "A parameter cannot be read" },
            "404": { "description": "There is nothing with this id" },
        },
    } })
}

fn parameter(name: &str) -> Value {
    let text = || json!({ "type": "string" });
    let time = || json!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$" });
    let (schema, about) = match name {
        "page" => (json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX }), "Which page, from 1"),
        "per_page" => (
            json!({ "type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE }),
            "How many records on a page, from 1 to 1,000; 50 when not given",
        ),
        "search" => (text(), "Words, each of which, or another word for it, must begin a word of the service"),
        "text" => (text(), "Another name for search"),
        "taxonomy_term_id" => (text(), "A term that the service has; may be given more than once"),
        "taxonomy_id" => (text(), "A taxonomy that the service has a term of"),
        "organization_id" => (text(), "Who gives the service"),
        "minimum_age" => (up_to(OLDEST_YEARS), "The service's least age is this or more, in years"),
        "maximum_age" => (up_to(OLDEST_YEARS), "The service's greatest age is this or less, in years"),
        "start_time" => (time(), "It opens at this time or later, like 09:30"),
        "end_time" => (time(), "It closes at this time or earlier, like 17:00"),
        "day" => (
            json!({ "type": "string", "enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] }),
            "It is surely open on this day of the week, like MO, within five weeks",
        ),
        "postcode" => (text(), "A postcode to measure from: the nearest come first"),
        "proximity" => (up_to(FARTHEST_METRES), "No farther from the postcode than this, in metres"),
        "modified_after" => (
            json!({ "type": "string", "format": "date-time" }),
            "Changed at this moment or later, as far as the source says, like 2026-11-23T09:30:00Z",
        ),
        "full" => (json!({ "type": "boolean" }), "Whole records in place of summaries"),
        _ => (text(), ""),
    };
    json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema })
}

/// A number from zero to `most`.
fn up_to(most: f64) -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": most })
}
