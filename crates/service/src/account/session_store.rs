//! Keeps signed-in browsers in the database, so that a restart or a second node knows them.

use super::{hashed::hashed, sign_in::ACCOUNT};
use crate::db::{Database, entities::session};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// The session store of the `session` table. What is stored is keyed by a hash of the cookie's
/// token, so that a copy of the table opens no session.
#[derive(Debug, Clone)]
pub struct DatabaseSessions(Database);

impl DatabaseSessions {
    /// A store over `database`.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }
}

/// The row's key of a session.
pub(super) fn key(id: &Id) -> String {
    hashed(&id.0.to_be_bytes())
}

fn moment(at: OffsetDateTime) -> Result<kernel::Moment> {
    chrono::DateTime::from_timestamp(at.unix_timestamp(), 0)
        .ok_or_else(|| Error::Backend("expiry out of range".to_owned()))
}

fn data(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

/// Whose session it is.
fn account(record: &Record) -> Option<uuid::Uuid> {
    record.data.get(ACCOUNT).and_then(|account| account.as_str()?.parse().ok())
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait::async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits: a token that is already taken does not happen.
        let row = session::ActiveModel {
            id: Set(key(&record.id)),
            data: Set(data(record)?),
            expires_at: Set(moment(record.expiry_date)?),
            account_id: Set(account(record)),
        };
        session::Entity::insert(row).exec_without_returning(self.0.sessions()).await.map_err(backend)?;
        Ok(())
    }

    /// Writes what changed in a session that is there. One that was ended meanwhile stays ended: whatever the request that is
    /// still under way wanted to remember is forgotten with it.
    async fn save(&self, record: &Record) -> Result<()> {
        session::Entity::update_many()
            .col_expr(session::Column::Data, Expr::value(data(record)?))
            .col_expr(session::Column::ExpiresAt, Expr::value(moment(record.expiry_date)?))
            .col_expr(session::Column::AccountId, Expr::value(account(record)))
            .filter(session::Column::Id.eq(key(&record.id)))
            .exec(self.0.sessions())
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(row) = session::Entity::find_by_id(key(id)).one(self.0.sessions()).await.map_err(backend)? else {
            return Ok(None);
        };
        let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp()).map_err(backend)?;
        if expiry_date <= OffsetDateTime::now_utc() {
            return Ok(None);
        }
        let data = serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        session::Entity::delete_many()
            .filter(session::Column::Id.eq(key(id)))
            .exec(self.0.sessions())
            .await
            .map_err(backend)?;
        Ok(())
    }
}
