//! What a new text would do to the records: which it would leave without what they name, and which answers
//! it would no longer read.

use crate::{
    action::ActionError,
    db::entities::{account, blocked_referral, claim, fact_answer, organisation, person, referral},
};
use kernel::Day;
use policy::{FactDefinition, Gazetteer, Policy, Value};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What a text would do to the records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affected {
    /// Records that would name what the text no longer has, a line for each thing. None may be left so.
    pub orphans: Vec<String>,
    /// Answers that would count as not known from then on, a line for each fact.
    pub unread: Vec<String>,
}

/// What `new` would do to the records that were made under `old` and before.
pub(super) async fn affected(
    connection: &impl ConnectionTrait,
    old: &Policy,
    new: &Policy,
) -> Result<Affected, ActionError> {
    let bodies: HashMap<Uuid, organisation::Model> =
        organisation::Entity::find().all(connection).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut work = Work { new, bodies, found: Affected::default() };
    work.people(connection).await?;
    work.accounts(connection).await?;
    work.referrals(connection).await?;
    work.participants(connection, old).await?;
    work.claims(connection).await?;
    work.answers(connection, old).await?;
    work.found.orphans.sort();
    work.found.orphans.dedup();
    Ok(work.found)
}

struct Work<'a> {
    new: &'a Policy,
    bodies: HashMap<Uuid, organisation::Model>,
    found: Affected,
}

impl Work<'_> {
    /// How many there are is not said: whoever publishes may not see the records, and few would be picked out.
    fn orphans(&mut self, what: &str, of: &str) {
        self.found.orphans.push(format!("{what} is gone, and {of} would be left without it"));
    }

    /// Notes the area, or the body of it, when the new text has it no more.
    fn body(&mut self, organisation: Uuid, of: &str) {
        let Some(row) = self.bodies.get(&organisation) else { return };
        let (area, body) = (row.area.clone(), row.body.clone());
        match self.new.area(&area) {
            None => self.orphans(&format!("the area {area}"), of),
            Some(known) if !known.bodies.contains_key(&body) => {
                self.orphans(&format!("the body {body} of {area}"), of);
            }
            Some(_) => {}
        }
    }

    fn programme(&mut self, area: &str, programme: &str, of: &str) {
        match self.new.area(area) {
            None => self.orphans(&format!("the area {area}"), of),
            Some(known) if self.new.programme(known, programme).is_none() => {
                self.orphans(&format!("the programme {programme} of {area}"), of);
            }
            Some(_) => {}
        }
    }

    async fn people(&mut self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        let query = person::Entity::find().select_only().column(person::Column::Area);
        let areas: Vec<String> = query.group_by(person::Column::Area).into_tuple().all(connection).await?;
        for area in areas {
            if self.new.area(&area).is_none() {
                self.orphans(&format!("the area {area}"), "registered people");
            }
        }
        Ok(())
    }

    async fn accounts(&mut self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        let query = account::Entity::find().select_only().column(account::Column::OrganisationId);
        let organisations: Vec<Uuid> = query
            .filter(account::Column::OrganisationId.is_not_null())
            .filter(account::Column::LeftAt.is_null())
            .group_by(account::Column::OrganisationId)
            .into_tuple()
            .all(connection)
            .await?;
        for organisation in organisations {
            self.body(organisation, "accounts");
        }
        Ok(())
    }

    async fn referrals(&mut self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        let query = referral::Entity::find().select_only().column(referral::Column::Area);
        let sent: Vec<(String, String, Uuid)> = query
            .column(referral::Column::Programme)
            .column(referral::Column::ProviderId)
            .group_by(referral::Column::Area)
            .group_by(referral::Column::Programme)
            .group_by(referral::Column::ProviderId)
            .into_tuple()
            .all(connection)
            .await?;
        for (area, programme, provider) in sent {
            self.programme(&area, &programme, "referrals");
            self.body(provider, "referrals");
        }
        let query = blocked_referral::Entity::find().select_only().column(blocked_referral::Column::Area);
        let blocked: Vec<(String, String)> = query
            .column(blocked_referral::Column::Programme)
            .group_by(blocked_referral::Column::Area)
            .group_by(blocked_referral::Column::Programme)
            .into_tuple()
            .all(connection)
            .await?;
        for (area, programme) in blocked {
            self.programme(&area, &programme, "referrals that were stopped");
        }
        Ok(())
    }

    /// Participants by the contract they are served under, which no row names.
    async fn participants(&mut self, connection: &impl ConnectionTrait, old: &Policy) -> Result<(), DbErr> {
        let query = referral::Entity::find().select_only().column(referral::Column::Area);
        let started: Vec<(String, String, Uuid, Option<Day>)> = query
            .column(referral::Column::Programme)
            .column(referral::Column::ProviderId)
            .column(referral::Column::StartedOn)
            .filter(referral::Column::StartRecordedAt.is_not_null())
            .group_by(referral::Column::Area)
            .group_by(referral::Column::Programme)
            .group_by(referral::Column::ProviderId)
            .group_by(referral::Column::StartedOn)
            .into_tuple()
            .all(connection)
            .await?;
        let mut lost: BTreeSet<&str> = BTreeSet::new();
        for (area, programme, provider, started_on) in &started {
            let (Some(started_on), Some(body)) = (started_on, self.bodies.get(provider)) else { continue };
            let area = old.area(area);
            let contract = area.and_then(|area| area.contract_for(programme, &body.body, *started_on));
            if let Some(contract) = contract.filter(|contract| self.new.contract(&contract.id).is_none()) {
                lost.insert(&contract.id);
            }
        }
        for contract in lost {
            self.orphans(&format!("the contract {contract}"), "participants");
        }
        Ok(())
    }

    async fn claims(&mut self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        let query = claim::Entity::find().select_only().column(claim::Column::Contract);
        let claims: Vec<(String, String)> = query
            .column(claim::Column::Outcome)
            .group_by(claim::Column::Contract)
            .group_by(claim::Column::Outcome)
            .into_tuple()
            .all(connection)
            .await?;
        for (contract, outcome) in claims {
            match self.new.contract(&contract) {
                None => self.orphans(&format!("the contract {contract}"), "claims"),
                Some(known) if known.outcomes.iter().all(|one| one.id != outcome) => {
                    self.orphans(&format!("the outcome {outcome} of the contract {contract}"), "claims");
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    async fn answers(&mut self, connection: &impl ConnectionTrait, old: &Policy) -> Result<(), ActionError> {
        let query = fact_answer::Entity::find().select_only().column(fact_answer::Column::Fact);
        let facts: Vec<String> = query.group_by(fact_answer::Column::Fact).into_tuple().all(connection).await?;
        for fact in facts {
            match self.new.facts.get(&fact) {
                None => self.orphans(&format!("the fact {fact}"), "answers"),
                Some(definition) if old.facts.get(&fact).is_none_or(|was| was.kind != definition.kind) => {
                    self.unread(connection, definition).await?;
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Notes a fact of which there are answers that its new definition does not take.
    async fn unread(
        &mut self,
        connection: &impl ConnectionTrait,
        definition: &FactDefinition,
    ) -> Result<(), ActionError> {
        let values: Vec<serde_json::Value> = fact_answer::Entity::find()
            .select_only()
            .column(fact_answer::Column::Value)
            .filter(fact_answer::Column::Fact.eq(&*definition.id))
            .into_tuple()
            .all(connection)
            .await?;
        let nowhere = Gazetteer::new();
        let values = values.into_iter().filter_map(|value| serde_json::from_value::<Value>(value).ok());
        let mut values = values
            .filter(|value| !matches!(value, Value::Place(_)))
            .filter(|value| definition.from_json(&value.to_json(), &nowhere).is_err());
        if values.next().is_some() {
            let says = format!("the fact {} is asked otherwise, and answers would count as not known", definition.id);
            self.found.unread.push(says);
        }
        Ok(())
    }
}
