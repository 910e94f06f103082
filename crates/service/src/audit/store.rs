//! Every query of the audit's lines.

use crate::db::entities::audit::{Column, Entity, Model};
use kernel::Day;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

/// Which lines are wanted.
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
}

impl Wanted {
    fn query(&self) -> Select<Entity> {
        let midnight = |day: Day| day.and_time(chrono::NaiveTime::MIN).and_utc();
        let mut query = Entity::find();
        if let Some(action) = &self.action {
            query = query.filter(Column::Action.eq(action.as_str()));
        }
        if let Some(allowed) = self.allowed {
            query = query.filter(Column::Allowed.eq(allowed));
        }
        if let Some(from) = self.from {
            query = query.filter(Column::At.gte(midnight(from)));
        }
        if let Some(after) = self.until.and_then(|until| until.succ_opt()) {
            query = query.filter(Column::At.lt(midnight(after)));
        }
        query
    }

    /// How many lines there are.
    pub(super) async fn count(&self, connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
        self.query().count(connection).await
    }

    /// Some of the lines, newest first.
    pub(super) async fn page(
        &self,
        connection: &impl ConnectionTrait,
        (offset, limit): (u64, u64),
    ) -> Result<Vec<Model>, DbErr> {
        let query = self.query().order_by_desc(Column::At).order_by_desc(Column::Id);
        query.offset(offset).limit(limit).all(connection).await
    }
}

/// Every action of which there is a line, in order.
pub(super) async fn actions(connection: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let query = Entity::find().select_only().column(Column::Action).distinct().order_by_asc(Column::Action);
    query.into_tuple().all(connection).await
}
