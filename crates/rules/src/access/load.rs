//! Reading `spine/access.cedar`: every fault at once, in plain words.

use super::{
    action::Action,
    authoriser::{Authoriser, own_categories},
    decision::Ground,
    remembered::Remembered,
};
use cedar_policy as cedar;
use std::collections::BTreeSet;

impl Authoriser {
    /// Reads the text of the access policies and checks it against the text of their schema.
    ///
    /// `categories` are the ids of the categories of fact, from the spine; a person's `name` and `contact` are
    /// added to them.
    ///
    /// # Errors
    /// Every fault found: a text that cannot be read, a policy that does not fit the schema, one without an
    /// `@id` or an `@says` of its own, an action of the product that the schema does not know.
    pub fn load(text: &str, schema: &str, categories: impl IntoIterator<Item = String>) -> Result<Self, Vec<String>> {
        let schema = match cedar::Schema::from_cedarschema_str(schema) {
            Ok((schema, _)) => schema,
            Err(error) => return Err(vec![format!("spine/access.cedarschema: {error}")]),
        };
        let policies: cedar::PolicySet = match text.parse() {
            Ok(policies) => policies,
            Err(error) => return Err(vec![format!("spine/access.cedar: {}", parse_faults(&error))]),
        };
        let (order, mut faults) = annotated(&policies);
        let validator = cedar::Validator::new(schema.clone());
        let validation = validator.validate(&policies, cedar::ValidationMode::Strict);
        faults.extend(validation.validation_errors().map(|error| format!("spine/access.cedar: {error}")));
        let known: BTreeSet<String> = schema.actions().map(|action| action.id().unescaped().to_owned()).collect();
        let missing = Action::ALL.iter().filter(|action| !known.contains(action.word()));
        faults.extend(missing.map(|action| format!("spine/access.cedarschema: no action `{}`", action.word())));
        if !faults.is_empty() {
            return Err(faults);
        }
        let categories = categories.into_iter().chain(own_categories()).collect();
        Ok(Self {
            authorizer: cedar::Authorizer::new(),
            policies,
            schema,
            categories,
            order,
            remembered: Remembered::default(),
        })
    }
}

fn parse_faults(error: &cedar::ParseErrors) -> String {
    error.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Every policy with its code and words, in the order of the text, and the faults of the annotations.
fn annotated(policies: &cedar::PolicySet) -> (Vec<(cedar::PolicyId, Ground)>, Vec<String>) {
    let mut found: Vec<&cedar::Policy> = policies.policies().collect();
    found.sort_by_key(|policy| place(policy.id()));
    let (mut order, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (number, policy) in found.into_iter().enumerate() {
        let text = |key: &str| policy.annotation(key).map(str::trim).filter(|text| !text.is_empty());
        match (text("id"), text("says")) {
            (Some(id), Some(says)) => {
                if !seen.insert(id.to_owned()) {
                    faults.push(format!("spine/access.cedar: two policies have the id `{id}`"));
                }
                let ground = Ground { code: format!("spine/access.cedar#{id}"), says: says.to_owned() };
                order.push((policy.id().clone(), ground));
            }
            (id, says) => {
                let name = id.map_or_else(|| format!("number {}", number + 1), |id| format!("`{id}`"));
                let missing = if says.is_none() { "@says" } else { "@id" };
                faults.push(format!("spine/access.cedar: policy {name} has no {missing}"));
            }
        }
    }
    (order, faults)
}

/// Cedar numbers the policies of a text in their order: `policy0`, `policy1` …
fn place(id: &cedar::PolicyId) -> usize {
    let text: &str = id.as_ref();
    text.trim_start_matches("policy").parse().unwrap_or(usize::MAX)
}
