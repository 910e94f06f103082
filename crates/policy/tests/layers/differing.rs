//! How areas, days and texts differ.

use crate::{
    layered::LAYER,
    text::{day, files, files_and, files_with, policy},
};
use policy::{
    Policy,
    differences::{Differences, Kind, Only, Reading, View, differences},
};
use std::fmt::Write;

fn view<'a>(policy: &'a Policy, area: &str, on: &str) -> View<'a> {
    View { policy, area: policy.area(area), on: day(on) }
}

fn said(found: &Differences) -> String {
    let mut text = String::new();
    let reading = |reading: &Reading| format!("{:?} {:?} {:?}", reading.says, reading.code, reading.pays);
    for programme in &found.programmes {
        writeln!(text, "{} {:?}", programme.id, programme.only).unwrap();
        for one in &programme.differences {
            writeln!(text, "  {:?}: {}\n    {}\n    {}", one.kind, one.what, reading(&one.left), reading(&one.right))
                .unwrap();
        }
    }
    for one in found.areas.iter().chain(&found.standards) {
        writeln!(text, "{:?}: {}\n    {}\n    {}", one.kind, one.what, reading(&one.left), reading(&one.right))
            .unwrap();
    }
    writeln!(text, "{} the same", found.same).unwrap();
    text
}

#[test]
fn two_areas_in_words() {
    let mut files = files_and("areas/town/layers/restart.toml", LAYER);
    files.insert(
        "areas/town/standards.toml".to_owned(),
        "[[standard]]\nid = \"first-meeting\"\nsays = \"The provider meets the person within 10 working days.\"\ndays = 10\nfrom = 2022-06-01\nsource = \"Deal\"\n".to_owned(),
    );
    let policy = policy(files);
    let found = differences(&view(&policy, "town", "2022-07-01"), &view(&policy, "village", "2022-07-01"));
    insta::assert_snapshot!(said(&found));
    let other = differences(&view(&policy, "village", "2022-07-01"), &view(&policy, "town", "2022-07-01"));
    assert_eq!(found.programmes.len(), other.programmes.len());
    assert_eq!(found.standards[0].left, other.standards[0].right);
}

#[test]
fn two_days_of_one_area() {
    let policy = policy(files());
    let found = differences(&view(&policy, "village", "2021-12-31"), &view(&policy, "village", "2022-01-01"));
    assert_eq!(found.programmes.len(), 1);
    let only = &found.programmes[0].differences;
    assert_eq!(only.len(), 1);
    assert_eq!((only[0].kind, only[0].what.as_str()), (Kind::Number, "Fewest months on the benefit"));
    assert_eq!(only[0].left.says.as_deref(), Some("12 months"));
    assert_eq!(only[0].right.says.as_deref(), Some("9 months"));
    let before = differences(&view(&policy, "village", "2021-06-30"), &view(&policy, "village", "2021-07-01"));
    assert_eq!(before.programmes[0].differences[0].left.says.as_deref(), Some("Not yet: from 1 July 2021"));
}

#[test]
fn two_texts_and_the_spine_alone() {
    let (before, after) = (
        policy(files()),
        policy(files_with("spine/programmes/restart.toml", "benefit == 'UC'", "benefit in ['UC', 'JSA']")),
    );
    let found = differences(&view(&before, "town", "2022-07-01"), &view(&after, "town", "2022-07-01"));
    let one = &found.programmes[0].differences[0];
    assert_eq!(one.kind, Kind::Criterion);
    // The words are the same on both sides, so what is asked is shown as it is written.
    assert_eq!(one.right.says.as_deref(), Some("Gets Universal Credit (benefit in ['UC', 'JSA'])"));
    let spine = differences(&view(&before, "nowhere", "2022-07-01"), &view(&before, "town", "2022-07-01"));
    assert_eq!(spine.left.name, "The spine");
    assert_eq!(
        spine.programmes.iter().map(|one| (one.id.as_str(), one.only)).collect::<Vec<_>>(),
        [("town-help", Some(Only::Right))]
    );
    assert!(spine.areas.is_empty());
}

#[test]
fn nothing_differs_from_itself() {
    let policy = policy(files_and("areas/town/layers/restart.toml", LAYER));
    let found = differences(&view(&policy, "town", "2022-07-01"), &view(&policy, "town", "2022-07-01"));
    assert!(found.programmes.is_empty() && found.standards.is_empty());
    assert_eq!(found.same, 2);
}
