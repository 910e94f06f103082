//! The finder: what anyone can find, and how it answers what it cannot read.

use crate::support::World;
use crate::{get, with_example};

/// The names of the services on a page of results, in order.
fn names(page: &str) -> Vec<String> {
    page.split("<h3 class=\"govuk-heading-s")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("<a ")?.1.split_once('>')?.1.split_once('<')?.0.to_owned()))
        .collect()
}

async fn found(world: &World, query: &str) -> Vec<String> {
    let (status, page) = get(world, &format!("/services?{query}")).await;
    assert_eq!(status, 200, "{query}");
    assert!(!page.contains("There is a problem"), "{query}: {page}");
    names(&page)
}

#[tokio::test]
async fn the_start_leads_to_every_need() {
    let world = with_example().await;
    let (status, page) = get(&world, "/").await;
    assert_eq!(status, 200);
    for need in service::directory::need::Need::ALL {
        assert!(page.contains(&format!("name=\"need\" value=\"{}\"", need.id)), "{}", need.id);
        assert!(!found(&world, &format!("need={}", need.id)).await.is_empty(), "{}", need.id);
    }
}

#[tokio::test]
async fn words_need_age_and_day_must_all_fit() {
    let world = with_example().await;
    assert!(found(&world, "text=job+clubs").await.contains(&"Bordesley Green job club".to_owned()));
    assert_eq!(found(&world, "text=lorry").await, ["Skills Bootcamp in driving a lorry"]);
    assert!(found(&world, "text=lorry&need=childcare").await.is_empty());
    let tasters = found(&world, "need=work-experience&age=20").await;
    assert!(tasters.contains(&"Try a trade".to_owned()), "{tasters:?}");
    let tasters = found(&world, "need=work-experience&age=30").await;
    assert!(!tasters.contains(&"Try a trade".to_owned()) && !tasters.is_empty(), "{tasters:?}");
    assert_eq!(found(&world, "need=careers-advice&day=SA").await, ["Talk to a careers adviser by phone"]);
    assert!(found(&world, "text=%25%25%25").await.len() == 10, "signs alone are no words");
    assert!(found(&world, "text=%27%3B+qqqdrop+%3B--").await.is_empty());
}

#[tokio::test]
async fn the_nearest_come_first_and_the_distance_is_shown() {
    let world = with_example().await;
    let (_, page) = get(&world, "/services?postcode=b95hp&need=job-search").await;
    let all = names(&page);
    assert!(["Bordesley Green job club", "Restart Scheme"].contains(&all[0].as_str()), "{all:?}");
    assert!(page.contains("Less than 0.1 miles away: Heartlands Works, B9 5HP"), "{page}");
    assert_eq!(all.last().unwrap(), "Help to find a job and keep it", "Newcastle is far away");
    let near = found(&world, "postcode=B9+5HP&need=job-search&miles=5").await;
    assert!(near.len() < all.len() && !near.contains(&"Byker job club".to_owned()), "{near:?}");
    // What is given by telephone is near everybody, and comes last.
    let advice = found(&world, "postcode=NE6+1AH&need=careers-advice&miles=5").await;
    assert_eq!(advice.last().unwrap(), "Talk to a careers adviser by phone");
    // The postcode is not in the table, others of its district are.
    let (_, page) = get(&world, "/services?postcode=B9+9ZZ").await;
    assert!(page.contains("We do not know that exact postcode"), "{page}");
}

#[tokio::test]
async fn long_lists_come_in_pages() {
    let world = with_example().await;
    let mut all = Vec::new();
    for page in 1..=5 {
        all.extend(found(&world, &format!("page={page}")).await);
    }
    assert_eq!(all.len(), 41);
    let beyond = found(&world, "page=99999999999999999999").await;
    assert_eq!(beyond, found(&world, "page=1").await);
    assert_eq!(found(&world, "page=77").await, found(&world, "page=5").await);
    let (_, page) = get(&world, "/services?need=job-search&page=1&text=job").await;
    assert!(page.contains("text=job&#38;need=job-search&#38;page=2") || names(&page).len() < 10, "{page}");
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_what_was_typed_is_kept() {
    let world = with_example().await;
    for (query, says) in [
        ("postcode=B9", "Enter a full UK postcode, like B9 5QT"),
        ("miles=5", "Enter a postcode, so that we know where to measure from"),
        ("need=gold", "Choose what you need help with from the list"),
        ("age=old", "Age must be a whole number"),
        ("age=121", "Age must be 120 or less"),
        ("day=someday", "Choose a day from the list"),
    ] {
        let (status, page) = get(&world, &format!("/services?{query}&text=%3Cb%3Ejob")).await;
        assert_eq!(status, 200, "{query}");
        assert!(page.contains("There is a problem") && page.contains(says), "{query}: {page}");
        assert!(page.contains("<title>Error: "), "{query}");
        assert!(page.contains("value=\"&#60;b&#62;job\"") && names(&page).is_empty(), "{query}");
    }
}

#[tokio::test]
async fn a_postcode_that_is_not_known_still_finds_what_is_given_anywhere() {
    let world = with_example().await;
    let (status, page) = get(&world, "/services?postcode=ZE1+0AA").await;
    assert_eq!(status, 200);
    assert!(!page.contains("There is a problem") && page.contains("We do not know where ZE1 0AA is"), "{page}");
    let found = names(&page);
    assert!(found.contains(&"Talk to a careers adviser by phone".to_owned()), "{found:?}");
    assert!(!found.contains(&"Byker job club".to_owned()), "{found:?}");
    let (_, page) = get(&world, "/services?postcode=ZE1+0AA&text=lorry").await;
    assert!(
        page.contains("Nothing found") && page.contains("/services?text=lorry\">Look without your postcode"),
        "{page}"
    );
}

#[tokio::test]
async fn choosing_a_need_keeps_the_place() {
    let world = with_example().await;
    let (_, home) = get(&world, "/").await;
    let form = home.split("<form method=\"get\" action=\"/services\"").nth(1).unwrap().split("</form>").next().unwrap();
    assert!(form.contains("name=\"postcode\"") && form.contains("name=\"need\" value=\"english\""), "{form}");
    // What the browser sends: the words, left empty, the postcode and the button.
    let (_, list) = get(&world, "/services?text=&postcode=B9+5HP&need=job-search").await;
    assert!(list.contains("Less than 0.1 miles away"), "{list}");
    let path = list.split("href=\"/services/").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
    let (_, page) = get(&world, &format!("/services/{path}")).await;
    assert!(page.contains("/services?postcode=B9+5HP&#38;need=job-search\""), "the way back and the needs: {page}");
    let (_, none) = get(&world, "/services?text=dragon&postcode=B9+5HP").await;
    assert!(none.contains("/services?postcode=B9+5HP&#38;need=careers-advice"), "{none}");
}

#[tokio::test]
async fn other_words_for_it_find_it_too_on_the_page_and_through_the_interface() {
    let world = with_example().await;
    for (typed, finds) in [
        ("forklift", "Skills Bootcamp in driving a lorry"),
        ("fork+lift", "Skills Bootcamp in driving a lorry"),
        ("money+for+rent", "Keeping a roof over your head"),
        ("skint", "Debt and benefits advice"),
    ] {
        assert!(found(&world, &format!("text={typed}")).await.contains(&finds.to_owned()), "{typed}");
        let (_, json) = get(&world, &format!("/oruk/services?search={typed}")).await;
        assert!(json.contains(finds), "{typed}: {json}");
    }
    let (_, page) = get(&world, "/services?text=lorry+dragon").await;
    assert!(page.contains("Nothing has all of your words. These have some of them."), "{page}");
    assert_eq!(names(&page), ["Skills Bootcamp in driving a lorry"]);
}

#[tokio::test]
async fn nothing_found_leads_on() {
    let world = with_example().await;
    let (_, page) = get(&world, "/services?text=dragon&need=english").await;
    assert!(page.contains("We found nothing that fits all of that") && page.contains("Nothing found"), "{page}");
    assert!(page.contains("/services?need=english\"") && page.contains("/services?text=dragon\""), "{page}");
}

#[tokio::test]
async fn a_service_has_a_page_of_its_own() {
    let world = with_example().await;
    let (_, list) = get(&world, "/services?text=Bordesley").await;
    let path = list.split("href=\"/services/").nth(1).unwrap().split(['"', '?']).next().unwrap();
    let (status, page) = get(&world, &format!("/services/{path}")).await;
    assert_eq!(status, 200);
    for shown in [
        "<h1 class=\"govuk-heading-xl\">Bordesley Green job club</h1>",
        "People aged 16 and over",
        "Monday, Wednesday and Friday, 10am to 12:30pm",
        "12 Example Road",
        "Step-free way in",
        "Urdu, Bengali",
        "href=\"tel:+441214960101\"",
        "1 October 2026",
        "/services?need=job-search\"",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    for path in ["/services/nothing", "/services/%00", "/services/..%2F..", "/services/%FF"] {
        let (status, _) = get(&world, path).await;
        assert!(status == 404 || status == 400, "{path}: {status}");
    }
}
