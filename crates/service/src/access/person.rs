//! Reading a person's record.

use super::{after_the_end, decide, leave_line, name_or_reference};
use crate::{
    Application,
    account::SignedIn,
    action::ActionError,
    db::entities::person as row,
    emergency,
    person::{
        handover,
        store::{self, Recorded},
    },
    referral::store as referrals,
};
use kernel::{Day, FactAnswerId, PersonId};
use policy::Facts;
use rules::access::{Action, Decision, Relationship, Resource, Role, Visible, visible_facts};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};

/// A person's record as the account at the keyboard may see it.
#[derive(Debug)]
pub struct SeenPerson {
    /// The row. Show the name and the contact details only through [`SeenPerson::name`] and
    /// [`SeenPerson::contact`].
    pub(crate) person: row::Model,
    /// What was decided.
    pub decision: Decision,
    answers: BTreeMap<String, Recorded>,
    facts: Facts,
    visible: Visible,
    /// Ids of the facts whose category may be shown.
    shown: BTreeSet<String>,
}

impl SeenPerson {
    /// Whose record.
    #[must_use]
    pub fn id(&self) -> PersonId {
        PersonId(self.person.id)
    }

    /// The person's name, or `Person KK5-JVB` where the name may not be seen.
    #[must_use]
    pub fn name(&self) -> String {
        name_or_reference(&self.person, &self.decision)
    }

    /// How often the record was changed: what a change of it must name.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.person.version
    }

    /// Telephone number and e-mail address, if they may be seen.
    #[must_use]
    pub fn contact(&self) -> (Option<&str>, Option<&str>) {
        if self.decision.shows(rules::access::CONTACT) {
            (self.person.telephone.as_deref(), self.person.email.as_deref())
        } else {
            (None, None)
        }
    }

    /// The facts that may be shown, and the categories withheld.
    #[must_use]
    pub fn visible(&self) -> &Visible {
        &self.visible
    }

    /// The newest answer to a fact's question, with who recorded it, if it may be shown.
    #[must_use]
    pub(crate) fn recorded(&self, fact: &str) -> Option<&Recorded> {
        self.visible.facts.get(fact).and_then(|_| self.answers.get(fact))
    }

    /// The newest answer to every question in a category that may be shown, "not known" among them.
    pub(crate) fn answers(&self) -> impl Iterator<Item = &Recorded> {
        self.answers.values().filter(|answer| self.shown.contains(&answer.fact))
    }

    /// Every fact, for a decision to read. Never to be shown: [`SeenPerson::visible`] is.
    #[must_use]
    pub(crate) fn all_facts(&self) -> &Facts {
        &self.facts
    }

    /// Which answers [`SeenPerson::all_facts`] are, for a decision to name what it read.
    pub(crate) fn all_answers(&self) -> Vec<FactAnswerId> {
        self.answers.values().map(|answer| answer.id).collect()
    }

    /// Whether facts of this category are open to the account.
    ///
    /// # Errors
    /// [`ActionError::NotAllowed`] when they are not.
    pub fn may_see(&self, category: &str) -> Result<(), ActionError> {
        if self.decision.shows(category) {
            Ok(())
        } else {
            Err(ActionError::NotAllowed(vec![format!("spine/facts#{category}")]))
        }
    }
}

/// Opens a person's record to do `action`, and leaves the line of it.
///
/// # Errors
/// [`ActionError::NotFound`] when there is no such person for this account;
/// [`ActionError::NotAllowed`] when it may not do this; a fault when the database refuses.
pub async fn person(app: &Application, by: &SignedIn, id: PersonId, action: Action) -> Result<SeenPerson, ActionError> {
    let connection = app.db.reader();
    let Some(person) = store::find(connection, id).await? else { return Err(ActionError::NotFound) };
    let relationships = relationships(app, connection, by, &person).await?;
    let mut decision = decide(app, by, action, &Resource::related(relationships.clone()).hidden(person.hidden)).await?;
    let ended_on = last_seen_on(connection, by, id, &relationships).await?;
    let until = ended_on.map(|day| after_the_end::end_of(app, &person.area, day));
    after_the_end::as_it_was(connection, id, until, &mut decision).await?;
    leave_line(app, by, id, action, &decision).await?;
    let mut answers = store::answers(connection, id).await?;
    if let Some(until) = until {
        answers.retain(|answer| answer.recorded_at < until);
    }
    let answers = store::newest(answers);
    let facts = store::facts(&answers);
    let visible = visible_facts(&facts, &decision, &app.policy.facts);
    let shows = |fact: &&String| app.policy.facts.get(fact).is_some_and(|known| decision.shows(&known.category));
    let shown = answers.keys().filter(shows).cloned().collect();
    Ok(SeenPerson { person, decision, answers, facts, visible, shown })
}

/// How the account stands to the person.
async fn relationships(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    person: &row::Model,
) -> Result<BTreeSet<Relationship>, ActionError> {
    let mut found = own(app, connection, by, person).await?;
    if by.role == Role::Adviser && emergency::is_open(app, connection, by.id, PersonId(person.id)).await? {
        found.insert(Relationship::BrokenGlass);
    }
    for referral in referrals::of_person(connection, PersonId(person.id)).await? {
        found.extend(super::referral::through(app, connection, by, &referral).await?);
    }
    Ok(found)
}

/// The day as on which the record is seen: the last on which the account's body helped the person, for whoever sees it only
/// because help has ended.
async fn last_seen_on(
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    person: PersonId,
    related: &BTreeSet<Relationship>,
) -> Result<Option<Day>, ActionError> {
    if related.is_empty() || related.iter().any(|one| *one != Relationship::HelpEnded) {
        return Ok(None);
    }
    let own = by.organisation.as_ref().map(|organisation| organisation.id.0);
    let referrals = referrals::of_person(connection, person).await?;
    let own = referrals.iter().filter(|row| Some(row.provider_id) == own);
    Ok(own.filter_map(after_the_end::ended_on).max())
}

/// How the account stands to the person by itself, whatever referrals there are.
pub(super) async fn own(
    app: &Application,
    connection: &impl ConnectionTrait,
    by: &SignedIn,
    person: &row::Model,
) -> Result<BTreeSet<Relationship>, ActionError> {
    let mut found = BTreeSet::new();
    if by.role == Role::Adviser && person.adviser_id == Some(by.id.0) {
        found.insert(Relationship::OwnCaseload);
    } else if let (Role::Adviser, Some(adviser)) = (by.role, person.adviser_id)
        && handover::covered_by(connection, by.id, app.today()).await?.contains_key(&adviser)
    {
        found.insert(Relationship::CoveredCaseload);
    }
    if by.role == Role::Resident && by.person == Some(person.id) {
        found.insert(Relationship::OwnRecord);
    }
    Ok(found)
}
