//! What is known of a person, in the words of a page.

use crate::Application;
use policy::{FactDefinition, Value};

/// A value in words; a place by its area, not only by the codes of its ward and district.
pub(crate) fn in_plain_words(app: &Application, value: &Value, definition: &FactDefinition) -> String {
    if let (Value::Whole(level), Some("level")) = (value, definition.unit.as_deref()) {
        return format!("Level {level}");
    }
    let Value::Place(place) = value else { return value.in_words(definition) };
    let area = app.policy.areas.values().find(|area| area.lsoas.contains(&place.lsoa));
    match area {
        Some(area) => format!("{} (small area {})", area.name, place.lsoa),
        None => format!("Outside the areas served here (small area {})", place.lsoa),
    }
}
