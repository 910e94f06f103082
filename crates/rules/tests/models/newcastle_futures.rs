//! Newcastle Futures: Green Paper of July 2008, Box 7.1: people into work, and support for up to 26 weeks in work.

use crate::support::{evidence, job, owed, started};
use rules::outcome::Participation;

const ID: &str = "newcastle-futures-26-weeks";

#[test]
fn box_7_1_a_job_and_26_weeks_in_it() {
    let person = Participation {
        spells: vec![job("a", "2007-09-03", None, None)],
        evidence: vec![evidence("a", "payslip")],
        ..started("2007-06-01", None)
    };
    assert_eq!(owed(ID, &person, "2008-03-01"), [("job-start".into(), "2007-09-03".into(), 400)]);
    let both = [("job-start".into(), "2007-09-03".into(), 400), ("26-weeks".into(), "2008-03-02".into(), 600)];
    assert_eq!(owed(ID, &person, "2008-03-02"), both);
    let bare = Participation { evidence: Vec::new(), ..person };
    assert_eq!(owed(ID, &bare, "2008-03-02").len(), 1, "without evidence it is not known");
}
