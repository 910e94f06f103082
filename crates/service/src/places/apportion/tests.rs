//! Counts of the wards and LSOAs of the built-in tables, and of a small table made for the purpose.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::policy_text::{self, Source};
use policy::{PlaceRecord, places::Change};

fn built_in() -> (Policy, Gazetteer) {
    let source = Source::embedded();
    let places = source.gazetteer().unwrap();
    (policy_text::load(&source, &places).unwrap(), places)
}

/// LSOA `A` has three postcodes in ward `W` and one in `V`; `B` lies in `V`.
fn small() -> Gazetteer {
    let mut places = Gazetteer::new();
    for (postcode, lsoa, ward) in
        [("B9 5QA", "A", "W"), ("B9 5QB", "A", "W"), ("B9 5QD", "A", "W"), ("B9 5QE", "A", "V"), ("B9 5QF", "B", "V")]
    {
        let place = Place { lsoa: lsoa.to_owned(), ward: Some(ward.to_owned()), district: None, nation: None };
        places.insert(postcode.parse().unwrap(), PlaceRecord { place, coordinates: None, imd_decile: None });
    }
    places
}

fn request<'a>(from: &'a str, to: &'a str, weigh: Weigh, fit: Fit) -> Request<'a> {
    Request { from, to, weigh, fit }
}

fn counts(counts: &[(&str, u64)]) -> BTreeMap<String, u64> {
    counts.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect()
}

fn done(places: &Gazetteer, request: &Request<'_>, given: &[(&str, u64)]) -> Vec<(String, u64)> {
    let (policy, _) = built_in();
    let done = crossing(&policy, places, request).unwrap().apportion(&counts(given), request.fit);
    done.places.into_iter().map(|(code, fallen)| (code, fallen.count)).collect()
}

#[test]
fn by_postcodes_by_people_by_land_and_best_fit() {
    let mut places = small();
    let of =
        |places: &Gazetteer, weigh, fit| done(places, &request("lsoa11", "ward", weigh, fit), &[("A", 8), ("B", 4)]);
    let at = |v: u64, w: u64| vec![("V".to_owned(), v), ("W".to_owned(), w)];
    assert_eq!(of(&places, Weigh::Postcodes, Fit::Proportional), at(6, 6));
    assert_eq!(of(&places, Weigh::Postcodes, Fit::Best), at(4, 8));
    places.insert_people(LsoaVintage::Y2011, "A".to_owned(), 1000);
    places.insert_people(LsoaVintage::Y2011, "B".to_owned(), 250);
    let back = |weigh| done(&places, &request("ward", "lsoa11", weigh, Fit::Proportional), &[("V", 100)]);
    let at = |a: u64, b: u64| vec![("A".to_owned(), a), ("B".to_owned(), b)];
    assert_eq!(back(Weigh::People), at(50, 50), "250 of A's people and the 250 of B");
    let land = BTreeMap::from([("A".to_owned(), 4.0), ("B".to_owned(), 3.0)]);
    assert_eq!(back(Weigh::Land(land)), at(25, 75));
}

#[test]
fn vintages_are_refused_without_a_table_and_crossed_with_one() {
    let (policy, _) = built_in();
    let mut places = small();
    let wanted = request("lsoa21", "ward", Weigh::Postcodes, Fit::Proportional);
    let said = crossing(&policy, &places, &wanted).unwrap_err().to_string();
    assert!(said.contains("2011") && said.contains("2021"), "{said}");
    for (old, new, change) in [("A", "A1", Change::Split), ("A", "A2", Change::Split), ("B", "B", Change::Unchanged)] {
        places.changes_mut().insert(old.to_owned(), new.to_owned(), change);
    }
    let found = done(&places, &wanted, &[("A1", 40), ("B", 10)]);
    assert_eq!(found, [("V".to_owned(), 20), ("W".to_owned(), 30)], "a part is taken to be like the whole");
}

#[test]
fn what_is_missing_is_said() {
    let (policy, places) = built_in();
    let said = |request: &Request<'_>| crossing(&policy, &places, request).unwrap_err().to_string();
    let unknown = said(&request("parish", "ward", Weigh::Postcodes, Fit::Best));
    assert!(unknown.contains("`parish`") && unknown.contains("district"), "{unknown}");
    assert!(said(&request("ward", "area", Weigh::People, Fit::Best)).contains("lsoa11,people"));
    assert!(said(&request("ward", "area", Weigh::Land(BTreeMap::new()), Fit::Best)).contains("GeoJSON"));
}

#[test]
fn units_that_share_land_are_refused() {
    let (policy, mut places) = built_in();
    let lsoas = places.lsoas();
    let first: Vec<String> = lsoas.codes().iter().take(3).cloned().collect();
    places.insert_unit("hub", "one", &LsoaSet::new(LsoaVintage::Y2011, first.clone()));
    places.insert_unit("hub", "two", &LsoaSet::new(LsoaVintage::Y2011, first.into_iter().skip(2)));
    let wanted = request("ward", "hub", Weigh::Postcodes, Fit::Proportional);
    let said = crossing(&policy, &places, &wanted).unwrap_err().to_string();
    assert_eq!(said, "one and two share 1 LSOAs, so that a count cannot be divided between them");
}

#[test]
fn wards_fall_to_areas_and_nothing_is_lost() {
    let (policy, places) = built_in();
    let given: BTreeMap<String, u64> = places.wards().map(|ward| (ward.to_owned(), 7)).collect();
    for fit in [Fit::Proportional, Fit::Best] {
        let wanted = request("ward", "area", Weigh::Postcodes, fit);
        let done = crossing(&policy, &places, &wanted).unwrap().apportion(&given, fit);
        let placed: u64 = done.places.values().map(|fallen| fallen.count).sum();
        assert_eq!(placed + done.outside.count, given.values().sum::<u64>());
        assert!(done.outside.count > 0 && done.not_placed.is_empty());
        assert_eq!(done.places.len(), 2);
    }
}
