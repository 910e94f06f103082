//! Taking in directories: good ones twice, and every kind of bad one, from a feed served by the
//! test itself.
use crate::support::{World, databases, world};
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use service::directory::import::{Ending, Limits, Options, Progress, Report, import};
use service::directory::{export, load_example};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// A world on PostgreSQL where a server is named, otherwise on SQLite.
pub(crate) async fn a_world() -> World {
    let (url, folder) = databases().await.pop().unwrap();
    world(&url, folder).await
}

/// Serves a feed on a port of its own and gives its address.
async fn serve(feed: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, feed).await });
    address
}

fn limits() -> Limits {
    Limits { response: Duration::from_secs(2), overall: Duration::from_secs(10), pages: 50, ..Limits::default() }
}

fn within(limits: Limits) -> Options {
    Options { limits, ..Options::default() }
}

async fn take_in(world: &World, from: &str) -> Report {
    import(&world.app, from, &within(limits()), &mut |_| {}).await.unwrap()
}

/// The feed at an address, by a name that stays when the address changes.
async fn take_in_feed(world: &World, from: &str) -> Report {
    let options = Options { source: Some("feed".to_owned()), ..within(limits()) };
    take_in_options(world, from, &options).await
}

pub(crate) async fn take_in_options(world: &World, from: &str, options: &Options) -> Report {
    import(&world.app, from, options, &mut |_| {}).await.unwrap()
}

fn early(report: &Report) -> &str {
    match &report.ending {
        Ending::Early(why) => why,
        Ending::Whole => "",
    }
}

/// New, changed, unchanged, bad.
fn counts(report: &Report) -> (u64, u64, u64, u64) {
    let summary = &report.summary;
    (summary.new, summary.changed, summary.unchanged, summary.fault_count)
}

fn service(id: u64) -> Value {
    json!({
        "id": format!("00000000-0000-4000-8000-{id:012}"), "name": format!("Service {id}"), "status": "active",
        "schedules": [{ "id": "00000000-0000-4000-8000-100000000001", "freq": "WEEKLY", "byday": "MO" }],
        "organization": { "id": "00000000-0000-4000-8000-200000000001", "name": "Org", "description": "An organisation" },
    })
}

fn summary(id: u64) -> Value {
    let mut summary = service(id);
    summary.as_object_mut().unwrap().remove("schedules");
    summary
}

fn page(number: u64, of: u64, contents: &[Value]) -> Value {
    json!({
        "total_items": of * contents.len() as u64, "total_pages": of, "page_number": number, "size": contents.len(),
        "first_page": number == 1, "last_page": number >= of, "empty": contents.is_empty(), "contents": contents,
    })
}

/// A feed whose list of services is answered by `answer`, given the number of the page asked for.
fn feed(answer: impl Fn(u64) -> Response + Clone + Send + Sync + 'static) -> Router {
    let list = move |Query(query): Query<HashMap<String, String>>| {
        let page = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        let answer = answer(page);
        async move { answer }
    };
    Router::new().route("/api/services", get(list))
}

fn as_json(value: &Value) -> Response {
    axum::Json(value).into_response()
}

#[tokio::test]
async fn a_feed_is_taken_in_whole_and_doing_so_again_changes_nothing() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let from = serve(feed(|asked| as_json(&page(asked, 3, &[service(2 * asked), service(2 * asked + 1)])))).await;
        let mut told: Vec<Progress> = Vec::new();
        let first =
            import(&world.app, &format!("{from}/api"), &within(limits()), &mut |progress| told.push(progress.clone()))
                .await;
        let first = first.unwrap();
        assert_eq!((counts(&first), first.pages, &first.ending), ((6, 0, 0, 0), 3, &Ending::Whole), "{first}");
        assert_eq!(
            told.iter().map(|one| (one.pages, one.of_pages)).collect::<Vec<_>>(),
            [(1, Some(3)), (2, Some(3)), (3, Some(3))]
        );
        let before = exported(&world).await;
        let again = take_in(&world, &format!("{from}/api/services?page=7")).await;
        assert_eq!(counts(&again), (0, 0, 6, 0));
        assert!(again.is_clean() && again.notes.is_empty(), "{again}");
        assert_eq!(exported(&world).await, before);
    }
}

pub(crate) async fn exported(world: &World) -> String {
    let mut out = Vec::new();
    export(&world.app.db, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn what_is_exported_is_taken_in_again_as_it_was() {
    let (one, other) = (a_world().await, a_world().await);
    load_example(&one.app).await.unwrap();
    let text = exported(&one).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("directory.json");
    std::fs::write(&file, &text).unwrap();
    let report = take_in(&other, file.to_str().unwrap()).await;
    assert!(report.is_clean() && report.summary.new >= 40, "{report}");
    assert_eq!(exported(&other).await, text);
    // The same file under the name of its source is what was there; without, it is another source's.
    let same = Options { source: Some("example".to_owned()), ..Options::default() };
    let again = import(&one.app, file.to_str().unwrap(), &same, &mut |_| {}).await.unwrap();
    assert_eq!((again.summary.new, again.summary.changed, again.notes.len()), (0, 0, 0), "{again}");
    let other = take_in(&one, file.to_str().unwrap()).await;
    assert!(other.summary.new >= 40 && other.notes.iter().any(|note| note.contains("--source 'example'")), "{other}");
    assert!(take_in(&one, "/etc/hostname").await.ending != Ending::Whole);
    assert!(import(&one.app, "/no/such/file", &within(limits()), &mut |_| {}).await.is_err());
}

#[tokio::test]
async fn the_example_is_loaded_once() {
    let world = a_world().await;
    let first = load_example(&world.app).await.unwrap();
    assert!(first.new >= 41 && first.fault_count == 0, "{first:?}");
    let again = load_example(&world.app).await.unwrap();
    assert_eq!((again.new, again.changed, again.unchanged), (0, 0, first.new));
}

#[tokio::test]
async fn a_changed_record_is_changed_and_a_bad_one_passed_over() {
    let world = a_world().await;
    let bad = json!({ "id": "x", "name": "No status" });
    let from = serve(feed(move |_| as_json(&page(1, 1, &[service(1), bad.clone(), service(2), json!(7)])))).await;
    let report = take_in_feed(&world, &format!("{from}/api")).await;
    assert_eq!(counts(&report), (2, 0, 0, 2));
    assert_eq!(report.summary.faults[0], "page 1, record 2 (id `x`): `status` is missing");
    let mut changed = service(1);
    changed["name"] = json!("Another name");
    let from = serve(feed(move |_| as_json(&page(1, 1, &[changed.clone(), service(2)])))).await;
    assert_eq!(counts(&take_in_feed(&world, &format!("{from}/api")).await), (0, 1, 1, 0));
}

#[tokio::test]
async fn summaries_are_asked_for_in_full_and_never_take_the_place_of_the_whole() {
    let world = a_world().await;
    let one = |Path(id): Path<String>| async move {
        let number: u64 = id.rsplit('-').next().unwrap().parse().unwrap();
        if number == 3 { StatusCode::NOT_FOUND.into_response() } else { as_json(&service(number)) }
    };
    let list = || feed(|_| as_json(&page(1, 1, &[summary(1), summary(2), summary(3)])));
    let from = serve(list().route("/api/services/{id}", get(one))).await;
    let report = take_in_feed(&world, &format!("{from}/api")).await;
    assert_eq!(counts(&report), (3, 0, 0, 1), "{report}");
    assert!(report.summary.faults[0].contains("is kept in summary only"), "{report}");
    assert_eq!(exported(&world).await.matches("WEEKLY").count(), 2);
    // The same feed, which now gives summaries only: nothing is lost.
    let poor = serve(list()).await;
    let report = take_in_feed(&world, &format!("{poor}/api")).await;
    assert_eq!(counts(&report), (0, 0, 3, 3), "{report}");
    assert_eq!(exported(&world).await.matches("WEEKLY").count(), 2);
}

#[tokio::test]
async fn taxonomies_come_with_the_feed() {
    let world = a_world().await;
    let taxonomy =
        || async { as_json(&page(1, 1, &[json!({ "id": "t", "name": "Kinds", "description": "Kinds of help" })])) };
    let terms = || async {
        as_json(&page(1, 1, &[json!({ "id": "t1", "name": "Jobs", "description": "d", "taxonomy_id": "t" })]))
    };
    let lists = feed(|_| as_json(&page(1, 1, &[service(1)])))
        .route("/api/taxonomies", get(taxonomy))
        .route("/api/taxonomy_terms", get(terms));
    let from = serve(lists).await;
    assert_eq!(counts(&take_in(&world, &format!("{from}/api")).await), (3, 0, 0, 0));
    assert_eq!(counts(&take_in(&world, &format!("{from}/api")).await), (0, 0, 3, 0));
}

#[tokio::test]
async fn a_feed_that_goes_wrong_ends_clearly_and_what_came_is_kept() {
    let html = || axum::response::Html("<!doctype html><h1>Welcome</h1>").into_response();
    let cases: Vec<(&str, Router, u64)> = vec![
        ("is a web page", feed(move |_| html()), 0),
        ("is a web page", feed(move |asked| if asked == 1 { as_json(&page(1, 2, &[service(1)])) } else { html() }), 1),
        (
            "breaks off at line 1",
            feed(|asked| match asked {
                1 => as_json(&page(1, 2, &[service(1)])),
                _ => page(2, 2, &[service(2)]).to_string()[..200].to_owned().into_response(),
            }),
            1,
        ),
        ("the feed repeats itself", feed(|_| as_json(&page(1, 900, &[service(1)]))), 1),
        ("the feed does not move on", feed(|asked| as_json(&page(1, 900, &[service(asked)]))), 1),
        (
            "says that it has 900 pages, and page 3 is empty",
            feed(|asked| {
                let contents = if asked < 3 { vec![service(asked)] } else { Vec::new() };
                as_json(&page(asked, 900, &contents))
            }),
            2,
        ),
        ("more than 50 pages", feed(|asked| as_json(&page(asked, 1_000_000, &[service(asked)]))), 50),
        ("answers with status 500", feed(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()), 0),
        ("the answer is empty", feed(|_| String::new().into_response()), 0),
        ("this is Open Referral UK 1.0", feed(|_| as_json(&json!({ "content": [], "totalPages": 1 }))), 0),
    ];
    for (why, feed, kept) in cases {
        let world = a_world().await;
        let from = serve(feed).await;
        let report = take_in(&world, &format!("{from}/api")).await;
        assert!(early(&report).contains(why), "{why}: {report}");
        assert_eq!(report.summary.kept(), kept, "{why}: {report}");
        assert_eq!(exported(&world).await.matches("\"name\":\"Service").count() as u64, kept, "{why}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_or_is_refused_is_told() {
    let world = a_world().await;
    let broken = feed(|_| {
        let pieces = [Ok("{\"contents\": ["), Err(std::io::Error::other("pulled the plug"))];
        Body::from_stream(Pieces(pieces.into_iter())).into_response()
    });
    let report = take_in(&world, &format!("{}/api", serve(broken).await)).await;
    assert!(early(&report).contains("breaks off") || early(&report).contains("Peer disconnected"), "{report}");
    let report = take_in(&world, "http://127.0.0.1:9/api").await;
    assert!(early(&report).contains("cannot be reached"), "{report}");
    for wrong in ["https://", "http://a b/"] {
        assert!(import(&world.app, wrong, &within(limits()), &mut |_| {}).await.is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_slow_feed_is_left() {
    let world = a_world().await;
    let slow = || async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        "{}"
    };
    let from = serve(Router::new().route("/api/services", get(slow))).await;
    let began = Instant::now();
    let quick = Limits { response: Duration::from_millis(300), ..limits() };
    let report = import(&world.app, &format!("{from}/api"), &within(quick.clone()), &mut |_| {}).await.unwrap();
    assert!(early(&report).contains("takes longer than 300ms"), "{report}");
    assert!(began.elapsed() < Duration::from_secs(5));

    // It sends a little, and then no more.
    let trickle =
        feed(|_| Body::from_stream(Pieces(["{\"contents\": ["].into_iter().map(Ok)).and_wait()).into_response());
    let from = serve(trickle).await;
    let report = import(&world.app, &format!("{from}/api"), &within(quick.clone()), &mut |_| {}).await.unwrap();
    assert!(early(&report).contains("takes longer than 300ms"), "{report}");

    // Every page is quick enough, but there are too many of them.
    let steady = feed(|asked| {
        std::thread::sleep(Duration::from_millis(60));
        as_json(&page(asked, 1_000, &[service(asked)]))
    });
    let from = serve(steady).await;
    let short = Limits { overall: Duration::from_millis(500), pages: 10_000, ..limits() };
    let report = import(&world.app, &format!("{from}/api"), &within(short), &mut |_| {}).await.unwrap();
    assert!(early(&report).contains("the feed takes longer than 500ms in all"), "{report}");
    assert!(report.summary.new >= 1, "{report}");
}

#[tokio::test]
async fn a_feed_that_is_too_large_is_left() {
    let world = a_world().await;
    // 100 MB in one answer: read up to the limit of a page, and no further.
    let flood = feed(|_| {
        let block = "\"x\",".repeat(250_000);
        let blocks = std::iter::repeat_n(block, 100).map(Ok::<_, std::io::Error>);
        Body::from_stream(Pieces(std::iter::once(Ok("[".to_owned())).chain(blocks))).into_response()
    });
    let from = serve(flood).await;
    let generous = Limits { response: Duration::from_secs(30), ..Limits::default() };
    let report = import(&world.app, &format!("{from}/api"), &within(generous), &mut |_| {}).await.unwrap();
    assert!(early(&report).contains("answers with more than 20000000 bytes"), "{report}");

    let many = feed(|asked| as_json(&page(asked, 1_000, &[service(asked)])));
    let from = serve(many).await;
    let small = Limits { feed_bytes: 5_000, ..limits() };
    let report = import(&world.app, &format!("{from}/api"), &within(small), &mut |_| {}).await.unwrap();
    assert!(early(&report).contains("more than 5000 bytes in all"), "{report}");
    assert!(report.summary.new >= 5, "{report}");
}

/// A body in pieces, as the iterator gives them.
struct Pieces<I>(I);

impl<I> Pieces<I> {
    fn and_wait(self) -> Waiting<I> {
        Waiting(self)
    }
}

impl<T, I: Iterator<Item = Result<T, std::io::Error>> + Unpin> futures_core::Stream for Pieces<I> {
    type Item = Result<T, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

/// The same, but it never ends.
struct Waiting<I>(Pieces<I>);

impl<T, I: Iterator<Item = Result<T, std::io::Error>> + Unpin> futures_core::Stream for Waiting<I> {
    type Item = Result<T, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        match self.0.0.next() {
            Some(piece) => std::task::Poll::Ready(Some(piece)),
            None => std::task::Poll::Pending,
        }
    }
}
