//! What a new text would do to the records: which it would leave without what they name, and which answers
//! it would no longer read.

use crate::{
    action::ActionError,
    db::entities::{account, blocked_referral, claim, fact_answer, organisation, person, referral},
};
use kernel::Day;
use policy::{FactDefinition, Gazetteer, Policy, Value};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, HashMap};
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
    fn orphans(&mut self, what: &str, number: i64, of: &str) {
        let of = if number == 1 { of.to_owned() } else { format!("{of}s") };
        self.found.orphans.push(format!("{what} is gone, and {number} {of} would be left without it"));
    }

    /// Notes the area, or the body of it, when the new text has it no more.
    fn body(&mut self, organisation: Uuid, number: i64, of: &str) {
        let Some(row) = self.bodies.get(&organisation) else { return };
        let (area, body) = (row.area.clone(), row.body.clone());
        match self.new.area(&area) {
            None => self.orphans(&format!("the area {area}"), number, of),
            Some(known) if !known.bodies.contains_key(&body) => {
                self.orphans(&format!("the body {body} of {area}"), number, of);
            }
            Some(_) => {}
        }
    }

    fn programme(&mut self, area: &str, programme: &str, number: i64, of: &str) {
        match self.new.area(area) {
            None => self.orphans(&format!("the area {area}"), number, of),
            Some(known) if self.new.programme(known, programme).is_none() => {
                self.orphans(&format!("the programme {programme} of {area}"), number, of);
            }
            Some(_) => {}
        }
    }

    async fn people(&mut self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        let query = person::Entity::find().select_only().column(person::Column::Area);
        let areas: Vec<(String, i64)> = query
            .column_as(person::Column::Id.count(), "number")
            .group_by(person::Column::Area)
            .into_tuple()
            .all(connection)
            .await?;
        for (area, number) in areas {
            if self.new.area(&area).is_none() {
                self.orphans(&format!("the area {area}"), number, "registered person");
            }
        }
        Ok(())
    }

    async fn accounts(&mut self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        let query = account::Entity::find().select_only().column(account::Column::OrganisationId);
        let organisations: Vec<(Uuid, i64)> = query
            .column_as(account::Column::Id.count(), "number")
            .filter(account::Column::OrganisationId.is_not_null())
            .filter(account::Column::LeftAt.is_null())
            .group_by(account::Column::OrganisationId)
            .into_tuple()
            .all(connection)
            .await?;
        for (organisation, number) in organisations {
            self.body(organisation, number, "account");
        }
        Ok(())
    }

    async fn referrals(&mut self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        let query = referral::Entity::find().select_only().column(referral::Column::Area);
        let sent: Vec<(String, String, Uuid, i64)> = query
            .column(referral::Column::Programme)
            .column(referral::Column::ProviderId)
            .column_as(referral::Column::Id.count(), "number")
            .group_by(referral::Column::Area)
            .group_by(referral::Column::Programme)
            .group_by(referral::Column::ProviderId)
            .into_tuple()
            .all(connection)
            .await?;
        for (area, programme, provider, number) in sent {
            self.programme(&area, &programme, number, "referral");
            self.body(provider, number, "referral");
        }
        let query = blocked_referral::Entity::find().select_only().column(blocked_referral::Column::Area);
        let blocked: Vec<(String, String, i64)> = query
            .column(blocked_referral::Column::Programme)
            .column_as(blocked_referral::Column::Id.count(), "number")
            .group_by(blocked_referral::Column::Area)
            .group_by(blocked_referral::Column::Programme)
            .into_tuple()
            .all(connection)
            .await?;
        for (area, programme, number) in blocked {
            self.programme(&area, &programme, number, "referral that was stopped");
        }
        Ok(())
    }

    /// Participants by the contract they are served under, which no row names.
    async fn participants(&mut self, connection: &impl ConnectionTrait, old: &Policy) -> Result<(), DbErr> {
        let query = referral::Entity::find().select_only().column(referral::Column::Area);
        let started: Vec<(String, String, Uuid, Option<Day>, i64)> = query
            .column(referral::Column::Programme)
            .column(referral::Column::ProviderId)
            .column(referral::Column::StartedOn)
            .column_as(referral::Column::Id.count(), "number")
            .filter(referral::Column::StartRecordedAt.is_not_null())
            .group_by(referral::Column::Area)
            .group_by(referral::Column::Programme)
            .group_by(referral::Column::ProviderId)
            .group_by(referral::Column::StartedOn)
            .into_tuple()
            .all(connection)
            .await?;
        let mut lost: BTreeMap<&str, i64> = BTreeMap::new();
        for (area, programme, provider, started_on, number) in &started {
            let (Some(started_on), Some(body)) = (started_on, self.bodies.get(provider)) else { continue };
            let area = old.area(area);
            let contract = area.and_then(|area| area.contract_for(programme, &body.body, *started_on));
            if let Some(contract) = contract.filter(|contract| self.new.contract(&contract.id).is_none()) {
                *lost.entry(&contract.id).or_default() += number;
            }
        }
        for (contract, number) in lost {
            self.orphans(&format!("the contract {contract}"), number, "participant");
        }
        Ok(())
    }

    async fn claims(&mut self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        let query = claim::Entity::find().select_only().column(claim::Column::Contract);
        let claims: Vec<(String, String, i64)> = query
            .column(claim::Column::Outcome)
            .column_as(claim::Column::Id.count(), "number")
            .group_by(claim::Column::Contract)
            .group_by(claim::Column::Outcome)
            .into_tuple()
            .all(connection)
            .await?;
        for (contract, outcome, number) in claims {
            match self.new.contract(&contract) {
                None => self.orphans(&format!("the contract {contract}"), number, "claim"),
                Some(known) if known.outcomes.iter().all(|one| one.id != outcome) => {
                    self.orphans(&format!("the outcome {outcome} of the contract {contract}"), number, "claim");
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    async fn answers(&mut self, connection: &impl ConnectionTrait, old: &Policy) -> Result<(), ActionError> {
        let query = fact_answer::Entity::find().select_only().column(fact_answer::Column::Fact);
        let facts: Vec<(String, i64)> = query
            .column_as(fact_answer::Column::Id.count(), "number")
            .group_by(fact_answer::Column::Fact)
            .into_tuple()
            .all(connection)
            .await?;
        for (fact, number) in facts {
            match self.new.facts.get(&fact) {
                None => self.orphans(&format!("the fact {fact}"), number, "answer"),
                Some(definition) if old.facts.get(&fact).is_none_or(|was| was.kind != definition.kind) => {
                    self.unread(connection, definition).await?;
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Counts the answers to a fact that its new definition does not take.
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
        let number = values
            .filter(|value| !matches!(value, Value::Place(_)))
            .filter(|value| definition.from_json(&value.to_json(), &nowhere).is_err())
            .count();
        if number > 0 {
            let answers = if number == 1 { "1 answer".to_owned() } else { format!("{number} answers") };
            let says = format!("the fact {} is asked otherwise, and {answers} would count as not known", definition.id);
            self.found.unread.push(says);
        }
        Ok(())
    }
}
