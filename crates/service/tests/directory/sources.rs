//! Directories from several sources, one after another: whose id it is, what is missing, what comes back.

use crate::get;
use crate::import::{a_world, exported, take_in_options};
use crate::support::{World, databases, world};
use serde_json::{Value, json};
use service::directory::import::{Options, Report};

fn service(id: &str, name: &str) -> Value {
    json!({
        "id": id, "name": name, "status": "active", "description": "Help",
        "organization": { "id": "1", "name": format!("Organisation of {name}"), "description": "d" },
        "service_at_locations": [{ "id": "7", "location": { "id": "8", "name": format!("Hall of {name}") } }],
        "cost_options": [{ "id": "c", "service_id": id, "amount": 0 }],
        "attributes": [{ "id": "a", "link_id": id, "taxonomy_term": { "id": "t1", "name": format!("Term of {name}") } }],
    })
}

/// Takes in a list from a source with this name.
async fn list(world: &World, source: &str, services: &[Value]) -> Report {
    page(world, source, &json!(services), false).await
}

async fn page(world: &World, source: &str, page: &Value, many_gone: bool) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.json");
    std::fs::write(&file, page.to_string()).unwrap();
    let options = Options { source: Some(source.to_owned()), many_gone, ..Options::default() };
    take_in_options(world, file.to_str().unwrap(), &options).await
}

async fn names(world: &World) -> Vec<String> {
    let (_, body) = get(world, "/oruk/services?per_page=1000").await;
    let page: Value = serde_json::from_str(&body).unwrap();
    page["contents"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_same_id_of_two_feeds_is_two_services() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        list(&world, "A", &[service("1001", "Tea")]).await;
        let report = list(&world, "B", &[service("1001", "Chess")]).await;
        assert_eq!((report.summary.new, report.summary.changed), (1, 0), "{report}");
        assert_eq!(names(&world).await, ["Chess", "Tea"]);
        // The first keeps its address; the other has one of its own, and the same whenever it comes again.
        let (status, page) = get(&world, "/services/1001").await;
        assert!(status == 200 && page.contains("Tea") && page.contains("Organisation of Tea"), "{page}");
        let before = exported(&world).await;
        for (source, name) in [("A", "Tea"), ("B", "Chess")] {
            let again = list(&world, source, &[service("1001", name)]).await;
            assert_eq!((again.summary.new, again.summary.changed, again.summary.unchanged), (0, 0, 1), "{again}");
        }
        assert_eq!(exported(&world).await, before);
        let changed = list(&world, "B", &[service("1001", "Draughts")]).await;
        assert_eq!((changed.summary.new, changed.summary.changed), (0, 1));
        assert_eq!(names(&world).await, ["Draughts", "Tea"]);
        // Whatever points to it points to its own id, and organisations, places and terms are not mixed up.
        let (_, body) = get(&world, "/oruk/services?search=draughts&full=true").await;
        let found: Value = serde_json::from_str(&body).unwrap();
        let one = &found["contents"][0];
        assert_ne!(one["id"], "1001");
        assert_eq!((&one["cost_options"][0]["service_id"], &one["attributes"][0]["link_id"]), (&one["id"], &one["id"]));
        for (kind, record) in [
            ("organizations", &one["organization"]),
            ("service_at_locations", &one["service_at_locations"][0]),
            ("taxonomy_terms", &one["attributes"][0]["taxonomy_term"]),
        ] {
            let (status, body) = get(&world, &format!("/oruk/{kind}/{}", record["id"].as_str().unwrap())).await;
            assert!(status == 200 && body.contains("Draughts"), "{kind}: {body}");
        }
        let (_, tea) = get(&world, "/oruk/organizations/1").await;
        assert!(tea.contains("Organisation of Tea"), "{tea}");
    }
}

#[tokio::test]
async fn an_id_that_comes_again_in_one_file_is_said_and_the_first_is_kept() {
    let world = a_world().await;
    let twice =
        [service("1", "Tea"), service("1", "Chess"), service("2", "Go"), service("2", "Go"), service("2", "Go")];
    for _ in 0..2 {
        let report = list(&world, "A", &twice).await;
        assert_eq!(report.summary.faults, ["service `1` comes again and says something else: the first is kept"]);
        assert_eq!(report.notes, ["these ids come more than once, with the same record: `2` 3 times"]);
        assert_eq!((report.summary.kept(), names(&world).await), (2, vec!["Go".to_owned(), "Tea".to_owned()]));
    }
}

#[tokio::test]
async fn what_a_source_no_longer_has_is_said_then_withdrawn_and_comes_back() {
    for (url, folder) in databases().await {
        let world = world(&url, folder).await;
        let (tea, chess, go) = (service("1", "Tea"), service("2", "Chess"), service("3", "Go"));
        list(&world, "A", &[tea.clone(), chess.clone(), go.clone()]).await;
        list(&world, "B", &[service("9", "Other")]).await;
        let first = list(&world, "A", &[tea.clone(), chess.clone()]).await;
        assert_eq!(
            (first.summary.missing.as_slice(), first.summary.withdrawn.len()),
            (["`3` Go".to_owned()].as_slice(), 0)
        );
        assert!(first.to_string().contains("missing since last time: `3` Go"), "{first}");
        assert!(names(&world).await.contains(&"Go".to_owned()), "it is still there");
        let second = list(&world, "A", &[tea.clone(), chess.clone()]).await;
        assert_eq!(
            (second.summary.missing.len(), second.summary.withdrawn.as_slice()),
            (0, ["`3` Go".to_owned()].as_slice())
        );
        assert_eq!(names(&world).await, ["Chess", "Other", "Tea"]);
        assert!(!exported(&world).await.contains("\"Go\""));
        assert_eq!(get(&world, "/oruk/services/3").await.0, 404);
        let (_, list_page) = get(&world, "/services?text=go").await;
        assert!(!list_page.contains("Hall of Go"), "{list_page}");
        let (status, page) = get(&world, "/services/3").await;
        assert!(status == 200 && page.contains("This service is no longer on our list"), "{page}");
        let third = list(&world, "A", &[tea.clone(), chess.clone()]).await;
        assert_eq!((third.summary.missing.len(), third.summary.withdrawn.len()), (0, 0), "it is said once");
        let back = list(&world, "A", &[tea, chess, go]).await;
        assert_eq!((back.summary.new, back.summary.changed), (0, 1), "{back}");
        assert!(names(&world).await.contains(&"Go".to_owned()));
        assert!(!get(&world, "/services/3").await.1.contains("no longer on our list"));
    }
}

#[tokio::test]
async fn what_is_missing_once_and_then_there_is_not_withdrawn_the_next_time() {
    let world = a_world().await;
    let (tea, chess, go) = (service("1", "Tea"), service("2", "Chess"), service("3", "Go"));
    let all = [tea.clone(), chess.clone(), go];
    list(&world, "A", &all).await;
    list(&world, "A", &[tea.clone(), chess.clone()]).await;
    list(&world, "A", &all).await;
    let again = list(&world, "A", &[tea, chess]).await;
    assert_eq!((again.summary.missing.len(), again.summary.withdrawn.len()), (1, 0), "{again}");
}

#[tokio::test]
async fn what_came_in_part_withdraws_nothing() {
    let world = a_world().await;
    let all: Vec<Value> = (1..=4).map(|id| service(&id.to_string(), &format!("Service {id}"))).collect();
    list(&world, "A", &all).await;
    let three = &all[..3];
    let nameless = json!({ "name": "No id", "status": "active" });
    let mut with_nameless = three.to_vec();
    with_nameless.push(nameless);
    let parts = [
        json!({ "contents": three, "total_items": 4 }),
        json!({ "contents": three, "total_pages": 2, "page_number": 1 }),
        json!({ "contents": [] }),
        json!(with_nameless),
        all[0].clone(),
        json!([all[0]]),
        json!({ "contents": "broken" }),
    ];
    for part in &parts {
        for _ in 0..3 {
            let report = page(&world, "A", part, false).await;
            assert_eq!((report.summary.missing.len(), report.summary.withdrawn.len()), (0, 0), "{part}: {report}");
        }
    }
    assert_eq!(names(&world).await.len(), 4);
    // A record that came and cannot be read is there.
    let mut unreadable = three.to_vec();
    unreadable.push(json!({ "id": "4", "name": "Service 4" }));
    for _ in 0..2 {
        assert_eq!(list(&world, "A", &unreadable).await.summary.missing.len(), 0);
    }
    // A feed that lost most of what it had is doubted, until somebody says that it is so.
    let few = json!([all[0]]);
    let doubted = page(&world, "A", &few, false).await;
    assert!(doubted.notes[0].contains("3 of the 4") && doubted.notes[0].contains("--many-gone"), "{doubted}");
    page(&world, "A", &few, true).await;
    assert_eq!(page(&world, "A", &few, true).await.summary.withdrawn.len(), 3);
    assert_eq!(names(&world).await, ["Service 1"]);
}
