//! The files every page loads: one style sheet, one script, one icon, all inside the binary.
//!
//! A page names them with the fingerprint of their contents, so that a browser may keep them for a year.
//! Asked for without it, they are checked again each time by their ETag. There is no other file to find.

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::error::PageError;

/// Where a page finds the style sheet.
pub const STYLE: &str = concat!("/assets/tapestry.css?v=", env!("TAPESTRY_STYLE_HASH"));
/// Where a page finds the script (an ES module).
pub const SCRIPT: &str = concat!("/assets/tapestry.js?v=", env!("TAPESTRY_SCRIPT_HASH"));
/// Where a page finds the icon.
pub const ICON: &str = concat!("/assets/favicon.svg?v=", env!("TAPESTRY_ICON_HASH"));

struct Asset {
    name: &'static str,
    content_type: &'static str,
    hash: &'static str,
    text: &'static str,
}

const ASSETS: [Asset; 3] = [
    Asset {
        name: "tapestry.css",
        content_type: "text/css; charset=utf-8",
        hash: env!("TAPESTRY_STYLE_HASH"),
        text: include_str!(concat!(env!("OUT_DIR"), "/tapestry.css")),
    },
    Asset {
        name: "tapestry.js",
        content_type: "text/javascript; charset=utf-8",
        hash: env!("TAPESTRY_SCRIPT_HASH"),
        text: include_str!(concat!(env!("OUT_DIR"), "/tapestry.js")),
    },
    Asset {
        name: "favicon.svg",
        content_type: "image/svg+xml",
        hash: env!("TAPESTRY_ICON_HASH"),
        text: include_str!("look/favicon.svg"),
    },
];

/// `/assets/{file}`, and `/favicon.ico` for whatever asks for the icon without reading a page.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(show)).route("/favicon.ico", get(async || Redirect::temporary(ICON)))
}

async fn show(Path(file): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == file) else {
        return PageError::NotFound.into_response();
    };
    let etag = format!("\"{}\"", asset.hash);
    let versioned = query.is_some_and(|query| query.strip_prefix("v=") == Some(asset.hash));
    let keep = if versioned { "public, max-age=31536000, immutable" } else { "no-cache" };
    let shared = [(header::ETAG, etag.clone()), (header::CACHE_CONTROL, keep.to_owned())];
    let held = headers.get(header::IF_NONE_MATCH).and_then(|held| held.to_str().ok());
    if held.is_some_and(|held| held.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)) {
        return (StatusCode::NOT_MODIFIED, shared).into_response();
    }
    (shared, [(header::CONTENT_TYPE, asset.content_type)], asset.text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The licence of the published package does not cover these (see build.rs).
    #[test]
    fn nothing_of_the_government_site_is_embedded() {
        for asset in &ASSETS {
            for word in ["GDS Transport", "@font-face", "crest.svg", ".woff"] {
                assert!(!asset.text.contains(word), "{word} in {}", asset.name);
            }
            assert!(!asset.text.is_empty());
        }
    }

    #[test]
    fn addresses_name_files_that_exist() {
        for address in [STYLE, SCRIPT, ICON] {
            let file = address.trim_start_matches("/assets/").split('?').next();
            assert!(ASSETS.iter().any(|asset| Some(asset.name) == file), "{address}");
        }
    }
}
