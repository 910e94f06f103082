//! The directory from outside: taking in feeds, the open interface, and the finder's pages.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod finder;
mod import;
mod oruk;
mod sources;
#[expect(dead_code, reason = "this test uses a part of it")]
#[path = "../support/mod.rs"]
mod support;
mod truth;

use axum::body::Body;
use axum::http::{Request, Response};
use support::{World, databases, world};
use tower::ServiceExt;

/// A world with the example directory in it: on PostgreSQL where a server is named, otherwise on SQLite.
async fn with_example() -> World {
    let (url, folder) = databases().await.pop().unwrap();
    let world = world(&url, folder).await;
    service::directory::load_example(&world.app).await.unwrap();
    world
}

/// Asks the whole site.
async fn ask(world: &World, request: Request<Body>) -> (Response<()>, String) {
    let response = service::router(world.app.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 10_000_000).await.unwrap();
    (Response::from_parts(parts, ()), String::from_utf8(bytes.to_vec()).unwrap())
}

/// Gets a path.
async fn get(world: &World, path: &str) -> (u16, String) {
    let request = Request::get(path).header("host", "directory.example").body(Body::empty()).unwrap();
    let (response, body) = ask(world, request).await;
    (response.status().as_u16(), body)
}
