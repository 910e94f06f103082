//! A policy in which one number is another one.

use super::values::laid_over;
use crate::{Area, DatedValue, Policy, Programme, suggest::did_you_mean};
use kernel::{Day, Period};

/// Why there is no such number to set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what} `{id}`{place}; {help}")]
pub struct NoSuchParameter {
    what: &'static str,
    id: String,
    place: String,
    help: String,
}

impl NoSuchParameter {
    fn new<'a>(what: &'static str, id: &str, place: String, known: impl Iterator<Item = &'a str> + Clone) -> Self {
        let help = did_you_mean(id, known.clone()).unwrap_or_else(|| {
            let all: Vec<String> = known.map(|known| format!("`{known}`")).collect();
            if all.is_empty() { "there are none".to_owned() } else { format!("there are {}", all.join(", ")) }
        });
        Self { what, id: id.to_owned(), place, help }
    }
}

impl Policy {
    /// A copy of the policy in which `parameter` of `programme`, as seen in `area`, has the value `is` from the day
    /// `from` (included) on, whatever the text says of later days. Other areas and earlier days are as before.
    ///
    /// No range is looked at: it serves questions of the kind *what if*. The version of the copy is its own, made
    /// from the version of the text and the change, so that no answer can pass for one of the text.
    ///
    /// # Errors
    /// When there is no such area, no such programme in it, or no such parameter of it.
    pub fn with_value(
        &self,
        area: &str,
        programme: &str,
        parameter: &str,
        from: Day,
        is: i64,
    ) -> Result<Self, NoSuchParameter> {
        let areas = || self.areas.keys().map(String::as_str);
        let here = self.area(area).ok_or_else(|| NoSuchParameter::new("area", area, String::new(), areas()))?;
        let seen = self.programme(here, programme).ok_or_else(|| {
            let known: Vec<&str> = self.programmes_in(here).map(|programme| programme.id.as_ref()).collect();
            NoSuchParameter::new("programme", programme, format!(" in {}", here.name), known.into_iter())
        })?;
        let mut parameters = seen.parameters.clone();
        let Some(changed) = parameters.iter_mut().find(|known| known.id.as_ref() == parameter) else {
            let known = seen.parameters.iter().map(|parameter| parameter.id.as_ref());
            return Err(NoSuchParameter::new("number", parameter, format!(" in `{programme}`"), known));
        };
        let value = DatedValue { period: Period { from, until: None }, is, source: None, example: false, set_by: None };
        changed.values = laid_over(&changed.values, &[value]);
        let changed = seen.clone().with_parameters(parameters);
        let mut policy = self.clone();
        policy.version = self.version.changed_by(&format!("{area}\0{programme}\0{parameter}\0{from}\0{is}"));
        if let Some(here) = policy.areas.get_mut(area) {
            here.see(changed);
        }
        Ok(policy)
    }
}

impl Area {
    /// Puts a programme in the place of the one that the area sees under the same id.
    pub(crate) fn see(&mut self, programme: Programme) {
        let id = programme.id.to_string();
        let own = self.programmes.contains_key(&id);
        if own { &mut self.programmes } else { &mut self.layered }.insert(id, programme);
    }
}
