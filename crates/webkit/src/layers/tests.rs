#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use axum::body::{Body, to_bytes};
use axum::routing::{get, post};
use tower::ServiceExt;

use super::*;
use crate::body::BODY_LIMIT_BYTES;
use crate::headers::CONTENT_SECURITY_POLICY;
use crate::{PageError, Shell, assets, forms::Form, framed, pages};

fn site() -> Router {
    layers(
        Router::new()
            .merge(assets::routes())
            .merge(pages::routes())
            .route("/panic", get(|| async { panic!("Jo Bloggs") as () }))
            .route("/form", post(|form: Form| async move { form.text("name").to_owned() }))
            .route("/api/v1/odd", get(|| async { (StatusCode::BAD_REQUEST, "odd") })),
        Watch::default(),
    )
}

async fn ask(request: axum::http::request::Builder, body: impl Into<Body>) -> (Response<()>, String) {
    let response = site().oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let text = to_bytes(body, usize::MAX).await.unwrap();
    (Response::from_parts(parts, ()), String::from_utf8_lossy(&text).into_owned())
}

async fn get_page(path: &str) -> (Response<()>, String) {
    ask(Request::get(path), "").await
}

#[tokio::test]
async fn errors_stand_in_the_shell_of_the_reader() {
    let shell = Shell::public().in_demo(true).in_area("Newcastle");
    let room = Router::new()
        .route(
            "/refused",
            get(|| async { PageError::Refused { says: "Not yours.".into(), code: "rules/access".into() } }),
        )
        .route("/read", post(|form: Form| async move { form.text("x").to_owned() }));
    let router = layers(framed(room).layer(axum::Extension(shell)), Watch::default());
    for (request, status) in [
        (Request::get("/refused"), 403),
        (Request::get("/nothing"), 404),
        (Request::get("/read"), 404),
        (Request::post("/read"), 415),
    ] {
        let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), status);
        let text = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&text);
        assert!(text.contains("All people here are made up") && text.contains("Newcastle"), "{status}: {text}");
        crate::samples::keep_to_look_at(&format!("error-{status}"), &text);
    }
}

#[tokio::test]
async fn pages_carry_the_headers() {
    for path in ["/accessibility", "/privacy", "/how-decisions-are-made", "/nothing-here", "/panic"] {
        let (response, text) = get_page(path).await;
        crate::samples::keep_to_look_at(&path.replace('/', ""), &text);
        let headers = response.headers();
        assert_eq!(headers["content-security-policy"], CONTENT_SECURITY_POLICY);
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "same-origin");
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        assert!(headers.contains_key("permissions-policy"));
    }
}

#[tokio::test]
async fn a_panic_ends_in_the_fault_page() {
    let (response, text) = get_page("/panic").await;
    assert_eq!(response.status(), 500);
    assert!(text.contains("Sorry, something went wrong") && text.contains("Reference"), "{text}");
    assert!(!text.contains("Jo Bloggs"));
}

#[tokio::test]
async fn what_does_not_exist_reveals_nothing() {
    let (response, text) = get_page("/people/0190").await;
    assert_eq!(response.status(), 404);
    assert!(text.contains("Page not found") && !text.contains("0190"));
    assert_eq!(get_page("/form").await.0.status(), 404, "another method is no different");
}

#[tokio::test]
async fn forms_from_other_sites_are_refused() {
    let form = || {
        Request::post("/form")
            .header("host", "tapestry.test")
            .header("content-type", "application/x-www-form-urlencoded")
    };
    let (response, text) = ask(form().header("sec-fetch-site", "cross-site"), "name=Jo").await;
    assert_eq!(response.status(), 403);
    assert!(text.contains("not sent from Tapestry"));
    let (response, text) = ask(form().header("sec-fetch-site", "same-origin"), "name=Jo").await;
    assert_eq!((response.status().as_u16(), text.as_str()), (200, "Jo"));
}

#[tokio::test]
async fn too_much_is_refused_kindly() {
    let form = Request::post("/form").header("content-type", "application/x-www-form-urlencoded");
    let (response, text) = ask(form, format!("name={}", "x".repeat(BODY_LIMIT_BYTES))).await;
    assert_eq!(response.status(), 413);
    assert!(text.contains("too much to send at once"));
}

#[tokio::test]
async fn machines_get_plain_answers() {
    let (response, text) = get_page("/api/v1/odd").await;
    assert_eq!((response.status().as_u16(), text.as_str()), (400, "odd"));
}

#[tokio::test]
async fn files_are_kept_by_version_and_checked_by_etag() {
    let (response, _) = get_page(assets::STYLE).await;
    assert_eq!(response.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(response.headers()["content-type"], "text/css; charset=utf-8");
    let etag = response.headers()["etag"].clone();
    let (response, _) = get_page("/assets/tapestry.css").await;
    assert_eq!(response.headers()["cache-control"], "no-cache");
    let (response, text) = ask(Request::get(assets::STYLE).header("if-none-match", etag), "").await;
    assert_eq!((response.status().as_u16(), text.as_str()), (304, ""));
    for path in ["/assets/other.css", "/assets/..%2Flib.rs", "/assets/"] {
        assert_eq!(get_page(path).await.0.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn pages_are_compressed_on_request() {
    let (response, _) = ask(Request::get("/privacy").header("accept-encoding", "gzip"), "").await;
    assert_eq!(response.headers()["content-encoding"], "gzip");
}

#[tokio::test]
async fn who_comes_when_all_places_are_taken_is_asked_to_come_again() {
    let leave = Arc::new(tokio::sync::Notify::new());
    let waits = Arc::clone(&leave);
    let router = Router::new()
        .route(
            "/slow",
            get(move || {
                let waits = Arc::clone(&waits);
                async move { waits.notified().await }
            }),
        )
        .layer(from_fn_with_state(Arc::new(Semaphore::new(1)), so_many_at_once))
        .layer(map_response(when_to_come_again));
    let ask = |router: Router| router.oneshot(Request::get("/slow").body(Body::empty()).unwrap());
    let first = tokio::spawn(ask(router.clone()));
    tokio::task::yield_now().await;
    let second = ask(router.clone()).await.unwrap();
    assert_eq!((second.status().as_u16(), second.headers()[header::RETRY_AFTER].to_str().unwrap()), (503, "10"));
    leave.notify_one();
    assert_eq!(first.await.unwrap().unwrap().status(), 200);
    leave.notify_one();
    assert_eq!(ask(router).await.unwrap().status(), 200, "the place is free again");
}
