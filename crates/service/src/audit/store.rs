//! Every query of the audit's lines, and of looks for whoever searches them.

use crate::db::entities::{
    account,
    audit::{Column, Entity, Model},
    claim, decision, person, record_read, referral,
};
use kernel::{Day, Moment};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, sea_query::Query,
};
use uuid::Uuid;

/// Accounts that a search finds at most.
const MAX_ACCOUNTS: usize = 20;

/// Which lines, or looks, are wanted.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// Only this action.
    pub(super) action: Option<String>,
    /// Only what was done (`true`) or refused.
    pub(super) allowed: Option<bool>,
    /// From this day, included.
    pub(super) from: Option<Day>,
    /// Until this day, included.
    pub(super) until: Option<Day>,
    /// Only what this account did.
    pub(super) who: Option<Uuid>,
    /// Only what is about this person: their record, their referrals, claims and decisions.
    pub(super) person: Option<Uuid>,
}

fn midnight(day: Day) -> Moment {
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

impl Wanted {
    /// The days, of a column that says when.
    fn days(&self, at: impl ColumnTrait) -> Condition {
        let after = self.until.and_then(|until| until.succ_opt());
        Condition::all()
            .add_option(self.from.map(|from| at.gte(midnight(from))))
            .add_option(after.map(|after| at.lt(midnight(after))))
    }

    fn lines(&self) -> Select<Entity> {
        let mut query = Entity::find().filter(self.days(Column::At));
        if let Some(action) = &self.action {
            query = query.filter(Column::Action.eq(action.as_str()));
        }
        if let Some(allowed) = self.allowed {
            query = query.filter(Column::Allowed.eq(allowed));
        }
        if let Some(who) = self.who {
            query = query.filter(Column::AccountId.eq(who));
        }
        if let Some(person) = self.person {
            query = query.filter(about(person));
        }
        query
    }

    fn looks(&self) -> Select<record_read::Entity> {
        let mut query = record_read::Entity::find().filter(self.days(record_read::Column::At));
        if let Some(action) = &self.action {
            query = query.filter(record_read::Column::Action.eq(action.as_str()));
        }
        if let Some(who) = self.who {
            query = query.filter(record_read::Column::AccountId.eq(who));
        }
        if let Some(person) = self.person {
            query = query.filter(record_read::Column::PersonId.eq(person));
        }
        query
    }

    /// How many lines there are.
    pub(super) async fn count(&self, connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
        self.lines().count(connection).await
    }

    /// Some of the lines, newest first.
    pub(super) async fn page(
        &self,
        connection: &impl ConnectionTrait,
        (offset, limit): (u64, u64),
    ) -> Result<Vec<Model>, DbErr> {
        let query = self.lines().order_by_desc(Column::At).order_by_desc(Column::Id);
        query.offset(offset).limit(limit).all(connection).await
    }

    /// How many looks there are.
    pub(super) async fn count_looks(&self, connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
        self.looks().count(connection).await
    }

    /// Some of the looks, newest first.
    pub(super) async fn page_of_looks(
        &self,
        connection: &impl ConnectionTrait,
        (offset, limit): (u64, u64),
    ) -> Result<Vec<record_read::Model>, DbErr> {
        let query = self.looks().order_by_desc(record_read::Column::At).order_by_desc(record_read::Column::Id);
        query.offset(offset).limit(limit).all(connection).await
    }
}

/// Lines about a person: of the record itself, and of referrals, claims and decisions that are theirs.
fn about(person: Uuid) -> Condition {
    let referrals = || {
        let mut query = Query::select();
        query.column(referral::Column::Id).from(referral::Entity).and_where(referral::Column::PersonId.eq(person));
        query.take()
    };
    let claims = Query::select()
        .column(claim::Column::Id)
        .from(claim::Entity)
        .and_where(claim::Column::ReferralId.in_subquery(referrals()))
        .take();
    let decisions = Query::select()
        .column(decision::Column::Id)
        .from(decision::Entity)
        .and_where(decision::Column::PersonId.eq(person))
        .take();
    Condition::any()
        .add(Column::SubjectId.eq(person))
        .add(Column::SubjectId.in_subquery(referrals()))
        .add(Column::SubjectId.in_subquery(claims))
        .add(Column::SubjectId.in_subquery(decisions))
}

/// Every action of which there is a line or a look, in order.
pub(super) async fn actions(connection: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let lines = Entity::find().select_only().column(Column::Action).distinct();
    let looks = record_read::Entity::find().select_only().column(record_read::Column::Action).distinct();
    let mut actions: Vec<String> = lines.into_tuple().all(connection).await?;
    actions.extend(looks.into_tuple::<String>().all(connection).await?);
    actions.sort();
    actions.dedup();
    Ok(actions)
}

/// Accounts whose name or e-mail address has what was typed, as people see it, by name: twenty at most.
pub(super) async fn accounts(connection: &impl ConnectionTrait, text: &str) -> Result<Vec<account::Model>, DbErr> {
    let query = account::Entity::find().order_by_asc(account::Column::Name).order_by_asc(account::Column::Id);
    let mut found = kernel::matching(query.all(connection).await?, text, |one| format!("{} {}", one.name, one.email));
    found.truncate(MAX_ACCOUNTS);
    Ok(found)
}

/// The person with this reference.
pub(super) async fn person(connection: &impl ConnectionTrait, reference: &str) -> Result<Option<Uuid>, DbErr> {
    let found = person::Entity::find().filter(person::Column::Reference.eq(reference)).one(connection).await?;
    Ok(found.map(|person| person.id))
}
