//! Maps of few places, looked at as text.

use super::*;
use exchange::places::Polygon;
use kernel::Coordinates;
use std::collections::BTreeMap;

fn at(latitude: f64, longitude: f64) -> Coordinates {
    Coordinates { latitude, longitude }
}

fn steps(readings: &[(&str, Reading)]) -> Map {
    Map {
        title: "People <here>".to_owned(),
        about: "Where people are.".to_owned(),
        measure: "People".to_owned(),
        scale: Scale::Steps { rule: ClassRule::EqualCounts, classes: 3, write: |number| format!("{number:.0}") },
        places: readings.iter().map(|(code, reading)| MapPlace::new(code, None, *reading)).collect(),
    }
}

fn middles(codes: &[&str]) -> Ground {
    let one = |(number, code): (u32, &&str)| {
        ((*code).to_owned(), at(52.0 + f64::from(number) / 100.0, -1.8 + f64::from(number % 3) / 100.0))
    };
    Ground { middles: (0..).zip(codes).map(one).collect(), outlines: BTreeMap::new() }
}

fn html(map: &Map, ground: &Ground) -> String {
    map.draw("test", ground).map(|drawing| drawing.html().to_owned()).unwrap_or_default()
}

#[test]
fn every_class_and_what_is_not_told_stand_in_the_key() {
    let readings = [
        ("A", Reading::Number(10.0)),
        ("B", Reading::Number(20.0)),
        ("C", Reading::Number(30.0)),
        ("D", Reading::Suppressed),
        ("E", Reading::Unknown),
    ];
    let html = html(&steps(&readings), &middles(&["A", "B", "C", "D", "E"]));
    for words in ["10 <span", "20 <span", "30 <span", "Too few to tell", "Not known", "about as many places"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert_eq!(html.matches("<title>").count(), 5, "each place names itself");
    assert_eq!(html.matches("tapestry-map__place--unknown").count(), 2, "in the map and in the key");
    assert!(html.contains("People &#60;here&#62;") && !html.contains("<here>"));
    assert!(!html.contains("style="));
}

#[test]
fn a_place_that_lies_nowhere_is_in_the_table_and_that_is_said() {
    let html = html(&steps(&[("A", Reading::Number(1.0)), ("B", Reading::Number(2.0))]), &middles(&["A"]));
    assert!(html.contains("1 place is not on the map"));
    assert_eq!(html.matches("<title>").count(), 1);
    let nowhere = steps(&[("A", Reading::Number(1.0))]).draw("x", &Ground::default());
    let nowhere = nowhere.map(|drawing| drawing.html().to_owned()).unwrap_or_default();
    assert!(!nowhere.contains("role=\"img\"") && nowhere.contains("<table"), "{nowhere}");
}

#[test]
fn outlines_are_drawn_when_all_have_one_else_hexagons() {
    let square = |east: f64| {
        let outline = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)];
        vec![Polygon { outline: outline.map(|(x, y)| at(y, x + east)).to_vec(), holes: vec![] }]
    };
    let map = steps(&[("A", Reading::Number(1.0)), ("B", Reading::Number(2.0))]);
    let mut ground = middles(&["A", "B"]);
    ground.outlines.insert("A".to_owned(), square(0.0));
    assert!(html(&map, &ground).contains("Each hexagon"));
    ground.outlines.insert("B".to_owned(), square(1.0));
    let drawn = html(&map, &ground);
    assert!(!drawn.contains("Each hexagon") && drawn.matches("<title>").count() == 2);
}

#[test]
fn the_order_of_places_changes_nothing_on_the_map() {
    let ground = middles(&["A", "B", "C", "D"]);
    let paths = |codes: [&str; 4]| {
        let places: Vec<MapPlace> = codes.iter().map(|code| MapPlace::new(code, None, Reading::Number(1.0))).collect();
        let shapes = ground.shapes(&places);
        codes.iter().map(|code| (*code).to_owned()).zip(shapes.paths).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(paths(["A", "B", "C", "D"]), paths(["D", "B", "A", "C"]));
}

/// A city of 175 places in five shades, some not told and some not known: to be looked at.
#[test]
fn a_whole_city_in_five_shades() {
    let codes: Vec<String> = (0..175).map(|number| format!("P{number:03}")).collect();
    let reading = |number: u32| match number % 20 {
        7 => Reading::Suppressed,
        13 => Reading::Unknown,
        _ => Reading::Number(f64::from(1 + number % 10)),
    };
    let readings: Vec<(&str, Reading)> = codes.iter().map(String::as_str).zip((0..).map(reading)).collect();
    let place = |number: u32| at(54.9 + f64::from(number / 15) * 0.007, -1.7 + f64::from(number % 15) * 0.01);
    let middles = codes.iter().cloned().zip((0..).map(place));
    let ground = Ground { middles: middles.collect(), outlines: BTreeMap::new() };
    let mut map = steps(&readings);
    map.scale = Scale::Steps { rule: ClassRule::EqualSteps, classes: 5, write: |number| format!("{number:.0}") };
    let html = html(&map, &ground);
    assert_eq!(html.matches("<title>").count(), 175);
    let link = format!("<link rel=\"stylesheet\" href=\"{}\">", crate::assets::STYLE);
    crate::samples::keep_to_look_at("map-steps", &format!("<!DOCTYPE html>{link}{html}"));
}
