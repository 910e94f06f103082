//! Publishing policy text: whose is what it changes?

use super::{principal, refuse};
use crate::{Application, account::SignedIn, action::ActionError};
use rules::access::{Action, Decision, Relationship, Resource, Role};
use std::collections::BTreeSet;

/// Paths of files outside an analyst's area that a refusal names.
const MAX_NAMED: usize = 5;

/// What `rules/access` says of who would publish a text that differs in files at these paths, and which of them are not of
/// their area. Nothing is kept in the audit.
pub(crate) fn may_publish<'a>(
    app: &Application,
    by: &SignedIn,
    paths: impl Iterator<Item = &'a str>,
) -> (Decision, Vec<&'a str>) {
    let area = by.area();
    let own = |path: &str| area.is_some_and(|area| path.starts_with(&format!("areas/{area}/")));
    let others: Vec<&str> = paths.filter(|path| !own(path)).collect();
    let mut relationships = BTreeSet::new();
    if by.organisation.is_none() {
        relationships.insert(Relationship::NationalText);
    } else if others.is_empty() {
        relationships.insert(Relationship::OwnAreaText);
    }
    let decision = app.authoriser.may(&principal(by), Action::PublishPolicy, &Resource::related(relationships));
    (decision, others)
}

/// Whether the account may publish a text that differs from the published one in files at these paths.
///
/// # Errors
/// `publication/not-your-area` for an area's analyst whose text changes more than the area's own folder;
/// [`ActionError::NotAllowed`] for anybody else who may not. Either is kept in the audit.
pub(crate) async fn publication<'a>(
    app: &Application,
    by: &SignedIn,
    paths: impl Iterator<Item = &'a str>,
) -> Result<Decision, ActionError> {
    let area = by.area();
    let (decision, others) = may_publish(app, by, paths);
    if decision.allowed {
        return Ok(decision);
    }
    let refused = refuse(app, by, Action::PublishPolicy, &decision).await?;
    match area {
        Some(area) if by.role == Role::Analyst => {
            let named = others.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ");
            let more = others.len().saturating_sub(MAX_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let says = format!(
                "You may publish text that changes nothing outside areas/{area}/, and this text changes {named}{more}. \
                 Leave those files as they are published, or ask an analyst who works for no one area"
            );
            Err(ActionError::refused("publication/not-your-area", says))
        }
        _ => Err(refused),
    }
}
