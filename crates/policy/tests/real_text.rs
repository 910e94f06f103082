//! The policy text of this repository loads without a fault.
#![expect(clippy::unwrap_used, reason = "tests")]

mod repository;

use miette::{GraphicalReportHandler, GraphicalTheme};
use policy::{Facts, assess};

#[test]
fn the_text_of_the_repository_has_no_fault() {
    let loaded = repository::loaded();
    let mut report = String::new();
    for fault in &loaded.faults {
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
            .render_report(&mut report, fault)
            .unwrap();
    }
    assert!(loaded.faults.is_empty(), "{report}");
    let policy = loaded.policy.unwrap();
    assert!(policy.facts.len() >= 35);
    assert!(policy.programmes.len() >= 30);
    for area in policy.areas.values() {
        assert!(!area.lsoas.is_empty(), "{} has no places", area.id);
        let assessment = assess(&policy, area, &Facts::new(), "2024-06-03".parse().unwrap());
        assert_eq!(assessment.programmes.len(), policy.programmes_in(area).count());
        assert!(!assessment.ask_next.is_empty());
    }
}
