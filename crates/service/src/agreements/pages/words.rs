//! How agreements are put into words.

use kernel::in_words;
use policy::{Area, Policy};
use rules::sharing::{Standing, Why};

/// The name of a body of the area; its id when the area has no such body.
pub(super) fn body(area: &Area, id: &str) -> String {
    area.bodies.get(id).map_or_else(|| id.to_owned(), |body| body.name.clone())
}

/// Names of bodies: `One, Another and A third`.
pub(super) fn bodies(area: &Area, ids: &[String]) -> String {
    crate::wording::listed(ids.iter().map(|id| body(area, id)))
}

/// Categories of fact in words: `Work, Benefits and Where you live`.
pub(super) fn categories(policy: &Policy, ids: &[String]) -> String {
    let says = |id: &String| policy.categories.get(id).map_or_else(|| id.clone(), |category| category.says.clone());
    crate::wording::listed(ids.iter().map(says))
}

/// Where an agreement stands: a word, its colour, and why.
pub(super) fn standing(area: &Area, standing: &Standing) -> (&'static str, &'static str, String) {
    match standing {
        Standing::InForce => ("In force", "green", String::new()),
        Standing::Suspended(by) => ("Suspended", "red", format!("Withdrawn: {}", bodies(area, by))),
        Standing::Unsigned(by) => ("Not signed", "yellow", format!("Waiting for {}", bodies(area, by))),
        Standing::NotYet(day) => ("Not yet", "grey", format!("Begins on {}", in_words(*day))),
        Standing::Over(day) => ("Over", "grey", format!("Ended on {}", in_words(*day))),
    }
}

/// What would have to happen for an agreement to let something flow.
pub(super) fn would_let(area: &Area, why: &Why) -> String {
    match why {
        Why::Suspended(by) => format!("{} would have to sign it again", bodies(area, by)),
        Why::Unsigned(by) => format!("{} would have to sign it", bodies(area, by)),
        Why::NotYet(day) => format!("it begins on {}", in_words(*day)),
        Why::Over(day) => format!("it ended on {} and would have to be renewed", in_words(*day)),
        Why::NotListed => "it lists other kinds of fact".to_owned(),
        Why::NoCondition => "it would have to name a further condition in law for special category facts".to_owned(),
        Why::OtherWay => "it lets facts go the other way only".to_owned(),
        Why::NoParty(who) => format!("{} would have to join it", bodies(area, who)),
    }
}
