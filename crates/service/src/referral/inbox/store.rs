//! The queries of the inbox: one for each of its counts and one for the page shown.

use crate::db::entities::{free_places, person, referral};
use kernel::{Day, OrganisationId};
use referral::Column;
use rules::referral::State;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, Func},
};
use uuid::Uuid;

/// A part of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Waiting for an answer.
    ToAnswer,
    /// Accepted, and waiting to start.
    ToStart,
    /// On the programme.
    OnProgramme,
    /// Ended, declined or withdrawn.
    Over,
}

impl Part {
    /// Every part, in the order of the page.
    pub(super) const ALL: [Part; 4] = [Part::ToAnswer, Part::ToStart, Part::OnProgramme, Part::Over];

    /// Its word in the page's address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::ToAnswer => "to-answer",
            Self::ToStart => "to-start",
            Self::OnProgramme => "on-programme",
            Self::Over => "over",
        }
    }

    /// What it is called.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::ToAnswer => "To answer",
            Self::ToStart => "Waiting to start",
            Self::OnProgramme => "On the programme",
            Self::Over => "Ended or declined",
        }
    }

    /// The part that a referral in this state is in. The conditions below say the same in SQL; a test
    /// holds them together.
    pub(super) fn of(state: &State) -> Option<Self> {
        match state {
            State::NotSent => None,
            State::Sent(_) => Some(Self::ToAnswer),
            State::Accepted(_) => Some(Self::ToStart),
            State::Started(_) => Some(Self::OnProgramme),
            State::Declined(_) | State::Ended(_) | State::Withdrawn(_) => Some(Self::Over),
        }
    }

    fn condition(self) -> Condition {
        let open = || Condition::all().add(Column::EndRecordedAt.is_null()).add(Column::WithdrawnAt.is_null());
        let not_started = || open().add(Column::StartRecordedAt.is_null());
        match self {
            Self::ToAnswer => not_started().add(Column::AcceptedAt.is_null()).add(Column::DeclinedAt.is_null()),
            Self::ToStart => not_started().add(Column::AcceptedAt.is_not_null()).add(Column::DeclinedAt.is_null()),
            Self::OnProgramme => open().add(Column::StartRecordedAt.is_not_null()),
            Self::Over => Condition::any()
                .add(Column::EndRecordedAt.is_not_null())
                .add(Column::WithdrawnAt.is_not_null())
                .add(not_started().add(Column::DeclinedAt.is_not_null())),
        }
    }
}

/// The most referrals that a search finds: who finds more types another word.
const MAX_FOUND: usize = 10_000;

/// What is looked for in an inbox.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    provider: OrganisationId,
    /// The referrals that the words typed mean; `None` where nothing was typed.
    meant: Option<Vec<Uuid>>,
}

impl Wanted {
    /// All of a provider's inbox where `search` is empty; else the referrals of people whose reference, or whose name, is meant
    /// by it ([`kernel::matching`]). Names of people whose help ended before `named_since` are not looked through.
    pub(super) async fn find(
        connection: &impl ConnectionTrait,
        provider: OrganisationId,
        search: &str,
        named_since: Day,
    ) -> Result<Self, DbErr> {
        if kernel::visible(search).is_empty() {
            return Ok(Self { provider, meant: None });
        }
        let lines = looked_through(connection, provider, named_since).await?;
        let meant = kernel::matching(lines, search, |(_, text)| text.clone());
        Ok(Self { provider, meant: Some(meant.into_iter().take(MAX_FOUND).map(|(referral, _)| referral).collect()) })
    }

    fn query(&self, part: Part) -> sea_orm::Select<referral::Entity> {
        let query = referral::Entity::find().filter(Column::ProviderId.eq(self.provider.0)).filter(part.condition());
        match &self.meant {
            Some(meant) => query.filter(Column::Id.is_in(meant.iter().copied())),
            None => query,
        }
    }

    /// How many referrals there are in a part.
    pub(super) async fn count(&self, connection: &impl ConnectionTrait, part: Part) -> Result<u64, DbErr> {
        self.query(part).count(connection).await
    }

    /// Some referrals of a part: those to answer by what is due first, the others newest first.
    pub(super) async fn page(
        &self,
        connection: &impl ConnectionTrait,
        part: Part,
        (offset, limit): (u64, u64),
    ) -> Result<Vec<referral::Model>, DbErr> {
        let query = self.query(part);
        let query = match part {
            // One standard holds for all of them, so the one sent first is due first.
            Part::ToAnswer => query.order_by_asc(Column::SentAt),
            Part::ToStart => query.order_by_asc(Column::AcceptedAt),
            Part::OnProgramme => query.order_by_desc(Column::StartedOn),
            Part::Over => {
                let over = [Column::EndRecordedAt, Column::WithdrawnAt, Column::DeclinedAt];
                query.order_by(Func::coalesce(over.map(Expr::col)), Order::Desc)
            }
        };
        query.order_by_asc(Column::Id).offset(offset).limit(limit).all(connection).await
    }
}

/// The referrals of a provider, each with what may be looked through: the person's reference, and their name unless the
/// referral was declined or withdrawn, they stopped sharing, or their help ended before a day.
async fn looked_through(
    connection: &impl ConnectionTrait,
    provider: OrganisationId,
    named_since: Day,
) -> Result<Vec<(Uuid, String)>, DbErr> {
    let named = Condition::all()
        .add(Column::DeclinedAt.is_null())
        .add(Column::WithdrawnAt.is_null())
        .add(Condition::any().add(Column::EndedOn.is_null()).add(Column::EndedOn.gte(named_since)))
        .add(Column::SharingStoppedAt.is_null());
    let person_of = referral::Entity::belongs_to(person::Entity).from(Column::PersonId).to(person::Column::Id).into();
    let rows: Vec<(Uuid, String, String, String, bool)> = referral::Entity::find()
        .select_only()
        .column(Column::Id)
        .column(person::Column::Reference)
        .column(person::Column::GivenName)
        .column(person::Column::FamilyName)
        .column_as(Expr::expr(Expr::case(named, true).finally(false)), "named")
        .join(JoinType::InnerJoin, person_of)
        .filter(Column::ProviderId.eq(provider.0))
        .into_tuple()
        .all(connection)
        .await?;
    let line = |(id, reference, given, family, named): (Uuid, String, String, String, bool)| {
        (id, if named { format!("{reference} {given} {family}") } else { reference })
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Everything an organisation has said of its places, newest first.
pub(super) async fn places_said(
    connection: &impl ConnectionTrait,
    provider: OrganisationId,
) -> Result<Vec<free_places::Model>, DbErr> {
    free_places::Entity::find()
        .filter(free_places::Column::OrganisationId.eq(provider.0))
        .order_by_desc(free_places::Column::SaidAt)
        .order_by_desc(free_places::Column::Id)
        .all(connection)
        .await
}
